"""How often may somebody try? Counted in Redis over moving windows."""

import ipaddress
import time

import limits
from limits.storage import Storage
from limits.strategies import MovingWindowRateLimiter

from grpc_services.refusals import TooMany


class Limit:
    """At most `allowance` (such as "5/hour") for each of whatever `hit` is called with."""

    def __init__(self, storage: Storage, *, name: str, allowance: str) -> None:
        self._limiter = MovingWindowRateLimiter(storage)
        self._item = limits.parse(allowance)
        self._name = name

    def hit(self, *who: str, refusal: type[TooMany]) -> None:
        """:raises TooMany: as the given class, if it was hit too often"""
        if not self._limiter.hit(self._item, self._name, *who):
            self._refuse(who, refusal)

    def count(self, *who: str) -> None:
        """This function will hit it, whether or not that is too often."""
        self._limiter.hit(self._item, self._name, *who)

    def check(self, *who: str, refusal: type[TooMany]) -> None:
        """:raises TooMany: as the given class, if one more hit would be too many"""
        if not self._limiter.test(self._item, self._name, *who):
            self._refuse(who, refusal)

    def _refuse(self, who: tuple[str, ...], refusal: type[TooMany]) -> None:
        free_at = self._limiter.get_window_stats(self._item, self._name, *who).reset_time
        raise refusal(retry_after=max(1, round(free_at - time.time())))


def client_of(address: str) -> str:
    """This function will name the client at an address: of IPv6 each has 64 bits of its own."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.ip_network((int(ip), 64), strict=False))
