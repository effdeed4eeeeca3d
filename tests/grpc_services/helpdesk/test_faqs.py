"""In which order are frequent questions shown, and how are they found?"""

import pytest

from grpc_services.helpdesk.faqs import published_faqs
from models.helpdesk import Faq

pytestmark = pytest.mark.usefixtures("database")


def add(question, position=1, **changes):
    values = {"category": "OTHER", "answer": "", "question_en": question, "answer_en": ""}
    return Faq.create(position=position, question=question, **values | changes)


def found(**asked):
    values = {"language": "ko", "category": None, "query": "", "limit": 20, "cursor": ""}
    rows, following = published_faqs(**values | asked)
    return [faq.question for faq in rows], following


class TestPublishedFaqs:
    def test_are_none_at_first(self):
        assert found() == ([], None)

    def test_are_in_the_operators_order_in_pages(self):
        for question, position in (("second", 2), ("first", 1), ("second too", 2)):
            add(question, position)

        first, cursor = found(limit=2)
        assert first == ["first", "second"]
        assert found(limit=2, cursor=cursor) == (["second too"], None)

    def test_are_of_one_category_if_one_is_named(self):
        add("a", category="PAYMENT")
        add("b")
        assert found(category="PAYMENT")[0] == ["a"]

    def test_hold_all_words_in_the_readers_language(self):
        add("배송은 언제?", answer="사흘 안에", question_en="When?", answer_en="In Three days")
        add("환불은?", question_en="Refunds?")

        for language, query, count in (
            ("ko", "배송 사흘", 1),
            ("ko", "배송 나흘", 0),
            ("ko", "three", 0),
            ("en", "ＴＨＲＥＥ when", 1),
            ("en", "100%", 0),
        ):
            assert len(found(language=language, query=query)[0]) == count
