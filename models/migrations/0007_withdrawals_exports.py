"""Members may leave, and ask for a copy of what is kept of them."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    migrator.migrate(migrator.add_column('member', 'withdrawn_at', UtcField(null=True)))

    class Member(Model):
        member_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'member'

    class Export(Model):
        export_id = BigAutoField()
        member = ForeignKeyField(Member)
        requested_at = UtcField()
        due_at = UtcField(null=True, index=True)
        tries = IntegerField()
        mailed_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'export'
    db.create_tables([Export])
