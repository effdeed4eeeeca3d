"""In which order are frequent questions shown?"""

import pytest

from grpc_services.community.faqs import published_faqs
from models.community import Faq

pytestmark = pytest.mark.usefixtures("database")


def ask(question, position):
    texts = {"question": question, "answer": "", "question_en": question, "answer_en": ""}
    return Faq.create(position=position, **texts)


class TestPublishedFaqs:
    def test_are_none_at_first(self):
        assert published_faqs() == []

    def test_are_in_the_operators_order(self):
        for question, position in (("second", 2), ("first", 1), ("second too", 2)):
            ask(question, position)

        assert [faq.question for faq in published_faqs()] == ["first", "second", "second too"]
