"""Does what came since a bid tell as much of taking it back as the whole log?"""

import random
from typing import Any

import pytest

from grpc_services.auction import log
from grpc_services.auction.answers import SEQS, PlacedBid
from grpc_services.auction.hot_rows import auctions
from grpc_services.auction.pure.retracting import Reason, retract
from grpc_services.auction.pure.state import EntryKind
from grpc_services.auction.recent import recent
from grpc_services.auction.retracting import retract_bid
from grpc_services.refusals import Refusal
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


def made(lot, members, *, seed, steps):
    """Bids by amount and by maximum, raised, answered and taken back, as chance has it."""
    chance = random.Random(seed)
    placed: list[tuple[Any, PlacedBid]] = []
    for _ in range(steps):
        if placed and chance.random() < 0.25:
            who, bid = chance.choice(placed)
            take_back(lot, who, bid.seq)
            continue
        who = chance.choice(members)
        price = auctions([lot.goods_id])[lot.goods_id].auction.current_price or 9_000
        offer = price + chance.choice([1_000, 2_000, 20_000])
        bid = factories.bid(lot, who, **{chance.choice(["amount", "maximum"]): offer})
        if isinstance(bid, PlacedBid):
            placed.append((who, bid))


def take_back(lot, who, seq):
    try:
        retract_bid(
            goods_id=lot.goods_id,
            bid_id=lot.goods_id * SEQS + seq,
            member_id=who.member_id,
            reason=Reason.MISTYPED,
            house=factories.HOUSE,
        )
    except Refusal:
        # Taken back before.
        return


def outcome(lot, entries, base, entry, now):
    auction = auctions([lot.goods_id])[lot.goods_id].auction
    try:
        return retract(
            auction,
            entries,
            base=base,
            seq=entry.seq,
            member_id=entry.bidder_id,
            reason=Reason.MISTYPED,
            now=now,
            rules=factories.RULES,
        )
    except Refusal as refusal:
        return refusal.code()


class TestWhatCameSince:
    @pytest.mark.parametrize("seed", range(12))
    def test_gives_the_same_as_the_whole_log(self, people, seed):
        lot = factories.goods(people[0])
        made(lot, people[1:], seed=seed, steps=30)
        whole = log.entries_from(goods_id=lot.goods_id, seq=1)
        for entry in whole:
            if entry.kind in (EntryKind.BID, EntryKind.RAISE) and not entry.automatic:
                told, now = recent(goods_id=lot.goods_id, seq=entry.seq), database_now()
                since = outcome(lot, told.entries, told.base, entry, now)
                assert since == outcome(lot, whole, None, entry, now)

    def test_is_no_more_than_came_since(self, people):
        lot = factories.goods(people[0])
        for step in range(40):
            factories.bid(lot, people[1 + step % 2], amount=10_000 + 5_000 * step)
        assert len(recent(goods_id=lot.goods_id, seq=39).entries) == 2

    def test_begins_before_a_bid_that_was_taken_back_since(self, people):
        lot = factories.goods(people[0])
        for step in range(6):
            factories.bid(lot, people[1 + step % 2], amount=10_000 + 5_000 * step)
        take_back(lot, people[2], 2)
        assert recent(goods_id=lot.goods_id, seq=5).entries[0].seq == 2
