"""What does a bank make of the file that it was given? The same file, with two more columns."""

import re
from typing import Any

from api_http.kinds import Refused
from api_http.kinds.texts import BankWords
from api_http.problems import Words
from api_http.tables import Row, Table

#: What the payee reads on their statement, which names the payout; and what the bank adds.
_AMOUNT, _MARK, _RESULT, _BECAUSE = "이체금액", "받는분통장표시", "결과", "사유"
_OUTCOMES = {
    **dict.fromkeys(("PAID", "성공", "정상", "완료"), "PAID"),
    **dict.fromkeys(("FAILED", "실패", "오류", "불능"), "FAILED"),
}
_NO_NUMBER = Words(
    "'받는분통장표시'가 내려받은 파일대로 'PIKCUR 12'와 같아야 합니다.",
    "'받는분통장표시' has to be as in the file that was downloaded, such as PIKCUR 12.",
)
_NO_AMOUNT = Words(
    "'이체금액'은 내려받은 파일대로 원 단위의 숫자여야 합니다.",
    "'이체금액' has to be in won, as in the file that was downloaded.",
)
_NO_OUTCOME = Words(
    "'결과'는 성공(정상, 완료, PAID)이나 실패(오류, 불능, FAILED)여야 합니다.",
    "'결과' has to be PAID (성공, 정상, 완료) or FAILED (실패, 오류, 불능).",
)


def _read(row: Row) -> dict[str, Any]:
    number = re.fullmatch(r"PIKCUR ([1-9][0-9]{0,14})", row[_MARK], re.ASCII)
    if number is None:
        raise Refused(_NO_NUMBER)
    # Spreadsheets write 22,950 for what was 22950.
    amount = row[_AMOUNT].replace(",", "")
    if not re.fullmatch(r"[0-9]{1,13}", amount, re.ASCII):
        raise Refused(_NO_AMOUNT)
    outcome = _OUTCOMES.get(row[_RESULT].upper())
    if outcome is None:
        raise Refused(_NO_OUTCOME)
    because = {"because": BankWords.read(row[_BECAUSE])} if row[_BECAUSE] else {}
    return {"payoutId": int(number[1]), "state": outcome, "amount": int(amount), **because}


TABLE = Table(
    (_AMOUNT, _MARK, _RESULT, _BECAUSE),
    _read,
    most=500,
    field="results",
    example="""\
입금은행코드,입금계좌번호,이체금액,예금주,받는분통장표시,결과,사유
090,3333012345678,22950,김판매,PIKCUR 41,성공,
088,110123456789,9500,이판매,PIKCUR 42,실패,예금주가 다릅니다
""",
)
