"""Are texts folded into one form, however they were typed?"""

import unicodedata

import pytest

from grpc_services.search.words import compared, folded, heads, parts, words_of


class TestFolded:
    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("ＮＩＫＥ　에어", "nike 에어"),
            (unicodedata.normalize("NFD", "나이키"), "나이키"),
            ("나\u200d이\ufeff키\u3164", "나이키"),
            (" a \t b ", "a b"),
            ("①２", "12"),
            ("\u200b", ""),
        ],
    )
    def test_is_the_same_for_what_looks_the_same(self, typed, expected):
        assert folded(typed) == expected
        assert folded(expected) == expected


class TestCompared:
    def test_has_blanks_but_between_syllables(self):
        assert compared("에어 맥스 Air Max 97 신발 끈") == "에어맥스 air max 97 신발끈"


class TestHeads:
    def test_are_the_letters_with_which_words_begin(self):
        assert heads("에어 (조던) DZ5485-612") == "".join(sorted("에(조d6"))


class TestWords:
    def test_are_those_that_no_other_implies(self):
        assert words_of("나이키 이키 나 NIKE nike") == ["nike", "나", "나이키"]
        assert words_of(" \u200b ") == []


class TestParts:
    def test_are_all_runs_of_two_and_three_within_words(self):
        assert set(parts("ab cde")) == {"ab", "cd", "de", "cde"}
