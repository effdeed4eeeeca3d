"""Does a replay find what is stored, and every change made to it afterwards?"""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from grpc_services.auction.hot_rows import auctions, lock_auctions, save_auctions
from grpc_services.auction.log import append, entries_of
from grpc_services.auction.pure import buying, listing, retracting
from grpc_services.auction.pure.state import AuctionState, Bidder
from grpc_services.audit.differences import differences
from grpc_services.audit.replay import stored
from grpc_services.facts import atomic
from models.auction import Auction, BidEntry
from models.dialect import database_now
from tests.support import factories
from tests.support.factories import RULES, SIGNER

pytestmark = pytest.mark.usefixtures("database")


def _found(lot):
    return [
        (difference.where, difference.name)
        for difference in differences(stored(lot.goods_id), RULES, SIGNER)
    ]


@atomic
def _change(lot, change):
    """As a service would that has a command which makes an entry."""
    (row,) = lock_auctions([lot.goods_id]).values()
    save_auctions([append(row, *change(row.auction), signer=SIGNER)])


def _retract(lot, member, seq):
    log = [entry for entry, _ in entries_of(goods_id=lot.goods_id)]
    _change(
        lot,
        lambda auction: retracting.retract(
            auction,
            log,
            seq=seq,
            member_id=member.member_id,
            reason=retracting.Reason.MISTYPED,
            now=database_now(),
            rules=RULES,
        ),
    )


def _reserve(lot, member):
    buyer = Bidder(member.member_id)
    _change(lot, lambda auction: buying.buy_now(auction, buyer, now=database_now(), rules=RULES))


def _take(lot, member):
    _change(
        lot,
        lambda auction: buying.take(auction, member_id=member.member_id, now=database_now()),
    )


class TestReplay:
    def test_finds_what_is_stored(self, busy_lot):
        assert len(stored(busy_lot.goods_id).log) == 6
        assert _found(busy_lot) == []

    def test_finds_an_auction_without_bids(self, lot):
        assert _found(lot) == []

    def test_finds_an_end_that_bids_have_moved(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller, ends_at=database_now() + timedelta(minutes=2))
        listed_until = Auction.get_by_id(lot.goods_id).ends_at
        factories.bid(lot, ann, amount=10_000)
        factories.bid(lot, bob, amount=20_000)

        assert Auction.get_by_id(lot.goods_id).ends_at > listed_until
        assert _found(lot) == []

    def test_finds_a_retraction_and_what_came_after(self, people, busy_lot):
        ann = people[1]
        _retract(busy_lot, ann, seq=6)
        factories.bid(busy_lot, ann, amount=40_000)

        assert _found(busy_lot) == []

    def test_finds_a_reservation_that_was_let_go(self, people, busy_lot):
        _, ann, bob = people
        _reserve(busy_lot, bob)
        _set(busy_lot, reserved_until=None)
        factories.bid(busy_lot, ann, amount=100_000)

        assert _found(busy_lot) == []

    def test_finds_goods_that_were_bought_at_once(self, people, busy_lot):
        _reserve(busy_lot, people[1])
        _take(busy_lot, people[1])

        assert Auction.get_by_id(busy_lot.goods_id).state == "WON"
        assert _found(busy_lot) == []

    def test_finds_a_bid_at_the_buy_now_price(self, people, busy_lot):
        factories.bid(busy_lot, people[2], amount=400_000)

        assert Auction.get_by_id(busy_lot.goods_id).state == "WON"
        assert _found(busy_lot) == []

    def test_finds_goods_that_were_sold_early(self, people, busy_lot):
        _change(busy_lot, lambda auction: listing.end_early(auction, now=database_now()))

        assert Auction.get_by_id(busy_lot.goods_id).state == "WON"
        assert _found(busy_lot) == []

    def test_finds_goods_whose_seller_rests(self, busy_lot):
        later = database_now() + timedelta(days=1)
        Auction.update(paused_until=later).where(Auction.goods == busy_lot).execute()
        assert _found(busy_lot) == []

    @pytest.mark.parametrize("state", ["WON", "SOLD", "FAILED", "CANCELLED"])
    def test_finds_an_auction_that_is_over(self, busy_lot, state):
        # A win that nobody pays comes to nothing.
        _set(busy_lot, state=AuctionState(state))

        assert _found(busy_lot) == []

    def test_finds_goods_that_were_listed_again(self, people, busy_lot):
        _set(busy_lot, state=AuctionState.FAILED)
        now = database_now()
        ends_at = now + timedelta(hours=1)
        _change(
            busy_lot,
            lambda auction: listing.relist(auction, starts_at=now, ends_at=ends_at, now=now),
        )
        factories.bid(busy_lot, people[1], amount=10_000)

        assert len(stored(busy_lot.goods_id).log) == 8
        assert _found(busy_lot) == []


def _set(lot, **changes):
    (row,) = auctions([lot.goods_id]).values()
    save_auctions([replace(row, auction=replace(row.auction, **changes))])


class TestReplayFindsAChanged:
    @pytest.mark.parametrize(
        ("seq", "changes", "where"),
        [
            (3, {"amount": 36_000}, ("entry 3", "hash")),
            (3, {"amount_asked": 36_000}, ("entry 3", "amount")),
            (2, {"maximum": 51_000}, ("entry 4", "maximum")),
            (6, {"maximum": 71_000}, ("auction", "maximum")),
            (4, {"maximum": 49_000}, ("entry 4", "maximum")),
            (1, {"bidder_id": 1}, ("entry 1", "hash")),
            (5, {"kind": "BID"}, ("entry 5", "kind")),
            (4, {"automatic": False}, ("entry 4", "hash")),
            (1, {"offer": "MAXIMUM"}, ("entry 1", "offer")),
            (1, {"offer": "MAXIMUM", "maximum": 10_000}, ("entry 1", "amount_asked")),
            (2, {"price_after": 12_000}, ("entry 2", "price_after")),
            (3, {"leading_after": True}, ("entry 3", "leading_after")),
            (6, {"minimum_after": 1}, ("entry 6", "minimum_after")),
            (3, {"hash": "0" * 64}, ("entry 3", "hash")),
        ],
    )
    def test_entry(self, busy_lot, seq, changes, where):
        BidEntry.update(changes).where(
            BidEntry.goods_id == busy_lot.goods_id, BidEntry.seq == seq
        ).execute()

        assert where in _found(busy_lot)

    def test_time(self, busy_lot):
        entry = BidEntry.get(BidEntry.goods_id == busy_lot.goods_id, BidEntry.seq == 3)
        later = entry.placed_at + timedelta(microseconds=1)
        BidEntry.update(placed_at=later).where(BidEntry.hash == entry.hash).execute()

        assert ("entry 3", "hash") in _found(busy_lot)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("current_price", 61_000),
            ("leader_id", 1),
            ("maximum", 80_000),
            ("seq", 7),
            ("bid_count", 5),
            ("extensions", 1),
            ("state", "SCHEDULED"),
            ("last_hash", "0" * 64),
        ],
    )
    def test_auction(self, busy_lot, name, value):
        Auction.update({name: value}).where(Auction.goods == busy_lot.goods_id).execute()

        assert ("auction", name) in _found(busy_lot)

    def test_end(self, busy_lot):
        later = busy_lot.created_at + timedelta(hours=2)
        Auction.update(ends_at=later).where(Auction.goods == busy_lot.goods_id).execute()

        assert _found(busy_lot) == [("auction", "ends_at")]

    @pytest.mark.parametrize("seq", [1, 4, 6])
    def test_log_with_an_entry_less(self, busy_lot, seq):
        BidEntry.delete().where(
            BidEntry.goods_id == busy_lot.goods_id, BidEntry.seq == seq
        ).execute()

        assert _found(busy_lot) != []

    def test_log_with_an_entry_more(self, busy_lot):
        last = BidEntry.get(BidEntry.goods_id == busy_lot.goods_id, BidEntry.seq == 6)
        values = last.__data__ | {"seq": 7, "idempotency_key": "planted"}
        BidEntry.insert(values).execute()

        assert ("entry 7", "hash") in _found(busy_lot)
