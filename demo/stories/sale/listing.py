"""How do goods come up for sale, before everybody's eyes?"""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from PIL import Image, ImageDraw

from demo.client import Screen
from demo.plot import check
from demo.stories.sale.sale import SHIPPING_PRICE, START_PRICE, Sale

#: Long enough for all bids on a slow machine, short enough to watch.
AUCTION_SECONDS = 12


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
    now = sale.market.now()
    sale.story.ahead = now - datetime.now(UTC)
    ends_at = now + timedelta(seconds=AUCTION_SECONDS)
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
