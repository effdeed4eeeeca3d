"""What has a member several of, one the default? The rules that addresses and accounts share."""

from typing import Any, TypeVar

from grpc_services.refusals import Conflict, NotFound
from models.dialect import take_turn
from models.members import Account, Address, Member

Row = TypeVar("Row", Address, Account)

#: Of each kind, for one member.
MOST = 20


def all_of(kind: type[Row], *, member_id: int) -> list[Row]:
    """This function will list a member's rows of `kind`, the default first."""
    return list(
        kind.select()
        .where(kind.member == member_id)
        .order_by(kind.is_default.desc(), kind._meta.primary_key)
    )


def default_of(kind: type[Row], *, member_id: int) -> Row | None:
    return next(iter(all_of(kind, member_id=member_id)), None)


def add(
    kind: type[Row],
    *,
    member_id: int,
    default: bool,
    too_many: type[Conflict],
    values: dict[str, Any],
) -> Row:
    """:raises Conflict: as the given class, if there are as many as there may be"""
    _lock_owner(member_id)
    count = kind.select().where(kind.member == member_id).count()
    if count >= MOST:
        raise too_many

    row = kind.create(member=member_id, is_default=count == 0, **values)
    return make_default(row, member_id=member_id) if default else row


def one_of(kind: type[Row], *, member_id: int, row_id: int, missing: type[NotFound]) -> Row:
    """:raises NotFound: as the given class, if the member has no such row"""
    row = kind.get_or_none(kind._meta.primary_key == row_id, kind.member == member_id)
    if row is None:
        raise missing
    return row


def change(row: Row, values: dict[str, Any]) -> Row:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def make_default(row: Row, *, member_id: int) -> Row:
    kind = type(row)
    _lock_owner(member_id)

    kind.update(is_default=False).where(kind.member == member_id).execute()
    return change(row, {"is_default": True})


def remove(row: Row, *, member_id: int) -> None:
    """This function will delete a row; if it was the default, the oldest left becomes it."""
    kind = type(row)
    _lock_owner(member_id)

    row.delete_instance()
    rest = all_of(kind, member_id=member_id)
    if rest and not rest[0].is_default:
        change(rest[0], {"is_default": True})


def _lock_owner(member_id: int) -> None:
    # Two requests at once must not leave two defaults, or none.
    take_turn(Member, [member_id])
