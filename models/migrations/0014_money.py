"""What the provider says is kept, what it is to do is tried until it is done; lines never change."""
import json

from peewee import *
from models.base import UtcField

ACCOUNTS = (
    'PROVIDER', 'BANK', 'PROVIDER_FEES', 'BUYER_CLEARING', 'ESCROW', 'FROZEN', 'SELLER_PAYABLE',
    'SELLER_RECEIVABLE', 'PAYOUTS', 'COMMISSION', 'VAT', 'REFUNDS', 'LOSSES', 'SUSPENSE',
)


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('payment', 'look_at', UtcField(null=True)),
        migrator.add_column('payment', 'looks', IntegerField(default=0)),
        migrator.add_column('payment', 'asked_at', UtcField(null=True)),
        migrator.add_column('payment', 'seen_at', UtcField(null=True)),
        migrator.add_index('payment', ('look_at',), False),
        migrator.drop_index('payment', 'payment_state_created_at'),
        migrator.add_column('refund', 'returned', BigIntegerField(default=0)),
        migrator.drop_index('refund', 'refund_imp_uid'),
        migrator.add_index('refund', ('imp_uid',), False),
        migrator.add_index('orders', ('seller_id', 'state'), False),
    )

    class Payment(Model):
        payment_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'payment'

    class ProviderPayment(Model):
        reading_id = BigAutoField()
        provider_uid = CharField(max_length=64, unique=True)
        payment = ForeignKeyField(Payment)
        status = CharField(max_length=12)
        paid = BigIntegerField()
        cancelled = BigIntegerField()
        currency = CharField(max_length=3)
        method = CharField(max_length=20)
        transaction_id = CharField(max_length=100)
        receipt_url = CharField(max_length=500)
        paid_at = UtcField(null=True)
        seen_at = UtcField()
        changes = IntegerField()
        class Meta:
            database = db
            table_name = 'provider_payment'

    class ProviderOperation(Model):
        operation_id = BigAutoField()
        kind = CharField(max_length=10)
        subject = CharField(max_length=64)
        request = TextField()
        state = CharField(max_length=10)
        attempts = IntegerField()
        next_try_at = UtcField(null=True)
        last_error = CharField(max_length=500)
        created_at = UtcField()
        done_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'provider_operation'
            indexes = (
                (('kind', 'subject'), True),
                (('next_try_at',), False),
                (('state', 'operation_id'), False),
            )

    class LedgerBalance(Model):
        account = CharField(max_length=20)
        owner_id = BigIntegerField()
        amount = BigIntegerField()
        class Meta:
            database = db
            table_name = 'ledger_balance'
            primary_key = CompositeKey('account', 'owner_id')
    db.create_tables([ProviderPayment, ProviderOperation, LedgerBalance])

    _keep_what_was_read(db)
    _want_what_is_not_done(db, ProviderOperation)
    _name_orders_and_refunds(db)
    db.execute_sql(
        'INSERT INTO ledger_balance (account, owner_id, amount) SELECT account, owner_id, SUM(amount) '
        'FROM ledger_line WHERE owner_id <> 0 GROUP BY account, owner_id'
    )
    _forbid_changes(db)


def _keep_what_was_read(db):
    db.execute_sql(
        'UPDATE refund SET returned = amount WHERE done_at IS NOT NULL'
    )
    db.execute_sql(
        'INSERT INTO provider_payment (provider_uid, payment_id, status, paid, cancelled, currency, '
        'method, transaction_id, receipt_url, paid_at, seen_at, changes) '
        "SELECT SUBSTR(e.business_key, 9), COALESCE(r.payment_id, p.payment_id), 'PAID', l.amount, "
        "COALESCE(r.returned, 0), 'KRW', '', '', '', p.paid_at, e.recorded_at, 1 "
        "FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.entry_id AND l.account = 'PROVIDER' "
        'LEFT JOIN refund r ON r.imp_uid = SUBSTR(e.business_key, 9) '
        'LEFT JOIN payment p ON p.imp_uid = SUBSTR(e.business_key, 9) '
        "WHERE e.business_key LIKE 'receipt:%%'"
    )
    db.execute_sql("UPDATE payment SET look_at = created_at WHERE state = 'READY'")


def _want_what_is_not_done(db, operation):
    def want(kind, subject, request, created_at):
        operation.insert(
            kind=kind, subject=subject, request=json.dumps(request), state='PENDING', attempts=0,
            next_try_at=created_at, last_error='', created_at=created_at,
        ).execute()

    field = UtcField()
    for uid, amount, at in db.execute_sql(
        "SELECT merchant_uid, amount, created_at FROM payment WHERE state = 'PREPARING'"
    ).fetchall():
        want('REGISTER', uid, {'merchantUid': uid, 'amount': amount}, field.python_value(at))
    for refund_id, at in db.execute_sql(
        'SELECT refund_id, created_at FROM refund WHERE done_at IS NULL'
    ).fetchall():
        want('CANCEL', f'refund:{refund_id}', {'refundId': refund_id}, field.python_value(at))


def _name_orders_and_refunds(db):
    """Escrow is of an order, and what is owed back of a refund: the keys say of which."""
    for account, kind in (('ESCROW', 'order'), ('REFUNDS', 'refund')):
        number = f"SUBSTR(e.business_key, {len(kind) + 2})"
        if isinstance(db, MySQLDatabase):
            number = f"SUBSTRING_INDEX({number}, ':', 1)"
        db.execute_sql(
            f'UPDATE ledger_line SET owner_id = (SELECT CAST({number} AS DECIMAL(20, 0)) '
            'FROM ledger_entry e WHERE e.entry_id = ledger_line.entry_id) '
            f"WHERE account = '{account}'"
        )


def _forbid_changes(db):
    listed = ', '.join(f"'{account}'" for account in ACCOUNTS)
    wrong = f'NEW.amount = 0 OR NEW.account NOT IN ({listed})'
    for table in ('ledger_entry', 'ledger_line'):
        for event in ('UPDATE', 'DELETE'):
            _forbid(db, table, event, f'rows of {table} never change')
    _forbid(db, 'ledger_line', 'INSERT', 'no such account, or no amount', when=wrong)


def _forbid(db, table, event, message, when=None):
    name = f'{table}_{event.lower()}'
    if isinstance(db, MySQLDatabase):
        refuse = f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{message}'"
        body = f'IF {when} THEN {refuse}; END IF' if when else refuse
        db.execute_sql(f'CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {body}')
    else:
        condition = f'WHEN {when} ' if when else ''
        db.execute_sql(
            f'CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}'
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
