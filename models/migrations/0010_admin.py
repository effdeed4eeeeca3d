"""Admins have scopes, and what they do is written down; a suspension has a reason and an end."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('member', 'suspended_because', CharField(max_length=1000, default='')),
        migrator.add_column('member', 'suspended_until', UtcField(null=True)),
        migrator.add_index('member', ('suspended_until',), False),
    )

    class Member(Model):
        member_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'member'

    class AdminScope(Model):
        member = ForeignKeyField(Member)
        scope = CharField(max_length=10)
        granted_at = UtcField()
        class Meta:
            database = db
            table_name = 'admin_scope'
            primary_key = CompositeKey('member', 'scope')

    class AuditLine(Model):
        line_id = BigAutoField()
        actor_id = BigIntegerField()
        act = CharField(max_length=40)
        target = CharField(max_length=20)
        target_id = BigIntegerField()
        reason = CharField(max_length=1000)
        before = TextField()
        after = TextField()
        client = CharField(max_length=64)
        at = UtcField()
        class Meta:
            database = db
            table_name = 'audit_line'
            indexes = (
                (('actor_id', 'line_id'), False),
                (('target', 'target_id', 'line_id'), False),
            )
    db.create_tables([AdminScope, AuditLine])
