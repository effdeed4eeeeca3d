"""Whose is an address? Peers as they are known by, and how many addresses one of them has."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

#: What every household is given: whoever has one address has them all.
_PREFIX = 64


def plain(address: str) -> str:
    """This function will write an address one way; an IPv4 address in an IPv6 socket is IPv4."""
    found = _parsed(address)
    return address if found is None else str(found)


class Among:
    """Addresses and networks; "*" is everybody."""

    def __init__(self, names: Iterable[str]) -> None:
        """:raises ValueError: if one of them is neither"""
        given = set(names)
        self._everybody = "*" in given
        self._networks = [ip_network(one, strict=False) for one in given - {"*"}]

    def __contains__(self, address: object) -> bool:
        if self._everybody or not self._networks:
            return self._everybody
        found = _parsed(str(address))
        return found is not None and any(found in network for network in self._networks)


@lru_cache(4096)
def place_of(address: str) -> str:
    """This function will name what limits count an address under: of IPv6 its /64."""
    found = _parsed(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found.packed, _PREFIX), strict=False))
    return address if found is None else str(found)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(_without_port(address).partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _without_port(address: str) -> str:
    """Some proxies name the port too, which is another for each connection."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
