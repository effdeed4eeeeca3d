"""How does one signature vouch for many bids? As the root of a tree of hashes, for each its path.

The tree and its paths are those of Certificate Transparency (RFC 9162, 2.1): a leaf is SHA-256
over a zero byte and the hash of the bid's log entry, 32 bytes; a node is SHA-256 over a one byte
and both its children; a node without a neighbour goes up as it is. A receipt is, in base64url:

- one byte: 1, the version
- two bytes each, the highest first: which leaf it is, and how many there are
- 64 bytes: Ed25519 over `pikcur-bids:` and the root, 32 bytes
- 32 bytes for each node of the path, from below
"""

import base64
from collections.abc import Callable, Sequence
from hashlib import sha256

VERSION = 1
SIGNED = b"pikcur-bids:"

Sign = Callable[[bytes], bytes]


def receipts(*, hashes: Sequence[str], sign: Sign) -> list[str]:
    """This function will sign log entries, of which hexadecimal `hashes` are given, all at once."""
    if not hashes:
        return []
    levels = _levels([bytes.fromhex(one) for one in hashes])
    signature = sign(SIGNED + levels[-1][0])
    count = len(hashes).to_bytes(2, "big")
    return [
        _encoded(
            bytes([VERSION]) + leaf.to_bytes(2, "big") + count + signature + _path(levels, leaf)
        )
        for leaf in range(len(hashes))
    ]


def _levels(hashes: list[bytes]) -> list[list[bytes]]:
    """All nodes, from the leaves to the root."""
    level = [sha256(b"\0" + one).digest() for one in hashes]
    levels = [level]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(b"\1" + left + right).digest() for left, right in pairs]
        level = above + level[-1:] if len(level) % 2 else above
        levels.append(level)
    return levels


def _path(levels: list[list[bytes]], leaf: int) -> bytes:
    path = []
    for level in levels[:-1]:
        neighbour = leaf ^ 1
        if neighbour < len(level):
            path.append(level[neighbour])
        leaf >>= 1
    return b"".join(path)


def _encoded(receipt: bytes) -> str:
    return base64.urlsafe_b64encode(receipt).decode().rstrip("=")
