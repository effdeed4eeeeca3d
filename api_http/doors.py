"""How many connections has one client? Counted in a process, by network."""

from collections import Counter
from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from api_http.networks import network


class Doors:
    """
    Lets so many connections in from one network; `free` are not counted: proxies, for many clients.

    What is in `free` are addresses or networks; "*" is everybody, when only proxies get here.
    """

    def __init__(self, most: int, free: Iterable[str] = ()) -> None:
        self._most = most
        self._is_free_for_all = "*" in free
        self._free = [ip_network(one, strict=False) for one in free if one != "*"]
        self._inside: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """This function will count a connection, unless there are too many already."""
        if self._is_free(address):
            return True
        counted = network(address)
        if self._inside[counted] >= self._most:
            return False
        self._inside[counted] += 1
        return True

    def leave(self, address: str) -> None:
        """This function will forget a connection that was let in."""
        if self._is_free(address):
            return
        counted = network(address)
        self._inside[counted] -= 1
        if self._inside[counted] <= 0:
            del self._inside[counted]

    def _is_free(self, address: str) -> bool:
        if self._is_free_for_all or not self._free:
            return self._is_free_for_all
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in one for one in self._free)
