"""How does a seller get their money? By two of the operator's people, and a bank that looks."""

import csv
import io
from datetime import timedelta
from typing import Any

from demo.plot import check
from demo.stories.sale import order
from demo.stories.sale.sale import COMMISSION, CREDIT, PRICE, SHIPPING_PRICE, Sale
from demo.stories.tale import BIDDING, OPENING, end_auction, hears, hire, told

RUNS = "/v1/admin/payouts"
WHY = {"reason": "주간 정산"}
WRONG = {"bankCode": "090", "accountNumber": "3333-01-2345678", "holder": "김잘못"}
RIGHT = {"bankCode": "088", "accountNumber": "110-123-456789", "holder": "김판매", "default": True}
_KOREA = timedelta(hours=9)


def hire_two(sale: Sale) -> None:
    for name in ("olga", "otto"):
        hire(sale, name)


def show_fees(sale: Sale) -> None:
    [settlement] = sale.seller.get("/v1/me/settlements")["items"]
    fee = {"name": "commission", "amount": COMMISSION, "vat": COMMISSION * 10 // 110}
    check("the fees", settlement["fees"], [fee])
    check("what the buyer sees of them", sale.bob.get(f"/v1/orders/{sale.order_id}")["fees"], [])
    sale.story.say("seller", f"{COMMISSION:,} won of commission, with {fee['vat']} of tax in it")


def draw_up(sale: Sale) -> None:
    olga = sale.people["olga"]
    _drop_what_is_open(sale)
    sale.run_id = olga.post(RUNS, WHY)["runId"]
    payout = _payout(sale)
    check("the seller's payout", (payout["state"], payout["amount"]), ("HELD", CREDIT))
    check("why it is held", payout["hold"], "NO_ACCOUNT")
    for path in (RUNS, f"{RUNS}/{sale.run_id}/approve"):
        problem = olga.post(path, WHY, expect=409)
        sale.story.say("", f"olga: {problem['code']}")
    hears(sale, "otto", "NOTICE")


def _drop_what_is_open(sale: Sale) -> None:
    """Somebody may have stopped in the middle of this story."""
    for run in sale.people["olga"].get(f"{RUNS}?limit=1")["items"]:
        if run["state"] in ("DRAFT", "APPROVED"):
            sale.people["olga"].post(f"{RUNS}/{run['runId']}/drop", WHY, expect=200)


def _payout(sale: Sale) -> dict[str, Any]:
    payout: dict[str, Any] = next(
        line["payout"] for line in _lines(sale) if line["sellerId"] == sale.seller.member_id
    )
    return payout


def _lines(sale: Sale) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = sale.people["olga"].get(f"{RUNS}/{sale.run_id}?limit=100&cursor={cursor}")
        lines, cursor = lines + page["items"], page["nextCursor"]
    return lines


def hold(sale: Sale) -> None:
    path = f"{RUNS}/{sale.run_id}"
    sale.people["otto"].post(f"{path}/approve", WHY, expect=200)
    hears(sale, "seller", "PAYOUT_FAILED")
    dropped = sale.people["olga"].post(f"{path}/drop", WHY, expect=200)
    check("the run's state", dropped["state"], "DROPPED")
    problem = sale.people["olga"].send("GET", f"{path}/export").json()
    check("the refusal of its file", problem["code"], "PAYOUT_RUN_NOT_APPROVED")


def send(sale: Sale) -> None:
    sale.seller.post("/v1/me/accounts", WRONG)
    _send(sale, WRONG)
    hears(sale, "seller", "PAYOUT_SENT")


def _send(sale: Sale, account: dict[str, Any]) -> None:
    sale.run_id = sale.people["olga"].post(RUNS, WHY)["runId"]
    sale.people["otto"].post(f"{RUNS}/{sale.run_id}/approve", WHY, expect=200)
    path = f"{RUNS}/{sale.run_id}/export"
    files = [sale.people[name].send("GET", path).content for name in ("olga", "otto")]
    check("whether the file stays the same", files[0], files[1])
    rows = list(csv.reader(io.StringIO(files[0].decode("utf-8-sig"))))
    number = account["accountNumber"].replace("-", "")
    line = [account["bankCode"], number, f"{CREDIT}", account["holder"]]
    check("the lines that pay the seller", [row[:4] for row in rows if row[1] == number], [line])
    sale.story.say("", f"{len(rows) - 1} transfers in payouts-{sale.run_id}.csv: {','.join(line)}")
    check("what the seller is owed", sale.seller.get("/v1/me/balance")["payable"], 0)


def fail(sale: Sale) -> None:
    _tell_results(sale, "FAILED")
    hears(sale, "seller", "PAYOUT_FAILED", times=2)
    check("what the seller is owed", sale.seller.get("/v1/me/balance")["payable"], CREDIT)
    result = {"payoutId": _payout(sale)["payoutId"], "state": "PAID"}
    body = {**WHY, "results": [result]}
    problem = sale.people["otto"].post(f"{RUNS}/{sale.run_id}/results", body, expect=409)
    check("the refusal of another result", problem["code"], "PAYOUT_RESULT_CONTRADICTS")


def _tell_results(sale: Sale, ours: str) -> None:
    """Others are paid; and all of it is told twice."""
    mine = _payout(sale)["payoutId"]
    numbers = [line["payout"]["payoutId"] for line in _lines(sale) if line["payout"]["sentAt"]]
    results = [
        {
            "payoutId": number,
            "state": ours if number == mine else "PAID",
            "because": "예금주 불일치",
        }
        for number in numbers
    ]
    for _ in range(2):
        body = {**WHY, "results": results}
        run = sale.people["olga"].post(f"{RUNS}/{sale.run_id}/results", body, expect=200)
        check("the run's state", run["state"], "DONE")


def pay(sale: Sale) -> None:
    sale.seller.post("/v1/me/accounts", RIGHT)
    _send(sale, RIGHT)
    _tell_results(sale, "PAID")
    hears(sale, "seller", "PAYOUT_SENT", times=3)
    payouts = sale.seller.get("/v1/me/payouts")["items"]
    check("the seller's payouts", [one["state"] for one in payouts], ["PAID", "FAILED"])
    check("what the seller is owed", sale.seller.get("/v1/me/balance")["payable"], 0)


def write_statement(sale: Sale) -> None:
    year = (sale.market.now() + _KOREA).year
    file = sale.seller.send("GET", f"/v1/me/settlements.csv?year={year}").content
    (_, row) = csv.reader(io.StringIO(file.decode("utf-8-sig")))
    came = [row[1], *row[3:7], row[8]]
    wanted = [sale.order_id, PRICE, SHIPPING_PRICE, 0, COMMISSION, CREDIT]
    check("the statement of the year", came, [str(value) for value in wanted])
    sale.story.say("seller", ",".join(row))


PLOT = told(
    OPENING,
    BIDDING,
    {
        "The auction ends, and Bob has won": end_auction,
        "Bob gives his address": order.give_address,
        "Bob pays, only the webhook tells": order.pay,
        "Seller names a parcel": order.ship,
        "The parcel arrives": order.deliver,
        "Bob confirms": order.confirm,
        "Seller is credited": order.settle,
        "Seller sees what it cost, and Bob does not": show_fees,
        "Two people look after money": hire_two,
        "Olga draws up a run, and cannot approve it": draw_up,
        "Otto does; seller has no account, and is told": hold,
        "With an account, the next run is sent": send,
        "The bank does not pay: seller is owed it again": fail,
        "Seller mends the account, and is paid": pay,
        "Seller has a statement of the year": write_statement,
    },
)
