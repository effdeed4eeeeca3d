"""Do people talk with each other, and with the operator?"""

import pytest

from models.alarms import Alarm, Announcement
from models.catalogue import Brand, BrandLike, Goods, GoodsLike
from models.community import Question, Report
from models.helpdesk import Inquiry, Notice
from models.outbox import SENT, OutboxFact
from tests.demo.conftest import NOW


@pytest.mark.usefixtures("loaded")
class TestQuestions:
    def test_are_asked_answered_and_secret_here_and_there(self) -> None:
        questions = list(Question.select())

        assert len(questions) > 40
        assert 0 < sum(row.is_secret for row in questions) < len(questions) / 2
        assert 0 < sum(not row.is_answered for row in questions) < len(questions) / 2

    def test_are_asked_by_others_and_answered_later(self) -> None:
        for row in Question.select():
            assert row.asker_id != row.seller_id
            assert row.created_at < (row.answered_at or NOW) <= NOW


@pytest.mark.usefixtures("loaded")
class TestLikes:
    def test_are_counted_where_they_are_shown(self) -> None:
        assert sum(row.like_count for row in Goods.select()) == GoodsLike.select().count() > 50
        assert sum(row.like_count for row in Brand.select()) == BrandLike.select().count() > 10


@pytest.mark.usefixtures("loaded")
class TestTheOperator:
    def test_has_announced_something_in_both_languages(self) -> None:
        notices = list(Notice.select())

        assert len(notices) == 3
        for notice in notices:
            assert notice.published_at < NOW
            assert not notice.text.isascii()
            assert notice.text_en.isascii()

    def test_finds_something_to_look_at(self) -> None:
        assert [row.state for row in Inquiry.select()] == ["WAITING"]
        assert [row.state for row in Report.select()] == ["OPEN"]


@pytest.mark.usefixtures("loaded")
class TestAlarms:
    def test_are_in_the_inboxes_with_their_times(self) -> None:
        alarms = list(Alarm.select())

        assert len(alarms) > 500
        assert all(row.created_at < NOW for row in alarms)
        assert {row.read_at is None for row in alarms} == {True, False}

    def test_are_told_to_nobody_again(self) -> None:
        assert {row.stage for row in OutboxFact.select()} == {SENT}
        assert not Announcement.select().where(Announcement.done_at.is_null()).exists()
