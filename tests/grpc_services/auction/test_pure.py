"""Which bids are accepted, at what price, and when does an auction end? Rule by rule."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from grpc_services.auction.pure import buying, listing
from grpc_services.auction.pure.bidding import Accepted, Bid, decide
from grpc_services.auction.pure.listing import close
from grpc_services.auction.pure.retracting import (
    AlreadyRetracted,
    BidAutomatic,
    BidNotFound,
    Reason,
    RetractionTooLate,
    retract,
)
from grpc_services.auction.pure.state import (
    Auction,
    AuctionNotOpen,
    AuctionNotOver,
    AuctionState,
    Bidder,
    BidTooLow,
    EntryKind,
    OwnGoods,
    Reserve,
    Rules,
    UnpaidWin,
    rfc3339,
)
from grpc_services.refusals import Refusal
from grpc_services.suspension import Blocked, MemberSuspended

RULES = Rules(
    increments=(
        (10_000, 500),
        (50_000, 1_000),
        (100_000, 2_000),
        (500_000, 5_000),
        (1_000_000, 10_000),
        (None, 50_000),
    ),
    soft_close=timedelta(minutes=3),
    extensions_max=20,
)
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
ONE_O_CLOCK = NOON + timedelta(hours=1)
EVENING = NOON + timedelta(hours=8)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)

SELLER, ANN, BOB, CARL, EVE = Bidder(1), Bidder(2), Bidder(3), Bidder(4), Bidder(5)
NAMES = {2: "ann", 3: "bob", 4: "carl"}


def listed(**values):
    """This function will list goods from noon to evening, at 10,000 won unless told otherwise."""
    return Auction(
        **{
            "goods_id": 7,
            "seller_id": SELLER.member_id,
            "state": AuctionState.OPEN,
            "start_price": 10_000,
            "buy_now_price": None,
            "reserve_price": None,
            "soft_close": True,
            "starts_at": NOON,
            "ends_at": EVENING,
            "listed_ends_at": EVENING,
        }
        | values
    )


def placed(auction, *bids, now=ONE_O_CLOCK):
    """This function will place bids that are all accepted, and return the auction and its log."""
    auction, results = decide(auction, bids, now=now, rules=RULES)
    assert [result for result in results if isinstance(result, Refusal)] == []
    return auction, [entry for result in results for entry in result.entries]


def answer(auction, bid, now=ONE_O_CLOCK):
    _, [result] = decide(auction, [bid], now=now, rules=RULES)
    return result


def standing(auction):
    return auction.current_price, NAMES.get(auction.leader_id)


def story(log):
    return [(entry.seq, NAMES[entry.bidder_id], entry.amount, entry.automatic) for entry in log]


class TestRules:
    @pytest.mark.parametrize(
        ("price", "step"),
        [
            (1, 500), (9_999, 500), (10_000, 1_000), (49_999, 1_000), (50_000, 2_000),
            (100_000, 5_000), (500_000, 10_000), (999_999, 10_000), (1_000_000, 50_000),
        ],
    )  # fmt: skip
    def test_take_the_step_from_the_table(self, price, step):
        assert RULES.step(price) == step

    @pytest.mark.parametrize(
        "increments",
        [
            (),
            ((10, 1),),
            ((20, 1), (10, 2), (None, 3)),
            ((10, 1), (10, 2), (None, 3)),
            ((None, 1), (None, 2)),
            ((10, 5), (None, 4)),
            ((10, 0), (None, 4)),
        ],
    )
    def test_are_not_made_from_a_table_that_contradicts_itself(self, increments):
        with pytest.raises(ValueError, match="increments"):
            Rules(increments, RULES.soft_close, RULES.extensions_max)


class TestExampleOfTheProductPage:
    def test_goes_as_told(self):
        auction, log = placed(
            listed(),
            Bid(ANN, amount=10_000),
            Bid(BOB, maximum=50_000),
            Bid(ANN, amount=20_000),
        )

        assert story(log) == [
            (1, "ann", 10_000, False),
            (2, "bob", 11_000, False),
            (3, "ann", 20_000, False),
            (4, "bob", 21_000, True),
        ]
        assert standing(auction) == (21_000, "bob")
        assert auction.minimum_bid(RULES) == 22_000


class TestBid:
    @pytest.mark.parametrize("offer", [{}, {"amount": 1, "maximum": 2}])
    def test_has_exactly_one_of_amount_and_maximum(self, offer):
        with pytest.raises(ValueError, match="either"):
            Bid(ANN, **offer)


class TestWhoMayBid:
    @pytest.mark.parametrize(
        ("bidder", "refusal"),
        [
            (SELLER, OwnGoods),
            (replace(EVE, suspension=MemberSuspended()), MemberSuspended),
            (replace(EVE, is_blocked=True), Blocked),
            (replace(EVE, has_unpaid_win=True), UnpaidWin),
        ],
    )
    def test_is_checked_before_the_price(self, bidder, refusal):
        auction = listed()

        after, [result] = decide(auction, [Bid(bidder, amount=1)], now=ONE_O_CLOCK, rules=RULES)

        assert type(result) is refusal
        assert str(result)
        assert after is auction

    def test_is_checked_in_a_fixed_order(self):
        eve = Bidder(1, suspension=MemberSuspended(), is_blocked=True, has_unpaid_win=True)
        refusals = [answer(listed(), Bid(eve, amount=1), now=EVENING)]
        for cure in (
            {},
            {"member_id": 5},
            {"suspension": None},
            {"is_blocked": False},
            {"has_unpaid_win": False},
        ):
            eve = replace(eve, **cure)
            refusals.append(answer(listed(), Bid(eve, amount=1)))

        assert [refusal.code() for refusal in refusals] == [
            "AUCTION_NOT_OPEN", "OWN_GOODS", "MEMBER_SUSPENDED", "BLOCKED",
            "UNPAID_WIN", "BID_TOO_LOW",
        ]  # fmt: skip


class TestWhenBidsAreAccepted:
    def test_is_from_the_start_to_just_before_the_end(self):
        bid = Bid(ANN, amount=10_000)
        assert isinstance(answer(listed(), bid, now=NOON - SECOND), AuctionNotOpen)
        assert isinstance(answer(listed(), bid, now=NOON), Accepted)
        assert isinstance(answer(listed(), bid, now=EVENING - SECOND), Accepted)
        assert isinstance(answer(listed(), bid, now=EVENING), AuctionNotOpen)

    def test_begins_by_the_clock_even_if_nobody_has_opened_the_auction(self):
        auction = listed(state=AuctionState.SCHEDULED)

        assert not auction.is_open_at(NOON - SECOND)
        opened, _ = placed(auction, Bid(ANN, amount=10_000), now=NOON)

        assert opened.state is AuctionState.OPEN

    @pytest.mark.parametrize(
        "state", [AuctionState.WON, AuctionState.SOLD, AuctionState.FAILED, AuctionState.CANCELLED]
    )
    def test_is_never_once_it_is_over(self, state):
        assert isinstance(answer(listed(state=state), Bid(ANN, amount=10_000)), AuctionNotOpen)

    def test_is_told_to_who_comes_too_early_or_too_late(self):
        early = answer(listed(), Bid(ANN, amount=10_000), now=NOON - SECOND)
        late = answer(listed(), Bid(ANN, amount=10_000), now=EVENING)

        assert early.details == {
            "opensAt": "2030-01-01T12:00:00Z",
            "endsAt": "2030-01-01T20:00:00Z",
        }
        assert late.details == {"endsAt": "2030-01-01T20:00:00Z"}


class TestMinimumBid:
    def test_is_the_start_price_before_the_first_bid(self):
        refusal = answer(listed(), Bid(ANN, maximum=9_999))

        assert isinstance(refusal, BidTooLow)
        assert refusal.details == {"minimumBid": 10_000}

    def test_is_one_increment_above_the_price_afterwards(self):
        auction, _ = placed(listed(), Bid(ANN, amount=49_500))

        assert answer(auction, Bid(BOB, amount=50_499)).details == {"minimumBid": 50_500}
        assert isinstance(answer(auction, Bid(BOB, amount=50_500)), Accepted)

    def test_does_not_exceed_the_buy_now_price(self):
        auction, _ = placed(listed(buy_now_price=20_000), Bid(ANN, amount=19_500))

        assert auction.minimum_bid(RULES) == 20_000
        assert answer(auction, Bid(BOB, amount=20_000)).won


class TestAmount:
    def test_beyond_the_leaders_maximum_leads_at_exactly_that_amount(self):
        auction, log = placed(listed(), Bid(BOB, maximum=30_000), Bid(ANN, amount=45_000))

        assert standing(auction) == (45_000, "ann")
        assert auction.maximum == 45_000
        assert len(log) == 2

    def test_below_the_leaders_maximum_is_answered_one_increment_above(self):
        auction, _ = placed(listed(), Bid(BOB, maximum=30_000))

        result = answer(auction, Bid(ANN, amount=15_000))

        assert story(result.entries) == [(2, "ann", 15_000, False), (3, "bob", 16_000, True)]
        assert (result.leading, result.current_price, result.minimum_bid) == (False, 16_000, 17_000)

    def test_is_answered_at_the_leaders_maximum_where_the_increment_does_not_fit(self):
        _, log = placed(listed(), Bid(BOB, maximum=30_000), Bid(ANN, amount=29_600))
        assert story(log)[1:] == [(2, "ann", 29_600, False), (3, "bob", 30_000, True)]

    def test_equal_to_the_leaders_maximum_leaves_the_earlier_in_the_lead(self):
        auction, log = placed(listed(), Bid(BOB, maximum=30_000), Bid(ANN, amount=30_000))

        assert standing(auction) == (30_000, "bob")
        assert story(log)[1:] == [(2, "ann", 30_000, False), (3, "bob", 30_000, True)]

    def test_of_the_leader_is_the_price_while_their_maximum_stays(self):
        auction, log = placed(listed(), Bid(BOB, maximum=30_000), Bid(BOB, amount=20_000))

        assert standing(auction) == (20_000, "bob")
        assert auction.maximum == 30_000
        assert [entry.kind for entry in log] == [EntryKind.BID, EntryKind.BID]

    def test_of_the_leader_above_their_maximum_is_their_maximum(self):
        auction, _ = placed(listed(), Bid(BOB, maximum=30_000), Bid(BOB, amount=40_000))
        assert (auction.current_price, auction.maximum) == (40_000, 40_000)


class TestMaximum:
    def test_that_comes_first_bids_the_start_price(self):
        auction, _ = placed(listed(), Bid(ANN, maximum=90_000))
        assert (auction.current_price, auction.maximum) == (10_000, 90_000)

    def test_that_leads_pays_one_increment_above_the_maximum_it_beats(self):
        auction, log = placed(listed(), Bid(ANN, maximum=30_000), Bid(BOB, maximum=90_000))

        assert standing(auction) == (31_000, "bob")
        assert len(log) == 2

    def test_never_bids_above_itself(self):
        auction, _ = placed(listed(), Bid(ANN, maximum=30_000), Bid(BOB, maximum=30_001))
        assert standing(auction) == (30_001, "bob")

    def test_that_does_not_lead_is_entered_at_itself_and_answered(self):
        auction, log = placed(listed(), Bid(ANN, maximum=90_000), Bid(BOB, maximum=30_000))

        assert standing(auction) == (31_000, "ann")
        assert [(entry.amount, entry.maximum) for entry in log] == [
            (10_000, 90_000), (30_000, 30_000), (31_000, 90_000),
        ]  # fmt: skip

    def test_equal_to_the_leaders_leaves_the_earlier_in_the_lead(self):
        auction, _ = placed(listed(), Bid(ANN, maximum=30_000), Bid(BOB, maximum=30_000))
        assert standing(auction) == (30_000, "ann")

    def test_raised_by_the_leader_does_not_move_the_price(self):
        auction, log = placed(listed(), Bid(ANN, maximum=30_000), Bid(ANN, maximum=60_000))

        assert (auction.current_price, auction.maximum, auction.bid_count) == (10_000, 60_000, 2)
        assert (log[1].kind, log[1].amount, log[1].maximum) == (EntryKind.RAISE, 10_000, 60_000)

    def test_of_the_leader_must_be_higher_than_their_present_one(self):
        auction, _ = placed(listed(), Bid(ANN, maximum=30_000))

        assert answer(auction, Bid(ANN, maximum=30_000)).details == {"minimumBid": 30_001}
        assert isinstance(answer(auction, Bid(ANN, maximum=30_001)), Accepted)


class TestReserve:
    def test_is_met_or_not(self):
        assert listed().reserve is Reserve.NONE
        assert listed(reserve_price=20_000).reserve is Reserve.NOT_MET
        assert listed(reserve_price=20_000, current_price=19_999).reserve is Reserve.NOT_MET
        assert listed(reserve_price=20_000, current_price=20_000).reserve is Reserve.MET

    @pytest.mark.parametrize(("maximum", "price"), [(39_999, 10_000), (40_000, 40_000)])
    def test_lifts_the_price_when_the_first_maximum_meets_it(self, maximum, price):
        auction, _ = placed(listed(reserve_price=40_000), Bid(ANN, maximum=maximum))
        assert auction.current_price == price

    def test_lifts_the_price_when_a_new_leader_meets_it(self):
        auction, _ = placed(
            listed(reserve_price=40_000), Bid(ANN, maximum=20_000), Bid(BOB, maximum=60_000)
        )
        assert standing(auction) == (40_000, "bob")

    def test_lifts_the_price_when_the_leader_raises_their_maximum_to_it(self):
        auction, log = placed(
            listed(reserve_price=40_000), Bid(ANN, maximum=20_000), Bid(ANN, maximum=60_000)
        )
        assert (auction.current_price, auction.reserve) == (40_000, Reserve.MET)
        assert log[1].amount == 40_000

    def test_does_not_lift_an_amount(self):
        auction, _ = placed(listed(reserve_price=40_000), Bid(ANN, amount=45_000))
        assert auction.current_price == 45_000


class TestBuyNowPrice:
    @pytest.mark.parametrize("offer", [{"amount": 80_000}, {"amount": 95_000}, {"maximum": 95_000}])
    def test_that_is_reached_by_a_bid_wins_at_once_at_that_price(self, offer):
        auction, _ = placed(listed(buy_now_price=80_000), Bid(ANN, maximum=70_000))

        after, [result] = decide(auction, [Bid(BOB, **offer)], now=ONE_O_CLOCK, rules=RULES)

        assert (after.state, *standing(after)) == (AuctionState.WON, 80_000, "bob")
        assert (result.won, result.leading, result.entries[0].amount) == (True, True, 80_000)

    def test_ends_the_auction_for_later_bids_of_the_same_batch(self):
        bids = [Bid(BOB, amount=80_000), Bid(ANN, amount=90_000)]
        _, [_, late] = decide(listed(buy_now_price=80_000), bids, now=ONE_O_CLOCK, rules=RULES)
        assert isinstance(late, AuctionNotOpen)

    def test_does_not_move_the_end(self):
        auction, _ = placed(
            listed(buy_now_price=80_000), Bid(BOB, amount=80_000), now=EVENING - SECOND
        )
        assert (auction.ends_at, auction.extensions) == (EVENING, 0)


class TestSoftClose:
    def test_moves_the_end_to_three_minutes_after_a_late_bid(self):
        now = EVENING - 3 * MINUTE + SECOND

        auction, _ = placed(listed(), Bid(ANN, amount=10_000), now=now)

        assert (auction.ends_at, auction.extensions) == (EVENING + SECOND, 1)

    def test_leaves_the_end_alone_three_minutes_before(self):
        auction, _ = placed(listed(), Bid(ANN, amount=10_000), now=EVENING - 3 * MINUTE)
        assert (auction.ends_at, auction.extensions) == (EVENING, 0)

    def test_counts_bids_of_the_same_moment_once(self):
        bids = [Bid(ANN, amount=10_000), Bid(BOB, amount=20_000)]
        auction, _ = placed(listed(), *bids, now=EVENING - SECOND)
        assert auction.extensions == 1

    def test_stops_when_the_end_has_moved_often_enough(self):
        auction, now = listed(extensions=19), EVENING - SECOND

        auction, _ = placed(auction, Bid(ANN, amount=10_000), now=now)
        last_end = auction.ends_at
        auction, _ = placed(auction, Bid(BOB, amount=20_000), now=last_end - SECOND)

        assert (auction.ends_at, auction.extensions) == (last_end, 20)

    def test_may_be_switched_off_by_the_seller(self):
        auction, _ = placed(listed(soft_close=False), Bid(ANN, amount=10_000), now=EVENING - SECOND)
        assert (auction.ends_at, auction.extensions) == (EVENING, 0)

    def test_ignores_refused_bids(self):
        auction = listed()
        after, _ = decide(auction, [Bid(ANN, amount=1)], now=EVENING - SECOND, rules=RULES)
        assert after is auction


class TestClose:
    def test_makes_the_leader_win(self):
        auction, _ = placed(listed(), Bid(ANN, amount=10_000))
        assert close(auction, now=EVENING).state is AuctionState.WON

    def test_fails_without_bids(self):
        assert close(listed(), now=EVENING).state is AuctionState.FAILED

    @pytest.mark.parametrize(
        ("amount", "state"), [(39_999, AuctionState.FAILED), (40_000, AuctionState.WON)]
    )
    def test_fails_below_the_reserve(self, amount, state):
        auction, _ = placed(listed(reserve_price=40_000), Bid(ANN, amount=amount))
        assert close(auction, now=EVENING).state is state

    def test_is_refused_before_the_end(self):
        with pytest.raises(AuctionNotOver) as early:
            close(listed(), now=EVENING - SECOND)
        assert early.value.details["endsAt"].endswith("20:00:00Z")

    def test_is_refused_the_second_time(self):
        with pytest.raises(AuctionNotOpen):
            close(close(listed(), now=EVENING), now=EVENING)


def take_back(auction, log, seq, member, *, reason=Reason.MISTYPED, now=ONE_O_CLOCK):
    return retract(
        auction, log, seq=seq, member_id=member.member_id, reason=reason, now=now, rules=RULES
    )


class TestRetract:
    def test_leaves_what_would_have_been_without_the_bid(self):
        auction, log = placed(
            listed(),
            Bid(ANN, amount=10_000),
            Bid(BOB, maximum=900_000),
            Bid(ANN, amount=20_000),
            Bid(CARL, amount=30_000),
        )

        after, entry = take_back(auction, log, 2, BOB)

        assert standing(after) == (30_000, "carl")
        assert (after.maximum, after.bid_count, after.seq) == (30_000, 3, 7)
        assert (entry.kind, entry.retracts, entry.amount) == (EntryKind.RETRACTION, 2, 30_000)

    def test_of_the_only_bid_leaves_none(self):
        auction, log = placed(listed(), Bid(ANN, amount=10_000))

        after, entry = take_back(auction, log, 1, ANN)

        assert after == replace(listed(), seq=2)
        assert entry.amount == 0

    def test_may_follow_another(self):
        auction, log = placed(
            listed(), Bid(ANN, amount=10_000), Bid(BOB, amount=20_000), Bid(CARL, amount=30_000)
        )
        auction, entry = take_back(auction, log, 3, CARL)
        auction, _ = take_back(auction, [*log, entry], 2, BOB)
        assert standing(auction) == (10_000, "ann")

    def test_keeps_a_maximum_that_was_raised(self):
        auction, log = placed(
            listed(), Bid(ANN, maximum=20_000), Bid(ANN, maximum=60_000), Bid(BOB, amount=30_000)
        )
        after, _ = take_back(auction, log, 3, BOB)
        assert (*standing(after), after.maximum) == (10_000, "ann", 60_000)

    def test_does_not_take_back_time(self):
        now = EVENING - SECOND
        auction, log = placed(listed(), Bid(ANN, amount=10_000), now=now)
        after, _ = take_back(auction, log, 1, ANN, now=now)
        assert (after.ends_at, after.extensions) == (now + 3 * MINUTE, 1)

    def test_lets_stand_what_was_accepted_after_the_bid(self):
        """Without bob's first bid 31,000 would be the price, and carl's 31,800 too low."""
        auction, log = placed(
            listed(),
            Bid(ANN, maximum=30_000),
            Bid(BOB, maximum=30_500),
            Bid(BOB, maximum=31_600),
            Bid(CARL, amount=31_800),
        )
        after, _ = take_back(auction, log, 2, BOB)
        assert standing(after) == (31_800, "carl")

    def test_ignores_bids_from_before_the_goods_were_relisted(self):
        auction, log = placed(listed(), Bid(ANN, amount=50_000))
        again, relisting = listing.relist(
            listing.fail(close(auction, now=EVENING)),
            starts_at=EVENING + MINUTE, ends_at=EVENING + 600 * MINUTE, now=EVENING + MINUTE,
        )  # fmt: skip
        again, more = placed(
            again, Bid(BOB, amount=10_000), Bid(CARL, amount=20_000), now=EVENING + 2 * MINUTE
        )

        log += [relisting, *more]
        after, _ = take_back(again, log, 4, CARL, now=EVENING + 3 * MINUTE)

        assert standing(after) == (10_000, "bob")
        with pytest.raises(BidNotFound):
            take_back(again, log, 1, ANN, now=EVENING + 3 * MINUTE)

    @pytest.mark.parametrize(("seq", "member"), [(1, BOB), (9, ANN)])
    def test_is_for_ones_own_bids(self, seq, member):
        auction, log = placed(listed(), Bid(ANN, amount=10_000))
        with pytest.raises(BidNotFound):
            take_back(auction, log, seq, member)

    def test_is_not_for_automatic_bids(self):
        auction, log = placed(listed(), Bid(BOB, maximum=50_000), Bid(ANN, amount=20_000))
        with pytest.raises(BidAutomatic):
            take_back(auction, log, 3, BOB)

    def test_is_refused_the_second_time(self):
        auction, log = placed(listed(), Bid(ANN, amount=10_000))
        auction, entry = take_back(auction, log, 1, ANN)
        with pytest.raises(AlreadyRetracted):
            take_back(auction, [*log, entry], 1, ANN)

    def test_is_refused_after_the_end(self):
        auction, log = placed(
            listed(soft_close=False), Bid(ANN, amount=10_000), now=EVENING - SECOND
        )
        with pytest.raises(AuctionNotOpen):
            take_back(auction, log, 1, ANN, now=EVENING)

    @pytest.mark.parametrize(
        ("reason", "placed_at", "last"),
        [
            (Reason.MISTYPED, ONE_O_CLOCK, ONE_O_CLOCK + 5 * MINUTE),
            (Reason.MISTYPED, EVENING - 10 * MINUTE, EVENING - 5 * MINUTE),
            (Reason.CHANGED_DESCRIPTION, ONE_O_CLOCK, EVENING - 60 * MINUTE),
            (Reason.CHANGED_DESCRIPTION, EVENING - 61 * MINUTE, EVENING - 60 * MINUTE),
        ],
    )
    def test_is_allowed_as_long_as_its_reason_is(self, reason, placed_at, last):
        auction, log = placed(listed(), Bid(ANN, amount=10_000), now=placed_at)

        after, _ = take_back(auction, log, 1, ANN, reason=reason, now=last - SECOND)
        assert after.leader_id is None
        with pytest.raises(RetractionTooLate) as refused:
            take_back(auction, log, 1, ANN, reason=reason, now=last)
        assert refused.value.details == {"until": rfc3339(last)}


class TestBuyNow:
    def reserved(self, now=ONE_O_CLOCK, **values):
        auction = listed(buy_now_price=80_000, **values)
        return buying.buy_now(auction, ANN, now=now, rules=RULES)[0]

    def test_reserves_the_goods_for_ten_minutes(self):
        auction = self.reserved()

        refused = answer(auction, Bid(BOB, amount=10_000), now=ONE_O_CLOCK + 10 * MINUTE - SECOND)

        assert isinstance(refused, AuctionNotOpen)
        assert refused.details["opensAt"] == "2030-01-01T13:10:00Z"
        with pytest.raises(AuctionNotOpen):
            buying.buy_now(auction, BOB, now=ONE_O_CLOCK + MINUTE, rules=RULES)

    def test_is_an_entry_of_the_log_and_no_bid(self):
        auction, entry = buying.buy_now(
            listed(buy_now_price=80_000), ANN, now=ONE_O_CLOCK, rules=RULES
        )

        assert (entry.seq, entry.bidder_id, entry.amount) == (1, ANN.member_id, 80_000)
        assert (entry.kind, entry.at, entry.automatic) == (
            EntryKind.RESERVATION,
            ONE_O_CLOCK,
            False,
        )
        assert (auction.seq, auction.bid_count, auction.current_price) == (1, 0, None)

    def test_reserves_as_long_as_the_house_says(self):
        rules = replace(RULES, reservation=MINUTE)
        auction = listed(buy_now_price=80_000)

        auction, _ = buying.buy_now(auction, ANN, now=ONE_O_CLOCK, rules=rules)

        assert auction.reserved_until == ONE_O_CLOCK + MINUTE

    def test_opens_a_scheduled_auction_whose_start_has_come(self):
        assert self.reserved(state=AuctionState.SCHEDULED, now=NOON).state is AuctionState.OPEN

    def test_opens_the_goods_again_by_itself(self):
        bid = Bid(BOB, amount=10_000)
        assert isinstance(answer(self.reserved(), bid, now=ONE_O_CLOCK + 10 * MINUTE), Accepted)

    def test_opens_the_goods_again_when_released(self):
        auction = buying.release(self.reserved())

        assert auction.is_open_at(ONE_O_CLOCK + SECOND)
        assert buying.release(auction) == auction

    def test_leaves_time_for_a_last_bid(self):
        auction = self.reserved(now=EVENING - SECOND)

        assert auction.ends_at == EVENING - SECOND + 13 * MINUTE
        assert auction.extensions == 0
        with pytest.raises(AuctionNotOver):
            close(auction, now=EVENING)

    def test_is_not_repeated_by_who_let_it_lapse(self):
        with pytest.raises(buying.ReservedBefore):
            buying.buy_now(self.reserved(), ANN, now=ONE_O_CLOCK + 10 * MINUTE, rules=RULES)

    def test_needs_a_buy_now_price(self):
        with pytest.raises(buying.BuyNowUnavailable):
            buying.buy_now(listed(), ANN, now=ONE_O_CLOCK, rules=RULES)

    def test_is_for_those_who_may_bid(self):
        with pytest.raises(OwnGoods):
            buying.buy_now(listed(buy_now_price=80_000), SELLER, now=ONE_O_CLOCK, rules=RULES)

    def test_wins_when_paid_in_time(self):
        auction, _ = placed(listed(buy_now_price=80_000), Bid(BOB, amount=10_000))
        auction, _ = buying.buy_now(auction, ANN, now=ONE_O_CLOCK, rules=RULES)

        won, entry = buying.take(auction, member_id=ANN.member_id, now=ONE_O_CLOCK + MINUTE)

        assert (won.state, *standing(won), won.bid_count) == (AuctionState.WON, 80_000, "ann", 1)
        assert (entry.seq, entry.amount, entry.kind) == (3, 80_000, EntryKind.BUY_NOW)

    @pytest.mark.parametrize(("member", "minutes"), [(ANN, 10), (BOB, 1)])
    def test_wins_only_for_the_buyer_and_while_reserved(self, member, minutes):
        now = ONE_O_CLOCK + minutes * MINUTE
        with pytest.raises(buying.ReservationLapsed):
            buying.take(self.reserved(), member_id=member.member_id, now=now)


class TestListing:
    def test_starts_when_its_time_has_come(self):
        auction = listed(state=AuctionState.SCHEDULED)

        assert listing.start(auction, now=NOON).state is AuctionState.OPEN
        with pytest.raises(AuctionNotOpen):
            listing.start(auction, now=NOON - SECOND)

    @pytest.mark.parametrize("state", [AuctionState.SCHEDULED, AuctionState.OPEN])
    def test_is_cancelled_by_the_seller_while_no_bid_stands(self, state):
        auction = listed(state=state)
        assert listing.cancel(auction, now=NOON - SECOND).state is AuctionState.CANCELLED

    def test_is_cancelled_by_an_admin_in_spite_of_bids_and_buyers(self):
        auction, _ = placed(listed(buy_now_price=80_000), Bid(ANN, amount=10_000))
        auction, _ = buying.buy_now(auction, BOB, now=ONE_O_CLOCK, rules=RULES)

        with pytest.raises(listing.HasBids):
            listing.cancel(auction, now=ONE_O_CLOCK)
        cancelled = listing.cancel(auction, by_admin=True, now=ONE_O_CLOCK)

        assert (cancelled.state, cancelled.reserved_until) == (AuctionState.CANCELLED, None)

    def test_is_not_cancelled_by_the_seller_while_a_buyer_pays(self):
        auction, _ = buying.buy_now(listed(buy_now_price=80_000), ANN, now=NOON, rules=RULES)
        with pytest.raises(listing.GoodsReserved):
            listing.cancel(auction, now=NOON)

    def test_is_not_cancelled_after_the_end(self):
        with pytest.raises(AuctionNotOpen):
            listing.cancel(listed(), by_admin=True, now=EVENING)

    def test_is_sold_when_won_and_failed_when_nobody_paid(self):
        won = listed(state=AuctionState.WON, leader_id=2)

        assert listing.sell(won).state is AuctionState.SOLD
        assert listing.fail(won).state is AuctionState.FAILED
        for once in (listing.sell, listing.fail):
            with pytest.raises(listing.AuctionNotWon):
                once(listing.sell(won))

    @pytest.mark.parametrize(
        ("starts_at", "state", "from_"),
        [
            (NOON, AuctionState.OPEN, EVENING),
            (EVENING + MINUTE, AuctionState.SCHEDULED, EVENING + MINUTE),
        ],
    )
    def test_is_relisted_without_its_bids_but_with_its_log(self, starts_at, state, from_):
        auction, _ = placed(listed(reserve_price=50_000, extensions=5), Bid(ANN, maximum=20_000))
        tomorrow = EVENING + timedelta(days=1)

        again, entry = listing.relist(
            close(auction, now=EVENING), starts_at=starts_at, ends_at=tomorrow, now=EVENING
        )

        assert again == listed(
            reserve_price=50_000,
            state=state,
            starts_at=from_,
            ends_at=tomorrow,
            listed_ends_at=tomorrow,
            seq=2,
        )
        assert (entry.seq, entry.bidder_id, entry.amount) == (2, SELLER.member_id, 10_000)
        assert (entry.kind, entry.at) == (EntryKind.RELISTING, EVENING)

    def test_is_not_relisted_unless_it_failed(self):
        with pytest.raises(listing.AuctionNotFailed):
            listing.relist(listed(), starts_at=NOON, ends_at=EVENING, now=NOON)
