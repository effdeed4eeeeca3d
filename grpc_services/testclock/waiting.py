"""Is everything worked off that is due? Facts, auctions, announcements, and the workers' jobs."""

import json
from collections.abc import Iterator
from datetime import datetime
from time import time
from typing import Any

from grpc_services.auction.closing import due_within
from models.alarms import Announcement
from models.outbox import NEW, RAISED, OutboxFact

#: Where the workers' clock says up to which moment it has sent what is due.
TICKED = "pikcur:ticked_at"
#: A job that is to be tried again this soon, in seconds, is waited for.
_SOON = 3.0


def is_worked_off(*, jobs: Any, since: datetime, now: datetime) -> bool:
    """This function will look at what waits in the database, and at `jobs`, the workers' Redis."""
    return (
        _has_ticked(jobs, since)
        and not _has_jobs(jobs)
        and not due_within(seconds=0, now=now)
        and not OutboxFact.select().where(OutboxFact.stage.in_([NEW, RAISED])).exists()
        and not Announcement.select().where(Announcement.done_at.is_null()).exists()
    )


def _has_ticked(jobs: Any, since: datetime) -> bool:
    told = jobs.get(TICKED)
    return told is not None and float(told) >= since.timestamp()


def _has_jobs(jobs: Any) -> bool:
    """What a worker has at hand is in the hash of its queue until it is done."""
    for queue in jobs.scan_iter(match="dramatiq:*.msgs", _type="hash"):
        name = queue.decode()
        if name.endswith(".XQ.msgs"):
            continue
        if any(_etas(jobs, name)) if name.endswith(".DQ.msgs") else jobs.hlen(name):
            return True
    return False


def _etas(jobs: Any, name: str) -> Iterator[bool]:
    """Of jobs that are put off, whether each is for this very moment."""
    for message in jobs.hvals(name):
        yield json.loads(message)["options"].get("eta", 0) / 1000 < time() + _SOON


def last_fact_id() -> int:
    newest = OutboxFact.select(OutboxFact.fact_id).order_by(OutboxFact.fact_id.desc()).first()
    return newest.fact_id if newest else 0


def facts_since(*, fact_id: int, most: int) -> list[OutboxFact]:
    """This function will list what has happened since a fact, in its order."""
    query = OutboxFact.select(OutboxFact.kind, OutboxFact.created_at)
    return list(query.where(OutboxFact.fact_id > fact_id).order_by(OutboxFact.fact_id).limit(most))
