"""Do the two sides of an order hear each other, and nobody else?"""

from datetime import timedelta

import pytest

from grpc_services.community.order_messages import message, messages_of, send_message
from grpc_services.members.standing import block_store
from grpc_services.suspension import Blocked
from grpc_services.trade.orders import OrderNotFound
from models.community import OrderMessage
from models.dialect import database_now
from models.members import Store
from models.outbox import OutboxFact
from tests.support import factories


def send(order, member_id, text="안녕하세요?", upload_ids=()):
    return send_message(
        member_id=member_id,
        order_id=order.order_id,
        text=text,
        upload_ids=upload_ids,
        now=database_now(),
    )


def read(order, member_id, **page):
    page = {"limit": 20, "cursor": ""} | page
    return messages_of(member_id=member_id, order_id=order.order_id, **page)


class TestAMessage:
    def test_is_told_to_the_other_side(self, order):
        for sender, receiver in (
            (order.buyer_id, order.seller_id),
            (order.seller_id, order.buyer_id),
        ):
            send(order, sender)
            told = OutboxFact.select().order_by(OutboxFact.fact_id.desc()).first()
            assert (told.kind, f'"receiver_id":{receiver}' in told.payload) == ("MessageSent", True)

    def test_is_of_the_two_only(self, order, people):
        ann = people[1].member_id
        with pytest.raises(OrderNotFound):
            send(order, ann)
        with pytest.raises(OrderNotFound):
            read(order, ann)

    def test_shows_who_has_sent_it_and_its_pictures(self, order, people):
        bob = people[2]
        picture = factories.picture(bob, kind="MESSAGE")
        sent = send(order, bob.member_id, upload_ids=[picture.upload_id])

        (view,), _ = read(order, order.seller_id)
        assert (view.is_from_buyer, view.is_mine, len(view.images)) == (True, False, 1)
        assert message(member_id=bob.member_id, message=sent).is_mine

    def test_comes_newest_first_in_pages(self, order):
        for text in "abc":
            send(order, order.buyer_id, text)
        first, cursor = read(order, order.buyer_id, limit=2)
        rest, end = read(order, order.buyer_id, limit=2, cursor=cursor)
        assert ([view.message.text for view in first + rest], end) == (["c", "b", "a"], None)

    @pytest.mark.parametrize("blocker", [0, 2])
    def test_is_refused_only_if_the_block_is_older_than_the_order(self, order, people, blocker):
        one, other = people[blocker], people[2 - blocker]
        values = {"member_id": one.member_id, "store_id": Store.get(Store.member == other).store_id}
        block_store(**values, now=order.created_at + timedelta(seconds=1))
        send(order, order.buyer_id)

        order.created_at += timedelta(hours=1)
        order.save()
        for sender in (order.buyer_id, order.seller_id):
            with pytest.raises(Blocked):
                send(order, sender)
        assert OrderMessage.select().count() == 1
