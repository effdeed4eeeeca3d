"""Is what people write kept in one form, and what cannot be seen not taken for a name?"""

import unicodedata

import pytest

from api_http.kinds import Refused, texts
from api_http.kinds.texts import Line, LoginId, Name, Password, SearchWords, Text

FAMILY = "👨‍👩‍👧"
WALES = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


def refused(kind: type[Text], given: object) -> bool:
    with pytest.raises(Refused) as refusal:
        kind.read(given)
    return bool(refusal.value.words.korean)


class TestName:
    @pytest.mark.parametrize(
        "unseen",
        [
            *"\u3164\u200b\u2800\u115f\u00ad\u1160\uffa0\u034f\ufeff\u2060\u180e\u061c\ufe0f",
            "\u202e", "\u2066", "\U000e0041", "\u3164 \u200b\u00a0\u3000", " ", "", "\u0301",
        ],
    )  # fmt: skip
    def test_that_cannot_be_seen_is_refused(self, unseen):
        assert refused(Name, unseen)

    @pytest.mark.parametrize("harm", ["a\0b", "a\x1bb", "a\x7fb", "a\x9fb", "a\u202eb", "a\u2067b"])
    def test_that_holds_what_deceives_is_refused(self, harm):
        assert refused(Name, harm)

    @pytest.mark.parametrize("lines", ["a\nb", "a\r\nb", "a\tb", "a\u2028b", "a\x85b"])
    def test_of_two_lines_is_refused(self, lines):
        assert refused(Name, lines)

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            (unicodedata.normalize("NFD", "박앤"), "박앤"),
            ("  ann  ", "ann"),
            ("ann  lee", "ann lee"),
            ("ann\u3000lee\u00a0", "ann lee"),
            ("an\u200bn\ufeff", "ann"),
            ("a\u200dn", "an"),
            ("an\u3164n", "ann"),
            ("1\ufe0f", "1"),
            (f"앤 🧥 {FAMILY} ❤️ 1️⃣ {WALES} 👩🏽‍💻", f"앤 🧥 {FAMILY} ❤️ 1️⃣ {WALES} 👩🏽‍💻"),
        ],
    )
    def test_is_kept_as_it_looks(self, typed, kept):
        assert Name.read(typed) == kept

    def test_is_counted_as_it_is_kept(self):
        assert len(Name.read(unicodedata.normalize("NFD", "가" * 40))) == 40
        assert refused(Name, "가" * 41)

    def test_is_too_long_with_the_blanks_that_clients_count(self):
        assert refused(Name, f"  {'가' * 40}")
        assert Name.read(f"  {'가' * 38}") == "가" * 38

    @pytest.mark.parametrize("given", [None, 7, ["ann"], {"a": 1}, True])
    def test_is_text(self, given):
        assert refused(Name, given)


class TestText:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("첫 줄\r\n둘째", "첫 줄\n둘째"),
            ("a\rb", "a\nb"),
            ("a\u2028b\x0bc", "a\nb\nc"),
            ("a\n\tb", "a\n\tb"),
            (f"{FAMILY} \u200dक्‍ष", f"{FAMILY} \u200dक्‍ष"),
            (unicodedata.normalize("NFD", "좋아요"), "좋아요"),
        ],
    )
    def test_keeps_its_paragraphs(self, typed, kept):
        assert Text.read(typed) == kept

    @pytest.mark.parametrize("given", ["a\0b", "\u202egpj.exe", "\u3164\n\u200b", "x" * 5001])
    def test_that_is_not_what_it_seems_is_refused(self, given):
        assert refused(Text, given)


class TestSearchWords:
    def test_may_be_nothing(self):
        assert SearchWords.read("\u200b ") == ""

    def test_are_composed(self):
        assert SearchWords.read(unicodedata.normalize("NFD", "나이키")) == "나이키"


class TestPassword:
    def test_keeps_its_spaces(self):
        assert Password.read("  long enough ") == "  long enough "

    def test_is_the_same_however_it_was_composed(self):
        assert Password.read(unicodedata.normalize("NFD", "비밀번호입니다.")) == "비밀번호입니다."

    def test_is_tried_at_any_length(self):
        assert texts.TriedPassword.read("x") == "x"


class TestLoginId:
    def test_is_in_small_letters(self):
        assert LoginId.read("Ann_1") == "ann_1"

    @pytest.mark.parametrize("given", ["an", "a" * 31, "앤앤앤", "a b c", "ann\n!", "ánn", "аnn"])
    def test_is_of_few_characters(self, given):
        assert refused(LoginId, given)


class TestCoded:
    @pytest.mark.parametrize(
        ("kind", "typed", "kept"),
        [
            (texts.EmailCode, "123 456", "123456"),
            (texts.EmailCode, "１２３４５６", "123456"),
            (texts.AccountNumber, "110-123-456789", "110123456789"),
            (texts.Invoice, "1234-5678-9012", "123456789012"),
            (texts.Time, "23:00", "23:00"),
        ],
    )
    def test_is_kept_in_one_form(self, kind, typed, kept):
        assert kind.read(typed) == kept

    @pytest.mark.parametrize(
        ("kind", "given"),
        [
            (texts.EmailCode, "12345"),
            (texts.BankCode, "90"),
            (texts.Time, "24:00"),
            (texts.Term, "T" * 33),
            (texts.ProviderId, "x" * 65),
            (texts.Opaque, "a b"),
            (texts.Cursor, "가"),
            (Line, "x" * 201),
        ],
    )
    def test_that_cannot_be_is_refused(self, kind, given):
        assert refused(kind, given)
