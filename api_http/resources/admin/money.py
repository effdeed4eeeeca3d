"""Whose money is it, and do our books agree with the payment provider's?"""

from google.protobuf.message import Message
from msgspec import field

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice, number
from api_http.kinds.moments import Day, Moment
from api_http.kinds.texts import MerchantUid, SearchWords
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, by
from protos import finance_pb2 as pb


class Reconciliations(Resource):
    @operation(
        "listReconciliations",
        "Comparisons of our books with the payment provider's, the newest first",
        query=shapes.Page,
        answer=pb.ListReconciliationsResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListReconciliationsRequest(operator_id=call.member_id, **call.page)
        return await call.ask(self.stubs.finance.ListReconciliations, request)


class LedgerAccount(Choice, of=pb.LedgerAccount):
    """An account of the ledger."""


class HeldFundsQuery(shapes.Page, frozen=True, kw_only=True):
    #: Now, if nothing is said.
    on: Moment | None = None
    #: The one whose owners are told.
    account: LedgerAccount | None = None


class HeldFunds(Resource):
    @operation(
        "readHeldFunds",
        "What is owed to whom at a moment, and what we have, by account; of one account by owner",
        query=HeldFundsQuery,
        answer=pb.HeldFunds,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.GetHeldFundsRequest(
            operator_id=call.member_id,
            on=shapes.timestamp(call.query.on),
            account=number(call.query.account),
            **call.page,
        )
        return await call.ask(self.stubs.finance.GetHeldFunds, request)


class Suspense(Resource):
    @operation(
        "listSuspense",
        "Money of nobody known, by the payment that brought it, the oldest first",
        query=shapes.Page,
        answer=pb.ListSuspenseResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListSuspenseRequest(operator_id=call.member_id, **call.page)
        return await call.ask(self.stubs.finance.ListSuspense, request)


class Clearing(Choice, of=pb.Clearing):
    """How money of nobody known is cleared."""


class NewClearing(Reasoned, frozen=True, kw_only=True):
    clearing: Clearing


class SuspenseClearings(Resource):
    @operation(
        "clearSuspense",
        "Give money of nobody known back, have it pay its order, or write it off; it counts when"
        " another admin says so, too",
        body=NewClearing,
        answer=pb.SuspenseFile,
        key=Key.ACCEPTED,
        refuses=(
            "SUSPENSE_NOT_FOUND",
            "SUSPENSE_GONE",
            "ORDER_NOT_PAYABLE",
            "SECOND_ADMIN_NEEDED",
            *NOT_YOURS,
        ),
    )
    async def on_post(self, call: Call, reading_id: int) -> Message:
        request = pb.ClearSuspenseRequest(
            reading_id=reading_id,
            clearing=call.body.clearing.number,
            **by(call, call.body.reason),
        )
        return await call.ask(self.stubs.finance.ClearSuspense, request)


class NewRemittance(Reasoned, frozen=True, kw_only=True):
    #: The provider's number of it, or the bank's.
    reference: texts.Reference
    #: When it arrived.
    day: Day
    #: What arrived, and what the provider has kept.
    amount: shapes.Price
    fee: shapes.Won


class Remittances(Resource):
    @operation(
        "listRemittances",
        "What the payment provider has paid into our bank account, the newest first",
        query=shapes.Page,
        answer=pb.ListRemittancesResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListRemittancesRequest(operator_id=call.member_id, **call.page)
        return await call.ask(self.stubs.finance.ListRemittances, request)

    @operation(
        "recordRemittance",
        "Say what the payment provider has paid us; it is booked when another admin says the same",
        body=NewRemittance,
        answer=pb.Remittance,
        key=Key.ACCEPTED,
        refuses=(
            "REMITTANCE_BOOKED",
            "REMITTANCE_TOO_EARLY",
            "REMITTANCE_TOO_LARGE",
            "SECOND_ADMIN_NEEDED",
            *NOT_YOURS,
        ),
    )
    async def on_post(self, call: Call) -> Message:
        told = {"reference": call.body.reference, "day": call.body.day.isoformat()}
        request = pb.RecordRemittanceRequest(
            amount=call.body.amount, fee=call.body.fee, **told, **by(call, call.body.reason)
        )
        return await call.ask(self.stubs.finance.RecordRemittance, request)


class PaymentFile(Resource):
    @operation(
        "readPaymentFile",
        "A payment with all that the provider has said of it, and all that was to be done about it",
        answer=pb.PaymentFile,
        refuses=("PAYMENT_NOT_FOUND", *NOT_YOURS),
    )
    async def on_get(self, call: Call, merchant_uid: MerchantUid) -> Message:
        request = pb.GetPaymentFileRequest(operator_id=call.member_id, merchant_uid=merchant_uid)
        return await call.ask(self.stubs.finance.GetPaymentFile, request)


class AnyOrdersQuery(shapes.Page, frozen=True, kw_only=True):
    query: SearchWords = field(default_factory=SearchWords)


class AnyOrders(Resource):
    @operation(
        "listAnyOrders",
        "Orders by their number or that of the goods, by a merchantUid, or by who bought or sold",
        query=AnyOrdersQuery,
        answer=pb.ListAnyOrdersResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAnyOrdersRequest(
            operator_id=call.member_id, query=call.query.query, **call.page
        )
        return await call.ask(self.stubs.finance.ListAnyOrders, request)


class OrderFile(Resource):
    @operation(
        "readOrderFile",
        "An order of anybody's with its deadlines, how it came so far, and its payments' numbers",
        answer=pb.OrderFile,
        refuses=("ORDER_NOT_FOUND", *NOT_YOURS),
    )
    async def on_get(self, call: Call, order_id: int) -> Message:
        request = pb.GetOrderFileRequest(operator_id=call.member_id, order_id=order_id)
        return await call.ask(self.stubs.finance.GetOrderFile, request)


class OrderLedger(Resource):
    @operation(
        "readOrderLedger",
        "Every movement of an order's money, oldest first; the lines of each sum to zero",
        answer=pb.OrderLedger,
        refuses=("ORDER_NOT_FOUND", *NOT_YOURS),
    )
    async def on_get(self, call: Call, order_id: int) -> Message:
        request = pb.GetOrderLedgerRequest(operator_id=call.member_id, order_id=order_id)
        return await call.ask(self.stubs.finance.GetOrderLedger, request)


ROUTES: Routes = (
    ("/v1/admin/reconciliations", Reconciliations),
    ("/v1/admin/held-funds", HeldFunds),
    ("/v1/admin/suspense", Suspense),
    ("/v1/admin/suspense/{reading_id:id}/clear", SuspenseClearings),
    ("/v1/admin/remittances", Remittances),
    ("/v1/admin/payments/{merchant_uid}", PaymentFile),
    ("/v1/admin/orders", AnyOrders),
    ("/v1/admin/orders/{order_id:id}", OrderFile),
    ("/v1/admin/orders/{order_id:id}/ledger", OrderLedger),
)
