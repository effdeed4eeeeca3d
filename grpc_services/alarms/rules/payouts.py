"""Who hears of payouts?"""

from collections.abc import Iterator
from typing import Any

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears
from grpc_services.payouts.facts import (
    PayoutFailed,
    PayoutHeld,
    PayoutPaid,
    PayoutsDrawnUp,
    PayoutsDue,
    PayoutSent,
    PayoutsWaiting,
)


@hears(PayoutSent)
def your_money_is_on_its_way(payout: PayoutSent) -> Iterator[Alarm]:
    template = "PAYOUT_SENT_EARLIER" if payout.account == "EARLIER" else None
    yield _of(payout, AlarmKind.PAYOUT_SENT, template)


@hears(PayoutPaid)
def you_were_paid(payout: PayoutPaid) -> Iterator[Alarm]:
    yield _of(payout, AlarmKind.PAYOUT_SENT, "PAYOUT_PAID")


@hears(PayoutFailed)
def you_were_not_paid(payout: PayoutFailed) -> Iterator[Alarm]:
    yield _of(payout, AlarmKind.PAYOUT_FAILED, None, because=payout.because)


@hears(PayoutHeld)
def you_are_not_paid_yet(payout: PayoutHeld) -> Iterator[Alarm]:
    yield Alarm(
        payout.seller_id,
        AlarmKind.PAYOUT_FAILED,
        values={"amount": payout.amount},
        template=f"PAYOUT_HELD_{payout.hold}",
    )


def _of(payout: Any, kind: AlarmKind, template: str | None, **more: str) -> Alarm:
    values = {"amount": payout.amount, "bank": payout.bank, "account": payout.account_number}
    return Alarm(payout.seller_id, kind, values=values | more, template=template)


@hears(PayoutsDrawnUp)
def somebody_has_to_approve_it(run: PayoutsDrawnUp) -> Iterator[Alarm]:
    yield from _notices(run, "PAYOUTS_DRAWN_UP")


@hears(PayoutsWaiting)
def payouts_do_not_go_on(run: PayoutsWaiting) -> Iterator[Alarm]:
    yield from _notices(run, "PAYOUTS_WAITING")


@hears(PayoutsDue)
def somebody_has_to_draw_up_payouts(run: PayoutsDue) -> Iterator[Alarm]:
    yield from _notices(run, "PAYOUTS_DUE")


def _notices(run: Any, template: str) -> Iterator[Alarm]:
    for member_id in run.admin_ids:
        yield Alarm(member_id, AlarmKind.NOTICE, values={"run": str(run.run_id)}, template=template)
