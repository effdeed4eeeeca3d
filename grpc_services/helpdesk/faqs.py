"""What do many ask?"""

import unicodedata
from typing import Any

from peewee import fn

from grpc_services.pages import page, position
from models.helpdesk import Faq


def published_faqs(
    *, language: str, category: str | None, query: str, limit: int, cursor: str
) -> tuple[list[Faq], str | None]:
    """
    This function will list frequent questions in the operator's order.

    All words of `query` are in the question or its answer, in the reader's language.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = faqs_in_order(Faq.select(), cursor)
    if category is not None:
        rows = rows.where(Faq.category == category)
    texts = (Faq.question_en, Faq.answer_en) if language == "en" else (Faq.question, Faq.answer)
    for word in unicodedata.normalize("NFKC", query).lower().split():
        in_question, in_answer = (fn.LOWER(text).contains(word) for text in texts)
        rows = rows.where(in_question | in_answer)
    return page(rows, limit, place_of)


def faqs_in_order(rows: Any, cursor: str) -> Any:
    """:raises InvalidCursor: if the cursor is not ours"""
    start = position(cursor, parts=2)
    if start:
        place, faq_id = start
        rows = rows.where(
            (Faq.position > place) | ((Faq.position == place) & (Faq.faq_id > faq_id))
        )
    return rows.order_by(Faq.position, Faq.faq_id)


def place_of(row: Faq) -> tuple[int, int]:
    """This function will tell where a question stands in its order."""
    return row.position, row.faq_id
