"""How does a whole sale go, from sign-up to settlement? Each step, and what must come of it."""

import io
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from PIL import Image, ImageDraw

from bench.client import Client, Screen, Unexpected, wait_for
from bench.sale import COMMISSION, CREDIT, PRICE, SHIPPING_PRICE, START_PRICE, TOTAL, Sale, check

#: Long enough for all bids on a slow machine, short enough to watch.
AUCTION_SECONDS = 12
CARRIER = "04"

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


def sign_up(sale: Sale) -> None:
    for name, member in sale.members.items():
        member.sign_up()
        sale.story.say(name, f"{member.name} is member {member.member_id}, signed in")


def read_profiles(sale: Sale) -> None:
    for name, member in sale.members.items():
        profile = member.get("/v1/me")
        came = (profile["loginId"], profile["email"], profile["memberId"])
        check(f"{name}'s profile", came, (member.name, member.email, member.member_id))
        sale.story.say(name, f"{profile['loginId']}, {profile['email']}")


def rotate_tokens(sale: Sale) -> None:
    for name, member in sale.members.items():
        used = member.refresh_token
        tokens = member.post("/v1/auth/refresh", {"refreshToken": used}, expect=200)
        member.token, member.refresh_token = tokens["accessToken"], tokens["refreshToken"]
        check(f"{name}'s refresh token is a new one", member.refresh_token != used, True)
        member.get("/v1/me")
        sale.story.say(name, f"new tokens, for {tokens['expiresIn']} s")


def upload_pictures(sale: Sale) -> None:
    for colours in (("#f4ede4", "#d1495b"), ("#e4eef4", "#30638e")):
        content = _drawn_shoe(*colours)
        sale.upload_ids.append(sale.seller.upload(content))
        sale.story.say("seller", f"PNG of {len(content):,} bytes is upload {sale.upload_ids[-1]}")


def _drawn_shoe(ground: str, colour: str) -> bytes:
    image = Image.new("RGB", (2000, 1500), ground)
    draw = ImageDraw.Draw(image)
    draw.polygon(
        [(400, 500), (800, 500), (1150, 800), (1600, 900), (1650, 1050), (380, 1050)], colour
    )
    draw.rounded_rectangle((350, 1030, 1680, 1150), radius=60, fill="white")
    for lace in range(4):
        x, y = 820 + 90 * lace, 560 + 75 * lace
        draw.line((x, y, x - 130, y + 90), fill="white", width=22)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def put_goods_up(sale: Sale) -> None:
    category = sale.seller.get("/v1/categories")["items"][0]["children"][0]
    brand = sale.seller.get("/v1/brands")["items"][0]
    ends_at = datetime.now(UTC) + timedelta(seconds=AUCTION_SECONDS)
    sale.goods = sale.seller.post(
        "/v1/goods",
        {
            "name": f"{brand['name']} {category['name']} 270 👟",
            "info": "한 번 신었습니다.",
            "categoryId": category["categoryId"],
            "brandId": brand["brandId"],
            "quality": "LIKE_NEW",
            "size": "270",
            "startPrice": START_PRICE,
            "shippingPrice": SHIPPING_PRICE,
            "endsAt": ends_at.isoformat().replace("+00:00", "Z"),
            "softClose": False,
            "uploadIds": sale.upload_ids,
        },
    )
    check("the goods' state", sale.goods["state"], "OPEN")
    sale.story.list_goods(sale.goods)


def look_at_pictures(sale: Sale) -> None:
    images = sale.guest.get(f"/v1/goods/{sale.goods_id}")["images"]
    check("the number of pictures", len(images), 2)
    for image in images:
        for size, limit in (("thumb", 320), ("full", 1600)):
            picture = Image.open(io.BytesIO(requests.get(image[size], timeout=20).content))
            check(f"the format of {image[size]}", picture.format, "WEBP")
            check(f"the longer side of {image[size]}", max(picture.size), limit)
            sale.story.say("guest", f"{size}: WebP, {picture.width} × {picture.height}")


def open_screens(sale: Sale) -> None:
    prices = f"/topic/goods/{sale.goods_id}"
    for name, client in sale.people.items():
        wanted = [prices, "/user/queue/alarms"] if client.token else [prices]

        def told(body: dict[str, Any], name: str = name) -> None:
            sale.story.receive(name, body)

        sale.screens[name] = Screen(sale.market, *wanted, token=client.token, told=told)
        sale.story.say(name, f"watches {' and '.join(wanted)}")


def ann_bids(sale: Sale) -> None:
    answer = sale.ann.bid(sale.goods_id, amount=10_000)
    sale.story.offer("ann", "10,000", "leads")
    _check_bid(answer, leading=True, price=10_000, minimum=11_000)
    sale.everybody_sees(10_000)


def bob_bids_secretly(sale: Sale) -> None:
    answer = sale.bob.bid(sale.goods_id, maximum=50_000)
    sale.story.offer("bob", "≤ 50,000", f"leads at {answer['currentPrice']:,}")
    _check_bid(answer, leading=True, price=11_000, minimum=12_000)
    sale.everybody_sees(11_000)
    path = f"/v1/goods/{sale.goods_id}/auction"
    check("the maximum that Bob sees", sale.bob.get(path)["yourMaximum"], 50_000)
    check("the maximum that Ann sees", sale.ann.get(path)["yourMaximum"], None)


def _check_bid(answer: dict[str, Any], *, leading: bool, price: int, minimum: int) -> None:
    came = (answer["leading"], answer["currentPrice"], answer["minimumBid"])
    check("leading, current price and minimum bid", came, (leading, price, minimum))


def ann_hears_that_she_is_outbid(sale: Sale) -> None:
    alarm = sale.told("ann", "OUTBID")
    kept = [alarm["alarmId"] for alarm in sale.ann.alarms("OUTBID")]
    check("OUTBID in Ann's inbox", kept, [alarm["alarmId"]])
    check("Ann's unread count", sale.ann.get("/v1/me/alarms/unread-count"), {"unread": 1})
    sale.story.say("ann", "it is in her inbox; 1 unread")


def refuse_low_bid(sale: Sale) -> None:
    problem = sale.ann.bid(sale.goods_id, expect=409, amount=10_000)
    sale.story.offer("ann", "10,000", problem["code"])
    check("code and minimum", (problem["code"], problem["minimumBid"]), ("BID_TOO_LOW", 12_000))


def refuse_seller(sale: Sale) -> None:
    _check_refusal(sale, "seller", status=403, code="OWN_GOODS")


def refuse_guest(sale: Sale) -> None:
    _check_refusal(sale, "guest", status=401, code="NO_TOKEN")


def _check_refusal(sale: Sale, name: str, *, status: int, code: str) -> None:
    problem = sale.people[name].bid(sale.goods_id, expect=status, amount=30_000)
    sale.story.offer(name, "30,000", problem["code"])
    check("the refusal's code", problem["code"], code)


def proxy_answers_ann(sale: Sale) -> None:
    key = secrets.token_hex(8)
    answer = sale.ann.bid(sale.goods_id, key=key, amount=20_000)
    sale.story.offer("ann", "20,000", "beaten at once")
    sale.story.offer("bob", f"{answer['currentPrice']:,}", "by proxy, leads")
    _check_bid(answer, leading=False, price=PRICE, minimum=22_000)
    sale.everybody_sees(PRICE)
    sale.second_bid = key, answer


def repeat_bid(sale: Sale) -> None:
    key, answer = sale.second_bid
    again = sale.ann.bid(sale.goods_id, key=key, amount=20_000)
    check("the answer to the same bid with the same Idempotency-Key", again, answer)
    sale.story.say("ann", f"the same answer again: bid {again['bidId']}")


def read_history(sale: Sale) -> None:
    entries = sale.guest.get(f"/v1/goods/{sale.goods_id}/bids")["items"]
    came = [(entry["seq"], entry["amount"], entry["automatic"]) for entry in reversed(entries)]
    expected = [
        (1, 10_000, False), (2, 11_000, False), (3, 20_000, False), (4, PRICE, True),
    ]  # fmt: skip
    check("seq, amount and automatic of each bid", came, expected)
    for entry in reversed(entries):
        sale.story.say("guest", f"#{entry['seq']} {entry['bidder']} {entry['amount']:,}")


def wait_for_the_end(sale: Sale) -> None:
    sale.story.say("guest", "waits")
    last = sale.screens["guest"].wait("WON on the guest's screen", _is_won, 30)
    late = _moment(last["serverTime"]) - _moment(sale.goods["endsAt"])
    sale.lateness_ms = round(late.total_seconds() * 1000)
    sale.story.say("guest", f"closed {sale.lateness_ms} ms after its end at {last['endsAt']}")
    if not 0 <= sale.lateness_ms < 1000:
        raise Unexpected(f"lateness: expected less than 1,000 ms, got {sale.lateness_ms:,} ms")


def _is_won(body: dict[str, Any]) -> bool:
    return bool(body.get("state") == "WON")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def refuse_late_bid(sale: Sale) -> None:
    problem = sale.ann.bid(sale.goods_id, expect=409, amount=30_000)
    sale.story.offer("ann", "30,000", problem["code"])
    check("the refusal's code", problem["code"], "AUCTION_NOT_OPEN")


def all_hear_of_the_end(sale: Sale) -> None:
    for name, kind in (("bob", "AUCTION_WON"), ("seller", "AUCTION_WON"), ("ann", "AUCTION_LOST")):
        alarm = sale.told(name, kind)
        check(f"the price in {name}'s alarm", int(alarm["data"]["price"]), PRICE)
        sale.story.say(name, alarm["title"])
    sale.order_id = int(sale.told("bob", "AUCTION_WON")["orderId"])


def give_address(sale: Sale) -> None:
    orders = [order["orderId"] for order in sale.bob.get("/v1/me/purchases")["items"]]
    check("Bob's purchases", orders, [sale.order_id])
    address = sale.bob.post(
        "/v1/me/addresses",
        {
            "name": "밥",
            "phone": "010-1111-2222",
            "postcode": "06236",
            "address": "서울 강남구 테헤란로 1",
            "addressDetail": "3층",
        },
    )
    order = sale.bob.put(f"/v1/orders/{sale.order_id}/address", {"addressId": address["addressId"]})
    check("the order's postcode", order["address"]["postcode"], "06236")
    check("the order's total", order["total"], TOTAL)
    sale.follow_order("AWAITING_PAYMENT")


def refuse_forged_payment(sale: Sale) -> None:
    merchant_uid = _prepared_payment(sale)
    imp_uid = sale.market.pay(merchant_uid, amount=100, webhook="never")
    sale.story.say("bob", f"pays 100 won of {TOTAL:,} as {imp_uid}")
    sale.bob.post(f"/v1/payments/{merchant_uid}/verify", {"impUid": imp_uid}, expect=202)
    sale.told("bob", "PAYMENT_FAILED")
    refund = sale.told("bob", "REFUNDED")
    check("the refunded amount", int(refund["data"]["amount"]), 100)
    sale.follow_order("AWAITING_PAYMENT")


def _prepared_payment(sale: Sale) -> str:
    payment = sale.bob.post(f"/v1/orders/{sale.order_id}/payments")
    check("the amount asked for", payment["amount"], TOTAL)
    return str(payment["merchantUid"])


def pay(sale: Sale) -> None:
    imp_uid = sale.market.pay(_prepared_payment(sale))
    sale.story.say("bob", f"pays {TOTAL:,} won as {imp_uid} and closes the browser")
    for name in ("bob", "seller"):
        alarm = sale.told(name, "PAYMENT_COMPLETED")
        check(f"the total in {name}'s alarm", int(alarm["data"]["total"]), TOTAL)
    sale.follow_order("PAID")


def ship(sale: Sale) -> None:
    sale.invoice = "".join(secrets.choice("0123456789") for _ in range(12))
    shipment = {"carrier": CARRIER, "invoice": sale.invoice}
    order = sale.seller.put(f"/v1/orders/{sale.order_id}/shipment", shipment)
    sale.story.say("seller", f"{order['shipment']['carrierName']} {sale.invoice}")
    sale.told("bob", "SHIPPED")
    sale.follow_order("SHIPPED")


def deliver(sale: Sale) -> None:
    for level in (1, 3, 5, 6):
        sale.market.move_parcel(CARRIER, sale.invoice, level)
        tracking = _tracking_at(sale, level)
        levels = [scan["level"] for scan in tracking["steps"]]
        check("the levels of its scans", levels, sorted({*levels, level}))
        last = tracking["steps"][-1]
        sale.story.say("bob", f"level {level}: {last['where']} {last['kind']}")
    check("delivered, by its tracking", tracking["delivered"], True)
    for name in ("bob", "seller"):
        sale.told(name, "DELIVERED")
    sale.follow_order("DELIVERED")


def _tracking_at(sale: Sale, level: int) -> Any:
    def look() -> Any:
        tracking = sale.bob.get(f"/v1/orders/{sale.order_id}/tracking")
        return tracking if tracking["level"] == level else None

    return wait_for(f"level {level} of the parcel", look, 30)


def confirm(sale: Sale) -> None:
    sale.bob.post(f"/v1/orders/{sale.order_id}/confirm", expect=200)
    sale.told("seller", "ORDER_CONFIRMED")


def settle(sale: Sale) -> None:
    sale.told("seller", "SETTLED")
    sale.follow_order("SETTLED")
    [settlement] = sale.seller.get("/v1/me/settlements")["items"]
    came = {name: settlement[name] for name in ("price", "shippingPrice", "commission", "amount")}
    expected = {
        "price": PRICE, "shippingPrice": SHIPPING_PRICE, "commission": COMMISSION, "amount": CREDIT,
    }  # fmt: skip
    check("the settlement", came, expected)
    balance = sale.seller.get("/v1/me/balance")
    check("the seller's balance", balance, {"payable": CREDIT, "inEscrow": 0})
    sale.story.say("seller", f"{PRICE:,} + {SHIPPING_PRICE:,} − {COMMISSION:,} = {CREDIT:,} won")


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


def sign_out(sale: Sale) -> None:
    for name, member in sale.members.items():
        member.post("/v1/auth/sign-out", expect=204)
        began_at = time.monotonic()
        answer = wait_for(f"the end of {name}'s session", _refused(member), 5)
        check("the refusal", answer, (401, "SESSION_ENDED"))
        seconds = time.monotonic() - began_at
        sale.story.say(name, f"token refused {seconds:.1f} s after signing out")


def _refused(member: Client) -> Callable[[], tuple[int, str] | None]:
    def look() -> tuple[int, str] | None:
        answer = member.send("GET", "/v1/me")
        return None if answer.status_code == 200 else (answer.status_code, answer.json()["code"])

    return look
