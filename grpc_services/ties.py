"""Who likes or follows what? Pairs of a member and a thing, kept once and counted on the thing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grpc_services.pages import newest
from grpc_services.refusals import NotFound
from models.base import tuples
from models.dialect import locked


@dataclass(frozen=True)
class Ties:
    """
    One kind of pair.

    `kept` is its table: a number of its own, `member_id`, the key of the thing, `created_at`.
    `counter` is the column of `things` that says how many there are.
    """

    kept: Any
    things: Any
    counter: Any
    missing: type[NotFound]

    def add(self, *, member_id: int, thing_id: int, now: datetime) -> None:
        """
        This function will tie a member to a thing; a second time changes nothing.

        :raises NotFound: as `missing`, if there is no such thing
        """
        self._lock(thing_id)

        if thing_id not in self.among(member_id=member_id, thing_ids=[thing_id]):
            pair = {self._thing.object_id_name: thing_id}
            self.kept.create(member_id=member_id, created_at=now, **pair)
            self._count(thing_id, 1)

    def remove(self, *, member_id: int, thing_id: int) -> None:
        """:raises NotFound: as `missing`, if there is no such thing"""
        self._lock(thing_id)

        pair = (self.kept.member_id == member_id) & (self._thing == thing_id)
        self._count(thing_id, -self.kept.delete().where(pair).execute())

    def among(self, *, member_id: int, thing_ids: Collection[int]) -> set[int]:
        """This function will say to which of some things a member is tied."""
        if not (member_id and thing_ids):
            return set()
        pairs = self.kept.select(self._thing).where(
            self.kept.member_id == member_id, self._thing.in_(list(thing_ids))
        )
        return {thing_id for (thing_id,) in tuples(pairs)}

    def things_of(self, *, member_id: int, limit: int, cursor: str) -> tuple[list[int], str | None]:
        """
        This function will list the things that a member is tied to, the latest first.

        :raises InvalidCursor: if the cursor is not ours
        """
        pairs = self.kept.select().where(self.kept.member_id == member_id)
        number = self.kept._meta.primary_key
        rows, following = newest(pairs, self.kept.member_id, number, limit=limit, cursor=cursor)
        return [getattr(row, self._thing.object_id_name) for row in rows], following

    @property
    def _thing(self) -> Any:
        (key,) = (key for key, model in self.kept._meta.refs.items() if model is self.things)
        return key

    def _lock(self, thing_id: int) -> None:
        # Two at once must not count one pair twice.
        number = self.things._meta.primary_key
        if locked(self.things.select(number).where(number == thing_id)).first() is None:
            raise self.missing

    def _count(self, thing_id: int, change: int) -> None:
        number = self.things._meta.primary_key
        self.things.update({self.counter: self.counter + change}).where(
            number == thing_id
        ).execute()
