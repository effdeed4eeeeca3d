"""Does a replay find what is stored, and every change made to it afterwards?"""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bench import replay
from bench.replay import differences, other_rules, stored, told
from grpc_services.auction import buy_now, listing, retraction
from grpc_services.auction.engine import Bidder, State
from grpc_services.auction.hot_rows import auctions, lock_auctions, save_auctions
from grpc_services.auction.log import append, entries_of
from grpc_services.facts import atomic
from models.auction import Auction, BidEntry
from models.dialect import database_now
from tests import factories
from tests.factories import RULES, SIGNER

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def people():
    return [factories.member(name) for name in ("seller", "ann", "bob")]


@pytest.fixture
def lot(people):
    return factories.goods(people[0], buy_now_price=300_000, reserve_price=30_000)


@pytest.fixture
def busy_lot(people, lot):
    """Every kind of bid: an amount, a maximum, its automatic answers, a raise, a late one."""
    _, ann, bob = people
    factories.bid(lot, ann, amount=10_000)
    factories.bid(lot, bob, maximum=50_000)
    factories.bid(lot, ann, amount=35_000)
    factories.bid(lot, bob, maximum=60_000)
    factories.bid(lot, ann, maximum=70_000)
    return lot


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
        lambda auction: retraction.retract(
            auction,
            log,
            seq=seq,
            member_id=member.member_id,
            reason=retraction.Reason.MISTYPED,
            now=database_now(),
            rules=RULES,
        ),
    )


def _reserve(lot, member):
    buyer = Bidder(member.member_id)
    _change(lot, lambda auction: buy_now.buy_now(auction, buyer, now=database_now(), rules=RULES))


def _take(lot, member):
    _change(
        lot,
        lambda auction: buy_now.take(auction, member_id=member.member_id, now=database_now()),
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

    @pytest.mark.parametrize("state", ["WON", "SOLD", "FAILED", "CANCELLED"])
    def test_finds_an_auction_that_is_over(self, busy_lot, state):
        # A win that nobody pays comes to nothing.
        _set(busy_lot, state=State(state))

        assert _found(busy_lot) == []

    def test_finds_goods_that_were_listed_again(self, people, busy_lot):
        _set(busy_lot, state=State.FAILED)
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


class TestWhatIf:
    def test_there_were_no_soft_close(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller, ends_at=database_now() + timedelta(seconds=30))
        factories.bid(lot, ann, amount=10_000)
        _date_back(lot, seconds=31)
        factories.bid(lot, bob, amount=20_000)
        what_if = other_rules(RULES, ["soft_close=0"])

        before = stored(lot.goods_id)
        after, entries, refused = what_if.asked_again(before)

        assert before.row.auction.current_price == 20_000
        assert (after.current_price, after.leader_id) == (10_000, ann.member_id)
        assert (after.ends_at, entries) == (before.row.auction.listed_ends_at, 1)
        assert refused == {"AUCTION_NOT_OPEN": 1}

    def test_the_increments_were_others(self, busy_lot):
        what_if = other_rules(RULES, ["increments=[[null,10000]]"])

        after, _, refused = what_if.asked_again(stored(busy_lot.goods_id))

        assert after.current_price == 70_000
        assert refused == {"BID_TOO_LOW": 1}

    def test_there_were_a_reserve(self, busy_lot):
        what_if = other_rules(RULES, ["reserve_price=100000", "buy_now_price=null"])

        after, _, _ = what_if.asked_again(stored(busy_lot.goods_id))

        assert str(after.state) == "FAILED"

    def test_is_told_beside_what_was(self, people, busy_lot):
        text = told(stored(busy_lot.goods_id), other_rules(RULES, ["start_price=20000"]), SIGNER)

        ann = SIGNER.pseudonym(goods_id=busy_lot.goods_id, member_id=people[1].member_id)
        assert f"was    OPEN: 62,000 won by {ann}" in text
        assert f"would  WON: 62,000 won by {ann}" in text
        assert "refused would have been 1 × BID_TOO_LOW" in text

    @pytest.mark.parametrize(
        "change",
        ["soft_close", "soft_close=soon", "increments=[[5,1]]", "weather=1", "extensions=x"],
    )
    def test_needs_a_rule_and_its_value(self, change):
        with pytest.raises(ValueError, match=change.split("=")[0]):
            other_rules(RULES, [change])


def _date_back(lot, *, seconds):
    """As if all that has happened so far had happened earlier."""
    past = timedelta(seconds=seconds)
    auction = Auction.get_by_id(lot.goods_id)
    moments = {
        name: getattr(auction, name) - past for name in ("starts_at", "ends_at", "listed_ends_at")
    }
    Auction.update(moments).where(Auction.goods == lot.goods_id).execute()
    for entry in BidEntry.select().where(BidEntry.goods_id == lot.goods_id):
        BidEntry.update(placed_at=entry.placed_at - past).where(
            BidEntry.hash == entry.hash
        ).execute()


class TestTheCommand:
    def test_tells_what_it_found(self, database, busy_lot, monkeypatch, capsys):
        monkeypatch.setenv("PSEUDONYM_SECRET", SIGNER.pseudonym_secret)
        monkeypatch.setenv("BID_INCREMENTS", _increments())

        assert replay.main([str(busy_lot.goods_id), database]) == 0
        assert capsys.readouterr().out == "1 auctions, 6 entries: 0 differences\n"

    def test_fails_if_something_differs(self, database, busy_lot, monkeypatch, capsys):
        monkeypatch.setenv("PSEUDONYM_SECRET", "of somebody else")
        monkeypatch.setenv("BID_INCREMENTS", _increments())

        assert replay.main([database]) == 1
        assert "entry 1: hash is" in capsys.readouterr().out


def _increments():
    return str([list(pair) for pair in RULES.increments]).replace("None", "null")
