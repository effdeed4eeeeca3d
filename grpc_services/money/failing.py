"""What if a payment does not come about? The buyer is told, and may begin another."""

from grpc_services.facts import tells
from grpc_services.money.facts import PaymentFailed
from models.dialect import locked
from models.money import Payment
from models.trade import Order


@tells(PaymentFailed)
def fail_payment(*, payment: Payment) -> Order:
    """This function will note that the provider could not take it; the buyer may try again."""
    payment.state = "FAILED"
    payment.save(only=[Payment.state])
    return payment.order


def fail_unregistered(*, merchant_uid: str) -> None:
    """This function will end a payment that was never registered, as part of what decides so."""
    rows = Payment.select().where(
        Payment.merchant_uid == merchant_uid, Payment.state == "PREPARING"
    )
    payment = locked(rows).first()
    if payment is not None:
        fail_payment(payment=payment)
