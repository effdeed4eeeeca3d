"""How can anybody check that no bid was changed? A hash chains each entry to the one before."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from grpc_services.auction.engine import Entry, rfc3339
from grpc_services.members.tokens import Signer


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it stands in the log."""

    entry: Entry
    pseudonym: str
    hash: str


def chain(*, goods_id: int, entries: Sequence[Entry], last_hash: str, signer: Signer) -> list[Line]:
    """This function will add entries to the log that ends in `last_hash`."""
    lines = []
    for entry in entries:
        pseudonym = signer.pseudonym(goods_id=goods_id, member_id=entry.bidder_id)
        last_hash = entry_hash(
            last_hash, goods_id, entry.seq, pseudonym, entry.amount, rfc3339(entry.at)
        )
        lines.append(Line(entry, pseudonym, last_hash))
    return lines


def entry_hash(previous: str, goods_id: int, seq: int, pseudonym: str, amount: int, at: str) -> str:
    """SHA-256, hexadecimal, of these six as text with a line feed between."""
    return hashlib.sha256(
        f"{previous}\n{goods_id}\n{seq}\n{pseudonym}\n{amount}\n{at}".encode()
    ).hexdigest()
