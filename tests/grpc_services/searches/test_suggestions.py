"""Is that suggested which somebody may be typing?"""

import unicodedata

import pytest

from grpc_services.searches.suggestions import suggestions
from tests.support import factories


@pytest.fixture(autouse=True)
def lot(database):
    return factories.goods(factories.member("seller"), name="에어 조던 레트로")


class TestSuggestions:
    @pytest.mark.parametrize("prefix", ["나", "나이", "나잌", "나이ㅋ", "ㄴ", "나이 키"])
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_complete_syllables_that_are_not_finished(self, prefix, form):
        assert suggestions(prefix=unicodedata.normalize(form, prefix), popular=()) == ["나이키"]

    def test_know_both_languages_categories_and_words_of_goods(self):
        assert suggestions(prefix="NI", popular=()) == ["Nike"]
        assert suggestions(prefix="신", popular=()) == ["신발"]
        assert suggestions(prefix="조", popular=()) == ["조던"]

    def test_begin_with_what_is_popular_and_say_nothing_twice(self):
        popular = ["나이키 덩크", "가방", "나이키"]
        assert suggestions(prefix="나이", popular=popular) == ["나이키 덩크", "나이키"]

    def test_are_none_for_nothing(self):
        assert suggestions(prefix=" ", popular=["가방"]) == []
        assert suggestions(prefix="zzz", popular=["가방"]) == []
