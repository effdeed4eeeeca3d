"""What if nobody knows whose money it is? It is kept by the payment that brought it, and told."""

from grpc_services.facts import tells
from grpc_services.money import ledger
from grpc_services.money.facts import SuspenseBooked
from grpc_services.money.ledger import Account, Line
from grpc_services.money.watchers import finance_admins
from models.money import ProviderPayment


@tells(SuspenseBooked)
def note_suspense(*, reading: ProviderPayment, amount: int) -> tuple[str, int, list[int]]:
    """This function will have those told who look after money, with what brought it."""
    return reading.provider_uid, amount, finance_admins()


def suspended(reading: ProviderPayment) -> int:
    """This function will tell what we have of a payment, credits above zero, in won."""
    return ledger.balance(account=Account.SUSPENSE, owner_id=reading.reading_id)


def take_back(*, reading: ProviderPayment, amount: int) -> list[Line]:
    """This function will count what the provider gave back for what nobody knew whose it was."""
    part = min(amount, max(0, suspended(reading)))
    return [Line(Account.SUSPENSE, part, reading.reading_id)] if part else []
