"""Where is a member named? No table may be forgotten."""

import peewee
import pytest

from grpc_services.privacy.holdings import HOLDINGS, erase
from models import TABLES
from models.members import Address, Block, Member
from tests.support import factories

#: Keys of rows, by the names that other tables refer to them with.
KEYS = {
    table._meta.primary_key.name
    for table in TABLES
    if table is not Member and isinstance(table._meta.primary_key, peewee.Field)
} | {"fact_id", "question_id"}

#: Numbers that are called like keys of others, and name something else.
NOBODY = {
    "announcement.after_id",
    "announcement.audience_id",
    "attachment.owner_id",
    "audit_line.target_id",
    "report.target_id",
    "search_label.label_id",
}


def _may_name_a_member(field: peewee.Field) -> bool:
    """A key of members, or a number that is called like a key and is none of another table."""
    if isinstance(field, peewee.ForeignKeyField):
        return field.rel_model is Member
    if f"{field.model._meta.table_name}.{field.name}" in NOBODY:
        return False
    is_number = isinstance(field, peewee.BigIntegerField | peewee.BigAutoField)
    return is_number and field.name.endswith(("_id", "_by")) and field.name not in KEYS


class TestHoldings:
    @pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
    def test_leave_no_column_out_that_names_a_member(self, table):
        naming = {field.name for field in table._meta.sorted_fields if _may_name_a_member(field)}
        held = {one.named_by for one in HOLDINGS if one.table is table and one.through is None}

        assert naming == held

    def test_leave_out_columns_that_there_are(self):
        for holding in HOLDINGS:
            assert holding.left_out <= holding.table._meta.fields.keys()

    def test_are_named_apart(self):
        names = [holding.name for holding in HOLDINGS]
        assert len(names) == len(set(names))

    def test_tell_no_secret(self):
        for holding in HOLDINGS:
            shown = holding.table._meta.fields.keys() - holding.left_out
            assert not {"password_hash", "token_hash", "request_hash"} & shown


class TestErasing:
    def test_touches_nobody_else(self, database, now):
        ann, bob, eve = (factories.member(name) for name in ("ann", "bob", "eve"))
        for who in (ann, bob):
            Address.create(member=who, is_default=True, **factories.HOME)
        for blocker, blocked in ((ann, bob), (bob, ann), (bob, eve)):
            Block.create(blocker_id=blocker.member_id, blocked_id=blocked.member_id, created_at=now)

        erase(member_id=ann.member_id)

        assert [row.member_id for row in Address.select()] == [bob.member_id]
        assert {row.blocker_id for row in Block.select()} == {bob.member_id}
        assert Block.select().count() == 2
