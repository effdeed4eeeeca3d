"""What becomes of a case? Rule by rule, and against a naive model in every order of things."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grpc_services.cases.pure import commands, engine
from grpc_services.cases.pure.state import ENDED, Kind, Outcome, Proposal, Side, State, Terms
from grpc_services.refusals import Refusal
from tests.grpc_services.cases import naive_case as naive

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TERMS = Terms(
    answer=naive.ANSWER * DAY,
    send_back=naive.SEND_BACK * DAY,
    arrive=naive.ARRIVE * DAY,
    inspect=naive.INSPECT * DAY,
    decide=naive.DECIDE * DAY,
    rounds=naive.ROUNDS,
)
BUYER, SELLER = Side.BUYER, Side.SELLER
FROZEN = 24_000


def opened(kind=Kind.DAMAGED, amount=FROZEN, with_return=False):
    wish = Proposal(amount, with_return)
    return engine.opened(kind=kind, wish=wish, frozen=FROZEN, now=NOON, terms=TERMS)


def told(case, *told_commands, day=0):
    for command in told_commands:
        case = engine.after(case, command, now=NOON + day * DAY, terms=TERMS)
    return case


def silent(case):
    """Nobody comes any more: every deadline passes."""
    while case.due_at:
        case = engine.after(case, commands.Wait(), now=case.due_at, terms=TERMS)
    return case


class TestACase:
    def test_that_the_seller_accepts_gives_the_buyer_what_they_want(self):
        case = told(opened(amount=5_000), commands.Accept(SELLER))

        assert (case.state, case.outcome) == (State.CLOSED, Outcome(5_000, 19_000))

    def test_gives_the_goods_back_before_the_money(self):
        case = told(opened(with_return=True), commands.Accept(SELLER))
        assert (case.state, case.turn, case.outcome) == (State.RETURNING, BUYER, None)

        case = told(case, commands.ShipBack(BUYER), commands.ReturnArrived())
        assert (case.state, case.turn) == (State.RETURNED, SELLER)

        case = told(case, commands.Accept(SELLER))
        assert case.outcome == Outcome(FROZEN, 0, return_paid_by=SELLER)

    def test_of_a_changed_mind_has_the_buyer_pay_the_way_back(self):
        case = told(opened(Kind.CHANGED_MIND, with_return=True), commands.Accept(SELLER))

        assert case.return_paid_by is BUYER

    @pytest.mark.parametrize(
        ("said", "outcome"),
        [
            ((), Outcome(FROZEN, 0)),
            ([commands.Offer(SELLER, Proposal(3_000))], Outcome(3_000, 21_000)),
            ([commands.Reject(SELLER)], Outcome(0, FROZEN)),
            (
                [commands.Offer(SELLER, Proposal(3_000)), commands.Reject(BUYER)],
                Outcome(FROZEN, 0),
            ),
            ([commands.Escalate(SELLER)], Outcome(FROZEN, 0)),
            (
                [commands.Offer(SELLER, Proposal(FROZEN, with_return=True))],
                Outcome(0, FROZEN, SELLER),
            ),
        ],
    )
    def test_goes_against_whoever_is_silent(self, said, outcome):
        assert silent(told(opened(), *said)).outcome == outcome

    def test_is_shared_out_by_the_operator(self):
        case = told(opened(), commands.Escalate(SELLER), commands.Decide(10_000))

        assert case.outcome == Outcome(10_000, 14_000)

    def test_sent_back_by_decision_is_not_escalated_again(self):
        case = told(opened(), commands.Escalate(SELLER), commands.Decide(FROZEN, SELLER))

        with pytest.raises(Refusal, match="RETURN_UNDER_WAY"):
            told(case, commands.Escalate(BUYER))

    def test_goes_to_the_operator_when_something_else_came_back(self):
        case = told(opened(with_return=True), commands.Accept(SELLER), commands.ShipBack(BUYER))

        assert told(case, commands.Reject(SELLER)).state is State.ESCALATED

    def test_is_the_buyers_to_withdraw_until_the_goods_go_back(self):
        case = opened(with_return=True)
        assert told(case, commands.Withdraw(BUYER)).state is State.WITHDRAWN

        sent = told(case, commands.Accept(SELLER), commands.ShipBack(BUYER))
        for command, code in (
            (commands.Withdraw(BUYER), "RETURN_UNDER_WAY"),
            (commands.Withdraw(SELLER), "NOT_YOUR_TURN"),
        ):
            with pytest.raises(Refusal, match=code):
                told(sent, command)

    @pytest.mark.parametrize(
        ("kind", "outcome"),
        [(Kind.REVERSED, Outcome(0, 4_000)), (Kind.STALLED, Outcome(4_000, 0))],
    )
    def test_that_nobody_opened_goes_against_who_is_behind_it_unless_decided(self, kind, outcome):
        case = engine.opened_by_nobody(kind=kind, frozen=4_000, now=NOON, terms=TERMS)

        assert silent(case).outcome == outcome

    def test_of_a_parcel_that_stands_still_is_over_when_it_comes(self):
        case = engine.opened_by_nobody(kind=Kind.STALLED, frozen=4_000, now=NOON, terms=TERMS)

        for command in (commands.ParcelArrived(), commands.Withdraw(BUYER)):
            assert told(case, command).state is State.WITHDRAWN
        with pytest.raises(Refusal, match="NOTHING_TO_RETURN"):
            told(case, commands.Decide(4_000, SELLER))
        assert told(opened(), commands.ParcelArrived()) == opened()


#: Others are opened by nobody.
KINDS = [kind for kind in Kind if kind not in (Kind.REVERSED, Kind.STALLED)]
AMOUNTS = st.integers(0, FROZEN + 5_000)
SIDES = st.sampled_from([BUYER, SELLER])
PAYERS = st.sampled_from([None, BUYER, SELLER])
DONE = st.one_of(
    st.tuples(st.just("OFFER"), SIDES, AMOUNTS, st.booleans()),
    st.tuples(st.just("DECIDE"), st.none(), AMOUNTS, PAYERS),
    st.tuples(
        st.sampled_from(["ACCEPT", "REJECT", "MESSAGE", "SHIP_BACK", "ESCALATE", "WITHDRAW"]), SIDES
    ),
    st.tuples(st.sampled_from(["ARRIVED", "WAIT"])),
)
SPENT = st.lists(st.tuples(st.integers(0, 6), DONE), max_size=40)
_OF_SIDE = {
    "ACCEPT": commands.Accept,
    "REJECT": commands.Reject,
    "MESSAGE": commands.Message,
    "SHIP_BACK": commands.ShipBack,
    "ESCALATE": commands.Escalate,
    "WITHDRAW": commands.Withdraw,
}


def command_of(name, by=None, amount=None, last=None):
    if name == "OFFER":
        return commands.Offer(by, Proposal(amount, last))
    if name == "DECIDE":
        return commands.Decide(amount, last)
    if name in _OF_SIDE:
        return _OF_SIDE[name](by)
    return commands.ReturnArrived() if name == "ARRIVED" else commands.Wait()


def done_by(twin, day, name, by=None, amount=None, last=None):
    last_is = {"OFFER": "with_return", "DECIDE": "payer"}.get(name)
    more = {last_is: last} if last_is else {}
    return twin.do(name, day, by=by, amount=amount, **more)


def seen(case):
    due = None if case.due_at is None else (case.due_at - NOON) // DAY
    outcome = case.outcome
    shares = outcome and (outcome.buyer_gets, outcome.seller_gets, outcome.return_paid_by)
    return (case.state, case.turn, due, case.offer.amount, case.offer.with_return, shares)


def attempt(act):
    try:
        return act(), None
    except Refusal as refusal:
        return None, refusal.code()


class TestWhateverIsDone:
    @given(kind=st.sampled_from(KINDS), wish=st.tuples(AMOUNTS, st.booleans()), spent=SPENT)
    @settings(max_examples=400, deadline=None)
    def test_it_is_as_the_naive_model_says_and_ends(self, kind, wish, spent):
        amount, with_return = wish
        twin = naive.NaiveCase(kind, FROZEN, amount, with_return, 0)
        case, code = attempt(lambda: opened(kind, amount, with_return))
        assert code == twin.open_refusal()
        if case is None:
            return

        day = 0
        for days, done in spent:
            day += days
            now = NOON + day * DAY
            # What is overdue has happened, also when what comes after it is refused.
            case = engine.after(case, commands.Wait(), now=now, terms=TERMS)
            changed, code = attempt(
                lambda: engine.after(case, command_of(*done), now=now, terms=TERMS)  # noqa: B023
            )
            assert code == done_by(twin, day, *done)
            case = changed or case
            assert seen(case) == twin.seen()
            _is_sound(case, now)

        assert silent(case).state in ENDED

    @given(spent=st.lists(DONE, min_size=60, max_size=120))
    @settings(max_examples=50, deadline=None)
    def test_it_is_over_within_a_hundred_days(self, spent):
        """Each waits until the last moment, and does whatever there is to do then."""
        case, now = opened(with_return=True), NOON
        for done in spent:
            if case.due_at is None:
                break
            now = case.due_at - timedelta(seconds=1)
            changed, _ = attempt(
                lambda: engine.after(case, command_of(*done), now=now, terms=TERMS)  # noqa: B023
            )
            case = changed or engine.after(case, commands.Wait(), now=case.due_at, terms=TERMS)

        assert now - NOON < 100 * DAY
        assert silent(case).state in ENDED


def _is_sound(case, now):
    """Nothing waits without a deadline, and no more is shared out than there is."""
    is_over = case.state in ENDED
    assert (case.due_at is None) == (case.turn is None) == is_over
    assert is_over or case.due_at > now
    assert 0 <= case.offer.amount <= FROZEN
    if case.state is State.CLOSED:
        assert case.outcome.buyer_gets + case.outcome.seller_gets == FROZEN
        assert min(case.outcome.buyer_gets, case.outcome.seller_gets) >= 0
