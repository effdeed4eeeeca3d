"""How much of a log has to be read to take a bid back? What came since it, not what came before.

The last entry of each command is the leader's, at the price: from there on all can be entered anew,
unless a bid of before then was taken back since.
"""

from dataclasses import dataclass

from grpc_services.auction.log import entries_from, entry_of
from grpc_services.auction.pure.state import Entry, EntryKind, Lead
from models.auction import Retraction

_OF_BIDS = (EntryKind.BID, EntryKind.RAISE)


@dataclass(frozen=True)
class Recent:
    """Who led at a moment, and all that was entered since, oldest first."""

    base: Lead | None
    entries: list[Entry]


def recent(*, goods_id: int, seq: int) -> Recent:
    """This function will read the log of a listing from a bid on, or from where it has to begin."""
    rows = Retraction.select().where(Retraction.goods_id == goods_id)
    taken_back = {row.seq: row.retracts for row in rows}

    first, base = _untouched(seq, taken_back), None
    while (last := entry_of(goods_id=goods_id, seq=first - 1)) is not None:
        base = _lead_after(goods_id, last)
        if base is not None or last.kind is EntryKind.RELISTING:
            break
        first = _untouched(last.retracts or last.seq, taken_back)
    return Recent(base, entries_from(goods_id=goods_id, seq=first))


def _untouched(seq: int, taken_back: dict[int, int]) -> int:
    """The first entry from `seq` back of before which nothing was taken back since."""
    while older := [target for by, target in taken_back.items() if target < seq <= by]:
        seq = min(older)
    return seq


def _lead_after(goods_id: int, last: Entry) -> Lead | None:
    """Who led after a command, by its last entry; None if that does not say so."""
    if last.kind not in _OF_BIDS:
        return None
    if last.maximum is not None:
        return Lead(last.bidder_id, last.amount, last.maximum)
    before = entry_of(goods_id=goods_id, seq=last.seq - 1)
    if before is None or before.kind is EntryKind.RELISTING or _is_of_another(before, last):
        return Lead(last.bidder_id, last.amount, last.amount)
    # Whoever led and names a price may go further still.
    return None


def _is_of_another(before: Entry, last: Entry) -> bool:
    return before.kind in _OF_BIDS and before.bidder_id != last.bidder_id
