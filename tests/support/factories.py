"""Who and what takes part in a test? Seller, ann and bob who bid, eve who may not; goods."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from datetime import timedelta
from itertools import count
from typing import Any

import grpc
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from grpc_services.access import Guard
from grpc_services.auction.answers import NewBid, PlacedBid
from grpc_services.auction.bids import place_bids
from grpc_services.auction.house import House
from grpc_services.auction.pure.state import Rules
from grpc_services.catalogue.goods import Lengths, Listing, register_goods
from grpc_services.members.registration import Applicant, sign_up
from grpc_services.members.terms import Version
from grpc_services.members.tokens import Signer
from grpc_services.refusals import Refusal
from grpc_services.server import OPTIONS, listen, make_server
from models.auction import UnpaidWin
from models.catalogue import Brand, Category, Goods, Upload
from models.dialect import database_now
from models.members import Member
from models.outbox import OutboxFact
from protos import access_pb2
from tests.support.servers import EDGE_OLD_SECRET, EDGE_SECRET, HOST, WORKER_SECRET

RULES = Rules(
    ((10_000, 500), (50_000, 1_000), (100_000, 2_000), (None, 5_000)), timedelta(minutes=3), 20
)
SIGNER = Signer(Ed25519PrivateKey.generate(), timedelta(minutes=15), "secret of names")
HOUSE = House(RULES, SIGNER)
GUARD = Guard(
    {
        access_pb2.CALLER_EDGE: [EDGE_SECRET, EDGE_OLD_SECRET],
        access_pb2.CALLER_WORKER: [WORKER_SECRET],
    }
)
LENGTHS = Lengths(timedelta(seconds=1), timedelta(days=30))
HOME = {
    "name": "Bob",
    "phone": "010-0000-0000",
    "postcode": "06236",
    "address": "서울",
    "address_detail": "1층",
}
_numbers = count(1)


def member(login_id: str) -> Member:
    return sign_up(applicant=applicant(login_id), password_hash="hash", now=database_now())


def applicant(login_id: str, **changes: Any) -> Applicant:
    values: dict[str, Any] = {
        "login_id": login_id,
        "name": login_id.capitalize(),
        "email": f"{login_id}@example.com",
        "phone": "010-0000-0000",
        "birth": "1990-01-31",
        "gender": "OTHER",
        "language": "en",
        "agreed_to": frozenset({Version("TERMS", 1), Version("PRIVACY", 1)}),
    }
    return Applicant(**values | changes)


def picture(owner: Member, state: str = "READY", **changes: Any) -> Upload:
    key = f"picture-{next(_numbers)}"
    values: dict[str, Any] = {
        "member": owner,
        "kind": "GOODS",
        "content_type": "image/png",
        "state": state,
        "source_key": f"incoming/{key}",
        "thumb_key": f"public/{key}-thumb.webp",
        "full_key": f"public/{key}-full.webp",
        "created_at": database_now(),
        "expires_at": database_now() + timedelta(minutes=10),
    }
    return Upload.create(**values | changes)


def listing(seller: Member, **changes: Any) -> Listing:
    category, _ = Category.get_or_create(name="신발", name_en="Shoes", position=1)
    brand, _ = Brand.get_or_create(name="나이키", defaults={"name_en": "Nike"})
    values: dict[str, Any] = {
        "name": "나이키 에어",
        "info": "한 번 신었습니다.",
        "category_id": category.category_id,
        "brand_id": brand.brand_id,
        "quality": "USED",
        "gender": "UNISEX",
        "size": "270",
        "start_price": 10_000,
        "buy_now_price": None,
        "reserve_price": None,
        "shipping_price": 3_000,
        "starts_at": None,
        "ends_at": database_now() + timedelta(hours=1),
        "soft_close": True,
        "upload_ids": [],
    }
    values |= changes
    if not values["upload_ids"]:
        values["upload_ids"] = [picture(seller).upload_id]
    return Listing(**values)


def goods(seller: Member, **changes: Any) -> Goods:
    return register_goods(
        member_id=seller.member_id,
        listing=listing(seller, **changes),
        lengths=LENGTHS,
        now=database_now(),
    )


def new_bid(
    lot: Goods,
    bidder: Member,
    *,
    amount: int | None = None,
    maximum: int | None = None,
    key: str | None = None,
) -> NewBid:
    return NewBid(lot.goods_id, bidder.member_id, key or f"key-{next(_numbers)}", amount, maximum)


def bid(lot: Goods, bidder: Member, **offer: Any) -> PlacedBid | Refusal:
    return place_bids(bids=[new_bid(lot, bidder, **offer)], house=HOUSE)[0]


def facts() -> list[str]:
    """This function will name the facts in the outbox, oldest first."""
    return [row.kind for row in OutboxFact.select().order_by(OutboxFact.fact_id)]


def environ(database_url: str, redis_url: str) -> dict[str, str]:
    """This function will give the settings that the services need."""
    key = SIGNER.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "TOKEN_PRIVATE_KEY": key.decode(),
        "PSEUDONYM_SECRET": SIGNER.pseudonym_secret,
        "UPLOAD_SECRET": "secret of uploads",
        "EDGE_SECRET": EDGE_SECRET,
        "WORKER_SECRET": WORKER_SECRET,
    }


@contextlib.contextmanager
def serving(
    register: Callable[[grpc.aio.Server], None],
    *,
    proof: tuple[bytes, bytes] | None = None,
    options: Mapping[str, int] = OPTIONS,
) -> Iterator[str]:
    """This function will serve what `register` adds to a server behind the guard; its address."""
    address: Future[str] = Future()
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def serve() -> None:
        server, _ = make_server(GUARD, options=options)
        register(server)
        port = listen(server, f"{HOST}:0", proof=proof)
        await server.start()
        address.set_result(f"{HOST}:{port}")
        await ended.wait()
        await server.stop(None)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        yield address.result(60)
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


def payload(kind):
    """This function will give what the only fact of a kind says, or the first."""
    return OutboxFact.get(OutboxFact.kind == kind).payload


def settle_wins():
    """Nobody has to pay for anything any more."""
    UnpaidWin.delete().execute()
