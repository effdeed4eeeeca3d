"""Who is one client? An IPv4 address, or the /64 that one subscriber has of IPv6."""

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

_OF_A_SUBSCRIBER = 64


@lru_cache(maxsize=4096)
def network(address: str) -> str:
    """This function will write an address as limits count it; what is none stays as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), _OF_A_SUBSCRIBER), strict=False))
