"""What do the shorter stories share? A sale that begins as any does, and days that pass."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.client import Client, wait_for
from demo.plot import Plot, check
from demo.stories.sale import bidding, listing, members
from demo.stories.sale.sale import Sale

Steps = Mapping[str, Callable[[Sale], None]]

#: Goods are up for sale, and everybody watches.
OPENING: Steps = {
    "Three people sign up by mail code": members.sign_up,
    "Seller uploads two pictures": listing.upload_pictures,
    "Seller puts the goods up": listing.put_goods_up,
    "Everybody watches, a guest too": listing.open_screens,
}
#: Bob will have the goods for 21,000, before Ann.
BIDDING: Steps = {
    "Ann bids 10,000": bidding.ann_bids,
    "Bob bids up to 50,000, secretly": bidding.bob_bids_secretly,
    "Bob's proxy answers Ann's 20,000": bidding.proxy_answers_ann,
}


@dataclass
class Tale(Sale):
    """Four clients and what they trade, told in few words at the end."""

    @property
    def summary(self) -> str:
        return f"{len(self.story.steps)} steps in {self.story.elapsed:.1f} s, each as it should be."


def told(*parts: Steps) -> Plot[Tale]:
    """This function will make a story of its parts, one after the other."""
    return Plot(begin=Tale, steps={title: step for part in parts for title, step in part.items()})


def end_auction(sale: Sale) -> None:
    pass_time(sale, f"{listing.AUCTION_SECONDS}s")
    alarm = hears(sale, "bob", "AUCTION_WON")
    sale.order_id = int(alarm["orderId"])
    sale.follow_order("AWAITING_PAYMENT")


def pass_time(sale: Sale, wait: str) -> None:
    sale.market.advance(wait)
    now = sale.market.now()
    sale.story.ahead = now - datetime.now(UTC)
    sale.story.say("guest", f"{wait} later: {now:%d %B, %H:%M} UTC")


def pass_time_until(sale: Sale, moment: str) -> None:
    left = datetime.fromisoformat(moment) - sale.market.now() + timedelta(seconds=1)
    pass_time(sale, f"{max(1, round(left.total_seconds()))}s")


def hears(sale: Sale, name: str, kind: str, *, times: int = 1) -> dict[str, Any]:
    """This function will wait for alarms in somebody's inbox, and give the newest."""
    client = sale.people[name]

    def look() -> list[dict[str, Any]] | None:
        alarms = client.alarms(kind)
        return alarms if len(alarms) >= times else None

    alarms: list[dict[str, Any]] = wait_for(f"{kind} in {name}'s inbox", look, 30)
    check(f"{name}'s alarms of kind {kind}", len(alarms), times)
    sale.story.say(name, f"{alarms[0]['title']}: {alarms[0]['text']}")
    return alarms[0]


def hire(sale: Sale, name: str) -> None:
    """This function will have somebody new look after the operator's money."""
    operator = sale.people[name] = Client(sale.market, f"{name}{sale.suffix}")
    operator.sign_up()
    sale.market.make_admin(operator.name, "FINANCE")
    # What one may do stands in the token.
    operator.sign_in()
    sale.story.say("", f"{operator.name} looks after money from now on")


def goods_become(sale: Sale, state: str) -> None:
    """This function will look how the goods stand by now."""
    check("the goods' state", sale.guest.get(f"/v1/goods/{sale.goods_id}")["state"], state)


def list_again(sale: Sale) -> None:
    goods_become(sale, "FAILED")
    relist(sale, expect=200)
    goods_become(sale, "OPEN")


def relist(sale: Sale, *, expect: int) -> Any:
    ends_at = sale.market.now() + timedelta(hours=1)
    body = {"endsAt": ends_at.isoformat().replace("+00:00", "Z")}
    return sale.seller.post(f"/v1/goods/{sale.goods_id}/relist", body, expect=expect)
