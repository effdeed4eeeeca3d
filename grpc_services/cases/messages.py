"""How do cases look on the wire? Rows in, protobuf out."""

from collections.abc import Iterable

from grpc_services.cases.views import CaseView
from grpc_services.catalogue.messages import image_messages
from grpc_services.catalogue.pictures import Pictures
from grpc_services.delivery.carriers import CARRIERS
from grpc_services.messages import enum_value, timestamp
from models.cases import Case, CaseStep
from protos import cases_pb2 as pb
from protos import trade_pb2


def case_list(
    pictures: Pictures, views: Iterable[CaseView], following: str | None
) -> pb.ListCasesResponse:
    """This function will tell of a page of cases."""
    items = [case_message(pictures, view) for view in views]
    return pb.ListCasesResponse(items=items, next_cursor=following)


def case_message(pictures: Pictures, view: CaseView) -> pb.Case:
    """This function will tell of a case with all that was said and done."""
    case = view.case
    return pb.Case(
        case_id=case.case_id,
        order_id=case.order_id,
        kind=enum_value(trade_pb2.CaseKind, case.kind),
        wanted=enum_value(pb.CaseWish, case.wanted),
        state=enum_value(trade_pb2.CaseState, case.state),
        frozen=case.frozen,
        offer=pb.CaseOffer(amount=case.offer_amount, with_return=case.offer_with_return),
        turn=case.turn and enum_value(pb.CaseSide, case.turn),
        due_at=timestamp(case.due_at),
        return_shipment=_return(case),
        outcome=_outcome(case),
        side=enum_value(pb.CaseSide, view.side),
        steps=[_step(pictures, view, step) for step in view.steps],
        created_at=timestamp(case.created_at),
        ended_at=timestamp(case.ended_at),
    )


def _return(case: Case) -> pb.CaseReturn | None:
    if case.return_paid_by is None:
        return None
    return pb.CaseReturn(
        paid_by=enum_value(pb.ReturnPayer, case.return_paid_by),
        carrier=case.return_carrier,
        carrier_name=case.return_carrier and CARRIERS[case.return_carrier],
        invoice=case.return_invoice,
    )


def _outcome(case: Case) -> pb.CaseOutcome | None:
    if case.buyer_gets is None:
        return None
    return pb.CaseOutcome(buyer_gets=case.buyer_gets, seller_gets=case.seller_gets)


def _step(pictures: Pictures, view: CaseView, step: CaseStep) -> pb.CaseStep:
    offer = None
    if step.amount is not None:
        offer = pb.CaseOffer(amount=step.amount, with_return=step.with_return)
    return pb.CaseStep(
        step_id=step.step_id,
        act=enum_value(pb.CaseAct, step.act),
        by=step.side and enum_value(pb.CaseSide, step.side),
        text=step.text,
        offer=offer,
        images=image_messages(pictures, view.images[step.step_id]),
        at=timestamp(step.at),
    )
