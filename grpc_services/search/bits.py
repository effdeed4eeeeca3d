"""How are sets of goods kept and combined? As integers, in which bit n stands for goods n.

In the database a set is cut into chunks of 32,768 goods. A chunk is either 4,096 bytes, a bit for
each of its goods, or, where few bits are set, their places with two bytes each; lowest bits first.
"""

import re
import sys
from array import array
from collections.abc import Iterable, Iterator

CHUNK = 1 << 15
_BYTES = CHUNK // 8
#: Above so many in a chunk it is quicker to read a bit for each goods than the places.
_PLACES_MOST = 512
_FLAG = bytes(byte == ord("1") for byte in range(256))
_ANY = re.compile(rb"[^\0]")


def packed(bits: int) -> bytes:
    """This function will write the bits of one chunk as they are stored."""
    if bits.bit_count() > _PLACES_MOST:
        return bits.to_bytes(_BYTES, "little")
    places = array("H", sorted(newest_first(bits)))
    if sys.byteorder == "big":
        places.byteswap()
    return places.tobytes()


def unpacked(chunks: Iterable[tuple[int, bytes]]) -> int:
    """This function will read chunks, given with their numbers, as one set."""
    read = list(chunks)
    data = bytearray((max((chunk for chunk, _ in read), default=-1) + 1) * _BYTES)
    for chunk, stored in read:
        start = chunk * _BYTES
        if len(stored) == _BYTES:
            data[start : start + _BYTES] = stored
            continue
        for place in _places(stored):
            data[start + (place >> 3)] |= 1 << (place & 7)
    return int.from_bytes(data, "little")


def _places(stored: bytes) -> "array[int]":
    places = array("H", stored)
    if sys.byteorder == "big":
        places.byteswap()
    return places


def newest_first(bits: int) -> Iterator[int]:
    """This function will name the members of a set, the highest number first."""
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "big")
    last = len(data) - 1
    for found in _ANY.finditer(data):
        start = found.start()
        byte, lowest = data[start], (last - start) << 3
        for bit in range(byte.bit_length() - 1, -1, -1):
            if byte >> bit & 1:
                yield lowest + bit


def flags(bits: int, count: int) -> bytes:
    """This function will tell of each number below `count` whether it is a member: 1 or 0."""
    return f"{bits:0{count}b}".encode()[::-1].translate(_FLAG)


def set_of(members: Iterable[int]) -> int:
    """This function will make a set of its members."""
    numbers = list(members)
    data = bytearray(max(numbers, default=-1) // 8 + 1)
    for number in numbers:
        data[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(data, "little")
