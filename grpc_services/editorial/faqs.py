"""What do many ask, in both languages and in which order?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from grpc_services.admin.trail import By
from grpc_services.editorial.rows import add_row, change_row, lock_row, remove_row
from grpc_services.facts import atomic
from grpc_services.helpdesk.faqs import faqs_in_order, place_of
from grpc_services.pages import page
from grpc_services.refusals import NotFound
from models.helpdesk import Faq


class FaqNotFound(NotFound):
    """There is no such question among the frequent ones."""


def faqs(*, limit: int, cursor: str) -> tuple[list[Faq], str | None]:
    """
    This function will list frequent questions in their order.

    :raises InvalidCursor: if the cursor is not ours
    """
    return page(faqs_in_order(Faq.select(), cursor), limit, place_of)


@atomic
def add_faq(*, values: Mapping[str, Any], by: By, now: datetime) -> Faq:
    """This function will add a frequent question."""
    faq: Faq = add_row(Faq, values, by=by, now=now)
    return faq


@atomic
def change_faq(*, faq_id: int, values: Mapping[str, Any], by: By, now: datetime) -> Faq:
    """
    This function will change a frequent question.

    :raises FaqNotFound: if there is no such
    """
    faq: Faq = lock_row(Faq, faq_id, missing=FaqNotFound)

    change_row(faq, values, by=by, now=now)
    return faq


@atomic
def remove_faq(*, faq_id: int, by: By, now: datetime) -> None:
    """
    This function will delete a frequent question; what it said is written down.

    :raises FaqNotFound: if there is no such
    """
    remove_row(lock_row(Faq, faq_id, missing=FaqNotFound), by=by, now=now)
