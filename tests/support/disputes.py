"""How far has a case come? Steps of a dispute about a sale, taken by the rules."""

from datetime import timedelta

from grpc_services.cases import acting, due, opening, returns
from grpc_services.cases.opening import Claim, Windows
from grpc_services.cases.pure import commands
from grpc_services.cases.pure.state import Kind, Proposal, Side, Terms
from grpc_services.cases.rows import Said
from models.cases import Case
from models.dialect import database_now
from tests.support import factories

DAY = timedelta(days=1)
TERMS = Terms(3 * DAY, 5 * DAY, 14 * DAY, 3 * DAY, 14 * DAY, 6)
RULES = {"terms": TERMS, "house": factories.HOUSE}
WINDOWS = Windows(wait=7 * DAY, open=7 * DAY)


def opened(order, kind=Kind.DAMAGED, wanted="REFUND", amount=None, at=None, terms=TERMS, **changes):
    case, *_ = opening.open_case(
        member_id=order.buyer_id,
        order_id=order.order_id,
        claim=Claim(kind, wanted, amount, "상자가 찌그러졌습니다.", **changes),
        windows=WINDOWS,
        terms=terms,
        now=at or database_now(),
    )
    return case


def do(case, act, member_id, make, proposal=None):
    said = Said(act, member_id=member_id, proposal=proposal)
    return acting.act(case_id=case.case_id, said=said, make=make, **RULES, now=database_now())


def offer(case, member_id, amount, with_return=False):
    proposal = Proposal(amount, with_return)
    return do(case, "OFFER", member_id, lambda side: commands.Offer(side, proposal), proposal)


def accept(case, member_id):
    return do(case, "ACCEPT", member_id, commands.Accept)


def reject(case, member_id):
    return do(case, "REJECT", member_id, commands.Reject)


def escalate(case, member_id):
    return do(case, "ESCALATE", member_id, commands.Escalate)


def withdraw(case, member_id):
    return do(case, "WITHDRAW", member_id, commands.Withdraw)


def send_back(case, member_id, invoice="999900001111"):
    returns.ship_back(
        member_id=member_id,
        case_id=case.case_id,
        carrier="04",
        invoice=invoice,
        **RULES,
        now=database_now(),
    )


def arrive_back(case):
    returns.record_return(
        case_id=case.case_id,
        level=6,
        scanned_at=[database_now()],
        **RULES,
        now=database_now(),
    )


def decide(case, amount, payer=None, operator_id=1):
    said = Said("DECIDE", Side.OPERATOR, operator_id, "사진을 보았습니다.")
    return acting.act(
        case_id=case.case_id,
        said=said,
        make=lambda _: commands.Decide(amount, payer),
        **RULES,
        now=database_now(),
    )


def let_pass():
    """Nobody comes until the deadline of every case."""
    Case.update(due_at=database_now()).where(Case.due_at.is_null(False)).execute()
    due.act_on_due_cases(**RULES)


def state_of(case):
    return Case.get_by_id(case.case_id).state
