"""With which words do goods wait for review?"""

import pytest

from grpc_services.admin.trail import By
from grpc_services.editorial import words
from models.admin import AuditLine
from models.catalogue import ForbiddenWord
from models.dialect import database_now

pytestmark = pytest.mark.usefixtures("database")

BY = By(7, "모조품에 쓰는 말입니다.", "192.0.2.1")


def add(word):
    return words.add_word(values={"word": word}, by=BY, now=database_now())


def listed(limit=10, cursor=""):
    rows, following = words.words(limit=limit, cursor=cursor)
    return [row.word for row in rows], following


class TestAWord:
    def test_is_changed_and_written_down(self):
        word = add("정품급")
        words.change_word(
            word_id=word.word_id, values={"word": "레플리카"}, by=BY, now=database_now()
        )
        assert ForbiddenWord.get_by_id(word.word_id).word == "레플리카"
        assert "정품급" in AuditLine.get(AuditLine.act == "CHANGE").before

    def test_is_removed_once_and_what_it_was_is_kept(self):
        word = add("정품급")
        words.remove_word(word_id=word.word_id, by=BY, now=database_now())
        assert listed() == ([], None)
        assert "정품급" in AuditLine.get(AuditLine.act == "DELETE").before
        with pytest.raises(words.WordNotFound):
            words.remove_word(word_id=word.word_id, by=BY, now=database_now())
        with pytest.raises(words.WordNotFound):
            words.change_word(word_id=word.word_id, values={}, by=BY, now=database_now())

    @pytest.mark.parametrize("short", ["가", "a", " a\u200b "])
    def test_is_no_single_character_however_it_is_typed(self, short):
        word = add("정품급")
        with pytest.raises(words.WordTooShort):
            add(short)
        with pytest.raises(words.WordTooShort):
            words.change_word(
                word_id=word.word_id, values={"word": short}, by=BY, now=database_now()
            )
        assert listed() == (["정품급"], None)


class TestWords:
    def test_are_listed_by_page_the_newest_first(self):
        for word in ("aa", "bb", "cc"):
            add(word)
        first, following = listed(limit=2)
        assert (first, listed(limit=2, cursor=following)) == (["cc", "bb"], (["aa"], None))
