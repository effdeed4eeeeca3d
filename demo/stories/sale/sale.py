"""Who takes part in a sale, and what do they hold in their hands?"""

import secrets
from dataclasses import dataclass, field
from typing import Any

from demo.client import Client, Market, Screen, Unexpected, wait_for
from demo.plot import check
from demo.story import PEOPLE, Story

START_PRICE = 10_000
PRICE = 21_000
SHIPPING_PRICE = 3_000
TOTAL = PRICE + SHIPPING_PRICE
COMMISSION = PRICE * 5 // 100
CREDIT = TOTAL - COMMISSION


@dataclass
class Sale:
    """Four clients, their screens, and what they are trading."""

    market: Market
    story: Story
    suffix: str = field(default_factory=lambda: secrets.token_hex(3))
    people: dict[str, Client] = field(init=False)
    screens: dict[str, Screen] = field(default_factory=dict)
    upload_ids: list[int] = field(default_factory=list)
    goods: dict[str, Any] = field(default_factory=dict)
    order_id: int = 0
    order: dict[str, Any] = field(default_factory=dict)
    invoice: str = ""
    #: The provider's number of what Bob has paid.
    imp_uid: str = ""
    offer_id: int = 0
    case_id: int = 0
    #: Of payouts.
    run_id: int = 0
    #: Ann's second bid, to be repeated: its key and its answer.
    second_bid: tuple[str, Any] = ("", None)
    lateness_ms: int = 0
    alarm_count: int = 0
    mail_count: int = 0

    def __post_init__(self) -> None:
        self.people = {name: Client(self.market, f"{name}{self.suffix}") for name in PEOPLE}

    @property
    def seller(self) -> Client:
        return self.people["seller"]

    @property
    def ann(self) -> Client:
        return self.people["ann"]

    @property
    def bob(self) -> Client:
        return self.people["bob"]

    @property
    def guest(self) -> Client:
        return self.people["guest"]

    @property
    def members(self) -> dict[str, Client]:
        return {name: client for name, client in self.people.items() if name != "guest"}

    @property
    def goods_id(self) -> int:
        return int(self.goods["goodsId"])

    def told(self, name: str, kind: str) -> dict[str, Any]:
        """This function will wait for an alarm on somebody's screen."""
        alarm: dict[str, Any] = self.screens[name].wait(
            f"{kind} on {name}'s screen", lambda body: body.get("kind") == kind
        )
        return alarm

    def everybody_sees(self, price: int) -> None:
        for name, screen in self.screens.items():
            screen.wait(
                f"{price:,} won on {name}'s screen", lambda body: body.get("currentPrice") == price
            )

    def follow_order(self, state: str) -> None:
        """This function will wait until the order has come to `state`."""

        def look() -> bool:
            self.order = self.bob.get(f"/v1/orders/{self.order_id}")
            return bool(self.order["state"] == state)

        try:
            wait_for("the order", look, 30)
        except Unexpected:
            check("the order's state after 30 s", self.order["state"], state)
        self.story.follow_order(self.order)

    @property
    def summary(self) -> str:
        return (
            f"{len(self.story.steps)} steps in {self.story.elapsed:.1f} s, each as it should be.\n"
            f"Sold for {PRICE:,} won after 4 bids, {self.lateness_ms} ms after its end; "
            f"{CREDIT:,} won credited.\n"
            f"{self.alarm_count} alarms and {self.mail_count} mails, each exactly once."
        )

    def close(self) -> None:
        for screen in self.screens.values():
            screen.close()
