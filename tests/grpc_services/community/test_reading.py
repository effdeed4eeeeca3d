"""Who sees how much of a question, and in which order?"""

import pytest

from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.community import reading
from grpc_services.community.questions import QuestionNotFound, answer_question, ask_question
from models.dialect import database_now
from models.members import Member
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def lot(people):
    return factories.goods(people[0])


def ask(member, lot, *, secret=False):
    picture = factories.picture(member, kind="QUESTION")
    return ask_question(
        member_id=member.member_id,
        goods_id=lot.goods_id,
        text="맞나요?",
        secret=secret,
        upload_ids=[picture.upload_id],
        now=database_now(),
    )


def answer(seller, question):
    picture = factories.picture(seller, kind="ANSWER")
    return answer_question(
        member_id=seller.member_id,
        question_id=question.question_id,
        text="네.",
        upload_ids=[picture.upload_id],
        now=database_now(),
    )


def seen(lot, viewer_id=0, **page):
    page = {"limit": 20, "cursor": ""} | page
    return reading.questions_about(goods_id=lot.goods_id, viewer_id=viewer_id, **page)


def mine(member, role, answered=None):
    found, _ = reading.questions_of(
        member_id=member.member_id, role=role, answered=answered, limit=20, cursor=""
    )
    return [view.question.question_id for view in found]


class TestASecretQuestion:
    def test_is_hidden_from_all_but_asker_seller_and_operator(self, people, lot):
        seller, ann, bob = people
        answer(seller, ask(ann, lot, secret=True))
        operator = factories.member("carl")
        Member.update(role="ADMIN").where(Member.member_id == operator).execute()

        readers = {0: True, bob.member_id: True}
        readers |= {who.member_id: False for who in (seller, ann, operator)}
        for viewer_id, is_hidden in readers.items():
            (view,), _ = seen(lot, viewer_id)
            assert view.is_hidden is is_hidden
            assert len(view.images) == len(view.answer_images) == (0 if is_hidden else 1)

    def test_is_there_for_everybody(self, people, lot):
        question = ask(people[1], lot, secret=True)
        view = reading.question(question_id=question.question_id, viewer_id=0)
        assert (view.asker, view.is_mine, view.is_hidden) == ("an***", False, True)


class TestQuestionsAboutGoods:
    def test_come_newest_first_in_pages(self, people, lot):
        asked = [ask(member, lot).question_id for member in (people[1], people[2], people[1])]
        first, cursor = seen(lot, limit=2)
        rest, end = seen(lot, limit=2, cursor=cursor)
        assert [view.question.question_id for view in first + rest] == asked[::-1]
        assert end is None

    def test_need_goods(self, lot):
        lot.goods_id = 10**15
        with pytest.raises(GoodsNotFound):
            seen(lot)

    def test_are_found_one_by_one_if_there_are_any(self):
        with pytest.raises(QuestionNotFound):
            reading.question(question_id=10**15, viewer_id=0)


class TestMyQuestions:
    def test_are_those_i_asked_or_received_answered_or_not(self, people, lot):
        seller, ann, bob = people
        one, two = ask(ann, lot), ask(bob, lot)
        answer(seller, one)

        assert mine(ann, "ASKED") == [one.question_id]
        assert mine(ann, "RECEIVED") == []
        assert mine(seller, "RECEIVED") == [two.question_id, one.question_id]
        assert mine(seller, "RECEIVED", answered=True) == [one.question_id]
        assert mine(seller, "RECEIVED", answered=False) == [two.question_id]
