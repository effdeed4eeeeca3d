"""Do bids get into the log, in order, once?"""

import hashlib
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from grpc_services.auction.answers import SEQS, PlacedBid
from grpc_services.auction.bids import place_bids
from grpc_services.auction.closing import advance_auctions, due_within
from grpc_services.auction.log import entries_of
from grpc_services.auction.pure import state
from grpc_services.auction.pure.listing import AuctionNotWon
from grpc_services.auction.pure.retracting import Reason
from grpc_services.auction.pure.state import BidTooLow
from grpc_services.auction.retracting import retract_bid
from grpc_services.auction.wins import lock_win, mark_sold
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.idempotency import IdempotencyKeyReused
from models.auction import NO_HASH, Auction, BidEntry, UnpaidWin
from models.base import database as tables
from models.dialect import database_now
from models.members import Block, Member
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def lot(people):
    return factories.goods(people[0])


def _place(*bids):
    return place_bids(bids=bids, house=factories.HOUSE)


def _entries(lot):
    return list(BidEntry.select().where(BidEntry.goods_id == lot.goods_id).order_by(BidEntry.seq))


class TestBids:
    def test_follow_the_example_of_the_rules(self, people, lot):
        _, ann, bob = people

        factories.bid(lot, ann, amount=10_000)
        factories.bid(lot, bob, maximum=50_000)
        answer = factories.bid(lot, ann, amount=20_000)

        assert (answer.leading, answer.current_price, answer.minimum_bid) == (False, 21_000, 22_000)
        assert [row.amount for row in _entries(lot)] == [10_000, 11_000, 20_000, 21_000]
        assert [row.automatic for row in _entries(lot)] == [False, False, False, True]

    def test_are_chained_by_their_hashes(self, people, lot):
        _, ann, bob = people
        factories.bid(lot, bob, maximum=50_000)
        factories.bid(lot, ann, amount=20_000)

        last = NO_HASH
        for entry, row in entries_of(goods_id=lot.goods_id):
            name = factories.SIGNER.pseudonym(goods_id=lot.goods_id, member_id=entry.bidder_id)
            time = entry.at.isoformat().replace("+00:00", "Z")
            text = f"{last}\n{lot.goods_id}\n{entry.seq}\n{name}\n{entry.amount}\n{time}"
            automatic = "\nAUTOMATIC" if entry.automatic else ""
            last = hashlib.sha256((text + automatic).encode()).hexdigest()
            assert row.hash == last
        assert Auction.get_by_id(lot.goods_id).last_hash == last

    def test_are_never_earlier_than_what_came_before(self, people, lot):
        _, ann, bob = people
        first = factories.bid(lot, ann, amount=10_000)
        earlier = replace(factories.HOUSE, clock=lambda: first.placed_at - timedelta(seconds=3))

        (second,) = place_bids(bids=[factories.new_bid(lot, bob, amount=11_000)], house=earlier)
        retract_bid(
            goods_id=lot.goods_id,
            bid_id=lot.goods_id * SEQS + second.seq,
            member_id=bob.member_id,
            reason=Reason.MISTYPED,
            house=earlier,
        )

        assert [row.placed_at for row in _entries(lot)] == [first.placed_at] * 3

    def test_of_many_goods_go_together(self, people):
        seller, ann, bob = people
        lots = [factories.goods(seller) for _ in range(3)]

        answers = _place(
            *[factories.new_bid(lot, who, amount=20_000) for lot in lots for who in (ann, bob)]
        )

        assert [isinstance(answer, state.BidTooLow) for answer in answers] == [False, True] * 3
        assert factories.facts() == ["BidsPlaced"] * 3

    def test_that_are_refused_leave_nothing(self, people, lot):
        seller, ann, _ = people

        own, low, missing = _place(
            factories.new_bid(lot, seller, amount=10_000),
            factories.new_bid(lot, ann, amount=9_999),
            factories.NewBid(10**12, ann.member_id, "k", 10_000, None),
        )

        assert isinstance(own, state.OwnGoods)
        assert low.details == {"minimumBid": 10_000}
        assert isinstance(missing, GoodsNotFound)
        assert (_entries(lot), factories.facts()) == ([], [])

    def test_name_who_does_not_lead_any_more(self, people, lot):
        _, ann, bob = people
        factories.bid(lot, ann, amount=10_000)
        factories.bid(lot, bob, maximum=50_000)

        payload = (
            factories.OutboxFact.select()
            .order_by(factories.OutboxFact.fact_id.desc())
            .get()
            .payload
        )

        assert f'"no_longer_leading":[{ann.member_id}]' in payload

    def test_are_not_taken_from_the_suspended_the_blocked_and_those_who_owe(self, people, lot):
        seller, ann, bob = people
        other = factories.member("eve")
        because = {Member.is_suspended: True, Member.suspended_because: "가짜를 팔았습니다."}
        Member.update(because).where(Member.member_id == ann).execute()
        Block.create(
            blocker_id=seller.member_id, blocked_id=bob.member_id, created_at=database_now()
        )
        UnpaidWin.create(goods_id=1, member_id=other.member_id)

        refused = [factories.bid(lot, who, amount=10_000) for who in (ann, bob, other)]

        assert [answer.code() for answer in refused] == [
            "MEMBER_SUSPENDED",
            "BLOCKED",
            "UNPAID_WIN",
        ]
        assert refused[0].details == {"reason": "가짜를 팔았습니다."}

    def test_are_refused_once_the_end_has_come_closed_or_not(self, people, lot):
        _, ann, _ = people
        Auction.update(ends_at=database_now()).execute()

        assert isinstance(factories.bid(lot, ann, amount=10_000), state.AuctionNotOpen)

    def test_at_the_buy_now_price_win_at_once(self, people):
        seller, ann, _ = people
        lot = factories.goods(seller, buy_now_price=30_000)

        answer = factories.bid(lot, ann, amount=40_000)

        assert answer.current_price == 30_000
        assert factories.facts() == ["BidsPlaced", "AuctionWon"]
        assert UnpaidWin.get().member_id == ann.member_id


class TestAKey:
    def test_gives_the_first_answer_again(self, people, lot):
        _, ann, bob = people
        bid = factories.new_bid(lot, bob, maximum=50_000, key="once")
        (first,) = _place(bid)
        factories.bid(lot, ann, amount=20_000)

        (again,) = _place(bid)

        assert again == first
        assert len(_entries(lot)) == 3

    def test_counts_once_within_a_batch(self, people, lot):
        bid = factories.new_bid(lot, people[1], amount=10_000, key="once")

        first, second = _place(bid, bid)

        assert first == second
        assert len(_entries(lot)) == 1

    @pytest.mark.parametrize("other", [{"amount": 20_000}, {"maximum": 10_000}])
    def test_is_not_good_for_another_bid(self, people, lot, other):
        ann = people[1]
        factories.bid(lot, ann, amount=10_000, key="once")

        reused = factories.bid(lot, ann, key="once", **other)

        assert isinstance(reused, IdempotencyKeyReused)

    def test_of_one_member_is_nothing_to_another(self, people, lot):
        _, ann, bob = people

        factories.bid(lot, ann, amount=10_000, key="same")
        factories.bid(lot, bob, amount=20_000, key="same")

        assert len(_entries(lot)) == 2


class TestAStampede:
    def test_ends_with_one_order_and_no_gap(self, people, lot):
        bidders, answers = people[1:], []

        def bid_on() -> None:
            try:
                for step in range(10):
                    for who in bidders:
                        answers.append(factories.bid(lot, who, amount=10_000 + step * 2_000))
            finally:
                tables.close()

        threads = [threading.Thread(target=bid_on) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        amounts = [row.amount for row in _entries(lot)]
        assert [row.seq for row in _entries(lot)] == list(range(1, len(amounts) + 1))
        assert amounts == sorted(set(amounts))
        # Somebody has bid the most there was to bid, and who was told so is in the log.
        assert amounts[-1] == 28_000
        accepted = [answer.amount for answer in answers if isinstance(answer, PlacedBid)]
        assert sorted(accepted) == amounts
        refused = {type(answer) for answer in answers if not isinstance(answer, PlacedBid)}
        assert refused == {BidTooLow}


class TestTheEnd:
    def test_makes_the_leader_the_winner_once(self, people, lot):
        _, ann, bob = people
        factories.bid(lot, ann, amount=10_000)
        factories.bid(lot, bob, maximum=50_000)
        Auction.update(ends_at=database_now()).execute()

        for _ in range(2):
            assert advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE) == []

        assert factories.facts()[-1:] == ["AuctionWon"]
        assert factories.facts().count("AuctionWon") == 1
        assert lock_win(goods_id=lot.goods_id).winner_id == bob.member_id

    def test_without_bids_fails(self, lot):
        Auction.update(ends_at=database_now()).execute()

        advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)

        assert factories.facts() == ["AuctionFailed"]

    def test_is_waited_for(self, lot):
        ((goods_id, ends_at),) = advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)

        assert goods_id == lot.goods_id
        assert ends_at > database_now() + timedelta(minutes=50)
        assert factories.facts() == []

    def test_is_known_ahead(self, lot):
        assert due_within(seconds=60, now=database_now()) == []
        ((goods_id, _),) = due_within(seconds=7200, now=database_now())
        assert goods_id == lot.goods_id

    def test_of_unknown_goods_is_nothing(self):
        assert advance_auctions(goods_ids=[10**12], house=factories.HOUSE) == []


class TestTheStart:
    def test_opens_scheduled_goods(self, people):
        lot = factories.goods(people[0], starts_at=database_now() + timedelta(minutes=1))
        Auction.update(starts_at=database_now()).execute()

        advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)

        assert factories.facts() == ["AuctionOpened"]


class TestAWin:
    def test_is_sold_once_it_is_paid(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)
        Auction.update(ends_at=database_now()).execute()
        advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)

        mark_sold(goods_ids=[lot.goods_id], house=factories.HOUSE)

        assert Auction.get_by_id(lot.goods_id).state == "SOLD"
        assert not UnpaidWin.select().exists()
        with pytest.raises(AuctionNotWon):
            mark_sold(goods_ids=[lot.goods_id], house=factories.HOUSE)
