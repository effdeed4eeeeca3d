"""What do workers do when something happens? For each fact the actors that it starts."""

import json
from dataclasses import dataclass
from typing import Any

from workers.auction import open_order
from workers.broker import OfAnotherRelease, job, worth_trying
from workers.delivery import guess_carriers, look_at_parcels
from workers.images import process_upload
from workers.mail import mail_account_change, mail_alarms, mail_email_code
from workers.payments import look_at_payments, work_off_operations
from workers.privacy import send_exports


@dataclass(frozen=True)
class Reaction:
    """An actor, and the fields of the fact that it takes."""

    actor: Any
    fields: tuple[str, ...]

    def start(self, fact: dict[str, Any]) -> None:
        self.actor.send(**{field: fact[field] for field in self.fields})


REACTIONS: dict[str, Reaction] = {
    "EmailCodeRequested": Reaction(mail_email_code, ("email", "purpose", "language")),
    "AccountChanged": Reaction(mail_account_change, ("change", "email", "language")),
    "ExportRequested": Reaction(send_exports, ()),
    "UploadArrived": Reaction(process_upload, ("upload_id",)),
    "AuctionWon": Reaction(open_order, ("goods_id",)),
    "OperationWanted": Reaction(work_off_operations, ()),
    "LookDue": Reaction(look_at_payments, ()),
    "GuessWanted": Reaction(guess_carriers, ("invoice",)),
    "ParcelHanded": Reaction(look_at_parcels, ()),
    "MailsDue": Reaction(mail_alarms, ()),
}


def _may_help(tries: int, error: BaseException) -> bool:
    return worth_trying(tries, error, most=20)


@job(queue_name="facts", retry_when=_may_help, min_backoff=300, max_backoff=60_000)
def react(kind: str, payload: str) -> None:
    """
    Starts what follows from a fact.

    :raises OfAnotherRelease: if we do not know its kind
    """
    if kind not in REACTIONS:
        raise OfAnotherRelease(kind)
    REACTIONS[kind].start(json.loads(payload))
