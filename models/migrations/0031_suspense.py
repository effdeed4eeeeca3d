"""Money of nobody known is kept by the payment that brought it, and cleared by two admins."""
from datetime import UTC, datetime

from peewee import *
from models.base import UtcField


def up(migrator, db):
    class ProviderPayment(Model):
        reading_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'provider_payment'

    class SuspenseClearing(Model):
        clearing_id = BigAutoField()
        reading = ForeignKeyField(ProviderPayment)
        way = CharField(max_length=10)
        amount = BigIntegerField()
        proposed_by = BigIntegerField()
        proposed_because = CharField(max_length=1000)
        proposed_at = UtcField()
        agreed_by = BigIntegerField(null=True)
        done_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'suspense_clearing'
    db.create_tables([SuspenseClearing])
    _name_owners(db)


def _name_owners(db):
    """What was nobody's at all until now; no entry is ever changed, so each gets another one."""
    mark = '%s' if isinstance(db, MySQLDatabase) else '?'
    now = UtcField().db_value(datetime.now(UTC))

    def ask(sql, *values):
        return db.execute_sql(sql.replace('?', mark), values).fetchall()

    for entry_id, key, amount in ask(
        "SELECT e.entry_id, e.business_key, l.amount FROM ledger_entry e"
        " JOIN ledger_line l ON l.entry_id = e.entry_id"
        " WHERE l.account = 'SUSPENSE' AND l.owner_id = 0"
    ):
        kind, number, *_ = key.split(':')
        reading_id = int(number)
        if kind == 'refund':
            ((reading_id,),) = ask(
                "SELECT p.reading_id FROM refund r"
                " JOIN provider_payment p ON p.provider_uid = r.imp_uid WHERE r.refund_id = ?",
                reading_id,
            )
        _move(db, mark, f'suspense:{entry_id}:owned', reading_id, amount, now)


def _move(db, mark, key, reading_id, amount, now):
    def do(sql, *values):
        return db.execute_sql(sql.replace('?', mark), values)

    do("INSERT INTO ledger_entry (business_key, recorded_at) VALUES (?, ?)", key, now)
    ((entry_id,),) = do("SELECT entry_id FROM ledger_entry WHERE business_key = ?", key).fetchall()
    for owner_id, part in ((0, -amount), (reading_id, amount)):
        do(
            "INSERT INTO ledger_line (entry_id, account, owner_id, amount)"
            " VALUES (?, 'SUSPENSE', ?, ?)",
            entry_id, owner_id, part,
        )
    side = ('SUSPENSE', reading_id)
    if do("SELECT 1 FROM ledger_balance WHERE account = ? AND owner_id = ?", *side).fetchall():
        do(
            "UPDATE ledger_balance SET amount = amount + ? WHERE account = ? AND owner_id = ?",
            amount, *side,
        )
    else:
        do("INSERT INTO ledger_balance (account, owner_id, amount) VALUES (?, ?, ?)", *side, amount)
