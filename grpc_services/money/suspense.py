"""What if nobody knows whose money it is? Somebody is told at once."""

from grpc_services.facts import tells
from grpc_services.money.facts import SuspenseBooked
from grpc_services.money.watchers import finance_admins


@tells(SuspenseBooked)
def note_suspense(*, business_key: str, amount: int) -> tuple[str, int, list[int]]:
    """This function will have those told who look after money, with what books it."""
    return business_key, amount, finance_admins()
