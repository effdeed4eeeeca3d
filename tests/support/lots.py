"""What do members sell in journeys? Goods that are put up over HTTP."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image

from demo.client import Client


def picture(width: int = 40, height: int = 20) -> bytes:
    """This function will draw a PNG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


def put_up(seller: Client, *, seconds: float = 3600, **changes: Any) -> int:
    """This function will put goods up for auction for so long, and give their id."""
    goods = {
        "name": "나이키 에어",
        "info": "한 번 신었습니다.",
        "categoryId": seller.get("/v1/categories")["items"][0]["children"][0]["categoryId"],
        "brandId": seller.get("/v1/brands")["items"][0]["brandId"],
        "quality": "LIKE_NEW",
        "startPrice": 10_000,
        "shippingPrice": 3_000,
        "endsAt": ends_in(seconds),
        "uploadIds": [seller.upload(picture())],
    }
    return int(seller.post("/v1/goods", goods | changes)["goodsId"])


def ends_in(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
