"""Do the services do what the engine decides, whatever happens? The engine's machine, on tables.

`PIKCUR_CASES=20000` asks for a fiftieth of that; without it there are few.
"""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from grpc_services.auction import reserving
from grpc_services.auction.answers import SEQS, NewBid
from grpc_services.auction.bids import place_bids
from grpc_services.auction.closing import advance_auctions
from grpc_services.auction.hot_rows import HotRow, auctions, save_auctions, standing
from grpc_services.auction.house import House
from grpc_services.auction.log import entries_of, entry_hash
from grpc_services.auction.pure import buying, listing, second_chances, state
from grpc_services.auction.pure.retracting import Reason, retract
from grpc_services.auction.pure.state import Auction, AuctionState, EntryKind
from grpc_services.auction.relisting import Relisting, cancel_goods, relist_goods
from grpc_services.auction.retracting import retract_bid
from grpc_services.auction.second_chances import OfferOver, pass_on
from grpc_services.auction.selling import sell_now
from grpc_services.facts import in_transaction
from grpc_services.members import addresses
from grpc_services.refusals import Refusal
from grpc_services.search import index
from grpc_services.search.documents import Wanted, rows_of
from grpc_services.search.settling import settle
from grpc_services.trade.reservations import reserve_goods
from grpc_services.trade.second_chances import accept_offer
from models import auction as tables
from models import dialect
from models.auction import NO_HASH, BidEntry, SecondChance, UnpaidWin
from models.members import Address, Block, Member, Store
from models.outbox import OutboxFact
from models.search import SearchChange, SearchGoods, SearchStanding
from models.trade import Order, OrderEvent, OrderFee
from tests.grpc_services.auction import test_pure_properties as engine_machine
from tests.grpc_services.auction.test_pure_properties import CASES, EVES, SECOND, SELLER, START
from tests.support import factories, sales

DAY = timedelta(days=1)
#: Members 5 and 8 are suspended and owe for a win; nobody is without a verified address here.
BARRED = {member: code for member, (code, _) in EVES.items()}
_keys = count(1)
#: By the examples before.
WRITTEN = (
    *(OrderFee, OrderEvent, Order, BidEntry, UnpaidWin, SecondChance, OutboxFact),
    *(SearchGoods, SearchStanding, SearchChange),
)


class Clock:
    """What the test clock is said to be ahead by: it stands still until it is set."""

    def __init__(self, moment):
        self.moment = moment

    def __call__(self):
        return self

    def __radd__(self, real):
        return self.moment


@pytest.fixture
def people(database):
    """Members under the numbers that the machine knows them by."""
    somebody = factories.member("somebody")
    for member_id in range(SELLER, max(EVES) + 1):
        name = f"member{member_id}"
        who = {"member_id": member_id, "login_id": name, "email": f"{name}@example.com"}
        if member_id != somebody.member_id:
            Member.insert(**somebody.__data__ | who).execute()
        Address.create(member=member_id, is_default=True, **factories.HOME)
    if somebody.member_id != SELLER:
        Store.create(member=SELLER, name="member1", created_at=START)
    Member.update(is_suspended=True).where(Member.member_id == 5).execute()
    Block.create(blocker_id=SELLER, blocked_id=7, created_at=START)
    yield
    dialect._clock.ahead = None


def has_prices(auction):
    """Whether a seller may ask these prices; the engine does not mind."""
    start, top = auction.start_price, auction.buy_now_price or 10**9
    return start < top and start <= (auction.reserve_price or start) <= top


class ServiceMachine(engine_machine.AuctionMachine):
    """Everything that can happen to one auction, done to the services, the engine, the model."""

    @initialize(
        auction=engine_machine.auctions(),
        rules=engine_machine.house_rules,
        before=st.sampled_from([0, 0, 0, 0, 10]),
    )
    def list_goods(self, auction, rules, before):
        self.now = START - SECOND * before
        for table in WRITTEN:
            table.delete().execute()
        UnpaidWin.create(goods_id=10**12, member_id=8)
        self.goods_id = factories.goods(Member.get_by_id(SELLER)).goods_id
        save_auctions([HotRow(replace(auction, goods_id=self.goods_id), NO_HASH)])
        tables.Auction.update(
            start_price=auction.start_price,
            buy_now_price=auction.buy_now_price,
            reserve_price=auction.reserve_price,
            soft_close=auction.soft_close,
        ).where(tables.Auction.goods == self.goods_id).execute()

        self.rules = rules
        self.house = {"house": House(rules, factories.SIGNER)}
        self.asked = []
        self.first = 1
        self._look()
        self.naive = self._twin()

    def _twin(self):
        naive = engine_machine.naive_twin(self.auction, self.rules)
        naive.barred = BARRED
        naive.seq = self.auction.seq
        naive.begun = self.auction.state is AuctionState.OPEN
        return naive

    @property
    def now(self):
        return dialect.database_now()

    @now.setter
    def now(self, moment):
        dialect._clock.ahead = Clock(moment)

    def _look(self):
        """What the tables say; of the log what was entered since the goods were listed last."""
        row = auctions([self.goods_id])[self.goods_id]
        self.auction, self.last_hash = row.auction, row.last_hash
        self.lines = list(entries_of(goods_id=self.goods_id))
        self.log = [entry for entry, _ in self.lines if entry.seq >= self.first]

    # The same, by the rules of the services

    def place(self, bids):
        asked = [
            NewBid(
                self.goods_id, bid.bidder.member_id, f"key-{next(_keys)}", bid.amount, bid.maximum
            )
            for bid in bids
        ]
        answers = place_bids(bids=asked, **self.house)
        self.asked += zip(asked, answers, strict=True)
        self._look()
        accepted = [answer for answer in answers if not isinstance(answer, Refusal)]
        return [self._told(answer, accepted) for answer in answers]

    def _told(self, answer, accepted):
        if isinstance(answer, Refusal):
            return engine_machine.told(answer)
        entries = [entry for entry in self.log if entry.seq in (answer.seq, answer.seq + 1)]
        amounts = [entry.amount for n, entry in enumerate(entries) if n == 0 or entry.automatic]
        won = self.auction.state is AuctionState.WON and answer is accepted[-1]
        return (
            "ACCEPTED", amounts, answer.leading, answer.current_price, answer.minimum_bid,
            answer.ends_at, won,
        )  # fmt: skip

    def attempt(self, change, *args, **kwargs):
        if change is listing.close and self.auction.is_running_at(self.now):
            # Whoever comes to close it, too early, opens what has begun.
            self.clock_starts()
        decided = self._decided(change, *args, **kwargs)
        before = self.auction
        do = {
            retract: self._retract,
            buying.buy_now: self._buy_now,
            buying.take: self._take,
            buying.release: self._release,
            listing.cancel: self._cancel,
            listing.end_early: self._sell,
            listing.relist: self._relist,
            listing.close: self._close,
            listing.fail: self._pass_on,
            second_chances.offer: self._pass_on,
            second_chances.accept: self._accept,
        }[change]
        refused = self._refused(do, *args, **kwargs)
        self._look()
        if refused or isinstance(decided, str):
            assert (refused, self.auction) == (decided, before)
            return (refused,)
        if isinstance(decided, Auction):
            assert self.auction == decided
            return ("ACCEPTED",)
        assert (self.auction, self.lines[-1][0]) == decided
        return ("ACCEPTED", decided[1].amount)

    def _refused(self, do, *args, **kwargs):
        try:
            do(*args, **kwargs)
        except Refusal as refusal:
            return refusal.code()

    def _decided(self, change, *args, **kwargs):
        if change is buying.release and self.auction.state is not AuctionState.OPEN:
            return self.auction
        try:
            return change(self.auction, *args, **kwargs)
        except Refusal as refusal:
            return refusal.code()

    def _retract(self, log, *, seq, member_id, reason, **_):
        bid_id = self.goods_id * SEQS + seq
        retract_bid(
            goods_id=self.goods_id, bid_id=bid_id, member_id=member_id, reason=reason, **self.house
        )

    def _buy_now(self, buyer, *, now, **_):
        reserve_goods(
            member_id=buyer.member_id,
            goods_id=self.goods_id,
            address_id=addresses.default_address(member_id=buyer.member_id).address_id,
            terms=sales.TERMS,
            now=now,
            **self.house,
        )

    def _take(self, *, member_id, now):
        reserving.win_reserved(goods_id=self.goods_id, member_id=member_id, now=now, **self.house)

    def _release(self):
        if self.auction.reserved_until:
            until = self.auction.reserved_until
            reserving.reopen(goods_id=self.goods_id, reserved_until=until, **self.house)
        # Perhaps before their time is over, when only the buyer could know.
        Order.update(state="CANCELLED").where(Order.state == "AWAITING_PAYMENT").execute()

    def _cancel(self, *, now):
        cancel_goods(goods_id=self.goods_id, member_id=SELLER, **self.house)

    def _sell(self, *, now):
        sell_now(goods_id=self.goods_id, member_id=SELLER, **self.house)

    def _relist(self, *, starts_at, ends_at, now):
        relist_goods(
            goods_id=self.goods_id,
            member_id=SELLER,
            relisting=Relisting(starts_at, ends_at),
            lengths=factories.LENGTHS,
            **self.house,
        )

    def _close(self, *, now):
        not_yet = advance_auctions(goods_ids=[self.goods_id], **self.house)
        if not_yet:
            raise state.AuctionNotOver
        if self.auction.state not in (AuctionState.SCHEDULED, AuctionState.OPEN):
            raise state.AuctionNotOpen

    def _pass_on(self, *_, **__):
        """Whoever is shut out, here a member whom the seller has blocked, is passed over."""
        Order.update(state="CANCELLED").where(Order.state == "AWAITING_PAYMENT").execute()
        SecondChance.update(state="DECLINED").where(SecondChance.state == "OPEN").execute()
        block = Block(blocker_id=SELLER, blocked_id=self.shut_out or SELLER, created_at=START)
        block.save(force_insert=True)
        in_transaction(lambda: pass_on(goods_id=self.goods_id, **self.house))
        block.delete_instance()

    def _accept(self, *, member_id):
        newest = SecondChance.select().order_by(SecondChance.offer_id.desc()).get()
        try:
            accept_offer(
                member_id=member_id, offer_id=newest.offer_id, terms=sales.TERMS, **self.house
            )
        except OfferOver:
            raise listing.AuctionNotWon from None

    # What only the services have to cope with

    @precondition(lambda self: not self.is_over())
    @rule()
    def clock_starts(self):
        advance_auctions(goods_ids=[self.goods_id], **self.house)
        before = self.auction
        self._look()
        if before.is_running_at(self.now):
            assert self.auction == listing.start(before, now=self.now)
            self.naive.begun = True
        elif self.now >= before.ends_at:
            self.naive.close(self.now)

    @precondition(lambda self: self.asked)
    @rule(pick=st.integers(0, 20))
    def member_repeats_a_bid(self, pick):
        bid, answer = self.asked[-1 - pick % len(self.asked)]
        if isinstance(answer, Refusal):
            return
        before = self.lines
        other = replace(bid, amount=1_000_000, maximum=None)

        again, same, reused = place_bids(bids=[bid, bid, other], **self.house)

        assert again == same == answer
        assert reused.code() == "IDEMPOTENCY_KEY_REUSED"
        self._look()
        assert self.lines == before

    @rule()
    def search_settles(self):
        settle()

    @precondition(
        lambda self: self.auction.state is AuctionState.FAILED and has_prices(self.auction)
    )
    @rule(wait=st.sampled_from([0, 0, 60]))
    def seller_relists(self, wait):
        starts_at = self.now + SECOND * wait
        answer = self.attempt(
            listing.relist, starts_at=starts_at, ends_at=starts_at + DAY, now=self.now
        )
        assert answer == ("ACCEPTED", self.auction.start_price)
        self.first = self.auction.seq + 1
        self._look()
        self.naive = self._twin()

    def teardown(self):
        super().teardown()
        if hasattr(self, "auction") and self.auction.state is AuctionState.FAILED:
            self._goes_on_when_relisted()

    def _goes_on_when_relisted(self):
        if has_prices(self.auction):
            self.seller_relists(wait=60)
            self.time_passes(60)
            self.two_proxies_fight(engine_machine.ANN, engine_machine.BOB, 5)
            self.member_retracts(0, None, Reason.MISTYPED)
            for holds in (self.log_has_no_gaps, self.log_is_chained):
                holds()
            self.stands_as_the_naive_model()

    # What must always hold

    @invariant()
    def log_has_no_gaps(self):
        seqs = [entry.seq for entry, _ in self.lines]
        assert seqs == list(range(1, self.auction.seq + 1))

    @invariant()
    def log_is_chained(self):
        last = NO_HASH
        for entry, row in self.lines:
            name = factories.SIGNER.pseudonym(goods_id=self.goods_id, member_id=entry.bidder_id)
            last = entry_hash(last, self.goods_id, entry, name)
            assert row.hash == last
            is_asked_for = entry.kind in (EntryKind.BID, EntryKind.RAISE) and not entry.automatic
            assert is_asked_for is (row.receipt is not None)
        assert self.last_hash == last

    @invariant()
    def is_listed_as_it_stands(self):
        (row,) = rows_of([self.goods_id]).values()
        expected = standing(self.auction)
        assert all(
            getattr(row, name) == getattr(expected, name) for name in ("state", "price", "ends_at")
        )
        assert row.popularity == self.auction.bid_count
        for one in AuctionState:
            listed, _ = index.page(Wanted(state=one), sort="PRICE_ASC", limit=9, cursor="")
            assert (self.goods_id in listed) is (one is self.auction.state)

    @invariant()
    def winner_owes_and_nobody_else_does(self):
        owing = {row.member_id for row in UnpaidWin.select()} - {8}
        is_bought = self.log and self.log[-1].kind is EntryKind.BUY_NOW
        is_won = self.auction.state is AuctionState.WON and not is_bought
        # Nobody leads while somebody is asked who bid next.
        assert owing == ({self.auction.leader_id} - {8, None} if is_won else set())


def quiet_auction():
    """Goods that are open for two and a half hours, in which nothing happens."""
    ends_at = START + SECOND * 9000
    return Auction(
        goods_id=1,
        seller_id=SELLER,
        state=AuctionState.SCHEDULED,
        start_price=1,
        buy_now_price=None,
        reserve_price=None,
        soft_close=False,
        starts_at=START,
        ends_at=ends_at,
        listed_ends_at=ends_at,
    )


# A full run takes its time.
@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("people")
class TestServiceMachine:
    def test_opens_what_has_begun_when_it_is_to_be_closed_too_early(self):
        machine = ServiceMachine()
        machine.list_goods(quiet_auction(), factories.RULES, before=0)
        machine.time_passes(8950)

        machine.clock_closes()

        assert machine.auction.state is AuctionState.OPEN
        machine.stands_as_the_naive_model()
        machine.teardown()

    def test_agrees_with_the_engine_and_the_naive_model(self):
        profile = settings(engine_machine.profile(few=40), max_examples=max(40, CASES // 50))
        run_state_machine_as_test(ServiceMachine, settings=profile)
