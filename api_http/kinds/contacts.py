"""How is somebody reached? Addresses and numbers as people type them, kept in one form."""

import re
import unicodedata
from typing import Any, Self

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from api_http.kinds import Refused
from api_http.kinds.texts import Coded, Text
from api_http.problems.words import Words

_KOREA = 82


class Email(Text):
    """
    An e-mail address in lower case; one domain is written one way, as mail servers need it.

    Nobody is asked whether it exists: the code that is mailed to it will tell.
    """

    least = 3
    most = 254
    words = Words("이메일 주소를 확인해 주세요.", "It has to be an e-mail address.")

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if no mail can be sent to it"""
        try:
            found = validate_email(
                unicodedata.normalize("NFKC", given).strip(),
                strict=True,
                check_deliverability=False,
                allow_smtputf8=False,
                # Reserved for tests, and so for the sandbox.
                test_environment=True,
            )
        except (EmailNotValidError, TypeError) as error:
            raise Refused(cls.words) from error
        address = f"{found.ascii_local_part}@{found.ascii_domain}".lower()
        if len(address) > cls.most:
            raise Refused(cls.words)
        return cls(address)

    @classmethod
    def schema(cls) -> dict[str, Any]:
        return {**super().schema(), "format": "idn-email"}


class Phone(Text):
    """A telephone number: of Korea as it is dialled there, of elsewhere by E.164."""

    least = 4
    most = 40
    words = Words(
        "010-1234-5678 같은 전화번호여야 합니다. 다른 나라 번호는 +와 국가 번호로 시작합니다.",
        "It has to be a telephone number, with + and the country unless it is Korean.",
    )

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if nobody can have that number"""
        try:
            typed = unicodedata.normalize("NFKC", given).strip()
            number = phonenumbers.parse(typed, "KR")
        except (phonenumbers.NumberParseException, TypeError) as error:
            raise Refused(cls.words) from error
        is_one = re.fullmatch(r"[0-9+() .-]+", typed) and phonenumbers.is_valid_number(number)
        if not is_one:
            raise Refused(cls.words)
        return cls(_written(number))


def _written(number: phonenumbers.PhoneNumber) -> str:
    forms = phonenumbers.PhoneNumberFormat
    is_korean = number.country_code == _KOREA
    return str(phonenumbers.format_number(number, forms.NATIONAL if is_korean else forms.E164))


class Postcode(Coded):
    """Of Korea: the first two digits are the region, from 01 in Seoul to 63 on Jeju."""

    pattern = r"(0[1-9]|[1-5][0-9]|6[0-3])[0-9]{3}"
    least = most = 5
    words = Words("우편번호 5자리여야 합니다.", "It has to be the five digits of a postcode.")
