"""Was everybody told of everything, and once?"""

import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from demo.client import Client, wait_for
from demo.plot import check
from demo.stories.sale.sale import Sale

ALARMS = {
    "seller": (
        "BID_RECEIVED", "AUCTION_WON", "PAYMENT_COMPLETED", "DELIVERED", "ORDER_CONFIRMED",
        "SETTLED",
    ),
    "ann": ("OUTBID", "AUCTION_LOST"),
    "bob": (
        "AUCTION_WON", "PAYMENT_FAILED", "REFUNDED", "PAYMENT_COMPLETED", "SHIPPED", "DELIVERED",
    ),
}  # fmt: skip
#: Sent by mail to those who have not said otherwise.
MAILED = {
    "AUCTION_WON", "PAYMENT_COMPLETED", "PAYMENT_FAILED", "REFUNDED", "SHIPPED", "DELIVERED",
    "SETTLED",
}  # fmt: skip


def count_alarms(sale: Sale) -> None:
    # What comes twice comes within a second; to look at once would miss it.
    time.sleep(1)
    for name, member in sale.members.items():
        alarms = member.alarms()
        check(f"{name}'s alarms", _counted(alarms), dict(Counter(ALARMS[name])))
        shown = Counter(
            message["body"]["alarmId"]
            for message in sale.screens[name].messages
            if "alarmId" in message["body"]
        )
        check(f"the alarms on {name}'s screen", shown, Counter(kept["alarmId"] for kept in alarms))
        sale.alarm_count += len(alarms)
        sale.story.say(name, f"{len(alarms)} alarms, each once in the inbox and on the screen")
    merged = [int(alarm["data"]["count"]) for alarm in sale.seller.alarms("BID_RECEIVED")]
    # The proxy's own bid is the answer to one of the three and no news by itself.
    check("the bids that the seller heard of", sum(merged), 3)


def _counted(alarms: Iterable[dict[str, Any]]) -> dict[str, int]:
    counts = Counter(alarm["kind"] for alarm in alarms)
    if "BID_RECEIVED" in counts:
        # Bursts are merged: only the sum of the bids is certain.
        counts["BID_RECEIVED"] = 1
    return dict(counts)


def count_mails(sale: Sale) -> None:
    for name, member in sale.members.items():
        told = [alarm["title"] for alarm in member.alarms() if alarm["kind"] in MAILED]
        expected = Counter(f"[PIKCUR] {title}" for title in told)
        _wait_for_mails(sale, member, expected.total())
        check(f"{name}'s mails", Counter(_subjects(sale, member)), expected)
        sale.mail_count += expected.total()
        sale.story.say(name, f"{expected.total()} mails, besides the one with the code")


def _wait_for_mails(sale: Sale, member: Client, count: int) -> None:
    what = f"{count} mails to {member.name}"
    wait_for(what, lambda: len(_subjects(sale, member)) >= count)


def _subjects(sale: Sale, member: Client) -> list[str]:
    subjects = [mail["subject"] for mail in sale.market.mails_to(member.email)]
    return [subject for subject in subjects if "인증 코드" not in subject]
