"""Do a member and the operator hear each other, until the operator has done?"""

import pytest

from grpc_services.helpdesk import inquiries
from models.helpdesk import Inquiry, InquiryMessage
from tests.support import factories


@pytest.fixture
def ann(people):
    return people[1]


@pytest.fixture
def inquiry(ann, now):
    return open_(ann, now)


def open_(member, now, title="결제"):
    words = inquiries.Words("안 됩니다.")
    return inquiries.open_inquiry(
        member_id=member.member_id, category="PAYMENT", title=title, words=words, now=now
    )


def add(member, inquiry, now, text="아직도요."):
    return inquiries.add_to_inquiry(
        member_id=member.member_id,
        inquiry_id=inquiry.inquiry_id,
        words=inquiries.Words(text),
        now=now,
    )


def answer(operator, inquiry, now):
    return inquiries.answer_inquiry(
        operator_id=operator.member_id,
        inquiry_id=inquiry.inquiry_id,
        words=inquiries.Words("고쳤습니다."),
        now=now,
    )


def close(inquiry_id):
    return inquiries.close_inquiry(inquiry_id=inquiry_id, reason="해결되었습니다.")


class TestAnInquiry:
    def test_waits_and_is_answered_in_turn(self, people, inquiry, now):
        operator, ann, _ = people
        states = [inquiry.state, answer(operator, inquiry, now).state, add(ann, inquiry, now).state]

        assert states == ["WAITING", "ANSWERED", "WAITING"]
        thread = inquiries.thread(member_id=ann.member_id, inquiry_id=inquiry.inquiry_id)
        said = [(message.sender_id, message.text) for message in thread.messages]
        assert said == [
            (ann.member_id, "안 됩니다."),
            (operator.member_id, "고쳤습니다."),
            (ann.member_id, "아직도요."),
        ]

    def test_tells_its_member_of_every_answer(self, people, inquiry, now):
        answer(people[0], inquiry, now)
        assert factories.facts()[-1] == "InquiryAnswered"

    def test_takes_nothing_once_it_is_closed(self, people, inquiry, now):
        close(inquiry.inquiry_id)
        with pytest.raises(inquiries.InquiryClosed):
            close(inquiry.inquiry_id)
        assert factories.facts().count("InquiryEnded") == 1
        with pytest.raises(inquiries.InquiryClosed):
            add(people[1], inquiry, now)
        with pytest.raises(inquiries.InquiryClosed):
            answer(people[0], inquiry, now)

    def test_has_room_for_a_hundred_messages_and_the_answer(self, people, inquiry, now):
        ann = people[1]
        for _ in range(99):
            InquiryMessage.create(inquiry=inquiry, sender_id=ann, text="?", created_at=now)
        with pytest.raises(inquiries.InquiryTooLong):
            add(ann, inquiry, now)
        answer(people[0], inquiry, now)

    def test_is_nobody_elses(self, people, inquiry, now):
        bob = people[2]
        with pytest.raises(inquiries.InquiryNotFound):
            add(bob, inquiry, now)
        with pytest.raises(inquiries.InquiryNotFound):
            inquiries.thread(member_id=bob.member_id, inquiry_id=inquiry.inquiry_id)
        with pytest.raises(inquiries.InquiryNotFound):
            close(10**15)

    def test_keeps_its_pictures(self, ann, now):
        picture = factories.picture(ann, kind="INQUIRY")
        opened = inquiries.open_inquiry(
            member_id=ann.member_id,
            category="OTHER",
            title="사진",
            words=inquiries.Words("보세요.", [picture.upload_id]),
            now=now,
        )
        thread = inquiries.thread(member_id=ann.member_id, inquiry_id=opened.inquiry_id)
        (message,) = thread.messages
        assert [row.upload_id for row in thread.images[message.message_id]] == [picture.upload_id]


class TestInquiries:
    def test_are_a_members_own_newest_first(self, people, now):
        _, ann, bob = people
        for title in "abc":
            open_(ann, now, title)
        open_(bob, now)

        me = {"member_id": ann.member_id, "limit": 2}
        first, cursor = inquiries.inquiries_of(**me, cursor="")
        rest, end = inquiries.inquiries_of(**me, cursor=cursor)

        assert [row.title for row in first + rest] == ["c", "b", "a"]
        assert (end, Inquiry.select().count()) == (None, 4)
