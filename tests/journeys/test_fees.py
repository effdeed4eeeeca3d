"""Does a seller see, over HTTP, what they pay, when the operator changes it?"""

import pytest

from demo.client import Client
from tests.support.lots import ADDRESS, buy, put_up
from tests.support.markets import RunningMarket

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)

WHY = {"reason": "행사"}
RULES = "/v1/admin/fee-rules"


class TestFees:
    def test_are_as_the_operator_says_and_the_sellers_affair(self, market: RunningMarket) -> None:
        seller, bob, olga = (Client(market.market, f"{one}_fee") for one in ("seller", "bob", "o"))
        for client in (seller, bob, olga):
            client.sign_up()
        bob.post("/v1/me/addresses", ADDRESS)
        assert market.pikcur("admin", "add", olga.name, "--scope", "FINANCE").returncode == 0

        own = {"name": "commission", "scope": "SELLER", "sellerId": seller.member_id}
        rule = olga.post(RULES, {**WHY, **own, "percent": 2.5, "max": 1_500})
        assert (rule["percent"], rule["fixed"], rule["vat"]) == (2.5, None, 10)
        assert olga.get(RULES)["items"][0] == rule
        order_id = buy(bob, put_up(seller, buyNowPrice=80_000))

        fee = {"name": "commission", "amount": 1_500, "vat": 136}
        assert seller.get(f"/v1/orders/{order_id}")["fees"] == [fee]
        assert bob.get(f"/v1/orders/{order_id}")["fees"] == []

        path = f"{RULES}/{rule['ruleId']}"
        olga.ask("DELETE", path, json=WHY, expect=204)
        again = olga.send("DELETE", path, json=WHY)
        assert (again.status_code, again.json()["code"]) == (409, "FEE_RULE_ENDED")
        assert bob.send("GET", RULES).status_code == 403
        unclear = olga.send("POST", RULES, json={**WHY, **own, "percent": 1, "fixed": 1})
        assert unclear.json()["errors"][0]["field"] == "percent"
        (general,) = bob.get("/v1/config")["fees"]
        assert (general["name"], general["percent"]) == ("commission", 5)
