"""How does a case stand, whom does it wait for, and what happens if nobody comes?

Each state waits for one side, until a deadline, after which the default happens:

| state       | waits for                  | until         | default                               |
|-------------|----------------------------|---------------|---------------------------------------|
| OFFERED     | whom the offer is for      | `answer`      | the offer is accepted                 |
| REJECTED    | whose offer was rejected   | `answer`      | the other side has its way            |
| RETURNING   | the buyer, who sends back  | `send_back`   | the seller keeps all                  |
| RETURN_SENT | the parcel, or the seller  | `arrive`      | the buyer gets what was agreed        |
| RETURNED    | the seller, who looks      | `inspect`     | the buyer gets what was agreed        |
| ESCALATED   | the operator               | `decide`      | the buyer gets what they asked last   |
| CLOSED      | nobody: amounts are fixed  |               |                                       |
| WITHDRAWN   | nobody: as if never opened |               |                                       |

A case is opened with the buyer's wish as its first offer. Who is silent agrees. Every offer and
every rejection is a round, and after so many only the operator is left; goods are sent back once
at most, and a decision to have them sent back cannot be escalated: so every case ends.
"""

import enum
from datetime import datetime, timedelta

from msgspec import Struct

from grpc_services.refusals import Conflict


class CaseClosed(Conflict):
    """The case is over."""


class CaseEscalated(Conflict):
    """The operator decides now."""


class CaseNotEscalated(Conflict):
    """The operator decides only what was escalated."""


class NotYourTurn(Conflict):
    """This is for the other side to do now."""


class OfferTooLarge(Conflict):
    """There is less than that; `most` says how much."""


class TooManyOffers(Conflict):
    """It was gone to and fro often enough: accept, reject, or have the operator decide."""


class NothingToReturn(Conflict):
    """What has not been received cannot be sent back."""


class ReturnNeeded(Conflict):
    """Who has changed their mind sends the goods back."""


class ReturnNotDue(Conflict):
    """Nothing is to be sent back, or it was already."""


class ReturnUnderWay(Conflict):
    """The goods are on their way back, or are to be, as was agreed or decided."""


class Kind(enum.StrEnum):
    CHANGED_MIND = "CHANGED_MIND"
    NOT_RECEIVED = "NOT_RECEIVED"
    NOT_AS_DESCRIBED = "NOT_AS_DESCRIBED"
    DAMAGED = "DAMAGED"
    #: Opened by nobody: money went back at the provider, or a parcel stands still.
    REVERSED = "REVERSED"
    STALLED = "STALLED"


class State(enum.StrEnum):
    OFFERED = "OFFERED"
    REJECTED = "REJECTED"
    RETURNING = "RETURNING"
    RETURN_SENT = "RETURN_SENT"
    RETURNED = "RETURNED"
    ESCALATED = "ESCALATED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


class Side(enum.StrEnum):
    BUYER = "BUYER"
    SELLER = "SELLER"
    OPERATOR = "OPERATOR"


ENDED = frozenset({State.CLOSED, State.WITHDRAWN})
NEVER_ARRIVED = frozenset({Kind.NOT_RECEIVED, Kind.STALLED})
TALKING = frozenset({State.OFFERED, State.REJECTED})
ON_ITS_WAY_BACK = frozenset({State.RETURN_SENT, State.RETURNED})
OTHER = {Side.BUYER: Side.SELLER, Side.SELLER: Side.BUYER}


class Terms(Struct, frozen=True):
    """How long each may take, and how often it goes to and fro."""

    answer: timedelta
    send_back: timedelta
    arrive: timedelta
    inspect: timedelta
    decide: timedelta
    rounds: int


class Proposal(Struct, frozen=True):
    """What the buyer would get, in won, and whether the goods go back before."""

    amount: int
    with_return: bool = False


class Outcome(Struct, frozen=True):
    """Who gets how much of what was frozen, and who pays the parcel back, if there is one."""

    buyer_gets: int
    seller_gets: int
    return_paid_by: Side | None = None


class Case(Struct, frozen=True):
    """One case at a moment; `due_at` and `turn` are absent once it has ended."""

    kind: Kind
    #: What the two share out, in won.
    frozen: int
    state: State
    #: On the table, or agreed, or decided.
    offer: Proposal
    #: What the buyer asked for last.
    asked: Proposal
    turn: Side | None
    due_at: datetime | None
    rounds: int = 0
    is_decided: bool = False
    is_sent_back: bool = False
    return_paid_by: Side | None = None
    outcome: Outcome | None = None
