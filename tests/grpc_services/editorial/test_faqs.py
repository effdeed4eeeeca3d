"""What do many ask, in both languages and in which order?"""

import pytest

from grpc_services.admin.trail import By
from grpc_services.editorial import faqs
from models.admin import AuditLine
from models.dialect import database_now
from models.helpdesk import Faq

pytestmark = pytest.mark.usefixtures("database")

BY = By(7, "자주 묻습니다.", "192.0.2.1")


def add(question="언제 내나요?", position=0):
    values = {
        "position": position,
        "category": "PAYMENT",
        "question": question,
        "answer": "72시간 안입니다.",
        "question_en": "When do I pay?",
        "answer_en": "Within 72 hours.",
    }
    return faqs.add_faq(values=values, by=BY, now=database_now())


def change(faq, **values):
    return faqs.change_faq(faq_id=faq.faq_id, values=values, by=BY, now=database_now())


def remove(faq):
    faqs.remove_faq(faq_id=faq.faq_id, by=BY, now=database_now())


def questions(limit=10, cursor=""):
    rows, following = faqs.faqs(limit=limit, cursor=cursor)
    return [row.question for row in rows], following


class TestAFaq:
    def test_is_changed_in_part_and_written_down(self):
        faq = add()
        change(faq, answer="24시간 안입니다.", category="OTHER")
        kept = Faq.get_by_id(faq.faq_id)
        assert (kept.answer, kept.category, kept.question) == (
            "24시간 안입니다.", "OTHER", "언제 내나요?",
        )  # fmt: skip
        assert "72시간" in AuditLine.get(AuditLine.act == "CHANGE").before

    def test_is_deleted_once_and_what_it_said_is_kept(self):
        faq = add()
        remove(faq)
        assert questions() == ([], None)
        assert "언제 내나요?" in AuditLine.get(AuditLine.act == "DELETE").before
        with pytest.raises(faqs.FaqNotFound):
            remove(faq)
        with pytest.raises(faqs.FaqNotFound):
            change(faq, position=1)


class TestFaqs:
    def test_are_listed_in_their_order_by_page(self):
        for question, position in (("c", 2), ("a", 1), ("b", 1)):
            add(question, position)
        first, following = questions(limit=2)
        assert (first, questions(limit=2, cursor=following)) == (["a", "b"], (["c"], None))
