"""How are members answered who ask the operator something?"""

import pytest

from grpc_services.admin import inquiries
from grpc_services.admin.trail import By
from grpc_services.helpdesk.inquiries import InquiryClosed, Words, open_inquiry
from models.admin import AuditLine
from models.helpdesk import Inquiry, InquiryMessage
from tests.support import factories

BY = By(7, "해결되었습니다.", "192.0.2.1")


@pytest.fixture
def inquiry(people, now):
    return ask(people[1], now)


def ask(member, now, title="결제"):
    words = Words("안 됩니다.")
    return open_inquiry(
        member_id=member.member_id, category="PAYMENT", title=title, words=words, now=now
    )


def answer(operator, inquiry, now, upload_ids=()):
    inquiries.answer(
        inquiry_id=inquiry.inquiry_id,
        words=Words("고쳤습니다.", upload_ids),
        operator_id=operator.member_id,
        client="192.0.2.1",
        now=now,
    )


def state(inquiry):
    return Inquiry.get_by_id(inquiry.inquiry_id).state


class TestAnAnswer:
    def test_is_told_and_written_down_with_what_was_asked(self, people, inquiry, now):
        picture = factories.picture(people[0], kind="INQUIRY")
        answer(people[0], inquiry, now, [picture.upload_id])

        assert (state(inquiry), factories.facts()[-1]) == ("ANSWERED", "InquiryAnswered")
        (line,) = AuditLine.select()
        assert (line.actor_id, line.act, line.reason) == (people[0].member_id, "ANSWER", "결제")
        assert "고쳤습니다." in line.after

    def test_to_what_is_closed_leaves_nothing(self, people, inquiry, now):
        inquiries.close(inquiry_id=inquiry.inquiry_id, by=BY, now=now)
        with pytest.raises(InquiryClosed):
            answer(people[0], inquiry, now)
        assert (AuditLine.select().count(), InquiryMessage.select().count()) == (1, 1)


class TestClosing:
    def test_is_told_with_its_reason_and_written_down_once(self, inquiry, now):
        inquiries.close(inquiry_id=inquiry.inquiry_id, by=BY, now=now)
        with pytest.raises(InquiryClosed):
            inquiries.close(inquiry_id=inquiry.inquiry_id, by=BY, now=now)

        assert (state(inquiry), factories.facts()[-1]) == ("CLOSED", "InquiryEnded")
        (line,) = AuditLine.select()
        assert (line.act, line.target_id, line.reason) == ("CLOSE", inquiry.inquiry_id, BY.reason)


class TestInquiries:
    def test_are_everybodys_the_oldest_first(self, people, inquiry, now):
        other = ask(people[2], now, "배송")
        first, following = inquiries.inquiries(state=None, limit=1, cursor="")
        rest, end = inquiries.inquiries(state=None, limit=1, cursor=following)
        found = [row.inquiry_id for row in (*first, *rest)]
        assert (found, end) == ([inquiry.inquiry_id, other.inquiry_id], None)

    def test_are_found_by_whose_turn_it_is(self, people, inquiry, now):
        other = ask(people[2], now)
        answer(people[0], inquiry, now)
        waiting, _ = inquiries.inquiries(state="WAITING", limit=20, cursor="")
        assert [row.inquiry_id for row in waiting] == [other.inquiry_id]
