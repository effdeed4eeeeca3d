"""What is text, of each kind? Normalised once, here, and refused when it is not what it seems.

Lengths are counted in composed characters (NFC): the least without what cannot be seen, as text is
kept, and the most with all that was typed, as clients count.
"""

import re
import unicodedata
from typing import Any, ClassVar, Self

from api_http.kinds import Refused, characters
from api_http.problems.words import Words

NO_TEXT = Words("문자열이어야 합니다.", "It has to be text.")
HARMFUL = Words(
    "제어 문자나 글자 방향을 바꾸는 문자는 쓸 수 없습니다.",
    "It must not hold control characters, or ones that turn the direction of writing.",
)
BLANK = Words("보이는 글자가 없습니다.", "There is nothing to see in it.")
_LENGTH = Words("{least}~{most}자여야 합니다.", "It has to be {least} to {most} characters long.")
_ONE_LINE = Words("한 줄이어야 합니다.", "It has to be one line.")


class Text(str):
    """What somebody wrote, with its paragraphs; the emoji as they were joined."""

    least: ClassVar[int] = 1
    most: ClassVar[int] = 5000

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if it is no text of this kind"""
        if not isinstance(given, str):
            raise Refused(NO_TEXT)
        text = cls._normalised(given)
        if characters.is_harmful(text):
            raise Refused(HARMFUL)
        if cls.least and not characters.is_visible(text):
            raise Refused(BLANK)
        if len(text) < cls.least or cls._length_as_typed(given) > cls.most:
            raise Refused(_LENGTH.filled(least=cls.least, most=f"{cls.most:,}"))
        return cls(text)

    @classmethod
    def _normalised(cls, given: str) -> str:
        return characters.composed(characters.with_line_feeds(given)).strip()

    @classmethod
    def _length_as_typed(cls, given: str) -> int:
        """The document's `maxLength` counts blanks too that are not kept."""
        return len(characters.composed(characters.with_line_feeds(given)))

    @classmethod
    def schema(cls) -> dict[str, Any]:
        lengths = {"minLength": cls.least, "maxLength": cls.most}
        return {"type": "string", **{name: value for name, value in lengths.items() if value}}


class Reason(Text):
    """Why the operator does something; told to whom it concerns."""

    most = 300


class LongText(Text):
    """Terms; as much as a column holds of the widest characters."""

    most = 16_000


class Introduction(Text):
    """What somebody says of themselves; may be taken back."""

    least = 0
    most = 1000


class OptionalText(Text):
    least = 0


class Line(Text):
    """Text on one line; of two that look alike, both are the same."""

    most = 200

    @classmethod
    def _normalised(cls, given: str) -> str:
        text = characters.with_line_feeds(given).strip()
        if re.search(r"[\n\t]", text):
            raise Refused(_ONE_LINE)
        return " ".join(characters.without_unseen(characters.composed(text)).split())


class Name(Line):
    """What people, stores and brands are called."""

    most = 40


class BankWords(Line):
    """Why a bank has refused something."""


class Reference(Line):
    """How a bank or a provider numbers what it has paid."""

    most = 64


class Title(Line):
    most = 100


class OptionalLine(Line):
    least = 0


class ShortLine(Line):
    least = 0
    most = 40


class SearchWords(Line):
    """What is looked for; the services fold it further."""

    least = 0
    most = 40


class Password(Text):
    """Kept as it was typed but for its composition; spaces count."""

    least = 8
    most = 128

    @classmethod
    def _normalised(cls, given: str) -> str:
        return characters.composed(given)


class TriedPassword(Password):
    """One of any length: it is right or wrong."""

    least = 1


class Coded(Text):
    """Text of few characters, as a pattern says; what keyboards and people add is taken off."""

    pattern: ClassVar[str]
    words: ClassVar[Words]
    #: What may stand between the characters, and is not kept.
    between: ClassVar[str] = ""

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if it is no text of this kind"""
        if not isinstance(given, str):
            raise Refused(NO_TEXT)
        text = unicodedata.normalize("NFKC", given).strip()
        text = "".join(character for character in text if character not in cls.between)
        is_one = cls.least <= len(text) <= cls.most and re.fullmatch(cls.pattern, text)
        if not is_one:
            raise Refused(cls.words)
        return cls(text)

    @classmethod
    def schema(cls) -> dict[str, Any]:
        return {**super().schema(), "pattern": f"^{cls.pattern}$"}


class LoginId(Coded):
    """What a member signs in with; capitals are not told apart."""

    pattern = r"[A-Za-z0-9_.-]+"
    least = 3
    most = 30
    words = Words(
        "영문자, 숫자, 밑줄(_), 점(.), 붙임표(-) 3~30자여야 합니다.",
        "It has to be 3 to 30 letters of the English alphabet, digits, '_', '.' or '-'.",
    )

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if it is no text of this kind"""
        return cls(super().read(given).lower())


class EmailCode(Coded):
    pattern = r"[0-9]+"
    least = most = 6
    words = Words("숫자 6자리여야 합니다.", "It has to be the six digits of the mail.")
    between = " -"


class Term(Coded):
    """Which terms; a name as the services list them."""

    pattern = r"[A-Za-z0-9_]+"
    most = 32
    words = Words("약관의 이름이어야 합니다.", "It has to be the name of one of the terms.")


class Target(Coded):
    """To what kind of thing an act was done."""

    pattern = r"[A-Z_]+"
    most = 20
    words = Words("GOODS 같은 대상의 종류여야 합니다.", "It has to be a kind of thing, as GOODS.")


class Opaque(Coded):
    """A token of ours, given back as it is."""

    pattern = r"[A-Za-z0-9_=.:-]+"
    most = 200
    words = Words("받은 값 그대로 보내 주세요.", "It has to be what was given, as it is.")


class ProviderId(Coded):
    """How the payment provider names a payment."""

    pattern = r"[A-Za-z0-9_=.:-]+"
    most = 64
    words = Words("결제사가 준 값이어야 합니다.", "It has to be what the payment provider gave.")


class NoticeType(Coded):
    """What PortOne V2 tells of, as Transaction.Paid."""

    pattern = r"[A-Za-z.]+"
    most = 60
    words = Words("결제사가 준 값이어야 합니다.", "It has to be what the payment provider gave.")


class MerchantUid(Coded):
    """How we name a payment."""

    pattern = r"[\x21-\x7e]+"
    most = 40
    words = Words("결제 준비 때 받은 값이어야 합니다.", "It has to be what the payment began with.")


class Cursor(Coded):
    """Where a page of a list begins; the services know what it means."""

    pattern = r"[\x21-\x7e]*"
    least = 0
    most = 200
    words = Words("nextCursor로 받은 값이어야 합니다.", "It has to be the nextCursor of a list.")


class Time(Coded):
    """A time of the day."""

    pattern = r"([01][0-9]|2[0-3]):[0-5][0-9]"
    least = most = 5
    words = Words("23:00 같은 시각이어야 합니다.", "It has to be a time of the day, such as 23:00.")


class BankCode(Coded):
    pattern = r"[0-9]+"
    least = most = 3
    words = Words("은행 코드 3자리여야 합니다.", "It has to be the three digits of a bank.")


class AccountNumber(Coded):
    """Digits, with hyphens as banks print them; kept without."""

    pattern = r"[0-9]+"
    least = 6
    most = 20
    words = Words("숫자 6~20자리여야 합니다.", "It has to be 6 to 20 digits.")
    between = " -"


class RegistrationNumber(Coded):
    """Of a business, with hyphens as it is printed; kept without."""

    pattern = r"[0-9]+"
    least = most = 10
    words = Words("숫자 10자리여야 합니다.", "It has to be the ten digits of a business.")
    between = " -"


class CarrierCode(Coded):
    pattern = r"[0-9]+"
    most = 4
    words = Words("/v1/carriers에 있는 코드여야 합니다.", "It has to be a code from /v1/carriers.")


class Invoice(Coded):
    """The number of a parcel, with hyphens as carriers print it; kept without."""

    pattern = r"[0-9]+"
    most = 20
    words = Words("운송장 번호의 숫자여야 합니다.", "It has to be the digits of a parcel's number.")
    between = " -"
