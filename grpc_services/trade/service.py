"""How is trade served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import Message

from grpc_services.auction.house import House
from grpc_services.catalogue.pictures import Pictures
from grpc_services.messages import enum_name, enum_value, timestamp
from grpc_services.server import keyed_rpc, rpc
from grpc_services.trade import extensions, orders, reservations, second_chances, strikes, views
from grpc_services.trade.deadlines import Terms
from grpc_services.trade.pure.fees import Fee
from grpc_services.trade.unfinished import wins_without_order
from models.trade import Order, Strike
from protos import stores_pb2, trade_pb2_grpc
from protos import trade_pb2 as pb


@dataclass(frozen=True)
class Trade(trade_pb2_grpc.TradeServicer):
    house: House
    pictures: Pictures
    terms: Terms

    @rpc
    def OpenOrder(self, request: pb.OpenOrderRequest, now: datetime) -> Message:
        order = orders.order_for_win(goods_id=request.goods_id, terms=self.terms, now=now)
        return pb.OpenOrderResponse(order_id=order.order_id)

    @keyed_rpc(pb.Order)
    def ReserveGoods(self, request: pb.ReserveGoodsRequest, now: datetime) -> pb.Order:
        order = reservations.reserve_goods(
            member_id=request.member_id,
            goods_id=request.goods_id,
            address_id=request.address_id,
            terms=self.terms,
            house=self.house,
            now=now,
        )
        return self._order(request.member_id, order.order_id)

    @rpc
    def ListOrders(self, request: pb.ListOrdersRequest, now: datetime) -> Message:
        found, following = views.orders_of(
            member_id=request.member_id,
            role=enum_name(pb.OrderRole, request.role) or "BUYER",
            state=enum_name(pb.OrderState, request.state),
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

    @rpc
    def ListUnfinished(self, request: pb.ListUnfinishedRequest, now: datetime) -> Message:
        return pb.ListUnfinishedResponse(won_goods_ids=wins_without_order())

    @rpc
    def PackOrder(self, request: pb.PackOrderRequest, now: datetime) -> Message:
        orders.pack(member_id=request.member_id, order_id=request.order_id, now=now)
        return self._order(request.member_id, request.order_id)

    @keyed_rpc(pb.Order)
    def AskForExtension(self, request: pb.AskForExtensionRequest, now: datetime) -> pb.Order:
        extensions.ask_for_extension(
            member_id=request.member_id, order_id=request.order_id, days=request.days, now=now
        )
        return self._order(request.member_id, request.order_id)

    @keyed_rpc(pb.Order)
    def AcceptExtension(self, request: pb.AcceptExtensionRequest, now: datetime) -> pb.Order:
        extensions.accept_extension(member_id=request.member_id, order_id=request.order_id, now=now)
        return self._order(request.member_id, request.order_id)

    @rpc
    def ListStrikes(self, request: pb.ListStrikesRequest, now: datetime) -> Message:
        rows, following = strikes.strikes_of(
            member_id=request.member_id, limit=request.limit, cursor=request.cursor
        )
        return pb.ListStrikesResponse(items=map(strike_message, rows), next_cursor=following)

    @rpc
    def ListSecondChances(self, request: pb.ListSecondChancesRequest, now: datetime) -> Message:
        found, following = second_chances.offers_of(
            member_id=request.member_id, limit=request.limit, cursor=request.cursor
        )
        return pb.ListSecondChancesResponse(
            items=[self._offer(view) for view in found], next_cursor=following
        )

    @keyed_rpc(pb.Order)
    def AcceptSecondChance(self, request: pb.AcceptSecondChanceRequest, now: datetime) -> pb.Order:
        order = second_chances.accept_offer(
            member_id=request.member_id,
            offer_id=request.offer_id,
            terms=self.terms,
            house=self.house,
        )
        return self._order(request.member_id, order.order_id)

    @keyed_rpc(pb.SecondChance)
    def DeclineSecondChance(
        self, request: pb.DeclineSecondChanceRequest, now: datetime
    ) -> pb.SecondChance:
        offer = second_chances.decline_offer(
            member_id=request.member_id, offer_id=request.offer_id, house=self.house
        )
        return self._offer(second_chances.views_of([offer])[0])

    @keyed_rpc(pb.Order)
    def ConfirmOrder(self, request: pb.ConfirmOrderRequest, now: datetime) -> pb.Order:
        orders.confirm(member_id=request.member_id, order_id=request.order_id, now=now)
        return self._order(request.member_id, request.order_id)

    def _offer(self, view: second_chances.OfferView) -> pb.SecondChance:
        offer, goods = view.offer, view.goods
        return pb.SecondChance(
            offer_id=offer.offer_id,
            goods_id=offer.goods_id,
            goods_name=goods.name,
            image=view.thumb_key and self.pictures.url(view.thumb_key),
            state=enum_value(pb.OfferState, offer.state),
            price=offer.price,
            shipping_price=goods.shipping_price,
            total=offer.price + goods.shipping_price,
            expires_at=timestamp(offer.expires_at),
            created_at=timestamp(offer.created_at),
        )

    def _order(self, member_id: int, order_id: int) -> pb.Order:
        return order_message(
            self.pictures, views.order_view(member_id=member_id, order_id=order_id)
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
        refund=_refunded(view),
        shipment=_shipment(view),
        case=_case(view),
        counterpart=pb.Counterpart(store_id=view.counterpart.store_id, name=view.counterpart.name),
        due_at=timestamp(order.due_at),
        ship_due_at=timestamp(order.ship_due_at),
        confirm_due_at=timestamp(order.confirm_due_at),
        packed_at=timestamp(order.packed_at),
        ship_extension=_extension(order),
        seller_kind=enum_value(stores_pb2.StoreKind, order.seller_kind),
        fees=map(fee_message, view.fees),
        created_at=timestamp(order.created_at),
        history=[
            pb.OrderEvent(state=enum_value(pb.OrderState, event.state), at=timestamp(event.at))
            for event in view.history
        ],
    )


def fee_message(fee: Fee) -> pb.Fee:
    return pb.Fee(name=fee.name, amount=fee.amount, vat=fee.vat)


def _extension(order: Order) -> pb.ShipExtension | None:
    if order.extension_days is None:
        return None
    return pb.ShipExtension(days=order.extension_days, accepted_at=timestamp(order.extended_at))


def strike_message(row: Strike) -> pb.Strike:
    return pb.Strike(
        strike_id=row.strike_id,
        order_id=row.order_id,
        goods_name=row.order.goods_name,
        side=enum_value(pb.OrderRole, row.side),
        reason=enum_value(pb.StrikeReason, row.reason),
        created_at=timestamp(row.created_at),
        lifted_at=timestamp(row.lifted_at),
    )


def _address(view: views.OrderView) -> pb.OrderAddress | None:
    order = view.order
    if order.postcode is None or not view.shows_address:
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


def _refunded(view: views.OrderView) -> pb.OrderRefund | None:
    if not view.refunds:
        return None
    done = [refund.done_at for refund in view.refunds]
    return pb.OrderRefund(
        amount=sum(refund.amount for refund in view.refunds),
        done_at=None if None in done else timestamp(max(done)),
    )


def _case(view: views.OrderView) -> pb.OrderCase | None:
    if view.case is None:
        return None
    return pb.OrderCase(
        case_id=view.case.case_id,
        kind=enum_value(pb.CaseKind, view.case.kind),
        state=enum_value(pb.CaseState, view.case.state),
        due_at=timestamp(view.case.due_at),
    )


def _shipment(view: views.OrderView) -> pb.OrderShipment | None:
    if view.parcel is None:
        return None
    return pb.OrderShipment(
        carrier=view.parcel.carrier,
        carrier_name=view.parcel.carrier_name,
        invoice=view.parcel.invoice,
    )
