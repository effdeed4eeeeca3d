"""How does the edge reach the services? One channel a process, made in its event loop."""

import json
from functools import cached_property
from typing import Any

import grpc
from grpc_health.v1 import health_pb2_grpc

from api_http.bids import BidSender
from api_http.tracing import traced
from protos import (
    admin_pb2,
    admin_pb2_grpc,
    alarms_pb2_grpc,
    auction_pb2,
    auction_pb2_grpc,
    audit_pb2,
    audit_pb2_grpc,
    cases_pb2,
    cases_pb2_grpc,
    catalogue_pb2,
    catalogue_pb2_grpc,
    community_pb2,
    community_pb2_grpc,
    config_pb2,
    config_pb2_grpc,
    delivery_pb2,
    delivery_pb2_grpc,
    editorial_pb2,
    editorial_pb2_grpc,
    finance_pb2,
    finance_pb2_grpc,
    helpdesk_pb2,
    helpdesk_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    money_pb2,
    money_pb2_grpc,
    payouts_pb2,
    payouts_pb2_grpc,
    privacy_pb2,
    privacy_pb2_grpc,
    search_pb2,
    search_pb2_grpc,
    stores_pb2,
    stores_pb2_grpc,
    testclock_pb2_grpc,
    trade_pb2,
    trade_pb2_grpc,
)
from protos import alarms_pb2 as alarms_pb2

_CONTRACTS = (
    admin_pb2,
    cases_pb2,
    alarms_pb2,
    auction_pb2,
    audit_pb2,
    catalogue_pb2,
    community_pb2,
    config_pb2,
    delivery_pb2,
    editorial_pb2,
    finance_pb2,
    helpdesk_pb2,
    members_pb2,
    money_pb2,
    payouts_pb2,
    search_pb2,
    stores_pb2,
    privacy_pb2,
    trade_pb2,
)
#: What may be asked twice: reads, and bids, which carry a key each.
_REPEATABLE = ("Get", "List", "Count", "Check", "PlaceBids")


#: Seconds after which a service counts as out of reach.
DEADLINE = 10.0


class _Credentialed:
    """A channel whose calls say who is calling."""

    def __init__(self, channel: grpc.aio.Channel, secret: str, *, is_traced: bool) -> None:
        self._channel = channel
        self._credential = ("authorization", f"Bearer {secret}")
        self._is_traced = is_traced

    def unary_unary(self, *method: Any, **options: Any) -> Any:
        # Not an interceptor: with one, each call of grpc.aio is a task more.
        call = self._channel.unary_unary(*method, **options)

        def ask(request: Any, *, timeout: float, metadata: Any = ()) -> Any:
            return call(request, timeout=timeout, metadata=(*metadata, self._credential))

        return traced(ask, method[0]) if self._is_traced else ask


class Stubs:
    """
    The services' stubs.

    Nothing is made before the first use: a channel does not survive the fork of a worker.
    """

    def __init__(
        self,
        target: str,
        *,
        secret: str,
        trusted: bytes | None = None,
        bid_batch_most: int = 256,
        is_traced: bool = False,
    ) -> None:
        """`trusted` are certificates, PEM: with them the services have to prove who they are."""
        self._target = target
        self._trusted = trusted
        self._secret = secret
        self._bid_batch_most = bid_batch_most
        self._is_traced = is_traced

    @cached_property
    def _channel(self) -> grpc.aio.Channel:
        options = channel_options()
        if self._trusted is None:
            return grpc.aio.insecure_channel(self._target, options=options)
        credentials = grpc.ssl_channel_credentials(self._trusted)
        return grpc.aio.secure_channel(self._target, credentials, options=options)

    @cached_property
    def _credentialed(self) -> Any:
        return _Credentialed(self._channel, self._secret, is_traced=self._is_traced)

    @cached_property
    def members(self) -> Any:
        return members_pb2_grpc.MembersStub(self._credentialed)

    @cached_property
    def catalogue(self) -> Any:
        return catalogue_pb2_grpc.CatalogueStub(self._credentialed)

    @cached_property
    def admin(self) -> Any:
        return admin_pb2_grpc.AdminStub(self._credentialed)

    @cached_property
    def stores(self) -> Any:
        return stores_pb2_grpc.StoresStub(self._credentialed)

    @cached_property
    def search(self) -> Any:
        return search_pb2_grpc.SearchStub(self._credentialed)

    @cached_property
    def auctions(self) -> Any:
        return auction_pb2_grpc.AuctionsStub(self._credentialed)

    @cached_property
    def bids(self) -> BidSender:
        return BidSender(self.auctions.PlaceBids, DEADLINE, most=self._bid_batch_most)

    @cached_property
    def trade(self) -> Any:
        return trade_pb2_grpc.TradeStub(self._credentialed)

    @cached_property
    def money(self) -> Any:
        return money_pb2_grpc.MoneyStub(self._credentialed)

    @cached_property
    def payouts(self) -> Any:
        return payouts_pb2_grpc.PayoutsStub(self._credentialed)

    @cached_property
    def cases(self) -> Any:
        return cases_pb2_grpc.CasesStub(self._credentialed)

    @cached_property
    def delivery(self) -> Any:
        return delivery_pb2_grpc.DeliveryStub(self._credentialed)

    @cached_property
    def audit(self) -> Any:
        return audit_pb2_grpc.AuditStub(self._credentialed)

    @cached_property
    def community(self) -> Any:
        return community_pb2_grpc.CommunityStub(self._credentialed)

    @cached_property
    def editorial(self) -> Any:
        return editorial_pb2_grpc.EditorialStub(self._credentialed)

    @cached_property
    def finance(self) -> Any:
        return finance_pb2_grpc.FinanceStub(self._credentialed)

    @cached_property
    def helpdesk(self) -> Any:
        return helpdesk_pb2_grpc.HelpdeskStub(self._credentialed)

    @cached_property
    def config(self) -> Any:
        return config_pb2_grpc.ConfigStub(self._credentialed)

    @cached_property
    def privacy(self) -> Any:
        return privacy_pb2_grpc.PrivacyStub(self._credentialed)

    @cached_property
    def alarms(self) -> Any:
        return alarms_pb2_grpc.AlarmsStub(self._credentialed)

    @cached_property
    def test_clock(self) -> Any:
        return testclock_pb2_grpc.TestClockStub(self._credentialed)

    @cached_property
    def health(self) -> Any:
        return health_pb2_grpc.HealthStub(self._channel)


def channel_options() -> list[tuple[str, Any]]:
    """This function will say how a channel keeps its connection, and what it asks again."""
    return [
        ("grpc.enable_http_proxy", 0),
        # A host that vanishes says nothing: bids are not to wait for it.
        ("grpc.keepalive_time_ms", 2_000),
        ("grpc.keepalive_timeout_ms", 2_000),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.max_reconnect_backoff_ms", 1_000),
        ("grpc.service_config", json.dumps(_service_config())),
    ]


def _service_config() -> dict[str, Any]:
    names = [
        {"service": service.full_name, "method": method.name}
        for contract in _CONTRACTS
        for service in contract.DESCRIPTOR.services_by_name.values()
        for method in service.methods
        if method.name.startswith(_REPEATABLE)
    ]
    return {
        "loadBalancingConfig": [{"round_robin": {}}],
        "methodConfig": [
            {
                "name": names,
                "retryPolicy": {
                    "maxAttempts": 5,
                    "initialBackoff": "0.2s",
                    "maxBackoff": "2s",
                    "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ],
    }
