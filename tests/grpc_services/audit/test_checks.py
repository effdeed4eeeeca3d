"""Does the history checker find every kind of error, and none where there is none?"""

import random
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from grpc_services.auction.pure import bidding, listing, state
from grpc_services.auction.pure.retracting import Reason, retract
from grpc_services.audit.checks import findings
from grpc_services.audit.record import (
    Answer,
    Auction,
    Entry,
    Problem,
    Record,
    Request,
    Rules,
)
from grpc_services.refusals import Refusal

INCREMENTS = [(10_000, 500), (50_000, 1_000), (None, 2_000)]
ENGINE_RULES = state.Rules(tuple(INCREMENTS), timedelta(minutes=3), 20)
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
ANN, BOB, CARL = 2, 3, 4


def listed(**values):
    return state.Auction(
        **{
            "goods_id": 7,
            "seller_id": 1,
            "state": state.AuctionState.OPEN,
            "start_price": 10_000,
            "buy_now_price": None,
            "reserve_price": None,
            "soft_close": True,
            "starts_at": NOON,
            "ends_at": NOON + timedelta(hours=2),
            "listed_ends_at": NOON + timedelta(hours=2),
        }
        | values
    )


class Run:
    """A run that goes right: requests are decided by the engine, one a microsecond."""

    def __init__(self, auction):
        self.auction = auction
        self.requests = []
        self.log = []
        self.entries = []

    def ask(self, member, *, invoked, decided, answered, **offer):
        """This function will send one bid; times are in microseconds after noon."""
        now = NOON + timedelta(microseconds=decided)
        bid = bidding.Bid(state.Bidder(member), **offer)
        self.auction, [result] = bidding.decide(self.auction, [bid], now=now, rules=ENGINE_RULES)
        key = f"key-{len(self.requests)}"
        request = Request(invoked, answered, 7, member, key, **offer)
        if isinstance(result, Refusal):
            problem = Problem(result.code(), result.details.get("minimumBid"))
            self.requests.append(replace(request, status=409, problem=problem))
            return
        self._store(result, key, offer)
        answer = None if answered is None else _answer(result)
        self.requests.append(replace(request, status=answer and 201, answer=answer))

    def _store(self, result, key, offer):
        self.log += result.entries
        self.entries += [
            Entry(
                7, line.seq, str(line.kind), line.bidder_id, line.amount, line.maximum,
                line.automatic, line.at,
                key=None if line.automatic else key,
                amount_asked=None if line.automatic else offer.get("amount"),
                ends_at_after=None if line.automatic else result.ends_at,
            )
            for line in result.entries
        ]  # fmt: skip

    def take_back(self, seq, member, *, decided):
        now = NOON + timedelta(microseconds=decided)
        self.auction, line = retract(
            self.auction, self.log, seq=seq, member_id=member,
            reason=Reason.MISTYPED, now=now, rules=ENGINE_RULES,
        )  # fmt: skip
        self.log.append(line)
        self.entries.append(
            Entry(7, line.seq, "RETRACTION", member, line.amount, None, False, now, retracts=seq)
        )

    def is_open(self):
        return self.auction.state is state.AuctionState.OPEN

    def record(self):
        names = [field.name for field in msgspec.structs.fields(Auction)]
        stored = Auction(**{name: getattr(self.auction, name) for name in names})
        return Record(Rules(INCREMENTS), self.requests, [stored], self.entries)


def _answer(result):
    return Answer(
        seq=result.entries[0].seq,
        amount=result.entries[0].amount,
        leading=result.leading,
        current_price=result.current_price,
        minimum_bid=result.minimum_bid,
        ends_at=result.ends_at,
        placed_at=result.entries[0].at,
        receipt="signed",
    )


@pytest.fixture
def record():
    """Ann 10,000; bob up to 50,000; ann 20,000, which bob's proxy answers; carl too low; ann."""
    run = Run(listed())
    run.ask(ANN, amount=10_000, invoked=0, decided=5, answered=10)
    run.ask(BOB, maximum=50_000, invoked=20, decided=25, answered=30)
    run.ask(ANN, amount=20_000, invoked=40, decided=45, answered=50)
    run.ask(CARL, amount=15_000, invoked=60, decided=65, answered=70)
    run.ask(ANN, amount=60_000, invoked=80, decided=85, answered=90)
    return run.record()


def kinds(record):
    return {finding.check for finding in findings(record)}


def with_entry(record, number, **changes):
    return record._replace(
        entries=[
            replace(entry, **changes) if entry.seq == number else entry for entry in record.entries
        ]
    )


def with_request(record, number, **changes):
    requests = list(record.requests)
    requests[number] = replace(requests[number], **changes)
    return record._replace(requests=requests)


def with_auction(record, **changes):
    return record._replace(auctions=[replace(record.auctions[0], **changes)])


class TestRightRun:
    def test_has_no_findings(self, record):
        assert findings(record) == []
        assert [entry.amount for entry in record.entries] == [
            10_000,
            11_000,
            20_000,
            21_000,
            60_000,
        ]

    def test_may_have_unanswered_requests_whether_stored_or_not(self, record):
        unanswered = {"answered_ns": None, "status": None, "answer": None}
        lost = Request(100, None, 7, CARL, "lost", amount=70_000)

        record = with_request(record, 2, **unanswered)

        assert findings(record._replace(requests=[*record.requests, lost])) == []

    def test_may_have_bids_that_were_sent_again(self, record):
        again = replace(record.requests[0], invoked_ns=100, answered_ns=110)
        assert findings(record._replace(requests=[*record.requests, again])) == []

    def test_may_have_bids_sent_again_of_which_only_the_second_was_answered(self, record):
        again = replace(record.requests[0], invoked_ns=100, answered_ns=110)
        record = with_request(record, 0, answered_ns=None, status=None, answer=None)
        assert findings(record._replace(requests=[*record.requests, again])) == []

    @pytest.mark.parametrize("seed", range(150))
    def test_has_no_findings_whatever_happens_in_it(self, seed):
        chance = random.Random(seed)
        buy_now_price = chance.choice([None, 60_000])
        run = Run(listed(reserve_price=chance.choice([None, 30_000]), buy_now_price=buy_now_price))
        for decided in range(1_000, 41_000, 1_000):
            price = run.auction.minimum_bid(ENGINE_RULES) + chance.choice([-600, 0, 0, 400, 9_000])
            run.ask(
                chance.choice([ANN, BOB, CARL]),
                invoked=decided - chance.randrange(6_000),
                decided=decided,
                answered=chance.choice([None, decided + chance.randrange(6_000)]),
                **{chance.choice(["amount", "maximum"]): price},
            )
            mine = [line for line in run.log if not line.automatic and line.kind != "RETRACTION"]
            gone = {line.retracts for line in run.log}
            if mine and mine[-1].seq not in gone and chance.random() < 0.1 and run.is_open():
                run.take_back(mine[-1].seq, mine[-1].bidder_id, decided=decided + 1)
        if chance.random() < 0.5 and run.is_open():
            run.auction = listing.close(run.auction, now=run.auction.ends_at)

        assert findings(run.record()) == []


class TestFindings:
    def test_tell_of_a_gap(self, record):
        entries = [entry for entry in record.entries if entry.seq != 2]
        assert "gaps" in kinds(record._replace(entries=entries))

    def test_tell_of_a_doubled_seq(self, record):
        assert "gaps" in kinds(with_entry(record, 4, seq=3))

    def test_tell_of_an_auction_that_counts_otherwise(self, record):
        assert kinds(with_auction(record, seq=6)) == {"gaps"}

    @pytest.mark.parametrize("amount", [9_000, 10_000, 10_999])
    def test_tell_of_a_price_that_does_not_rise_by_the_increment(self, record, amount):
        assert "prices" in kinds(with_entry(record, 2, amount=amount))

    def test_tell_of_a_first_price_below_the_start(self, record):
        assert "prices" in kinds(with_auction(record, start_price=10_500))

    def test_tell_of_a_price_above_its_maximum(self, record):
        assert "prices" in kinds(with_entry(record, 4, maximum=20_500))

    def test_tell_of_an_order_that_is_not_that_of_real_time(self, record):
        record = with_request(record, 2, invoked_ns=1, answered_ns=15)
        assert kinds(record) == {"order"}

    def test_tell_of_an_unanswered_bid_that_came_too_early_in_the_log(self, record):
        record = with_request(record, 0, invoked_ns=35, answered_ns=None, answer=None)
        assert kinds(record) == {"order"}

    def test_tell_of_a_lost_bid(self, record):
        entries = [entry for entry in record.entries if entry.seq != 5]
        record = with_auction(record._replace(entries=entries), seq=4, current_price=21_000)
        assert kinds(with_auction(record, leader_id=BOB)) == {"acknowledged"}

    def test_tell_of_a_doubled_bid(self, record):
        twice = replace(record.entries[4], seq=6, amount=70_000, amount_asked=70_000)
        record = record._replace(entries=[*record.entries, twice])
        assert "acknowledged" in kinds(with_auction(record, seq=6, current_price=70_000))

    @pytest.mark.parametrize(
        "lie",
        [
            {"seq": 6},
            {"amount": 59_000},
            {"leading": False},
            {"current_price": 61_000},
            {"minimum_bid": 61_000},
            {"placed_at": NOON},
            {"ends_at": NOON},
        ],
    )
    def test_tell_of_a_bid_stored_otherwise_than_told(self, record, lie):
        answer = replace(record.requests[4].answer, **lie)
        assert kinds(with_request(record, 4, answer=answer)) == {"acknowledged"}

    def test_tell_of_a_bid_nobody_asked_for(self, record):
        assert kinds(record._replace(requests=record.requests[:-1])) == {"asked"}

    def test_tell_of_a_bid_asked_for_at_another_price(self, record):
        assert "asked" in kinds(with_request(record, 4, amount=61_000))

    def test_tell_of_a_bid_without_its_key(self, record):
        assert "asked" in kinds(with_entry(record, 5, key=None))

    def test_tell_of_an_automatic_bid_that_answers_nobody(self, record):
        assert "asked" in kinds(with_entry(record, 2, automatic=True))

    @pytest.mark.parametrize(
        "refused",
        [
            {"amount": 22_000},
            {"problem": Problem("BID_TOO_LOW", 21_500)},
            {"problem": Problem("BID_TOO_LOW", 62_000)},
            {"problem": Problem("BID_TOO_LOW", 12_000)},
            {"problem": Problem("BID_TOO_LOW", None)},
        ],
    )
    def test_tell_of_an_unjustified_refusal(self, record, refused):
        assert kinds(with_request(record, 3, **refused)) == {"too_low"}

    def test_do_not_tell_of_a_refusal_that_a_bid_on_its_way_explains(self, record):
        problem = Problem("BID_TOO_LOW", 62_000)
        assert kinds(with_request(record, 3, answered_ns=81, problem=problem)) == set()

    def test_tell_of_a_bid_after_the_end(self, record):
        ends_at = record.entries[-1].placed_at
        assert "late" in kinds(with_entry(record, 3, ends_at_after=ends_at))
        assert "late" in kinds(with_auction(record, starts_at=ends_at))

    def test_tell_of_a_bid_after_the_auction_was_won(self, record):
        assert "late" in kinds(with_auction(record, buy_now_price=21_000))

    def test_tell_of_a_bid_dated_before_the_one_before(self, record):
        assert "late" in kinds(with_entry(record, 5, placed_at=NOON))

    def test_tell_of_a_bid_after_somebody_was_told_it_is_over(self, record):
        over = Request(55, 60, 7, CARL, "over", amount=1, problem=Problem("AUCTION_NOT_OPEN"))
        assert kinds(record._replace(requests=[*record.requests, over])) == {"late"}

    def test_do_not_tell_of_a_bid_after_somebody_came_too_early(self, record):
        problem = Problem("AUCTION_NOT_OPEN", opens_at=NOON)
        early = Request(55, 60, 7, CARL, "early", amount=1, problem=problem)
        assert kinds(record._replace(requests=[*record.requests, early])) == set()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"leader_id": BOB},
            {"leader_id": None},
            {"current_price": 50_000},
            {"state": "WON", "reserve_price": 70_000},
            {"state": "FAILED"},
        ],
    )
    def test_tell_of_a_wrong_winner(self, record, wrong):
        assert kinds(with_auction(record, **wrong)) == {"winner"}

    def test_tell_of_a_winner_without_bids(self):
        record = Run(listed()).record()
        assert kinds(with_auction(record, state="WON")) == {"winner"}

    def test_tell_of_two_winners(self, record):
        assert kinds(record._replace(auctions=record.auctions * 2)) == {"winner"}

    def test_tell_of_bids_without_an_auction(self, record):
        assert kinds(record._replace(auctions=[])) == {"winner"}

    def test_tell_of_two_results_for_one_key(self, record):
        answer = replace(record.requests[0].answer, receipt="signed otherwise")
        again = replace(record.requests[0], answer=answer)
        assert kinds(record._replace(requests=[*record.requests, again])) == {"keys"}

    def test_tell_of_a_key_that_was_accepted_and_refused(self, record):
        problem = Problem("BID_TOO_LOW", 12_000)
        again = replace(record.requests[0], status=409, answer=None, problem=problem)
        assert "keys" in kinds(record._replace(requests=[*record.requests, again]))

    @pytest.mark.parametrize(
        ("status", "code"), [(409, "IN_PROGRESS"), (422, "IDEMPOTENCY_KEY_REUSED"), (503, "X")]
    )
    def test_do_not_tell_of_a_key_that_had_no_result_yet(self, record, status, code):
        again = replace(record.requests[0], status=status, answer=None, problem=Problem(code))
        assert kinds(record._replace(requests=[*record.requests, again])) == set()
