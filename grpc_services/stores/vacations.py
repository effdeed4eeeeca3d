"""When does a store rest? Until then it takes no first bids, and is not found."""

from datetime import datetime, timedelta

from grpc_services.auction.pausing import pause_auctions
from grpc_services.facts import atomic
from grpc_services.refusals import Invalid
from grpc_services.search import index
from models.dialect import locked
from models.members import Store

_LONGEST = timedelta(days=180)


class VacationOver(Invalid):
    """The vacation would be over already."""


class VacationTooLong(Invalid):
    """The vacation would last longer than half a year."""


@atomic
def set_vacation(*, member_id: int, until: datetime | None, now: datetime) -> Store:
    """
    This function will have a store rest until a moment, or be back at once without one.

    Auctions on which somebody has bid go on.

    :raises VacationOver, VacationTooLong: if the moment makes no sense
    """
    if until is not None and until <= now:
        raise VacationOver("until")
    if until is not None and until > now + _LONGEST:
        raise VacationTooLong("until")
    store = locked(Store.select().where(Store.member == member_id)).get()

    store.vacation_until = until
    store.save(only=[Store.vacation_until])
    pause_auctions(seller_id=member_id, until=until)
    index.hide(store_id=store.store_id, until=until)
    return store
