"""What if money comes that is no won? It pays nothing, and somebody has to send it back."""

from grpc_services.facts import tells
from grpc_services.money.facts import ForeignMoneyCame
from grpc_services.money.watchers import finance_admins
from models.money import Payment, ProviderPayment
from models.trade import Order


@tells(ForeignMoneyCame)
def note_foreign_money(
    *, payment: Payment, reading: ProviderPayment, amount: int
) -> tuple[Order, ProviderPayment, int, list[int]]:
    """This function will have those told who look after money; the books are in won."""
    return payment.order, reading, amount, finance_admins()
