"""Can a seller sell at once, to whoever leads?"""

from datetime import timedelta

import pytest

from grpc_services.auction import log
from grpc_services.auction.closing import advance_auctions
from grpc_services.auction.pure.listing import GoodsReserved, NoBids
from grpc_services.auction.pure.state import AuctionNotOpen
from grpc_services.auction.reserving import reserve
from grpc_services.auction.selling import sell_now
from grpc_services.auction.wins import lock_win
from grpc_services.catalogue.goods import GoodsNotFound
from models.auction import Auction, UnpaidWin
from models.base import database as tables
from models.dialect import database_now
from models.outbox import OutboxFact
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def lot(people):
    return factories.goods(people[0], reserve_price=50_000, buy_now_price=90_000)


def sell(lot, seller):
    return sell_now(goods_id=lot.goods_id, member_id=seller.member_id, house=factories.HOUSE)


class TestSellingAtOnce:
    def test_has_the_leader_win_below_the_reserve_too(self, people, lot):
        factories.bid(lot, people[1], maximum=20_000)
        factories.bid(lot, people[2], amount=15_000)

        fact = sell(lot, people[0])

        auction = Auction.get_by_id(lot.goods_id)
        assert (auction.state, auction.leader_id) == ("WON", people[1].member_id)
        assert (fact.winner_id, fact.price) == (people[1].member_id, 16_000)
        assert fact.losers == [people[2].member_id]
        assert [row.member_id for row in UnpaidWin.select()] == [people[1].member_id]

    def test_is_entered_in_the_log(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)
        sell(lot, people[0])

        *_, (entry, _) = log.entries_of(goods_id=lot.goods_id)
        with tables.transaction():
            win = lock_win(goods_id=lot.goods_id)
        assert (str(entry.kind), entry.bidder_id) == ("EARLY_END", people[0].member_id)
        assert (entry.amount, win.seq, win.price) == (10_000, entry.seq, 10_000)

    def test_is_told_once(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)
        sell(lot, people[0])
        with pytest.raises(AuctionNotOpen):
            sell(lot, people[0])
        won = OutboxFact.select().where(OutboxFact.kind == "AuctionWon")
        assert won.count() == 1

    def test_needs_somebody_who_leads(self, people, lot):
        with pytest.raises(NoBids):
            sell(lot, people[0])

    def test_waits_for_a_buyer_who_is_paying(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)
        reserve(
            goods_id=lot.goods_id,
            member_id=people[2].member_id,
            is_owing=False,
            house=factories.HOUSE,
        )
        with pytest.raises(GoodsReserved):
            sell(lot, people[0])

    def test_is_for_the_seller_only(self, people, lot):
        factories.bid(lot, people[1], amount=10_000)
        with pytest.raises(GoodsNotFound):
            sell(lot, people[1])

    def test_is_too_late_once_the_end_has_come(self, people, lot):
        factories.bid(lot, people[1], amount=60_000)
        ended = database_now() - timedelta(seconds=1)
        Auction.update(ends_at=ended).where(Auction.goods == lot).execute()
        with pytest.raises(AuctionNotOpen):
            sell(lot, people[0])
        advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)
        assert Auction.get_by_id(lot.goods_id).state == "WON"
