"""Uploads are looked at when they arrive, mails wait in a table, and what cannot be told is parked."""
from peewee import *
from models.base import UtcField
from models.migrating import in_parts


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('upload', 'arrived_at', UtcField(null=True)),
        migrator.add_index('upload', ('source_key',), True),
        migrator.add_index('upload', ('created_at',), False),
        migrator.add_column('outbox', 'parked_because', CharField(max_length=255, null=True)),
        migrator.add_column('scan', 'first_seen_at', UtcField(null=True)),
    )
    in_parts(
        db,
        'UPDATE scan SET first_seen_at = at WHERE {part}',
        table='scan', key='order_id',
    )
    migrator.migrate(migrator.add_not_null('scan', 'first_seen_at'))

    class Alarm(Model):
        alarm_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'alarm'

    class AlarmMail(Model):
        alarm = ForeignKeyField(Alarm, primary_key=True)
        due_at = UtcField(null=True, index=True)
        tries = IntegerField()
        refused_because = CharField(max_length=255, null=True)
        class Meta:
            database = db
            table_name = 'alarm_mail'
    db.create_tables([AlarmMail])
    in_parts(
        db,
        'INSERT INTO alarm_mail (alarm_id, due_at, tries) '
        'SELECT alarm_id, created_at, 0 FROM alarm WHERE by_email AND mailed_at IS NULL AND {part}',
        table='alarm', key='alarm_id',
    )
