"""How is trade served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from google.protobuf.message import Message

from grpc_services.auction.house import House
from grpc_services.catalogue.pictures import Pictures
from grpc_services.members.registration import member_with_store
from grpc_services.messages import enum_name, enum_value, moment, timestamp
from grpc_services.server import keyed_rpc, rpc
from grpc_services.trade import ledger, orders, payments, refunds, reservations, settlements, views
from grpc_services.trade.unfinished import unfinished_work
from models.trade import Payment
from protos import trade_pb2 as pb
from protos import trade_pb2_grpc


@dataclass(frozen=True)
class Trade(trade_pb2_grpc.TradeServicer):
    house: House
    pictures: Pictures
    commission_percent: int
    payment_due: timedelta
    store_key: str

    @rpc
    def OpenOrder(self, request: pb.OpenOrderRequest, now: datetime) -> Message:
        order = orders.order_for_win(goods_id=request.goods_id, due=self.payment_due, now=now)
        return pb.OpenOrderResponse(order_id=order.order_id)

    @keyed_rpc(pb.Order)
    def ReserveGoods(self, request: pb.ReserveGoodsRequest, now: datetime) -> pb.Order:
        order = reservations.reserve_goods(
            member_id=request.member_id,
            goods_id=request.goods_id,
            address_id=request.address_id,
            house=self.house,
            now=now,
        )
        return self._order(request.member_id, order.order_id)

    @rpc
    def CancelLapsedOrder(self, request: pb.CancelLapsedOrderRequest, now: datetime) -> Message:
        due_at = reservations.cancel_lapsed(order_id=request.order_id, house=self.house)
        return pb.CancelLapsedOrderResponse(due_at=timestamp(due_at), server_time=timestamp(now))

    @rpc
    def ListOrders(self, request: pb.ListOrdersRequest, now: datetime) -> Message:
        found, following = views.orders_of(
            member_id=request.member_id,
            role=enum_name(pb.OrderRole, request.role) or "BUYER",
            limit=request.limit,
            cursor=request.cursor,
        )
        return pb.ListOrdersResponse(
            items=[order_message(self.pictures, view) for view in found], next_cursor=following
        )

    @rpc
    def GetOrder(self, request: pb.GetOrderRequest, now: datetime) -> Message:
        return self._order(request.member_id, request.order_id)

    @rpc
    def SetOrderAddress(self, request: pb.SetOrderAddressRequest, now: datetime) -> Message:
        orders.set_address(
            member_id=request.member_id, order_id=request.order_id, address_id=request.address_id
        )
        return self._order(request.member_id, request.order_id)

    @keyed_rpc(pb.Payment)
    def CreatePayment(self, request: pb.CreatePaymentRequest, now: datetime) -> pb.Payment:
        payment = payments.begin_payment(
            member_id=request.member_id, order_id=request.order_id, now=now
        )
        return self._payment(payment)

    @rpc
    def GetPayment(self, request: pb.GetPaymentRequest, now: datetime) -> Message:
        payment = payments.payment_of(
            member_id=request.member_id, merchant_uid=request.merchant_uid
        )
        return self._payment(payment)

    @rpc
    def RecordRegistration(self, request: pb.RecordRegistrationRequest, now: datetime) -> Message:
        payments.mark_registered(merchant_uid=request.merchant_uid)
        return pb.RecordRegistrationResponse()

    @keyed_rpc(pb.ReportPaymentResponse)
    def ReportPayment(
        self, request: pb.ReportPaymentRequest, now: datetime
    ) -> pb.ReportPaymentResponse:
        payments.report_payment(
            merchant_uid=request.merchant_uid,
            imp_uid=request.imp_uid,
            member_id=request.member_id,
        )
        return pb.ReportPaymentResponse()

    @rpc
    def RecordReceipt(self, request: pb.RecordReceiptRequest, now: datetime) -> Message:
        receipt = payments.Receipt(
            imp_uid=request.imp_uid,
            status=enum_name(pb.ReceiptStatus, request.status) or "READY",
            amount=request.amount,
            paid_at=moment(request.paid_at) if request.HasField("paid_at") else now,
        )
        payment = payments.record_receipt(
            merchant_uid=request.merchant_uid, receipt=receipt, house=self.house
        )
        return pb.RecordReceiptResponse(state=enum_value(pb.PaymentState, payment.state))

    @rpc
    def ListUnfinished(self, request: pb.ListUnfinishedRequest, now: datetime) -> Message:
        found = unfinished_work(older_than=timedelta(seconds=request.older_than_seconds), now=now)
        return pb.ListUnfinishedResponse(
            merchant_uids=[payment.merchant_uid for payment in found.unreported],
            unregistered=[
                pb.UnregisteredPayment(merchant_uid=payment.merchant_uid, amount=payment.amount)
                for payment in found.unregistered
            ],
            refund_ids=found.refund_ids,
            won_goods_ids=found.won_goods_ids,
            confirmed_order_ids=found.confirmed_order_ids,
            lapsed_order_ids=found.lapsed_order_ids,
        )

    @rpc
    def GetRefund(self, request: pb.GetRefundRequest, now: datetime) -> Message:
        refund = refunds.refund(refund_id=request.refund_id)
        return pb.Refund(
            refund_id=refund.refund_id,
            imp_uid=refund.imp_uid,
            merchant_uid=refund.payment.merchant_uid,
            amount=refund.amount,
            reason=refund.reason,
            done=refund.done_at is not None,
        )

    @rpc
    def RecordRefund(self, request: pb.RecordRefundRequest, now: datetime) -> Message:
        refunds.record_refund(refund_id=request.refund_id, now=now)
        return pb.RecordRefundResponse()

    @keyed_rpc(pb.Order)
    def ConfirmOrder(self, request: pb.ConfirmOrderRequest, now: datetime) -> pb.Order:
        orders.confirm(member_id=request.member_id, order_id=request.order_id, now=now)
        return self._order(request.member_id, request.order_id)

    @rpc
    def SettleOrder(self, request: pb.SettleOrderRequest, now: datetime) -> Message:
        settlements.settle_order(
            order_id=request.order_id, commission_percent=self.commission_percent, now=now
        )
        return pb.SettleOrderResponse()

    @rpc
    def ListSettlements(self, request: pb.ListSettlementsRequest, now: datetime) -> Message:
        rows, following = settlements.settlements_of(
            member_id=request.member_id, limit=request.limit, cursor=request.cursor
        )
        return pb.ListSettlementsResponse(
            items=[
                pb.Settlement(
                    settlement_id=row.settlement_id,
                    order_id=row.order_id,
                    price=row.price,
                    shipping_price=row.shipping_price,
                    commission=row.commission,
                    amount=row.amount,
                    state=pb.SETTLEMENT_STATE_SETTLED,
                    settled_at=timestamp(row.settled_at),
                )
                for row in rows
            ],
            next_cursor=following,
        )

    @rpc
    def GetBalance(self, request: pb.GetBalanceRequest, now: datetime) -> Message:
        return pb.Balance(
            payable=ledger.balance(
                account=ledger.Account.SELLER_PAYABLE, owner_id=request.member_id
            ),
            in_escrow=ledger.balance(account=ledger.Account.ESCROW, owner_id=request.member_id),
        )

    def _order(self, member_id: int, order_id: int) -> pb.Order:
        return order_message(
            self.pictures, views.order_view(member_id=member_id, order_id=order_id)
        )

    def _payment(self, payment: Payment) -> pb.Payment:
        buyer, _ = member_with_store(member_id=payment.order.buyer_id)
        return pb.Payment(
            payment_id=payment.payment_id,
            order_id=payment.order_id,
            merchant_uid=payment.merchant_uid,
            amount=payment.amount,
            state=enum_value(pb.PaymentState, payment.state),
            provider="PORTONE",
            store_key=self.store_key,
            name=payment.order.goods_name,
            buyer_name=buyer.name,
            buyer_email=buyer.email,
            buyer_phone=buyer.phone,
        )


def order_message(pictures: Pictures, view: views.OrderView) -> pb.Order:
    """This function will show an order as one of its two sides sees it."""
    order = view.order
    return pb.Order(
        order_id=order.order_id,
        goods_id=order.goods_id,
        goods_name=order.goods_name,
        image=view.thumb_key and pictures.url(view.thumb_key),
        state=enum_value(pb.OrderState, order.state),
        role=pb.ORDER_ROLE_BUYER if view.is_buyer else pb.ORDER_ROLE_SELLER,
        price=order.price,
        shipping_price=order.shipping_price,
        total=order.total,
        address=_address(view),
        payment=_paid(view),
        shipment=_shipment(view),
        counterpart=pb.Counterpart(store_id=view.counterpart.store_id, name=view.counterpart.name),
        due_at=timestamp(order.due_at),
        created_at=timestamp(order.created_at),
        history=[
            pb.OrderEvent(state=enum_value(pb.OrderState, event.state), at=timestamp(event.at))
            for event in view.history
        ],
    )


def _address(view: views.OrderView) -> pb.OrderAddress | None:
    order = view.order
    if order.postcode is None:
        return None
    return pb.OrderAddress(
        name=order.name,
        phone=order.phone,
        postcode=order.postcode,
        address=order.address,
        address_detail=order.address_detail,
    )


def _paid(view: views.OrderView) -> pb.OrderPayment | None:
    if view.payment is None:
        return None
    return pb.OrderPayment(
        payment_id=view.payment.payment_id,
        merchant_uid=view.payment.merchant_uid,
        state=enum_value(pb.PaymentState, view.payment.state),
        amount=view.payment.amount,
        paid_at=timestamp(view.payment.paid_at),
    )


def _shipment(view: views.OrderView) -> pb.OrderShipment | None:
    if view.parcel is None:
        return None
    return pb.OrderShipment(
        carrier=view.parcel.carrier,
        carrier_name=view.parcel.carrier_name,
        invoice=view.parcel.invoice,
    )
