"""How does the operator decide who gets how much?"""

from datetime import datetime

from grpc_services.admin.trail import By, note
from grpc_services.auction.house import House
from grpc_services.cases import acting
from grpc_services.cases.pure.commands import Decide
from grpc_services.cases.pure.state import Side, Terms
from grpc_services.cases.rows import Said
from grpc_services.facts import atomic


@atomic
def decide(
    *, case_id: int, decision: Decide, by: By, terms: Terms, house: House, now: datetime
) -> None:
    """
    This function will share out what is frozen; with somebody who pays the parcel, once it is back.

    :raises CaseNotFound: if there is no such case
    :raises CaseClosed, CaseNotEscalated: if it is not for the operator
    :raises OfferTooLarge, NothingToReturn: if that cannot be decided
    """
    said = Said("DECIDE", Side.OPERATOR, by.operator_id, by.reason)
    case = acting.act(
        case_id=case_id, said=said, make=lambda _: decision, terms=terms, house=house, now=now
    )

    after = {
        "order": case.order_id,
        "frozen": case.frozen,
        "buyerGets": decision.buyer_gets,
        "returnPaidBy": decision.return_paid_by,
    }
    note(by, "DECIDE", target="CASE", target_id=case_id, after=after, now=now)
