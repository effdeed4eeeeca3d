"""How is a store rated? Counted with each review, so that it is read as fast with a million."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from models.community import RatingCount
from models.dialect import fetch, insert_once, locked
from models.members import Store

_STARS = range(1, 6)


@dataclass(frozen=True)
class Rating:
    """How often a store was given each number of stars, and each choice."""

    given: dict[str, int] = field(default_factory=dict)

    @property
    def by_stars(self) -> dict[int, int]:
        return {stars: self.given.get(str(stars), 0) for stars in _STARS}

    @property
    def count(self) -> int:
        return sum(self.by_stars.values())

    @property
    def average(self) -> float | None:
        """Of all stars, to two decimals."""
        total = sum(stars * count for stars, count in self.by_stars.items())
        return round(total / self.count, 2) if self.count else None


def ratings_of(*, store_ids: Collection[int]) -> dict[int, Rating]:
    """This function will tell how stores are rated; those that nobody rated are there as well."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rest = "FROM rating_count WHERE store_id IN (?)"
    for store_id, given, count in fetch("store_id, given, count", rest, store_ids):
        counts[store_id][given] = count
    return {store_id: Rating(counts[store_id]) for store_id in store_ids}


def unrate(*, store_id: int, stars: int, choices: Collection[str]) -> None:
    """This function will count a review no more, as part of the transaction that removes it."""
    locked(Store.select(Store.store_id).where(Store.store_id == store_id)).get()
    RatingCount.update(count=RatingCount.count - 1).where(
        RatingCount.store == store_id, RatingCount.given.in_([str(stars), *choices])
    ).execute()


def rate(*, store_id: int, stars: int, choices: Collection[str]) -> None:
    """This function will count a review, as part of the transaction that writes it."""
    # Of two at once each would wait for what the other has counted, until one is undone.
    locked(Store.select(Store.store_id).where(Store.store_id == store_id)).get()
    given = [str(stars), *choices]

    insert_once(RatingCount, [{"store": store_id, "given": one, "count": 0} for one in given])
    RatingCount.update(count=RatingCount.count + 1).where(
        RatingCount.store == store_id, RatingCount.given.in_(given)
    ).execute()
