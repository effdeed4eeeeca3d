"""What if a buyer and a seller do not agree? The operator decides, and each has their part."""

import io
import zipfile

from demo.client import wait_for
from demo.plot import check
from demo.stories.sale import order
from demo.stories.sale.sale import COMMISSION, TOTAL, Sale
from demo.stories.tale import BIDDING, OPENING, end_auction, hears, hire, pass_time, told

OFFERED, DECIDED = 3_000, 9_000
LEFT = TOTAL - DECIDED
#: Who keeps a part pays that part of our commission.
CREDIT = LEFT - COMMISSION * LEFT // TOTAL


def hire_operator(sale: Sale) -> None:
    hire(sale, "operator")


def open_case(sale: Sale) -> None:
    claim = {"kind": "DAMAGED", "wanted": "REFUND", "text": "상자가 찌그러지고 흠집이 있습니다."}
    case = sale.bob.post(f"/v1/orders/{sale.order_id}/cases", claim)
    sale.case_id = case["caseId"]
    sale.story.say("bob", f"{case['kind']}, wants {case['offer']['amount']:,} won back")
    hears(sale, "seller", "CASE_OPENED")
    sale.follow_order("DISPUTED")
    check("what is frozen", sale.seller.get("/v1/me/balance")["frozen"], TOTAL)


def offer_a_part(sale: Sale) -> None:
    sale.seller.post(f"/v1/cases/{sale.case_id}/offers", {"amount": OFFERED})
    hears(sale, "bob", "CASE_CHANGED")


def reject(sale: Sale) -> None:
    sale.bob.post(f"/v1/cases/{sale.case_id}/reject", expect=200)
    hears(sale, "seller", "CASE_CHANGED")


def remind(sale: Sale) -> None:
    pass_time(sale, "48h")
    hears(sale, "seller", "CASE_CHANGED", times=2)


def escalate(sale: Sale) -> None:
    case = sale.seller.post(f"/v1/cases/{sale.case_id}/escalate", expect=200)
    check("the case's state", (case["state"], case["turn"]), ("ESCALATED", "OPERATOR"))
    hears(sale, "operator", "NOTICE")


def look_at_it(sale: Sale) -> None:
    operator = sale.people["operator"]
    waiting = operator.get("/v1/admin/cases?state=ESCALATED&limit=100")["items"]
    check("whether it waits", sale.case_id in [case["caseId"] for case in waiting], True)
    file = operator.send("GET", f"/v1/admin/cases/{sale.case_id}/file")
    with zipfile.ZipFile(io.BytesIO(file.content)) as found:
        check("what is in its file", {"steps.json", "scans.json"} <= {*found.namelist()}, True)
        sale.story.say("", f"{len(found.namelist())} files: {', '.join(found.namelist()[:4])} …")


def decide(sale: Sale) -> None:
    decision = {"buyerGets": DECIDED, "note": "사진과 배송 기록을 보았습니다."}
    case = sale.people["operator"].put(f"/v1/admin/cases/{sale.case_id}", decision)
    check("the outcome", case["outcome"], {"buyerGets": DECIDED, "sellerGets": LEFT})
    for name in ("bob", "seller"):
        hears(sale, name, "CASE_CLOSED")


def refund(sale: Sale) -> None:
    alarm = hears(sale, "bob", "REFUNDED")
    check("the amount that went back", int(alarm["data"]["amount"]), DECIDED)


def settle(sale: Sale) -> None:
    wait_for("the settlement", lambda: sale.seller.alarms("SETTLED"), 30)
    sale.follow_order("SETTLED")
    [settlement] = sale.seller.get("/v1/me/settlements")["items"]
    came = settlement["refunded"], settlement["amount"]
    check("the settlement", came, (DECIDED, CREDIT))
    owed = {"payable": CREDIT, "inEscrow": 0, "frozen": 0, "receivable": 0}
    check("the seller's balance", sale.seller.get("/v1/me/balance"), owed)
    sale.story.say("seller", f"{TOTAL:,} − {DECIDED:,} − {LEFT - CREDIT:,} = {CREDIT:,} won")


PLOT = told(
    OPENING,
    BIDDING,
    {
        "The auction ends, and Bob has won": end_auction,
        "Bob gives his address": order.give_address,
        "Bob pays, only the webhook tells": order.pay,
        "Seller names a parcel": order.ship,
        "The parcel arrives": order.deliver,
        "Bob finds it damaged; his money is frozen": open_case,
        "Seller offers a part of it": offer_a_part,
        "Bob rejects that": reject,
        "Two days later the seller is reminded": remind,
        "Somebody looks after money": hire_operator,
        "Seller asks the operator": escalate,
        "The operator looks at all that was said": look_at_it,
        "The operator decides": decide,
        "Bob has his part back": refund,
        "Seller is credited the rest": settle,
    },
)
