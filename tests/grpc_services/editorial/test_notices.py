"""What does the operator announce, to whom, and how many have heard of it?"""

import pytest

from grpc_services.admin.trail import By
from grpc_services.editorial import notices
from grpc_services.helpdesk.notices import published_notices
from grpc_services.members import addresses
from models.admin import AuditLine
from models.dialect import database_now
from models.helpdesk import Notice
from tests.support import factories, sales

BY = By(7, "알려야 합니다.", "192.0.2.1")
TEXTS = {"title": "점검", "text": "내일입니다.", "title_en": "Repairs", "text_en": "Tomorrow."}


def publish(audience="ALL"):
    return notices.publish_notice(texts=TEXTS, audience=audience, by=BY, now=database_now())


def change(notice, **texts):
    return notices.change_notice(notice_id=notice.notice_id, texts=texts, by=BY, now=database_now())


def retire(notice):
    notices.retire_notice(notice_id=notice.notice_id, by=BY, now=database_now())


def listed():
    return [row.title for row in published_notices(limit=20, cursor="", now=database_now())[0]]


def concerned(notice, after_id=0, most=10):
    return notices.concerned(notice_id=notice.notice_id, after_id=after_id, most=most)


@pytest.mark.usefixtures("database")
class TestANotice:
    def test_is_read_at_once_told_and_written_down(self):
        publish()
        assert listed() == ["점검"]
        assert factories.facts() == ["NoticePublished"]
        (line,) = AuditLine.select()
        assert (line.act, line.target, line.reason) == ("ADD", "NOTICE", BY.reason)
        assert "내일입니다." in line.after

    def test_stays_as_it_is_when_nothing_is_changed(self):
        change(publish())
        assert listed() == ["점검"]

    def test_is_changed_in_part_and_not_told_again(self):
        notice = publish()
        change(notice, title="긴급 점검")
        assert listed() == ["긴급 점검"]
        assert factories.facts() == ["NoticePublished"]
        line = AuditLine.get(AuditLine.act == "CHANGE")
        assert (line.before, line.after) == ('{"title":"점검"}', '{"title":"긴급 점검"}')

    def test_is_taken_off_once_and_concerns_nobody_then(self):
        factories.member("ann")
        notice = publish()
        retire(notice)
        assert (listed(), concerned(notice)) == ([], [])
        with pytest.raises(notices.NoticeNotFound):
            retire(notice)
        with pytest.raises(notices.NoticeNotFound):
            change(notice, title="긴급 점검")
        assert [line.act for line in AuditLine.select()] == ["ADD", "RETIRE"]

    def test_has_to_be_there(self):
        with pytest.raises(notices.NoticeNotFound):
            change(Notice(notice_id=10**9), title="긴급 점검")


class TestWhoIsConcerned:
    def test_is_everybody_some_at_a_time(self, people):
        ids = [person.member_id for person in people]
        notice = publish()
        assert concerned(notice, most=2) == ids[:2]
        assert concerned(notice, after_id=ids[1]) == ids[2:]

    def test_is_who_has_put_up_goods(self, people):
        for _ in range(2):
            factories.goods(people[1])
        assert concerned(publish("SELLERS")) == [people[1].member_id]

    def test_is_who_has_won_or_bought_something(self, people):
        buyer = people[2]
        addresses.add_address(member_id=buyer.member_id, values=factories.HOME)
        sales.won(people[0], buyer)
        assert concerned(publish("BUYERS")) == [buyer.member_id]


@pytest.mark.usefixtures("database")
class TestNotices:
    def test_are_listed_newest_first_with_those_taken_off(self):
        first, second = publish(), publish("BUYERS")
        retire(first)
        page, following = notices.notices(limit=1, cursor="")
        rest, end = notices.notices(limit=1, cursor=following)
        assert ([*page, *rest], end) == ([second, first], None)
