"""Is a bank's file read as the bank writes it, and every line named that cannot be?"""

import csv
import io

import pytest

from api_http import bodies
from api_http.problems import Problem
from api_http.resources.admin.payout_results import TABLE
from api_http.resources.admin.payouts import NewPayoutResults
from tests.api_http.conftest import Edge

COLUMNS = ["입금은행코드", "입금계좌번호", "이체금액", "예금주", "받는분통장표시"]
MORE = [*COLUMNS, "결과", "사유"]
PAID = ["090", "3333012345678", "22950", "김판매", "PIKCUR 41", "정상", ""]
FAILED = ["088", "110123456789", "9500", "이판매", "PIKCUR 42", "실패", "예금주가 다릅니다"]
PATH = "/v1/admin/payouts/7/results"


def written(*rows: list[str], columns: list[str] = MORE) -> str:
    file = io.StringIO()
    csv.writer(file).writerows([columns, *rows])
    return file.getvalue()


def refused(content: bytes) -> dict[str, str]:
    with pytest.raises(Problem) as problem:
        TABLE.read(content)
    assert problem.value.code == "INVALID_FIELDS"
    return {name: words.english for name, words in problem.value.fields.items()}


class TestABanksFile:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
    def test_is_read_in_any_encoding_that_spreadsheets_save(self, encoding: str) -> None:
        content = written(PAID, [], FAILED).encode(encoding)

        body = bodies.converted(
            {"reason": "은행 결과", **TABLE.read(content)}, NewPayoutResults, strict=False
        )

        told = [(one.payout_id, one.amount, str(one.state), one.because) for one in body.results]
        assert told == [(41, 22_950, "PAID", None), (42, 9_500, "FAILED", "예금주가 다릅니다")]

    def test_may_have_its_columns_in_another_order_and_more_of_them(self) -> None:
        content = written(
            ["실패", "PIKCUR 9", "22,950", "해지", "x"],
            columns=["결과", "받는분통장표시", "이체금액", "사유", "y"],
        )
        assert TABLE.read(content.encode()) == {
            "results": [{"payoutId": 9, "state": "FAILED", "amount": 22_950, "because": "해지"}]
        }

    def test_is_refused_with_the_number_of_every_bad_line(self) -> None:
        lines = [
            PAID,
            [*PAID[:4], "PIKCUR", "정상", ""],
            [*PAID[:5], "", ""],
            [*PAID[:5], "실패", "x" * 201],
            ["090"],
            [*PAID[:2], "-1", *PAID[3:]],
        ]

        wrong = refused(written(*lines).encode())

        assert list(wrong) == ["lines[3]", "lines[4]", "lines[5]", "lines[6]", "lines[7]"]
        assert "PAID" in wrong["lines[4]"]

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe\x00",
            written(PAID[:5], columns=COLUMNS).encode(),
            written().encode(),
            written(*[PAID] * 501).encode(),
            b'"' + written(PAID).encode(),
        ],
        ids=["nothing", "no text", "no result", "no line", "too many", "no end of a quote"],
    )
    def test_is_refused_as_a_whole_if_it_is_no_such_file(self, content: bytes) -> None:
        assert list(refused(content)) == ["body"]


class TestItsRoute:
    def send(self, edge: Edge, content: bytes, kind: str = "text/csv", query: str = "reason=x"):
        headers = {"Authorization": f"Bearer {edge.token()}", "Content-Type": kind}
        return edge.client.simulate_post(f"{PATH}?{query}", headers=headers, body=content)

    def test_takes_the_file_beside_json(self, edge: Edge) -> None:
        answer = self.send(edge, written(PAID).encode(), "text/csv; charset=utf-8")
        assert answer.json["code"] == "SERVICE_UNAVAILABLE"

    def test_needs_a_reason_with_it(self, edge: Edge) -> None:
        answer = self.send(edge, written(PAID).encode(), query="")
        assert [one["field"] for one in answer.json["errors"]] == ["reason"]

    def test_takes_no_larger_one_than_makes_sense(self, edge: Edge) -> None:
        answer = self.send(edge, b"x" * (256 * 1024 + 1))
        assert answer.json["code"] == "BODY_TOO_LARGE"

    def test_is_the_only_one_that_does(self, edge: Edge) -> None:
        headers = {"Authorization": f"Bearer {edge.token()}", "Content-Type": "text/csv"}
        answer = edge.client.simulate_post("/v1/admin/payouts", headers=headers, body=b"x")
        assert answer.json["code"] == "UNSUPPORTED_MEDIA_TYPE"
