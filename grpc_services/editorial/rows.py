"""What do all acts on what the operator writes share? A row is locked, changed, written down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from grpc_services.admin.trail import By, note
from grpc_services.refusals import NotFound
from models.dialect import locked


def lock_row(table: Any, row_id: int, *, missing: type[NotFound]) -> Any:
    """:raises NotFound: as the given class, if there is no such row"""
    row = locked(table.select().where(table._meta.primary_key == row_id)).first()
    if row is None:
        raise missing
    return row


def add_row(table: Any, values: Mapping[str, Any], *, by: By, now: datetime) -> Any:
    """This function will store a new row and write down what it says."""
    row = table.create(**values)
    _note(row, "ADD", by, now, after=values)
    return row


def change_row(
    row: Any, values: Mapping[str, Any], *, by: By, now: datetime, act: str = "CHANGE"
) -> None:
    """This function will change a locked row and write down what it said before."""
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    # There is no statement that changes no column.
    if values:
        row.save(only=list(values))
    _note(row, act, by, now, before=before, after=values)


def remove_row(row: Any, *, by: By, now: datetime) -> None:
    """This function will delete a locked row and write down what it said."""
    _note(row, "DELETE", by, now, before=row.__data__)
    row.delete_instance()


def _note(row: Any, act: str, by: By, now: datetime, **said: Mapping[str, Any]) -> None:
    target = row._meta.table_name.upper()
    note(by, act, target=target, target_id=row.get_id(), now=now, **said)
