"""How are auctions served? Protobuf in, one call of a rule, protobuf out."""

import asyncio
import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from google.protobuf.message import Message

from grpc_services.auction import closing, relisting, selling, views
from grpc_services.auction.amending import Amendment, amend_goods
from grpc_services.auction.answers import Answer, NewBid
from grpc_services.auction.ending_soon import tell_of_ends
from grpc_services.auction.house import House
from grpc_services.auction.lanes import Lanes
from grpc_services.auction.logbook import log_page
from grpc_services.auction.my_bids import my_bids
from grpc_services.auction.pure.retracting import Reason
from grpc_services.auction.retracting import retract_bid
from grpc_services.catalogue.goods import Lengths
from grpc_services.catalogue.messages import goods_items, goods_message
from grpc_services.catalogue.pictures import Pictures
from grpc_services.members.standing import masked
from grpc_services.messages import enum_name, enum_value, moment, set_timestamp, timestamp
from grpc_services.precedence import CLOSING
from grpc_services.refusals import Refusal
from grpc_services.server import guarded, in_thread, keyed_rpc, rpc
from models.dialect import database_now
from protos import auction_pb2 as pb
from protos import auction_pb2_grpc, catalogue_pb2

#: How often who waits for a moment looks at the clock.
_LOOK_SECONDS = 0.2
#: Of these the log holds no others, unless somebody has changed it; that is to be seen, too.
_KINDS: dict[str, Any] = dict(pb.EntryKind.items())


@dataclass(frozen=True)
class Auctions(auction_pb2_grpc.AuctionsServicer):
    lanes: Lanes
    house: House
    lengths: Lengths
    pictures: Pictures

    @rpc
    def GetAuction(self, request: pb.GetAuctionRequest, now: datetime) -> Message:
        return self._auction(request.goods_id, request.viewer_id, now)

    def _auction(self, goods_id: int, viewer_id: int, now: datetime) -> pb.Auction:
        view = views.auction_view(goods_id=goods_id, viewer_id=viewer_id)
        auction, leads = view.auction, view.auction.leader_id == (viewer_id or None)
        leads = leads and auction.leader_id is not None
        is_reserved = auction.is_running_at(now) and auction.is_reserved_at(now)
        return pb.Auction(
            goods_id=auction.goods_id,
            state=enum_value(catalogue_pb2.GoodsState, str(auction.state)),
            start_price=auction.start_price,
            current_price=auction.current_price,
            minimum_bid=auction.minimum_bid(self.house.rules),
            bid_count=auction.bid_count,
            reserve=enum_value(pb.Reserve, str(auction.reserve)),
            leader=masked(view.leader.login_id) if view.leader else None,
            leading=leads,
            your_maximum=auction.maximum if leads else None,
            starts_at=timestamp(auction.starts_at),
            ends_at=timestamp(auction.ends_at),
            extensions=auction.extensions,
            server_time=timestamp(now),
            seq=auction.seq,
            reserved_until=timestamp(auction.reserved_until) if is_reserved else None,
        )

    async def PlaceBids(self, request: pb.PlaceBidsRequest, context: Any) -> Message:
        # Not in a thread of its own: a bid waits in its lane, and many wait together.
        bids = [_new_bid(bid) for bid in request.bids]
        answers: list[Answer] = await guarded(context, self.lanes.place(bids))
        response = pb.PlaceBidsResponse()
        for answer in answers:
            _set_answer(answer, response.answers.add())
        return response

    @rpc
    def ListBids(self, request: pb.ListBidsRequest, now: datetime) -> Message:
        lines, following = views.bid_lines(
            goods_id=request.goods_id, limit=request.limit, cursor=request.cursor
        )
        return pb.ListBidsResponse(
            items=[
                pb.BidLine(
                    seq=row.seq,
                    amount=row.amount,
                    bidder=masked(member.login_id),
                    automatic=row.automatic,
                    placed_at=timestamp(row.placed_at),
                    hash=row.hash,
                    kind=enum_value(pb.EntryKind, row.kind),
                    retracts=row.retracts,
                )
                for row, member in lines
            ],
            next_cursor=following,
        )

    @keyed_rpc(pb.Auction)
    def RetractBid(self, request: pb.RetractBidRequest, now: datetime) -> pb.Auction:
        retract_bid(
            goods_id=request.goods_id,
            bid_id=request.bid_id,
            member_id=request.member_id,
            reason=Reason(enum_name(pb.RetractionReason, request.reason) or "MISTYPED"),
            house=self.house,
        )
        return self._auction(request.goods_id, request.member_id, now)

    @rpc
    def CancelGoods(self, request: pb.CancelGoodsRequest, now: datetime) -> Message:
        relisting.cancel_goods(
            goods_id=request.goods_id, member_id=request.member_id, house=self.house
        )
        return pb.CancelGoodsResponse()

    @rpc
    def AmendGoods(self, request: pb.AmendGoodsRequest, now: datetime) -> Message:
        amend_goods(
            goods_id=request.goods_id,
            member_id=request.member_id,
            amendment=_amendment(request),
            lengths=self.lengths,
        )
        return goods_message(
            self.pictures,
            request.goods_id,
            viewer_id=request.member_id,
            language=request.language,
        )

    @keyed_rpc(pb.Auction)
    def SellNow(self, request: pb.SellNowRequest, now: datetime) -> pb.Auction:
        selling.sell_now(goods_id=request.goods_id, member_id=request.member_id, house=self.house)
        return self._auction(request.goods_id, request.member_id, now)

    @keyed_rpc(catalogue_pb2.Goods)
    def RelistGoods(self, request: pb.RelistGoodsRequest, now: datetime) -> catalogue_pb2.Goods:
        relisting.relist_goods(
            goods_id=request.goods_id,
            member_id=request.member_id,
            relisting=_relisting(request),
            lengths=self.lengths,
            house=self.house,
        )
        return goods_message(
            self.pictures,
            request.goods_id,
            viewer_id=request.member_id,
            language=request.language,
        )

    @rpc
    def ListMyBids(self, request: pb.ListMyBidsRequest, now: datetime) -> Message:
        found, following = my_bids(
            member_id=request.member_id,
            state=enum_name(pb.BidState, request.state),
            limit=request.limit,
            cursor=request.cursor,
        )
        items = goods_items(
            self.pictures,
            [bid.lot for bid in found],
            viewer_id=request.member_id,
            language=request.language,
        )
        return pb.ListMyBidsResponse(
            items=[
                pb.MyBid(
                    **item,
                    bid_state=enum_value(pb.BidState, bid.state),
                    your_amount=bid.amount,
                    your_maximum=bid.maximum,
                    bid_at=timestamp(bid.at),
                )
                for item, bid in zip(items, found, strict=True)
            ],
            next_cursor=following,
        )

    @rpc
    def GetBidLog(self, request: pb.GetBidLogRequest, now: datetime) -> Message:
        found = log_page(goods_id=request.goods_id, limit=request.limit, cursor=request.cursor)
        return pb.BidLog(
            goods_id=request.goods_id,
            items=[self._log_entry(row) for row in found.entries],
            next_cursor=found.following,
            head=pb.LogHead(seq=found.head_seq, hash=found.head_hash),
            public_keys=[
                base64.urlsafe_b64encode(key).decode().rstrip("=") for key in self.house.public_keys
            ],
        )

    def _log_entry(self, row: Any) -> pb.LogEntry:
        # Found anew and not read, so that a changed bidder shows.
        bidder = self.house.signer.pseudonym(goods_id=row.goods_id, member_id=row.bidder_id)
        return pb.LogEntry(
            seq=row.seq,
            kind=_KINDS.get(f"ENTRY_KIND_{row.kind}", pb.ENTRY_KIND_UNSPECIFIED),
            bidder=bidder,
            amount=row.amount,
            automatic=row.automatic,
            retracts=row.retracts,
            placed_at=timestamp(row.placed_at),
            hash=row.hash,
            receipt=row.receipt,
        )

    @rpc
    def ListDueAuctions(self, request: pb.ListDueAuctionsRequest, now: datetime) -> Message:
        due = closing.due_within(seconds=request.within_seconds, now=now)
        return pb.ListDueAuctionsResponse(items=map(_due, due), server_time=timestamp(now))

    @rpc
    def TellOfEnds(self, request: pb.TellOfEndsRequest, now: datetime) -> Message:
        goes_on = tell_of_ends(within=self.house.ending_soon, now=now)
        return pb.TellOfEndsResponse(goes_on=goes_on)

    async def AdvanceAuctions(self, request: pb.AdvanceAuctionsRequest, context: Any) -> Message:
        # Who asks waits here, where the time is kept: no job sleeps, and no thread does.
        work, until = partial(self._advance, set(request.goods_ids)), None
        while True:
            not_yet, now = await in_thread(context, request, "AdvanceAuctions", work)
            until = until or now + timedelta(seconds=request.wait_seconds)
            soon = {goods_id: due_at for goods_id, due_at in not_yet if due_at <= until}
            if not soon:
                return pb.AdvanceAuctionsResponse(not_yet=map(_due, not_yet))
            work = partial(self._advance, set(soon))
            await _until(min(soon.values()))

    def _advance(self, goods_ids: set[int]) -> tuple[list[tuple[int, datetime]], datetime]:
        with CLOSING.taken():
            not_yet = closing.advance_auctions(goods_ids=goods_ids, house=self.house)
        return not_yet, database_now()


async def _until(moment: datetime) -> None:
    """Looks at the clock now and then: it may be set, or moved."""
    while (left := (moment - database_now()).total_seconds()) > 0:
        await asyncio.sleep(min(max(left, 0.001), _LOOK_SECONDS))


def _set_answer(answer: Answer, told: pb.BidAnswer) -> None:
    """Filled in where it stands: a message that is given to another is copied, every time."""
    if isinstance(answer, Refusal):
        told.refusal.reason = answer.code()
        told.refusal.message = str(answer)
        told.refusal.details.update({name: str(value) for name, value in answer.details.items()})
        return
    bid = told.bid
    bid.bid_id = answer.bid_id
    bid.seq = answer.seq
    bid.goods_id = answer.goods_id
    bid.amount = answer.amount
    bid.leading = answer.leading
    bid.current_price = answer.current_price
    bid.minimum_bid = answer.minimum_bid
    bid.receipt = answer.receipt
    set_timestamp(bid.ends_at, answer.ends_at)
    set_timestamp(bid.placed_at, answer.placed_at)


def _new_bid(bid: pb.NewBid) -> NewBid:
    offer = bid.WhichOneof("offer")
    return NewBid(
        goods_id=bid.goods_id,
        member_id=bid.member_id,
        key=bid.idempotency_key,
        amount=bid.amount if offer == "amount" else None,
        maximum=bid.maximum if offer == "maximum" else None,
    )


def _due(item: tuple[int, datetime]) -> pb.DueAuction:
    return pb.DueAuction(goods_id=item[0], due_at=timestamp(item[1]))


_SAID = ("name", "info", "category_id", "brand_id", "size", "shipping_price", "soft_close")
_PRICES = ("start_price", "buy_now_price", "reserve_price")


def _amendment(request: pb.AmendGoodsRequest) -> Amendment:
    def given(names: tuple[str, ...]) -> dict[str, Any]:
        return {name: getattr(request, name) for name in names if request.HasField(name)}

    chosen = {
        "quality": enum_name(catalogue_pb2.Quality, request.quality),
        "gender": enum_name(catalogue_pb2.GoodsGender, request.gender),
    }
    return Amendment(
        said=given(_SAID) | {name: value for name, value in chosen.items() if value},
        # A price of 0 is none.
        offered={name: price or None for name, price in given(_PRICES).items()}
        | given(("soft_close",)),
        starts_at=moment(request.starts_at) if request.HasField("starts_at") else None,
        ends_at=moment(request.ends_at) if request.HasField("ends_at") else None,
        upload_ids=list(request.upload_ids),
        added=request.added_info,
    )


def _relisting(request: pb.RelistGoodsRequest) -> relisting.Relisting:
    return relisting.Relisting(
        starts_at=moment(request.starts_at) if request.HasField("starts_at") else None,
        ends_at=moment(request.ends_at),
        start_price=request.start_price or None,
        buy_now_price=request.buy_now_price or None,
        reserve_price=request.reserve_price or None,
    )
