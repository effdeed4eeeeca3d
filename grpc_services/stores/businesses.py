"""Who is behind a store? A business says so, as the law wants it; others are private."""

from collections.abc import Mapping

from grpc_services.auction.pure.state import AuctionState
from grpc_services.facts import atomic
from grpc_services.refusals import Conflict, Invalid
from models.auction import Auction
from models.dialect import locked
from models.members import Business, Store

#: What each of the first nine digits of a registration number counts for in the last one.
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
#: In these somebody may still become the buyer of a business.
_FOR_SALE = (AuctionState.SCHEDULED, AuctionState.OPEN, AuctionState.WON)


class RegistrationNumberInvalid(Invalid):
    """No business has such a registration number."""


class StoreSelling(Conflict):
    """Whoever buys them counts on a business; a store turns private once nothing is for sale."""


@atomic
def become_business(*, member_id: int, values: Mapping[str, str]) -> None:
    """
    This function will have a store be a business's; orders that there are stay as they were.

    :raises RegistrationNumberInvalid: if its check digit is wrong
    """
    store = _lock_store(member_id)
    if not is_registration_number(values["registration_number"]):
        raise RegistrationNumberInvalid("registrationNumber")

    store.kind = "BUSINESS"
    store.save(only=[Store.kind])
    Business.delete().where(Business.store == store).execute()
    Business.create(store=store, **values)


@atomic
def become_private(*, member_id: int) -> None:
    """
    This function will have a store be a private person's again.

    :raises StoreSelling: if something of it may still be bought
    """
    store = _lock_store(member_id)
    for_sale = (Auction.seller_id == member_id) & Auction.state.in_(_FOR_SALE)
    if store.kind == "BUSINESS" and Auction.select().where(for_sale).exists():
        raise StoreSelling

    store.kind = "PRIVATE"
    store.save(only=[Store.kind])
    Business.delete().where(Business.store == store).execute()


def business_of(*, store_id: int) -> Business | None:
    """This function will say who is behind a store, if it is a business's."""
    business: Business | None = Business.get_or_none(Business.store == store_id)
    return business


def is_registration_number(digits: str) -> bool:
    """
    Whether the last of ten digits follows from the others, as the tax office makes them.

    The ninth counts fivefold, and the tens of that once more.
    """
    first = [int(digit) for digit in digits[:9]]
    total = sum(digit * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return (10 - (total + first[8] * 5 // 10) % 10) % 10 == int(digits[9])


def _lock_store(member_id: int) -> Store:
    store: Store = locked(Store.select().where(Store.member == member_id)).get()
    return store
