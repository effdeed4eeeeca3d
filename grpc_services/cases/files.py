"""What was said and shown of a case? All of it, file by file, for whoever has to judge."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from grpc_services.cases.rows import CaseNotFound
from grpc_services.catalogue.pictures import Pictures
from models.auction import BidEntry
from models.cases import Case, CaseStep
from models.catalogue import Goods, GoodsImage
from models.community import Attachment, OrderMessage
from models.delivery import Parcel, Scan
from models.money import LedgerEntry, LedgerLine, Payment, ProviderPayment, Refund
from models.trade import Order, OrderEvent

#: Of the auction's log: who bid is no matter of the case, and its hashes can be checked anyway.
_OTHERS = {"bidder_id"}


class File(NamedTuple):
    """One file, and where the next begins, if there is one."""

    name: str
    content: bytes
    cursor: str | None


def case_file(*, case_id: int, cursor: str, pictures: Pictures) -> File:
    """
    This function will give the first file whose name comes after `cursor`.

    :raises CaseNotFound: if there is no such case
    """
    case = Case.get_or_none(Case.case_id == case_id)
    if case is None:
        raise CaseNotFound
    files: dict[str, Callable[[], bytes]] = {
        **{f"{name}.json": _document(rows, case) for name, rows in _DOCUMENTS.items()},
        **{name: _picture(pictures, key) for name, key in _pictures(case)},
    }
    names = sorted(name for name in files if name > cursor) or [max(files)]
    return File(names[0], files[names[0]](), names[0] if names[1:] else None)


def _document(rows: Callable[[Case], Any], case: Case) -> Callable[[], bytes]:
    return lambda: json.dumps(
        [_shown(row) for row in rows(case)], ensure_ascii=False, indent=1
    ).encode()


def _shown(row: Any) -> dict[str, Any]:
    values = (
        (field.column_name, row.__data__.get(field.name)) for field in row._meta.sorted_fields
    )
    return {name: _plain(value) for name, value in values if name not in _OTHERS}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value


def _picture(pictures: Pictures, key: str) -> Callable[[], bytes]:
    return lambda: pictures.read(key)


def _pictures(case: Case) -> Iterator[tuple[str, str]]:
    for kind, ids in (("CASE", _ids(_steps(case))), ("MESSAGE", _ids(_messages(case)))):
        shown = Attachment.select().where(Attachment.kind == kind, Attachment.owner_id.in_(ids))
        for row in shown:
            name = f"pictures/{kind.lower()}-{row.owner_id}-{row.position}.webp"
            yield name, row.full_key
    goods_id = Order.get_by_id(case.order_id).goods_id
    for image in GoodsImage.select().where(GoodsImage.goods == goods_id):
        yield f"pictures/goods-{image.position}.webp", image.full_key


def _ids(rows: Iterable[Any]) -> list[int]:
    return [row.get_id() for row in rows]


def _case(case: Case) -> Any:
    return [case]


def _steps(case: Case) -> Any:
    return CaseStep.select().where(CaseStep.case == case).order_by(CaseStep.step_id)


def _messages(case: Case) -> Any:
    said = OrderMessage.select().where(OrderMessage.order == case.order_id)
    return said.order_by(OrderMessage.message_id)


def _order(case: Case) -> Any:
    return Order.select().where(Order.order_id == case.order_id)


def _goods(case: Case) -> Any:
    return Goods.select().where(Goods.goods_id.in_([row.goods_id for row in _order(case)]))


def _history(case: Case) -> Any:
    events = OrderEvent.select().where(OrderEvent.order == case.order_id)
    return events.order_by(OrderEvent.event_id)


def _parcel(case: Case) -> Any:
    return Parcel.select().where(Parcel.order == case.order_id)


def _scans(case: Case) -> Any:
    return Scan.select().where(Scan.order_id == case.order_id).order_by(Scan.position)


def _auction_log(case: Case) -> Any:
    goods_ids = [row.goods_id for row in _order(case)]
    return BidEntry.select().where(BidEntry.goods_id.in_(goods_ids)).order_by(BidEntry.seq)


def _payments(case: Case) -> Any:
    return Payment.select().where(Payment.order == case.order_id).order_by(Payment.payment_id)


def _readings(case: Case) -> Any:
    return ProviderPayment.select().where(ProviderPayment.payment.in_(_ids(_payments(case))))


def _refunds(case: Case) -> Any:
    return Refund.select().where(Refund.payment.in_(_ids(_payments(case))))


def _entries(case: Case) -> Any:
    """Those of the order itself, and of what goes back of it."""
    of_order = LedgerLine.account.in_(["ESCROW", "FROZEN"]) & (LedgerLine.owner_id == case.order_id)
    of_refunds = (LedgerLine.account == "REFUNDS") & LedgerLine.owner_id.in_(_ids(_refunds(case)))
    lines = LedgerLine.select(LedgerLine.entry).where(of_order | of_refunds)
    entries = LedgerEntry.select().where(LedgerEntry.entry_id.in_(lines))
    return entries.order_by(LedgerEntry.entry_id)


def _lines(case: Case) -> Any:
    lines = LedgerLine.select().where(LedgerLine.entry.in_(_ids(_entries(case))))
    return lines.order_by(LedgerLine.entry, LedgerLine.account)


_DOCUMENTS: dict[str, Callable[[Case], Any]] = {
    "auction-log": _auction_log,
    "case": _case,
    "goods": _goods,
    "ledger-entries": _entries,
    "ledger-lines": _lines,
    "messages": _messages,
    "order": _order,
    "order-history": _history,
    "parcel": _parcel,
    "payments": _payments,
    "provider-readings": _readings,
    "refunds": _refunds,
    "scans": _scans,
    "steps": _steps,
}
