"""How are the looks at what is stored served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from google.protobuf.message import Message

from grpc_services.auction.house import House
from grpc_services.auction.pure.state import Auction, Rules
from grpc_services.audit.what_if import WhatIf, changed_rules, stored_goods
from grpc_services.members.tokens import Signer
from grpc_services.messages import enum_value, timestamp
from grpc_services.server import rpc
from protos import audit_pb2 as pb
from protos import audit_pb2_grpc, catalogue_pb2

_PRICES = ("start_price", "reserve_price", "buy_now_price")


@dataclass(frozen=True)
class Audit(audit_pb2_grpc.AuditServicer):
    house: House

    @rpc
    def GetWhatIf(self, request: pb.GetWhatIfRequest, now: datetime) -> Message:
        before = stored_goods(request.goods_id)
        would = _what_if(request, self.house.rules).asked_again(before)
        signer = self.house.signer
        return pb.WhatIf(
            was=_outcome(before.row.auction, len(before.listing), signer),
            would=_outcome(would.auction, would.entries, signer),
            steps=[pb.PriceStep(at=timestamp(step.at), price=step.price) for step in would.steps],
            refused=[
                pb.RefusalCount(code=code, count=count)
                for code, count in sorted(would.refused.items())
            ],
        )


def _what_if(request: pb.GetWhatIfRequest, rules: Rules) -> WhatIf:
    said = {field.name: value for field, value in request.ListFields() if field.has_presence}
    seconds = said.get("soft_close_seconds")
    return changed_rules(
        rules,
        soft_close=None if seconds is None else timedelta(seconds=seconds),
        extensions=said.get("soft_close_extensions"),
        increment=said.get("increment"),
        prices={name: said[name] for name in _PRICES if name in said},
    )


def _outcome(auction: Auction, entries: int, signer: Signer) -> pb.AuctionOutcome:
    leader = None
    if auction.leader_id is not None:
        leader = signer.pseudonym(goods_id=auction.goods_id, member_id=auction.leader_id)
    return pb.AuctionOutcome(
        state=enum_value(catalogue_pb2.GoodsState, str(auction.state)),
        price=auction.current_price,
        leader=leader,
        ends_at=timestamp(auction.ends_at),
        entry_count=entries,
    )
