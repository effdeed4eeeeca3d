"""May the right ones ask, change and answer, and nobody else?"""

from datetime import timedelta

import pytest

from grpc_services.auction.pure.state import OwnGoods
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.community.questions import (
    AlreadyAnswered,
    QuestionNotFound,
    QuestionsClosed,
    answer_question,
    ask_question,
    change_question,
    withdraw_answer,
    withdraw_question,
)
from grpc_services.members.standing import block_store
from grpc_services.suspension import Blocked
from models.auction import Auction
from models.community import Attachment, Question
from models.dialect import database_now
from models.members import Store
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def lot(people):
    return factories.goods(people[0])


@pytest.fixture
def question(people, lot):
    return ask(people[1], lot)


def ask(member, lot, **changes):
    values = {"text": "맞나요?", "secret": False, "upload_ids": [], "now": database_now()}
    goods_id = lot.goods_id if lot else 10**15
    return ask_question(member_id=member.member_id, goods_id=goods_id, **values | changes)


def change(member, question, **changes):
    values = {"text": None, "secret": None, "upload_ids": None} | changes
    me = {"member_id": member.member_id, "question_id": question.question_id}
    return change_question(**me, **values)


def answer(member, question, text="네.", upload_ids=()):
    return answer_question(
        member_id=member.member_id,
        question_id=question.question_id,
        text=text,
        upload_ids=upload_ids,
        now=database_now(),
    )


def stored(question):
    return Question.get_by_id(question.question_id)


class TestAsking:
    def test_is_told_to_the_seller(self, people, question):
        seller, ann, _ = people
        assert (question.seller_id, question.asker_id) == (seller.member_id, ann.member_id)
        assert factories.facts()[-1] == "QuestionAsked"

    def test_is_for_everybody_but_the_seller(self, people, lot):
        with pytest.raises(OwnGoods):
            ask(people[0], lot)

    def test_needs_goods(self, people):
        with pytest.raises(GoodsNotFound):
            ask(people[1], None)

    def test_is_possible_before_the_beginning_and_until_the_end(self, people, lot):
        seller, ann, _ = people
        later = {"starts_at": database_now() + timedelta(hours=1)}
        later["ends_at"] = later["starts_at"] + timedelta(hours=1)
        ask(ann, factories.goods(seller, **later))

        with pytest.raises(QuestionsClosed):
            ask(ann, lot, now=database_now() + timedelta(days=1))
        Auction.update(state="FAILED").where(Auction.goods == lot).execute()
        with pytest.raises(QuestionsClosed):
            ask(ann, lot)

    @pytest.mark.parametrize("blocker", [0, 1])
    def test_is_refused_whoever_has_blocked_whom(self, people, lot, blocker, now):
        one, other = people[blocker], people[1 - blocker]
        store = Store.get(Store.member == other)
        block_store(member_id=one.member_id, store_id=store.store_id, now=now)

        with pytest.raises(Blocked):
            ask(people[1], lot)


class TestAQuestion:
    def test_is_changed_as_far_as_is_said(self, people, question):
        change(people[1], question, text="큰가요?")
        assert (stored(question).text, stored(question).is_secret) == ("큰가요?", False)
        change(people[1], question, secret=True)
        assert (stored(question).text, stored(question).is_secret) == ("큰가요?", True)

    def test_keeps_its_pictures_unless_others_are_named(self, people, lot):
        ann = people[1]
        picture = factories.picture(ann, kind="QUESTION")
        question = ask(ann, lot, upload_ids=[picture.upload_id])
        change(ann, question, text="큰가요?")
        assert Attachment.select().count() == 1
        change(ann, question, upload_ids=[])
        assert Attachment.select().count() == 0

    def test_is_deleted_with_its_pictures(self, people, lot):
        ann = people[1]
        picture = factories.picture(ann, kind="QUESTION")
        question = ask(ann, lot, upload_ids=[picture.upload_id])
        withdraw_question(member_id=ann.member_id, question_id=question.question_id)
        assert (Question.select().count(), Attachment.select().count()) == (0, 0)

    def test_is_nobody_elses(self, people, question):
        for other in (people[0], people[2]):
            with pytest.raises(QuestionNotFound):
                change(other, question, text="!")
            with pytest.raises(QuestionNotFound):
                withdraw_question(member_id=other.member_id, question_id=question.question_id)

    def test_that_was_answered_stays(self, people, question):
        seller, ann, _ = people
        answer(seller, question)
        with pytest.raises(AlreadyAnswered):
            change(ann, question, text="!")
        with pytest.raises(AlreadyAnswered):
            withdraw_question(member_id=ann.member_id, question_id=question.question_id)


class TestAnAnswer:
    def test_is_told_of_once_and_may_be_put_in_other_words(self, people, question):
        seller = people[0]
        answer(seller, question)
        answer(seller, question, "아니요.")

        assert stored(question).answer == "아니요."
        assert factories.facts().count("QuestionAnswered") == 1

    def test_is_the_sellers_only(self, people, question):
        for other in people[1:]:
            with pytest.raises(QuestionNotFound):
                answer(other, question)
            with pytest.raises(QuestionNotFound):
                withdraw_answer(member_id=other.member_id, question_id=question.question_id)

    def test_may_be_sent_again_as_it_was(self, people, question):
        picture = factories.picture(people[0], kind="ANSWER")
        for _ in range(2):
            answer(people[0], question, upload_ids=[picture.upload_id])
        assert Attachment.select().count() == 1

    def test_is_taken_back_and_given_anew(self, people, question):
        seller = people[0]
        answer(seller, question, upload_ids=[factories.picture(seller, kind="ANSWER").upload_id])
        for _ in range(2):
            withdraw_answer(member_id=seller.member_id, question_id=question.question_id)

        assert (stored(question).is_answered, stored(question).answer) == (False, None)
        assert Attachment.select().count() == 0
        answer(seller, question)
        assert factories.facts().count("QuestionAnswered") == 2
