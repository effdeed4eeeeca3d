"""By which ways does money move? Each has its accounts, and a key that makes it happen once."""

from collections.abc import Sequence

from grpc_services.money.ledger import Account, Line, Movement
from models.money import ProviderPayment, Refund, Remittance, Settlement, SuspenseClearing
from models.payouts import Payout
from models.trade import Order


def came_in(reading: ProviderPayment, order: Order, amount: int) -> Movement:
    """A buyer has paid the provider."""
    return Movement(
        f"reading:{reading.reading_id}:paid:{reading.changes}",
        [
            Line(Account.PROVIDER, amount),
            Line(Account.BUYER_CLEARING, -amount, order.buyer_id),
        ],
    )


def went_back(reading: ProviderPayment, parts: Sequence[Line]) -> Movement:
    """The provider has given money back: what we owed, or what somebody else decided."""
    amount = sum(part.amount for part in parts)
    return Movement(
        f"reading:{reading.reading_id}:cancelled:{reading.changes}",
        [Line(Account.PROVIDER, -amount), *parts],
    )


def into_escrow(order: Order) -> Movement:
    """What a buyer paid is held for their order."""
    return Movement(
        f"order:{order.order_id}:escrowed",
        [
            Line(Account.BUYER_CLEARING, order.total, order.buyer_id),
            Line(Account.ESCROW, -order.total, order.order_id),
        ],
    )


def owed_back(refund: Refund, source: Line) -> Movement:
    """What is held of a buyer's money is to go back to them."""
    return Movement(
        f"refund:{refund.refund_id}:owed",
        [source, Line(Account.REFUNDS, -refund.amount, refund.refund_id)],
    )


def given_by_hand(refund: Refund) -> Movement:
    """What is left of a refund was sent from our own account."""
    return Movement(f"refund:{refund.refund_id}:by-hand", _out_of(refund, Account.BANK))


def dropped(refund: Refund, reading: ProviderPayment) -> Movement:
    """What is left of a refund does not go back, and somebody has to find out whose it is."""
    lines = _out_of(refund, Account.SUSPENSE, reading.reading_id)
    return Movement(f"refund:{refund.refund_id}:dropped", lines)


def _out_of(refund: Refund, account: Account, owner_id: int = 0) -> list[Line]:
    owed = Line(Account.REFUNDS, refund.left, refund.refund_id)
    return [owed, Line(account, -refund.left, owner_id)]


def cleared(clearing: SuspenseClearing, whose: Line) -> Movement:
    """What nobody knew whose it was is somebody's."""
    known = Line(Account.SUSPENSE, clearing.amount, clearing.reading_id)
    return Movement(f"clearing:{clearing.clearing_id}", [known, whose])


def frozen(order: Order, amount: int, because: str) -> Movement:
    """What is held for an order stays where it is until somebody has decided."""
    return Movement(
        f"{because}:frozen",
        [
            Line(Account.ESCROW, amount, order.order_id),
            Line(Account.FROZEN, -amount, order.order_id),
        ],
    )


def released(order: Order, amount: int, because: str) -> Movement:
    """What was frozen of an order is its seller's after all."""
    return Movement(
        f"{because}:released",
        [
            Line(Account.FROZEN, amount, order.order_id),
            Line(Account.ESCROW, -amount, order.order_id),
        ],
    )


def settled(order: Order, settlement: Settlement) -> Movement:
    """The seller is credited, less fees, a part of which is the state's."""
    shares = [
        Line(Account.SELLER_PAYABLE, -settlement.amount, order.seller_id),
        Line(Account.COMMISSION, settlement.vat - settlement.commission),
        Line(Account.VAT, -settlement.vat),
    ]
    return Movement(
        f"order:{order.order_id}:settled",
        [
            Line(Account.ESCROW, settlement.amount + settlement.commission, order.order_id),
            *(share for share in shares if share.amount),
        ],
    )


def paid_out(payout: Payout) -> Movement:
    """A bank is told to pay a seller what is theirs, less what they owe us."""
    shares = [
        Line(Account.SELLER_RECEIVABLE, -payout.netted, payout.seller_id),
        Line(Account.PAYOUTS, -payout.amount, payout.payout_id),
    ]
    return Movement(
        f"payout:{payout.payout_id}:sent",
        [
            Line(Account.SELLER_PAYABLE, payout.amount + payout.netted, payout.seller_id),
            *(share for share in shares if share.amount),
        ],
    )


def payout_arrived(payout: Payout) -> Movement:
    """Our bank has paid a seller."""
    return Movement(
        f"payout:{payout.payout_id}:paid",
        [
            Line(Account.PAYOUTS, payout.amount, payout.payout_id),
            Line(Account.BANK, -payout.amount),
        ],
    )


def payout_failed(payout: Payout) -> Movement:
    """Our bank has not paid a seller, who is owed it again."""
    return Movement(
        f"payout:{payout.payout_id}:failed",
        [
            Line(Account.PAYOUTS, payout.amount, payout.payout_id),
            Line(Account.SELLER_PAYABLE, -payout.amount, payout.seller_id),
        ],
    )


def remitted(remittance: Remittance) -> Movement:
    """The provider has paid us what it held, and kept its fee."""
    held = remittance.amount + remittance.fee
    fee = [Line(Account.PROVIDER_FEES, remittance.fee)] if remittance.fee else []
    return Movement(
        f"remittance:{remittance.remittance_id}",
        [Line(Account.PROVIDER, -held), Line(Account.BANK, remittance.amount), *fee],
    )
