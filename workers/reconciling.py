"""How do our books compare with the provider's? Night by night, and when somebody asks."""

from collections.abc import Callable, Iterator, Sequence

from protos import money_pb2
from workers.broker import job
from workers.clients.provider import Payment
from workers.payments import reading_of
from workers.reach import reach
from workers.services import ask

#: So much of a day is held in memory at a time.
_SLICE_SECONDS = 600
#: In one call of the services.
_BATCH = 50
#: Milliseconds; a day of a hundred thousand payments takes some minutes.
_LONGEST = 3_600_000

#: Is told how many payments were compared.
Tell = Callable[[int], object]


@job(queue_name="payments", max_retries=0, time_limit=_LONGEST)
def reconcile_night() -> None:
    """Compares the day that is due, if any is, and others that were left out."""
    claim = reach().services.money.ClaimReconciliation
    while (due := ask(claim, money_pb2.ClaimReconciliationRequest())).HasField("run"):
        compare(due.run, tell=lambda _: None)


def compare(run: money_pb2.Reconciliation, *, tell: Tell) -> money_pb2.Reconciliation:
    """This function will compare a day that was claimed, and say how it came out."""
    money, done = reach().services.money, 0
    for payments in _listed(run):
        request = money_pb2.CompareListedRequest(
            reconciliation_id=run.reconciliation_id, items=map(_told, payments)
        )
        ask(money.CompareListed, request)
        tell(done := done + len(payments))
    for held in _held(run):
        ask(money.CompareHeld, held)
        tell(done := done + len(held.items))
    finishing = money_pb2.FinishReconciliationRequest(reconciliation_id=run.reconciliation_id)
    finished: money_pb2.Reconciliation = ask(money.FinishReconciliation, finishing)
    return finished


def _listed(run: money_pb2.Reconciliation) -> Iterator[Sequence[Payment]]:
    for since in range(run.since.seconds, run.until.seconds, _SLICE_SECONDS):
        until = min(since + _SLICE_SECONDS, run.until.seconds)
        for provider in reach().providers.values():
            found = provider.payments_between(since, until)
            for start in range(0, len(found), _BATCH):
                yield found[start : start + _BATCH]


def _held(run: money_pb2.Reconciliation) -> Iterator[money_pb2.CompareHeldRequest]:
    """What the provider says of those that no list has named."""
    request = money_pb2.ListUnseenRequest(reconciliation_id=run.reconciliation_id)
    while (unseen := ask(reach().services.money.ListUnseen, request)).provider_uids:
        found = _named(unseen.provider_uids)
        known = {payment.provider_uid for payment in found}
        yield money_pb2.CompareHeldRequest(
            reconciliation_id=run.reconciliation_id,
            items=map(_told, found),
            missing_uids=[uid for uid in unseen.provider_uids if uid not in known],
        )
        request.after = unseen.after


def _named(provider_uids: Sequence[str]) -> list[Payment]:
    """Each provider knows its own only."""
    providers = reach().providers.values()
    return [one for provider in providers for one in provider.payments_named(provider_uids)]


def _told(payment: Payment) -> money_pb2.ListedReading:
    return money_pb2.ListedReading(
        merchant_uid=payment.merchant_uid, reading=reading_of(payment), provider=payment.provider
    )
