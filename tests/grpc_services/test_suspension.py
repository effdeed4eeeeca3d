"""What may a suspended member do? Every rpc that names a member, asked of the real services."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from google.protobuf.message_factory import GetMessageClass

from grpc_services import access
from grpc_services.facts import in_transaction
from grpc_services.suspension import MemberSuspended
from models.base import database as tables
from models.dialect import is_sqlite
from models.members import Address, Block, Member, Store
from protos import auction_pb2, members_pb2
from tests.grpc_services.conftest import METHODS
from tests.support import factories
from tests.support.waiting import wait_until

OF_MEMBERS = {
    method.name: GetMessageClass(method.input_type)
    for method in METHODS.values()
    if "member_id" in method.input_type.fields_by_name
    and "operator_id" not in method.input_type.fields_by_name
}
#: Reading, doing what is owed, and what one hears of it.
ALLOWED = {
    "GetMember", "RequestExport", "ChangePassword", "ListSessions", "EndSession",
    "ListAgreements", "AgreeToTerms",
    "ListAddresses", "ListAccounts", "ListOrders", "GetOrder", "GetPayment",
    "ListSettlements", "ListPayouts", "WriteStatement",
    "GetBalance", "GetTracking", "ListMyBids", "ListAlarms", "CountUnread",
    "ReadAlarm", "ReadAlarms", "GetAlarmSettings", "UpdateAlarmSettings",
    "ListLikedGoods", "ListLikedBrands", "ListRecentGoods", "GetMyStore", "ListFollows",
    "ListBlocks", "ListSearches", "DeleteSearch", "DeleteSearches",
    "SetOrderAddress", "CreatePayment", "ReportPayment", "ShipOrder", "ConfirmOrder",
    "PackOrder", "CancelOrder", "ListStrikes", "AskForExtension",
    "AskForCarriers", "AcceptExtension", "ListSecondChances", "DeclineSecondChance",
    "OpenCase", "ListOrderCases", "GetCase", "SayInCase", "MakeOffer", "AcceptOffer",
    "RejectOffer", "ShipReturn", "EscalateCase", "WithdrawCase",
    "ListMyQuestions", "AnswerQuestion", "SendMessage", "ListMessages",
    "CreateInquiry", "ListInquiries", "GetInquiry", "AddToInquiry",
}  # fmt: skip


@pytest.fixture
def ann(database: str) -> Member:
    return factories.member("ann")


def _suspend(member: Member) -> None:
    Member.update(is_suspended=True).where(Member.member_id == member).execute()


class TestASuspendedMember:
    def test_may_only_what_the_contracts_allow(self, services, ann):
        _suspend(ann)

        refused = {
            name
            for name, request in OF_MEMBERS.items()
            if services.ask(request(member_id=ann.member_id)) == "MEMBER_SUSPENDED"
        }

        assert OF_MEMBERS.keys() - refused == ALLOWED

    def test_leaves_nothing_behind(self, services, ann):
        store = Store.get(Store.member == factories.member("bob"))
        _suspend(ann)

        for request in (
            members_pb2.BlockStoreRequest(member_id=ann.member_id, store_id=store.store_id),
            members_pb2.CreateAddressRequest(member_id=ann.member_id, **factories.HOME),
        ):
            assert services.ask(request, key="key") == "MEMBER_SUSPENDED"

        assert (Block.select().count(), Address.select().count()) == (0, 0)

    def test_does_not_bid(self, services, ann):
        lot = factories.goods(factories.member("seller"))
        _suspend(ann)

        bid = auction_pb2.NewBid(
            goods_id=lot.goods_id, member_id=ann.member_id, idempotency_key="1", amount=10_000
        )
        answer = services.ask(auction_pb2.PlaceBidsRequest(bids=[bid]))

        assert answer.answers[0].refusal.reason == "MEMBER_SUSPENDED"


class TestAnActiveMember:
    def test_is_refused_none_of_it(self, services, ann):
        for request in OF_MEMBERS.values():
            assert services.ask(request(member_id=ann.member_id)) != "MEMBER_SUSPENDED"

    def test_asks_for_much_at_once(self, services, ann):
        request = members_pb2.CreateAddressRequest(member_id=ann.member_id, **factories.HOME)

        with ThreadPoolExecutor(8) as threads:
            made = list(threads.map(services.ask, [request] * 16))

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
            acting.result(60), suspending.result(60)

        assert order == ["done", "suspended"]
        with pytest.raises(MemberSuspended):
            access.require_active(member_id=ann.member_id)


def _waits_for_a_lock() -> bool:
    row = tables.execute_sql("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'").fetchone()
    return int(row[1]) > 0
