"""Are addresses and numbers read as people type them, and kept in one form?"""

import pytest

from api_http.kinds import Refused
from api_http.kinds.contacts import Email, Phone, Postcode


class TestPhone:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("010-1234-5678", "010-1234-5678"),
            ("010 1234 5678", "010-1234-5678"),
            ("01012345678", "010-1234-5678"),
            ("010.1234.5678", "010-1234-5678"),
            ("+82 10-1234-5678", "010-1234-5678"),
            ("０１０１２３４５６７８", "010-1234-5678"),
            ("(02) 123 4567", "02-123-4567"),
            ("1588-1234", "1588-1234"),
            ("+1 415 555 2671", "+14155552671"),
        ],
    )
    def test_is_kept_in_one_form(self, typed, kept):
        assert Phone.read(typed) == kept

    @pytest.mark.parametrize(
        "given",
        [
            "0--------", "010", "99999999999", "010-1234-5678 ext 5", "1-800-FLOWERS", "", "-",
            "+", "+999 123456", "010-1234-5678\n010-1234-5678", None, 1012345678,
            "tel:010-1234-5678", "9" * 300,
        ],
    )  # fmt: skip
    def test_that_nobody_can_have_is_refused(self, given):
        with pytest.raises(Refused):
            Phone.read(given)


class TestEmail:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Ann+x@Example.COM", "ann+x@example.com"),
            (" ann@example.com ", "ann@example.com"),
            ("a@한글.kr", "a@xn--bj0bj06e.kr"),
            ("a@XN--BJ0BJ06E.kr", "a@xn--bj0bj06e.kr"),
            ("a@shop.test", "a@shop.test"),
            ("o'neil@example.com", "o'neil@example.com"),
        ],
    )
    def test_is_kept_in_one_form(self, typed, kept):
        assert Email.read(typed) == kept

    @pytest.mark.parametrize(
        "given",
        [
            "a..b@example.com", ".a@example.com", "a@", "@example.com", "a@localhost",
            "a@[127.0.0.1]", "a b@example.com", "a@b@example.com", "한글@example.com",
            "a@example..com", "", None, 7,
            "a@-example.com", "a@example.com\nBcc: b@example.com", "a" * 65 + "@example.com",
            "a@" + "b" * 60 + ".c" * 100, "ann <a@example.com>",
        ],
    )  # fmt: skip
    def test_that_no_mail_can_be_sent_to_is_refused(self, given):
        with pytest.raises(Refused):
            Email.read(given)


class TestPostcode:
    @pytest.mark.parametrize("given", ["06236", "63644", "01000", "０６２３６"])
    def test_is_five_digits_of_korea(self, given):
        assert len(Postcode.read(given)) == 5

    @pytest.mark.parametrize("given", ["00000", "00123", "64000", "99999", "1234", "123456", "a"])
    def test_of_no_region_is_refused(self, given):
        with pytest.raises(Refused):
            Postcode.read(given)
