"""What may a suspended member do? Every rpc that names a member, asked of the real services."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2
from grpc_status import rpc_status

import settings
from grpc_services import access
from grpc_services.__main__ import SERVICES, Core
from grpc_services.facts import in_transaction
from grpc_services.server import use_threads
from grpc_services.suspension import MemberSuspended
from models.base import database as tables
from models.dialect import is_sqlite
from models.members import Address, Block, Member, Store
from protos import auction_pb2, members_pb2
from tests.support import factories
from tests.support.servers import EDGE_SECRET, wait_until

METHODS = {method.input_type.full_name: method for method in access._methods()}
OF_MEMBERS = {
    path: METHODS[rpc.request]
    for rpc in access.declared()
    for path in [rpc.path]
    if "member_id" in METHODS[rpc.request].input_type.fields_by_name
}
#: Reading, doing what is owed, and what one hears of it.
ALLOWED = {
    "GetMember", "ListAddresses", "ListAccounts", "ListOrders", "GetOrder", "GetPayment",
    "ListSettlements", "GetBalance", "GetTracking", "ListMyBids", "ListAlarms", "CountUnread",
    "ReadAlarm", "ReadAlarms", "GetAlarmSettings", "UpdateAlarmSettings",
    "SetOrderAddress", "CreatePayment", "ReportPayment", "ShipOrder", "ConfirmOrder",
}  # fmt: skip


@pytest.fixture
def channel(database: str, redis_url: str) -> Iterator[grpc.Channel]:
    """A channel to all services, as they are made of settings."""
    core = Core(settings.load(environ=factories.environ(database, redis_url)))
    threads = use_threads(8)
    serving = factories.serving(lambda server: _register(core, server))
    with serving as address, grpc.insecure_channel(address) as channel:
        yield channel
    core.lanes.stop()
    for _ in range(8):
        threads.submit(tables.close)
    threads.shutdown()


def _register(core: Core, server: grpc.aio.Server) -> None:
    for register in SERVICES.values():
        register(core, server)


@pytest.fixture
def ann(database: str) -> Member:
    return factories.member("ann")


def _suspend(member: Member) -> None:
    Member.update(is_suspended=True).where(Member.member_id == member).execute()


def _ask(channel: grpc.Channel, path: str, request):  # type: ignore[no-untyped-def]
    """The answer, or the reason of the refusal."""
    method = METHODS[request.DESCRIPTOR.full_name]
    call = channel.unary_unary(
        path,
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=GetMessageClass(method.output_type).FromString,
    )
    try:
        return call(request, timeout=30, metadata=[("authorization", f"Bearer {EDGE_SECRET}")])
    except grpc.RpcError as error:
        info = error_details_pb2.ErrorInfo()
        status = rpc_status.from_call(error)
        if status is not None and status.details and status.details[0].Unpack(info):
            return info.reason
        return error.code()


class TestASuspendedMember:
    def test_may_only_what_the_contracts_allow(self, channel, ann):
        _suspend(ann)

        refused = {
            method.name
            for path, method in OF_MEMBERS.items()
            if _ask(channel, path, GetMessageClass(method.input_type)(member_id=ann.member_id))
            == "MEMBER_SUSPENDED"
        }

        assert {method.name for method in OF_MEMBERS.values()} - refused == ALLOWED

    def test_leaves_nothing_behind(self, channel, ann):
        store = Store.get(Store.member == factories.member("bob"))
        _suspend(ann)

        block = members_pb2.BlockStoreRequest(member_id=ann.member_id, store_id=store.store_id)
        address = members_pb2.CreateAddressRequest(member_id=ann.member_id, **factories.HOME)
        for name, request in (("BlockStore", block), ("CreateAddress", address)):
            path = f"/pikcur.members.v1.Members/{name}"
            assert _ask(channel, path, request) == "MEMBER_SUSPENDED"

        assert (Block.select().count(), Address.select().count()) == (0, 0)

    def test_does_not_bid(self, channel, ann):
        lot = factories.goods(factories.member("seller"))
        _suspend(ann)

        bid = auction_pb2.NewBid(
            goods_id=lot.goods_id, member_id=ann.member_id, idempotency_key="1", amount=10_000
        )
        answer = _ask(
            channel, "/pikcur.auction.v1.Auctions/PlaceBids",
            auction_pb2.PlaceBidsRequest(bids=[bid]),
        )  # fmt: skip

        assert answer.answers[0].refusal.reason == "MEMBER_SUSPENDED"


class TestAnActiveMember:
    def test_is_refused_none_of_it(self, channel, ann):
        for path, method in OF_MEMBERS.items():
            request = GetMessageClass(method.input_type)(member_id=ann.member_id)
            assert _ask(channel, path, request) != "MEMBER_SUSPENDED"

    def test_asks_for_much_at_once(self, channel, ann):
        path = "/pikcur.members.v1.Members/CreateAddress"
        request = members_pb2.CreateAddressRequest(member_id=ann.member_id, **factories.HOME)

        with ThreadPoolExecutor(8) as threads:
            made = list(threads.map(lambda _: _ask(channel, path, request), range(16)))

        assert sum(address.default for address in made) == 1


class TestASuspension:
    def test_waits_for_what_was_begun_before(self, database, ann):
        order, begun, may_end = list[str](), threading.Event(), threading.Event()

        def work() -> None:
            access.require_active(member_id=ann.member_id)
            begun.set()
            may_end.wait(10)
            order.append("done")

        def act() -> None:
            with tables.connection_context():
                in_transaction(work)

        def suspend() -> None:
            with tables.connection_context():
                _suspend(ann)
                order.append("suspended")

        with ThreadPoolExecutor(2) as threads:
            acting = threads.submit(act)
            assert begun.wait(10)
            suspending = threads.submit(suspend)
            if not is_sqlite():
                wait_until("the lock", _waits_for_a_lock)
            may_end.set()
            acting.result(10), suspending.result(10)

        assert order == ["done", "suspended"]
        with pytest.raises(MemberSuspended):
            access.require_active(member_id=ann.member_id)


def _waits_for_a_lock() -> bool:
    row = tables.execute_sql("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'").fetchone()
    return int(row[1]) > 0
