"""What does the operator decide? The settings say what each option is."""

from collections.abc import Container
from dataclasses import dataclass, field

from ws_relay.stomp import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """As read by the composition root."""

    origins: tuple[str, ...]
    proxies: Container[str]
    connections: int
    connections_per_address: int
    connections_per_member: int
    subscriptions: int
    frames_per_second: int
    handshake_seconds: float
    heartbeat_seconds: float
    buffer_bytes: int
    stall_seconds: float
    drain_seconds: float
    drain_per_second: float
    limits: Limits = field(default_factory=Limits)
