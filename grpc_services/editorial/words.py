"""With which words do goods wait for review?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from grpc_services.admin.trail import By
from grpc_services.editorial.rows import add_row, change_row, lock_row, remove_row
from grpc_services.facts import atomic
from grpc_services.pages import page, position
from grpc_services.refusals import Invalid, NotFound
from grpc_services.search.words import compared
from models.catalogue import ForbiddenWord


class WordNotFound(NotFound):
    """There is no such forbidden word."""


class WordTooShort(Invalid):
    """Nearly all goods would wait for a single character."""


def words(*, limit: int, cursor: str) -> tuple[list[ForbiddenWord], str | None]:
    """
    This function will list forbidden words, the newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = ForbiddenWord.select().order_by(ForbiddenWord.word_id.desc())
    start = position(cursor)
    if start:
        rows = rows.where(ForbiddenWord.word_id < start[0])
    return page(rows, limit, lambda row: (row.word_id,))


@atomic
def add_word(*, values: Mapping[str, Any], by: By, now: datetime) -> ForbiddenWord:
    """
    This function will have goods wait that are put up or changed with a word from now on.

    :raises WordTooShort: if it is one character, as words are compared
    """
    _require_two_characters(values)
    word: ForbiddenWord = add_row(ForbiddenWord, values, by=by, now=now)
    return word


@atomic
def change_word(*, word_id: int, values: Mapping[str, Any], by: By, now: datetime) -> ForbiddenWord:
    """
    This function will change a forbidden word.

    :raises WordNotFound: if there is no such
    :raises WordTooShort: if it would be one character, as words are compared
    """
    word: ForbiddenWord = lock_row(ForbiddenWord, word_id, missing=WordNotFound)
    _require_two_characters(values)

    change_row(word, values, by=by, now=now)
    return word


def _require_two_characters(values: Mapping[str, Any]) -> None:
    if "word" in values and len(compared(values["word"])) < 2:
        raise WordTooShort("word")


@atomic
def remove_word(*, word_id: int, by: By, now: datetime) -> None:
    """
    This function will allow a word again; goods that wait for it go on waiting.

    :raises WordNotFound: if there is no such
    """
    remove_row(lock_row(ForbiddenWord, word_id, missing=WordNotFound), by=by, now=now)
