"""Does an operator's day work, over HTTP and by the command on the machine?"""

import json

import pytest

from demo.client import Client
from tests.support.lots import put_up
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("market", ["mariadb"], indirect=True)

WHY = {"reason": "가짜 상품입니다."}


@pytest.fixture(scope="module")
def people(market: RunningMarket) -> list[Client]:
    people = [Client(market.market, f"{name}_op") for name in ("seller", "ann", "olga")]
    for client in people:
        client.sign_up()
    granted = market.pikcur("admin", "add", "olga_op", "--scope", "SUPPORT")
    assert granted.returncode == 0, granted.stderr
    return people


def code(client: Client, method: str, path: str, **options: object) -> tuple[int, str]:
    answer = client.send(method, path, **options)
    return answer.status_code, answer.json()["code"]


def told(client: Client, kind: str) -> list[str]:
    return [
        alarm["text"] for alarm in client.get("/v1/me/alarms")["items"] if alarm["kind"] == kind
    ]


class TestAnOperatorsDay:
    def test_begins_with_the_figures(self, people: list[Client]) -> None:
        assert people[2].get("/v1/admin/overview")["deadLetters"] == 0

    def test_takes_down_what_was_reported_and_tells_everybody(self, people: list[Client]) -> None:
        seller, ann, olga = people
        goods_id = put_up(seller)
        ann.bid(goods_id, amount=10_000)
        report = {"reason": "COUNTERFEIT", "detail": "로고가 다릅니다."}
        ann.post(f"/v1/goods/{goods_id}/reports", report)

        filed = olga.get("/v1/admin/reports?state=OPEN")["items"][-1]
        assert filed["targetId"] == goods_id
        decision = {"decision": "TAKE_DOWN", "note": "가짜입니다."}
        olga.ask("PUT", f"/v1/admin/reports/{filed['reportId']}", json=decision)

        assert ann.get(f"/v1/goods/{goods_id}/auction")["state"] == "CANCELLED"
        wait_until("the seller to hear", lambda: told(seller, "AUCTION_FAILED"))
        wait_until("ann to hear", lambda: told(ann, "AUCTION_LOST") and told(ann, "NOTICE"))
        assert "가짜입니다." in told(seller, "AUCTION_FAILED")[0]
        again = code(olga, "PUT", f"/v1/admin/reports/{filed['reportId']}", json=decision)
        assert again == (409, "REPORT_DECIDED_BEFORE")

    def test_suspends_a_member_at_once_and_lets_them_in_again(self, people: list[Client]) -> None:
        seller, ann, olga = people
        goods_id = put_up(seller)
        path = f"/v1/admin/members/{ann.member_id}"
        assert olga.post(f"{path}/suspend", WHY, expect=200)["state"] == "SUSPENDED"

        bid = {"json": {"amount": 10_000}, "headers": {"Idempotency-Key": "while suspended"}}
        refused = ann.send("POST", f"/v1/goods/{goods_id}/bids", **bid)
        assert refused.json()["code"] == "MEMBER_SUSPENDED"
        liked = ann.send("PUT", f"/v1/goods/{goods_id}/like").json()
        assert (liked["code"], liked["reason"]) == ("MEMBER_SUSPENDED", WHY["reason"])

        olga.post(f"{path}/reinstate", WHY, expect=200)
        ann.ask("PUT", f"/v1/goods/{goods_id}/like", expect=204)

    def test_signs_somebody_out_everywhere(self, people: list[Client]) -> None:
        _, ann, olga = people
        olga.ask("POST", f"/v1/admin/members/{ann.member_id}/sign-out", json=WHY, expect=204)
        wait_until("the edge to know", lambda: ann.send("GET", "/v1/me").status_code == 401)

    def test_may_not_do_what_is_another_admins(self, people: list[Client]) -> None:
        seller, _, olga = people
        assert code(olga, "GET", "/v1/admin/audit") == (403, "SCOPE_MISSING")
        assert code(seller, "GET", "/v1/admin/overview") == (403, "ADMINS_ONLY")

    def test_is_written_down_for_an_owner(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        market.pikcur("admin", "add", "olga_op")
        olga = people[2]
        lines = olga.get(f"/v1/admin/audit?actor={olga.member_id}")["items"]
        about_her = olga.get(f"/v1/admin/audit?target=MEMBER&targetId={olga.member_id}")["items"]
        acts = [line["act"] for line in reversed(lines)]
        assert acts == ["TAKE_DOWN", "DECIDE_REPORT", "SUSPEND", "REINSTATE", "SIGN_OUT"]
        assert [line["act"] for line in about_her] == ["GRANT_SCOPES"] * 2
        assert {line["reason"] for line in lines if line["act"] == "SUSPEND"} == {WHY["reason"]}


class TestTheCommand:
    def test_finds_nothing_wrong(self, market: RunningMarket) -> None:
        done = market.pikcur("doctor")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "All is well." in done.stdout

    def test_names_every_job_and_what_starts_it(self, market: RunningMarket) -> None:
        done = market.pikcur("--json", "jobs")
        jobs = {job["job"]: job for job in map(json.loads, done.stdout.splitlines())}
        assert jobs["open_order"]["started_by"] == "AuctionWon"
        assert jobs["mail_alarms"]["queue"] == "mail"

    def test_has_a_job_done_at_once(self, market: RunningMarket) -> None:
        assert "mail_alarms is sent" in market.pikcur("jobs", "run", "mail_alarms").stdout
        wrong = market.pikcur("jobs", "run", "open_order")
        assert (wrong.returncode, "needs to be told" in wrong.stderr) == (2, True)

    def test_lists_what_was_put_aside(self, market: RunningMarket) -> None:
        assert market.pikcur("dead", "list").stdout == "Nothing was put aside.\n"
        wrong = market.pikcur("dead", "drop", "1", "--reason", "weg")
        assert (wrong.returncode, "DEAD_LETTER_NOT_FOUND" in wrong.stderr) == (2, True)

    def test_says_that_there_is_no_such_member(self, market: RunningMarket) -> None:
        wrong = market.pikcur("admin", "add", "nobody_op")
        assert (wrong.returncode, "MEMBER_NOT_FOUND" in wrong.stderr) == (2, True)
