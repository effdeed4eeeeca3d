"""What was a seller credited in a year? Settled sales only, as a table for their tax return."""

from datetime import date

from grpc_services import sheets
from grpc_services.korea import minute_of
from grpc_services.money.settlements import Period, settled_in
from grpc_services.pages import cut, position
from models.money import Settlement
from models.trade import Order

_ROWS = 500
_COLUMNS = {
    "ko": (
        "정산일시", "주문번호", "상품", "판매가", "배송비", "환불", "수수료", "수수료 중 부가세",
        "정산액",
    ),
    "en": (
        "Settled at", "Order", "Goods", "Price", "Shipping", "Refunded", "Fees", "VAT in fees",
        "Credited",
    ),
}  # fmt: skip


def statement(*, member_id: int, year: int, language: str, cursor: str) -> tuple[bytes, str | None]:
    """
    This function will write a part of it, the earliest first, at times as they are in Korea.

    :raises InvalidCursor: if the cursor is not ours
    """
    start = position(cursor)
    period = Period(date(year, 1, 1), date(year, 12, 31))
    rows = (
        Settlement.select(Settlement, Order)
        .join(Order)
        .where(
            Settlement.seller_id == member_id,
            Settlement.settlement_id > (start[0] if start else 0),
            *settled_in(period),
        )
    )
    in_order = rows.order_by(Settlement.settlement_id).limit(_ROWS + 1)
    found, following = cut(list(in_order), _ROWS, lambda row: (row.settlement_id,))
    content = sheets.rows_of(map(_row, found))
    if start:
        return content, following
    return sheets.first_row(_COLUMNS.get(language, _COLUMNS["ko"])) + content, following


def _row(row: Settlement) -> tuple[int | str, ...]:
    return (
        minute_of(row.settled_at),
        row.order_id,
        row.order.goods_name,
        row.price,
        row.shipping_price,
        row.refunded,
        row.commission,
        row.vat,
        row.amount,
    )
