"""Do our books agree with the payment provider's? Compares the payments of a day in Korea.

What the provider says and nobody has told us is booked. Ends with 1 if anything differs then.
"""

import argparse
from datetime import date, datetime, timedelta, timezone
from typing import Any

import settings
from bin.commands.telling import Progress, tell, tell_line
from protos import money_pb2
from workers.services import ask

_KOREA = timezone(timedelta(hours=9))


def declare(commands: Any) -> None:
    parser = commands.add_parser(
        "reconcile",
        help="do our books agree with the payment provider's?",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="in place of yesterday"
    )


def run(options: argparse.Namespace) -> int:
    # Actors belong to a broker, which is made of the settings when they are imported.
    from workers.main import CONFIG
    from workers.reach import reach
    from workers.reconciling import compare

    day, progress = _day(options, CONFIG), Progress("payments compared")
    request = money_pb2.ClaimReconciliationRequest(day=day.isoformat())
    claimed = ask(reach().services.money.ClaimReconciliation, request).run
    done = compare(claimed, tell=lambda count: progress.upto(count, 0))
    tell(options, [_row(one) for one in done.differences], nothing=f"{day}: nothing differs.")
    tell_line(options, _counted(done), _told(done))
    return 1 if done.difference_count else 0


def _day(options: argparse.Namespace, config: settings.Settings) -> date:
    """:raises ValueError: if the day has not come"""
    today = datetime.fromtimestamp(settings.market_time(config)(), _KOREA).date()
    if options.day and options.day > today:
        raise ValueError(f"{options.day} has not come")
    return options.day or today - timedelta(days=1)


def _row(one: money_pb2.Difference) -> dict[str, Any]:
    kind = money_pb2.DifferenceKind.Name(one.kind).removeprefix("DIFFERENCE_KIND_")
    return {
        "differs": kind,
        "provider_uid": one.provider_uid,
        "merchant_uid": one.merchant_uid,
        "told": one.told,
        "booked": one.booked,
    }


def _counted(done: money_pb2.Reconciliation) -> dict[str, Any]:
    names = ("day", "payments", "paid", "cancelled", "held", "mended", "difference_count")
    return {name: getattr(done, name) for name in names}


def _told(done: money_pb2.Reconciliation) -> str:
    return (
        f"{done.payments:,} payments, {done.paid:,} won paid and {done.cancelled:,} given back; "
        f"{done.held:,} asked about beside, {done.mended:,} mended, "
        f"{done.difference_count:,} differ"
    )
