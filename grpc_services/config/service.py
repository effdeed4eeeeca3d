"""How is told what clients have to know? Settings, codes, and what sellers pay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from google.protobuf.message import Message

from grpc_services.auction.pure.retracting import MISTYPED_WITHIN
from grpc_services.auction.pure.state import Rules
from grpc_services.catalogue import uploads
from grpc_services.catalogue.goods import Lengths
from grpc_services.config.words import CODES
from grpc_services.delivery.carriers import CARRIERS
from grpc_services.members import codes
from grpc_services.members.bank_accounts import BANKS
from grpc_services.privacy.exports import PAUSE
from grpc_services.server import rpc
from grpc_services.trade.fees import general_rules
from models.trade import FeeRule
from protos import config_pb2 as pb
from protos import config_pb2_grpc, delivery_pb2


@dataclass(frozen=True)
class Config(config_pb2_grpc.ConfigServicer):
    """The settings that clients have to know."""

    relay_url: str
    payment_window: str | None
    rules: Rules
    lengths: Lengths
    access_token: timedelta
    refresh_token: timedelta
    payment_due: timedelta

    @rpc
    def GetConfig(self, request: pb.GetConfigRequest, now: datetime) -> Message:
        return pb.Configuration(
            relay=self._relay(),
            payment_window=self.payment_window,
            auctions=self._auctions(),
            uploads=pb.UploadLimits(
                content_types=uploads.CONTENT_TYPES,
                size_most=uploads.LARGEST,
                goods_most=uploads.OF_GOODS_MOST,
                ticket_seconds=_seconds(uploads.LIFE),
            ),
            waits=self._waits(),
            fees=map(_fee, general_rules(now=now)),
            banks=[pb.Bank(code=code, name=name) for code, name in BANKS.items()],
            carriers=[
                delivery_pb2.Carrier(carrier=code, name=name) for code, name in CARRIERS.items()
            ],
            codes=_code_lists(),
        )

    def _relay(self) -> pb.RelayAddresses:
        # http becomes ws, and https wss.
        return pb.RelayAddresses(
            stomp=f"ws{self.relay_url.removeprefix('http')}/ws", sockjs=f"{self.relay_url}/wc"
        )

    def _auctions(self) -> pb.AuctionRules:
        return pb.AuctionRules(
            increments=[
                pb.Increment(below=below, step=step) for below, step in self.rules.increments
            ],
            soft_close_seconds=_seconds(self.rules.soft_close),
            soft_close_extensions=self.rules.extensions_max,
            reservation_seconds=_seconds(self.rules.reservation),
            shortest_seconds=_seconds(self.lengths.shortest),
            longest_seconds=_seconds(self.lengths.longest),
            mistyped_seconds=_seconds(MISTYPED_WITHIN),
        )

    def _waits(self) -> pb.Waits:
        return pb.Waits(
            access_token_seconds=_seconds(self.access_token),
            refresh_token_seconds=_seconds(self.refresh_token),
            email_code_seconds=_seconds(codes.CODE_LIFE),
            email_token_seconds=_seconds(codes.TOKEN_LIFE),
            payment_due_seconds=_seconds(self.payment_due),
            export_seconds=_seconds(PAUSE),
        )


def _fee(rule: FeeRule) -> pb.GeneralFee:
    return pb.GeneralFee(
        name=rule.name,
        percent=None if rule.percent is None else float(rule.percent),
        fixed=rule.fixed,
        min=rule.min,
        max=rule.max,
        vat=rule.vat,
    )


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())


def _code_lists() -> Iterator[pb.CodeList]:
    for name, words in CODES.items():
        items = [pb.Code(code=code, ko=one.ko, en=one.en) for code, one in words.items()]
        yield pb.CodeList(name=name, items=items)
