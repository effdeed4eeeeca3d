"""How are auctions served? Protobuf in, one call of a rule, protobuf out."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from grpc_services.auction import closing, views
from grpc_services.auction.bids import Answer, NewBid
from grpc_services.auction.engine import Rules
from grpc_services.auction.lanes import Lanes
from grpc_services.errors import Refusal
from grpc_services.members.standing import masked
from grpc_services.members.tokens import Signer
from grpc_services.messages import enum_value, timestamp
from grpc_services.server import guarded, rpc
from protos import auction_pb2 as pb
from protos import auction_pb2_grpc, catalogue_pb2


@dataclass(frozen=True)
class Auctions(auction_pb2_grpc.AuctionsServicer):
    lanes: Lanes
    rules: Rules
    signer: Signer

    @rpc
    def GetAuction(self, request: pb.GetAuctionRequest, now: datetime) -> Message:
        view = views.auction_view(goods_id=request.goods_id)
        auction, leads = view.auction, view.auction.leader_id == (request.viewer_id or None)
        leads = leads and auction.leader_id is not None
        return pb.Auction(
            goods_id=auction.goods_id,
            state=enum_value(catalogue_pb2.GoodsState, str(auction.state)),
            start_price=auction.start_price,
            current_price=auction.current_price,
            minimum_bid=auction.minimum_bid(self.rules),
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
        )

    async def PlaceBids(self, request: pb.PlaceBidsRequest, context: Any) -> Message:
        # Not in a thread of its own: a bid waits in its lane, and many wait together.
        waiting = [self.lanes.place(_new_bid(bid)) for bid in request.bids]
        answers: list[Answer] = await guarded(context, asyncio.gather(*waiting))
        return pb.PlaceBidsResponse(answers=[self._answer(answer) for answer in answers])

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
                )
                for row, member in lines
            ],
            next_cursor=following,
        )

    @rpc
    def ListDueAuctions(self, request: pb.ListDueAuctionsRequest, now: datetime) -> Message:
        due = closing.due_within(seconds=request.within_seconds, now=now)
        return pb.ListDueAuctionsResponse(items=map(_due, due), server_time=timestamp(now))

    @rpc
    def AdvanceAuctions(self, request: pb.AdvanceAuctionsRequest, now: datetime) -> Message:
        not_yet = closing.advance_auctions(goods_ids=set(request.goods_ids), rules=self.rules)
        return pb.AdvanceAuctionsResponse(not_yet=map(_due, not_yet), server_time=timestamp(now))

    def _answer(self, answer: Answer) -> pb.BidAnswer:
        if isinstance(answer, Refusal):
            details = {name: str(value) for name, value in answer.details.items()}
            return pb.BidAnswer(
                refusal=pb.BidRefusal(reason=answer.code(), message=str(answer), details=details)
            )
        return pb.BidAnswer(
            bid=pb.Bid(
                bid_id=answer.bid_id,
                seq=answer.seq,
                goods_id=answer.goods_id,
                amount=answer.amount,
                leading=answer.leading,
                current_price=answer.current_price,
                minimum_bid=answer.minimum_bid,
                ends_at=timestamp(answer.ends_at),
                placed_at=timestamp(answer.placed_at),
                receipt=answer.receipt,
            )
        )


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
