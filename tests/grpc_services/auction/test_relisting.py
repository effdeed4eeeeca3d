"""Can a seller take goods off, and put up again what has failed?"""

from datetime import UTC, datetime, timedelta

import pytest

from grpc_services.auction.closing import advance_auctions
from grpc_services.auction.log import entries_of
from grpc_services.auction.pure import listing
from grpc_services.auction.pure.state import AuctionNotOpen
from grpc_services.auction.relisting import Relisting, cancel_goods, relist_goods
from grpc_services.auction.views import bid_lines
from grpc_services.catalogue import goods as catalogue
from grpc_services.catalogue.goods import GoodsNotFound
from models.auction import Auction
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)


@pytest.fixture
def lot(people):
    return factories.goods(people[0])


@pytest.fixture
def failed(people):
    lot = factories.goods(people[0], reserve_price=50_000)
    factories.bid(lot, people[1], amount=10_000)
    _end(lot)
    return lot


def _end(lot):
    Auction.update(ends_at=database_now()).where(Auction.goods == lot).execute()
    advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)


def _cancel(lot, who):
    return cancel_goods(goods_id=lot.goods_id, member_id=who.member_id, house=factories.HOUSE)


def _relist(lot, who, **changes):
    values = {"starts_at": None, "ends_at": database_now() + HOUR} | changes
    return relist_goods(
        goods_id=lot.goods_id,
        member_id=who.member_id,
        relisting=Relisting(**values),
        lengths=factories.LENGTHS,
        house=factories.HOUSE,
    )


def _auction(lot):
    return Auction.get_by_id(lot.goods_id)


class TestCancelling:
    def test_takes_goods_off(self, people, lot):
        _cancel(lot, people[0])

        assert _auction(lot).state == "CANCELLED"
        assert factories.facts() == ["AuctionCancelled"]
        assert isinstance(factories.bid(lot, people[1], amount=10_000), AuctionNotOpen)
        with pytest.raises(AuctionNotOpen):
            _cancel(lot, people[0])

    def test_is_not_possible_while_a_bid_stands(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)

        with pytest.raises(listing.HasBids):
            _cancel(lot, people[0])

    def test_is_not_possible_while_a_buyer_pays(self, people, lot):
        Auction.update(reserved_until=database_now() + HOUR).execute()

        with pytest.raises(listing.GoodsReserved):
            _cancel(lot, people[0])

    def test_is_for_the_seller(self, people, lot):
        with pytest.raises(GoodsNotFound):
            _cancel(lot, people[1])
        assert _auction(lot).state == "OPEN"


class TestRelisting:
    def test_starts_anew_with_the_log_going_on(self, people, failed):
        _relist(failed, people[0])

        auction = _auction(failed)
        assert (auction.state, auction.seq, auction.bid_count) == ("OPEN", 2, 0)
        assert (auction.current_price, auction.leader_id) == (None, None)
        assert auction.ends_at == auction.listed_ends_at > database_now()
        kinds = [(str(entry.kind), row.hash) for entry, row in entries_of(goods_id=failed.goods_id)]
        assert [kind for kind, _ in kinds] == ["BID", "RELISTING"]
        assert auction.last_hash == kinds[-1][1]
        assert factories.facts()[-1] == "AuctionRelisted"

    def test_may_start_later_at_other_prices(self, people, failed):
        starts_at = database_now() + HOUR

        _relist(
            failed,
            people[0],
            starts_at=starts_at,
            ends_at=starts_at + HOUR,
            start_price=5_000,
            buy_now_price=90_000,
            reserve_price=6_000,
        )

        auction = _auction(failed)
        assert (auction.state, auction.starts_at) == ("SCHEDULED", starts_at)
        assert (auction.start_price, auction.buy_now_price, auction.reserve_price) == (
            5_000,
            90_000,
            6_000,
        )

    def test_keeps_prices_that_are_not_given(self, people, failed):
        _relist(failed, people[0], start_price=20_000)

        auction = _auction(failed)
        assert (auction.start_price, auction.reserve_price) == (20_000, 50_000)

    def test_forgets_the_bids_of_before(self, people, failed):
        _, ann, bob = people
        _relist(failed, people[0])

        assert factories.bid(failed, bob, amount=60_000).seq == 3
        _end(failed)

        lines, _ = bid_lines(goods_id=failed.goods_id, limit=10, cursor="")
        assert [row.seq for row, _ in lines] == [3]
        won = factories.OutboxFact.get(factories.OutboxFact.kind == "AuctionWon").payload
        assert '"losers":[]' in won
        assert f'"winner_id":{bob.member_id}' in won
        assert str(ann.member_id) != str(bob.member_id)

    def test_may_be_done_again_and_again(self, people, failed):
        for _ in range(2):
            _relist(failed, people[0])
            _end(failed)

        assert factories.facts().count("AuctionFailed") == 3
        assert _auction(failed).seq == 3

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"ends_at": datetime.now(UTC)}, catalogue.AuctionTooShort),
            ({"ends_at": datetime.now(UTC) + timedelta(days=31)}, catalogue.AuctionTooLong),
            ({"buy_now_price": 10_000}, catalogue.BuyNowPriceTooLow),
            ({"reserve_price": 9_000}, catalogue.ReservePriceTooLow),
            ({"start_price": 60_000}, catalogue.ReservePriceTooLow),
        ],
    )
    def test_is_checked_as_a_new_listing_is(self, people, failed, changes, refusal):
        with pytest.raises(refusal):
            _relist(failed, people[0], **changes)
        assert (_auction(failed).state, _auction(failed).seq) == ("FAILED", 1)

    def test_is_for_the_seller_of_what_has_failed(self, people, lot, failed):
        with pytest.raises(listing.AuctionNotFailed):
            _relist(lot, people[0])
        with pytest.raises(GoodsNotFound):
            _relist(failed, people[1])
