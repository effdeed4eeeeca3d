"""Cases about orders, which may come into a state again; businesses, and the seller's kind."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    class Order(Model):
        order_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'orders'

    class Case(Model):
        case_id = BigAutoField()
        order = ForeignKeyField(Order)
        open_for = BigIntegerField(null=True, unique=True)
        kind = CharField(max_length=20)
        wanted = CharField(max_length=10)
        state = CharField(max_length=12)
        frozen = BigIntegerField()
        offer_amount = BigIntegerField()
        offer_with_return = BooleanField()
        asked_amount = BigIntegerField()
        asked_with_return = BooleanField()
        turn = CharField(max_length=10, null=True)
        due_at = UtcField(null=True)
        rounds = IntegerField()
        is_decided = BooleanField()
        is_sent_back = BooleanField()
        return_paid_by = CharField(max_length=10, null=True)
        return_carrier = CharField(max_length=4, null=True)
        return_invoice = CharField(max_length=20, null=True)
        return_look_at = UtcField(null=True)
        buyer_gets = BigIntegerField(null=True)
        seller_gets = BigIntegerField(null=True)
        order_state = CharField(max_length=20)
        created_at = UtcField()
        ended_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'cases'
            indexes = ((('order', 'case_id'), False), (('state', 'case_id'), False), (('due_at',), False),
                       (('return_look_at',), False))

    class CaseStep(Model):
        step_id = BigAutoField()
        case = ForeignKeyField(Case)
        act = CharField(max_length=10)
        side = CharField(max_length=10, null=True)
        member_id = BigIntegerField(null=True)
        text = TextField(null=True)
        amount = BigIntegerField(null=True)
        with_return = BooleanField(null=True)
        state = CharField(max_length=12)
        at = UtcField()
        class Meta:
            database = db
            table_name = 'case_step'
            indexes = ((('case', 'step_id'), False),)

    class Store(Model):
        store_id = BigAutoField()
        class Meta:
            database = db
            table_name = 'store'

    class Business(Model):
        store = ForeignKeyField(Store, primary_key=True)
        name = CharField(max_length=100)
        representative = CharField(max_length=40)
        registration_number = CharField(max_length=10)
        mail_order_number = CharField(max_length=40)
        address = CharField(max_length=200)
        phone = CharField(max_length=20)
        email = CharField(max_length=254)
        class Meta:
            database = db
            table_name = 'business'
    db.create_tables([Case, CaseStep, Business])

    migrator.migrate(
        migrator.add_column('store', 'kind', CharField(max_length=8, default='PRIVATE')),
        migrator.add_column('orders', 'seller_kind', CharField(max_length=8, default='PRIVATE')),
        migrator.add_column('settlement', 'refunded', BigIntegerField(default=0)),
        migrator.add_column('order_event', 'case_id', BigIntegerField(default=0)),
        # First the new one: MariaDB keeps an index as long as a foreign key needs it.
        migrator.add_index('order_event', ('order_id', 'state', 'case_id'), True),
        migrator.drop_index('order_event', _name(db)),
    )


def _name(db):
    (found,) = [i.name for i in db.get_indexes('order_event') if i.columns == ['order_id', 'state']]
    return found
