"""What do many ask?"""

import unicodedata

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
    rows = Faq.select().order_by(Faq.position, Faq.faq_id)
    if category is not None:
        rows = rows.where(Faq.category == category)
    texts = (Faq.question_en, Faq.answer_en) if language == "en" else (Faq.question, Faq.answer)
    for word in unicodedata.normalize("NFKC", query).lower().split():
        in_question, in_answer = (fn.LOWER(text).contains(word) for text in texts)
        rows = rows.where(in_question | in_answer)
    start = position(cursor, parts=2)
    if start:
        place, faq_id = start
        rows = rows.where(
            (Faq.position > place) | ((Faq.position == place) & (Faq.faq_id > faq_id))
        )
    return page(rows, limit, lambda row: (row.position, row.faq_id))
