"""How do workers reach the services? By their own channel, made on first use in each process."""

from functools import cached_property
from typing import Any

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from structlog.contextvars import get_contextvars

from protos import (
    admin_pb2_grpc,
    alarms_pb2_grpc,
    auction_pb2_grpc,
    cases_pb2_grpc,
    catalogue_pb2_grpc,
    delivery_pb2_grpc,
    members_pb2_grpc,
    money_pb2_grpc,
    payouts_pb2_grpc,
    privacy_pb2_grpc,
    search_pb2_grpc,
    testclock_pb2_grpc,
    trade_pb2_grpc,
)
from workers.failures import Final
from workers.tracing import traced

DEADLINE = 15.0


class Refused(Final):
    """A service will not do it, now or ever; trying again does not help."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(f"{reason}: {message}")
        self.reason = reason


class _Credentialed:
    """A channel whose calls say who is calling."""

    def __init__(self, channel: grpc.Channel, secret: str, *, is_traced: bool) -> None:
        self._channel = channel
        self._credential = ("authorization", f"Bearer {secret}")
        self._is_traced = is_traced

    def unary_unary(self, *method: Any, **options: Any) -> Any:
        call = self._channel.unary_unary(*method, **options)

        def ask(request: Any, *, timeout: float, metadata: Any = ()) -> Any:
            return call(request, timeout=timeout, metadata=(*metadata, self._credential))

        return traced(ask, method[0]) if self._is_traced else ask


class Services:
    """
    The services' stubs.

    Nothing is made before the first use: a channel does not survive the fork of a worker.
    """

    def __init__(
        self,
        target: str,
        secret: str,
        *,
        auctions: str | None = None,
        trusted: bytes | None = None,
        is_traced: bool = False,
    ) -> None:
        """
        Those that bids go to close auctions: they are named by `auctions`, if they are others.

        With certificates that are `trusted`, PEM, services have to prove who they are.
        """
        self._trusted = trusted
        self._target = target
        self._auctions = auctions or target
        self._secret = secret
        self._is_traced = is_traced

    @cached_property
    def _channel(self) -> Any:
        return self._channel_to(self._target)

    def _channel_to(self, target: str) -> Any:
        channel = open_channel(target, self._trusted)
        return _Credentialed(channel, self._secret, is_traced=self._is_traced)

    @cached_property
    def members(self) -> Any:
        return members_pb2_grpc.MembersStub(self._channel)

    @cached_property
    def catalogue(self) -> Any:
        return catalogue_pb2_grpc.CatalogueStub(self._channel)

    @cached_property
    def search(self) -> Any:
        return search_pb2_grpc.SearchStub(self._channel)

    @cached_property
    def admin(self) -> Any:
        return admin_pb2_grpc.AdminStub(self._channel)

    @cached_property
    def test_clock(self) -> Any:
        return testclock_pb2_grpc.TestClockStub(self._channel)

    @cached_property
    def auctions(self) -> Any:
        return auction_pb2_grpc.AuctionsStub(self._channel_to(self._auctions))

    @cached_property
    def trade(self) -> Any:
        return trade_pb2_grpc.TradeStub(self._channel)

    @cached_property
    def cases(self) -> Any:
        return cases_pb2_grpc.CasesStub(self._channel)

    @cached_property
    def money(self) -> Any:
        return money_pb2_grpc.MoneyStub(self._channel)

    @cached_property
    def payouts(self) -> Any:
        return payouts_pb2_grpc.PayoutsStub(self._channel)

    @cached_property
    def delivery(self) -> Any:
        return delivery_pb2_grpc.DeliveryStub(self._channel)

    @cached_property
    def privacy(self) -> Any:
        return privacy_pb2_grpc.PrivacyStub(self._channel)

    @cached_property
    def alarms(self) -> Any:
        return alarms_pb2_grpc.AlarmsStub(self._channel)


def open_channel(target: str, trusted: bytes | None) -> grpc.Channel:
    """This function will make a channel to services, by TLS if somebody is `trusted`."""
    if trusted is None:
        return grpc.insecure_channel(target, options=channel_options())
    credentials = grpc.ssl_channel_credentials(trusted)
    return grpc.secure_channel(target, credentials, options=channel_options())


def channel_options() -> list[tuple[str, Any]]:
    """This function will say how a channel keeps its connection, and finds out that it is cut."""
    return [
        ("grpc.enable_http_proxy", 0),
        # A host that vanishes says nothing: auctions would end late.
        ("grpc.keepalive_time_ms", 10_000),
        ("grpc.keepalive_timeout_ms", 3_000),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.max_reconnect_backoff_ms", 1_000),
        ("grpc.lb_policy_name", "round_robin"),
    ]


def ask(rpc: Any, request: Any, *, seconds: float = DEADLINE) -> Any:
    """
    This function will call a service, and wait for so many seconds.

    :raises Refused: if the service will not do it
    :raises RpcError: if it cannot be reached; trying again may help
    """
    request_id = str(get_contextvars().get("request_id", ""))
    try:
        return rpc(request, timeout=seconds, metadata=(("x-request-id", request_id),))
    except grpc.RpcError as error:
        reason = _reason(error)
        if reason:
            raise Refused(reason, str(error.details())) from error
        raise


def _reason(error: grpc.RpcError) -> str | None:
    status = rpc_status.from_call(error)
    info = error_details_pb2.ErrorInfo()
    if status is not None and status.details and status.details[0].Unpack(info):
        return str(info.reason)
    return None
