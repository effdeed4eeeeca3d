"""How would one write it without us? FastAPI, uvicorn and pymysql: one transaction a bid.

Does in each process what our edge and services do together: the token, the body, the key, the
rule, the hash, the receipt and the fact. Runs in an environment of its own, set by the variables
DATABASE_URL, THREADS and TOKEN_PUBLIC_KEY; see `bench.peers.environment`.
"""

import base64
import hashlib
import json
import os
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

import anyio.to_thread  # type: ignore[import-not-found,unused-ignore]
import jwt
import pymysql
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from fastapi import (  # type: ignore[import-not-found,unused-ignore]
    Depends,
    FastAPI,
    Header,
    HTTPException,
    Response,
)
from pydantic import BaseModel, Field  # type: ignore[import-not-found,unused-ignore]

_INCREMENTS = (
    (10_000, 500), (50_000, 1_000), (100_000, 2_000), (500_000, 5_000), (1_000_000, 10_000),
)  # fmt: skip
_LAST_STEP = 50_000
_DUPLICATE = 1062

_LOCK = (
    "SELECT seller_id, state, start_price, current_price, seq, ends_at, last_hash FROM auction"
    " WHERE goods_id = %s FOR UPDATE"
)
_INSERT = (
    "INSERT INTO bids (goods_id, seq, bidder_id, amount, placed_at, hash, idempotency_key, answer)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
_UPDATE = (
    "UPDATE auction SET current_price = %s, leader_id = %s, seq = %s, last_hash = %s"
    " WHERE goods_id = %s"
)
_TELL = "INSERT INTO outbox (kind, body, created_at) VALUES ('BidPlaced', %s, %s)"
_STORED = "SELECT goods_id, amount, answer FROM bids WHERE bidder_id = %s AND idempotency_key = %s"

_public_key: Any = load_pem_public_key(os.environ["TOKEN_PUBLIC_KEY"].encode())
_receipt_key = Ed25519PrivateKey.generate()
_verified: dict[str, tuple[int, float]] = {}
_local = threading.local()


class NewBid(BaseModel):  # type: ignore[misc,unused-ignore]
    amount: Annotated[int, Field(strict=True, ge=1, le=9_999_999_999_999)]


@asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = int(os.environ["THREADS"])
    yield


app = FastAPI(lifespan=_lifespan)


async def member(authorization: Annotated[str, Header()]) -> int:
    """This function will say whose token it is; verified ones are remembered until they end."""
    token = authorization.removeprefix("Bearer ")
    if token not in _verified:
        try:
            claims = jwt.decode(
                token, _public_key, algorithms=["EdDSA"], issuer="pikcur", audience="pikcur"
            )
        except jwt.InvalidTokenError as error:
            raise HTTPException(401, "INVALID_TOKEN") from error
        _verified[token] = int(claims["sub"]), float(claims["exp"])
    member_id, expires_at = _verified[token]
    if expires_at <= time.time():
        raise HTTPException(401, "TOKEN_EXPIRED")
    return member_id


@app.post("/v1/goods/{goods_id}/bids")  # type: ignore[misc,unused-ignore]
def place_bid(
    goods_id: int,
    bid: NewBid,
    member_id: Annotated[int, Depends(member)],
    key: Annotated[str, Header(alias="Idempotency-Key", max_length=255)],
) -> Response:
    """This function will place a bid; it is committed before it is answered."""
    connection = _connection()
    try:
        status, answer = _placed(connection, goods_id, bid.amount, member_id, key)
        connection.commit()
    except pymysql.IntegrityError as error:
        connection.rollback()
        if error.args[0] != _DUPLICATE:
            raise
        status, answer = _answered_before(connection, goods_id, bid.amount, member_id, key)
    except BaseException:
        connection.rollback()
        raise
    return Response(answer, status, media_type="application/json")


def _connection() -> Any:
    if not hasattr(_local, "connection"):
        parts = urlsplit(os.environ["DATABASE_URL"])
        _local.connection = pymysql.connect(
            host=parts.hostname,
            port=parts.port or 3306,
            user=parts.username,
            password=parts.password or "",
            database=parts.path[1:],
            ssl_disabled=True,
            charset="utf8mb4",
            init_command="SET SESSION tx_isolation='READ-COMMITTED', time_zone='+00:00'",
        )
    return _local.connection


def _placed(
    connection: Any, goods_id: int, amount: int, member_id: int, key: str
) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, (goods_id,))
        row = cursor.fetchone()
        if row is None:
            return 404, json.dumps({"code": "GOODS_NOT_FOUND"})
        seller_id, state, start_price, price, seq, ends_at, last_hash = row
        now = datetime.now(UTC).replace(tzinfo=None)
        minimum = start_price if price is None else price + _step(price)
        if state != "OPEN" or now >= ends_at:
            return 409, json.dumps({"code": "AUCTION_NOT_OPEN"})
        if member_id == seller_id:
            return 403, json.dumps({"code": "OWN_GOODS"})
        if amount < minimum:
            return 409, json.dumps({"code": "BID_TOO_LOW", "minimumBid": minimum})

        seq += 1
        at = now.isoformat() + "Z"
        text = f"{last_hash}\n{goods_id}\n{seq}\n{member_id}\n{amount}\n{at}"
        entry_hash = hashlib.sha256(text.encode()).hexdigest()
        signature = _receipt_key.sign(b"bid:" + entry_hash.encode())
        answer = json.dumps(
            {
                "seq": seq,
                "goodsId": goods_id,
                "amount": amount,
                "leading": True,
                "currentPrice": amount,
                "minimumBid": amount + _step(amount),
                "endsAt": ends_at.isoformat() + "Z",
                "placedAt": at,
                "receipt": base64.urlsafe_b64encode(signature).decode().rstrip("="),
            }
        )
        cursor.execute(_INSERT, (goods_id, seq, member_id, amount, now, entry_hash, key, answer))
        cursor.execute(_UPDATE, (amount, member_id, seq, entry_hash, goods_id))
        cursor.execute(_TELL, (answer, now))
        return 201, answer


def _step(price: int) -> int:
    return next((step for below, step in _INCREMENTS if price < below), _LAST_STEP)


def _answered_before(
    connection: Any, goods_id: int, amount: int, member_id: int, key: str
) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_STORED, (member_id, key))
        stored = cursor.fetchone()
    connection.rollback()
    if stored is None or stored[:2] != (goods_id, amount):
        return 422, json.dumps({"code": "IDEMPOTENCY_KEY_REUSED"})
    return 201, stored[2]
