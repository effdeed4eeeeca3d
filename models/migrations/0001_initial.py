# Generated from a schema diff on 2026-11-22 23:56.
from peewee import *
from models.base import UtcField

def up(migrator, db):
    class Member(Model):
        member_id = BigAutoField()
        login_id = CharField(unique=True, max_length=30)
        password_hash = CharField()
        name = CharField(max_length=40)
        email = CharField(unique=True, max_length=254)
        phone = CharField(max_length=20)
        birth = CharField(max_length=10)
        gender = CharField(max_length=10)
        language = CharField(max_length=2)
        role = CharField(max_length=10)
        is_suspended = BooleanField(default=False)
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'member'
    db.create_tables([Member])

    class Account(Model):
        account_id = BigAutoField()
        member = ForeignKeyField(Member)
        bank_code = CharField(max_length=3)
        account_number = CharField(max_length=20)
        holder = CharField(max_length=40)
        is_default = BooleanField()
        class Meta:
            database = db
            table_name = 'account'
    db.create_tables([Account])

    class Address(Model):
        address_id = BigAutoField()
        member = ForeignKeyField(Member)
        name = CharField(max_length=40)
        phone = CharField(max_length=20)
        postcode = CharField(max_length=5)
        address = CharField(max_length=200)
        address_detail = CharField(max_length=200)
        is_default = BooleanField()
        class Meta:
            database = db
            table_name = 'address'
    db.create_tables([Address])

    class Agreement(Model):
        member = ForeignKeyField(Member)
        term = CharField(max_length=32)
        agreed_at = UtcField()
        class Meta:
            database = db
            table_name = 'agreement'
            primary_key = CompositeKey('member', 'term')
    db.create_tables([Agreement])

    class Alarm(Model):
        alarm_id = BigAutoField()
        member = ForeignKeyField(Member)
        fact_id = BigIntegerField()
        kind = CharField(max_length=20)
        title = CharField(max_length=200)
        text = CharField(max_length=500)
        goods_id = BigIntegerField(null=True)
        order_id = BigIntegerField(null=True)
        store_id = BigIntegerField(null=True)
        question_id = BigIntegerField(null=True)
        data = TextField()
        by_push = BooleanField()
        by_email = BooleanField()
        created_at = UtcField()
        read_at = UtcField(null=True)
        mailed_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'alarm'
            indexes = ((('fact_id', 'member', 'kind'), True), (('member', 'alarm_id'), False), (('member', 'read_at'), False))
    db.create_tables([Alarm])

    class AlarmChannel(Model):
        member = ForeignKeyField(Member)
        kind = CharField(max_length=20)
        by_push = BooleanField()
        by_email = BooleanField()
        class Meta:
            database = db
            table_name = 'alarm_channel'
            primary_key = CompositeKey('member', 'kind')
    db.create_tables([AlarmChannel])

    class AlarmPreference(Model):
        member = ForeignKeyField(Member, primary_key=True)
        enabled = BooleanField()
        quiet_from = CharField(null=True, max_length=5)
        quiet_until = CharField(null=True, max_length=5)
        class Meta:
            database = db
            table_name = 'alarm_preference'
    db.create_tables([AlarmPreference])

    class Store(Model):
        store_id = BigAutoField()
        member = ForeignKeyField(Member, unique=True)
        name = CharField(max_length=40)
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'store'
    db.create_tables([Store])

    class Category(Model):
        category_id = BigAutoField()
        parent = ForeignKeyField('self', null=True)
        position = IntegerField()
        name = CharField(max_length=40)
        name_en = CharField(max_length=40)
        class Meta:
            database = db
            table_name = 'category'
    db.create_tables([Category])

    class Brand(Model):
        brand_id = BigAutoField()
        name = CharField(unique=True, max_length=60)
        name_en = CharField(max_length=60)
        image = CharField(null=True)
        class Meta:
            database = db
            table_name = 'brand'
    db.create_tables([Brand])

    class Goods(Model):
        goods_id = BigAutoField()
        store = ForeignKeyField(Store)
        seller_id = BigIntegerField()
        category = ForeignKeyField(Category)
        brand = ForeignKeyField(Brand)
        name = CharField(max_length=100)
        info = TextField()
        quality = CharField(max_length=10)
        gender = CharField(max_length=10)
        size = CharField(max_length=40)
        shipping_price = BigIntegerField()
        soft_close = BooleanField()
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'goods'
    db.create_tables([Goods])

    class Auction(Model):
        goods = ForeignKeyField(Goods, primary_key=True)
        seller_id = BigIntegerField()
        state = CharField(max_length=10)
        start_price = BigIntegerField()
        buy_now_price = BigIntegerField(null=True)
        reserve_price = BigIntegerField(null=True)
        soft_close = BooleanField()
        starts_at = UtcField()
        ends_at = UtcField()
        extensions = IntegerField()
        current_price = BigIntegerField(null=True)
        leader_id = BigIntegerField(null=True)
        maximum = BigIntegerField(null=True)
        seq = BigIntegerField()
        bid_count = BigIntegerField()
        reserved_by = BigIntegerField(null=True)
        reserved_until = UtcField(null=True)
        last_hash = CharField(max_length=64)
        class Meta:
            database = db
            table_name = 'auction'
            indexes = ((('state', 'ends_at'), False),)
    db.create_tables([Auction])

    class BidEntry(Model):
        goods_id = BigIntegerField()
        seq = BigIntegerField()
        kind = CharField(max_length=12)
        bidder_id = BigIntegerField()
        pseudonym = CharField(max_length=16)
        amount = BigIntegerField()
        maximum = BigIntegerField(null=True)
        automatic = BooleanField()
        placed_at = UtcField()
        hash = CharField(max_length=64)
        idempotency_key = CharField(null=True)
        offer = CharField(null=True, max_length=8)
        amount_asked = BigIntegerField(null=True)
        price_after = BigIntegerField(null=True)
        minimum_after = BigIntegerField(null=True)
        ends_at_after = UtcField(null=True)
        leading_after = BooleanField(null=True)
        class Meta:
            database = db
            table_name = 'bids'
            primary_key = CompositeKey('goods_id', 'seq')
            indexes = ((('bidder_id', 'idempotency_key'), True),)
    db.create_tables([BidEntry])

    class Block(Model):
        blocker_id = BigIntegerField()
        blocked_id = BigIntegerField()
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'block'
            primary_key = CompositeKey('blocker_id', 'blocked_id')
    db.create_tables([Block])

    class Faq(Model):
        faq_id = BigAutoField()
        position = IntegerField()
        question = CharField(max_length=200)
        answer = TextField()
        question_en = CharField(max_length=200)
        answer_en = TextField()
        class Meta:
            database = db
            table_name = 'faq'
    db.create_tables([Faq])

    class GoodsImage(Model):
        goods = ForeignKeyField(Goods)
        position = IntegerField()
        thumb_key = CharField()
        full_key = CharField()
        class Meta:
            database = db
            table_name = 'goods_image'
            primary_key = CompositeKey('goods', 'position')
    db.create_tables([GoodsImage])

    class KeptAnswer(Model):
        answer_id = BigAutoField()
        member_id = BigIntegerField()
        idempotency_key = CharField()
        request_hash = CharField(max_length=64)
        answer = BlobField()
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'kept_answers'
            indexes = ((('member_id', 'idempotency_key'), True), (('created_at',), False))
    db.create_tables([KeptAnswer])

    class LedgerEntry(Model):
        entry_id = BigAutoField()
        business_key = CharField(unique=True, max_length=80)
        recorded_at = UtcField()
        class Meta:
            database = db
            table_name = 'ledger_entry'
    db.create_tables([LedgerEntry])

    class LedgerLine(Model):
        entry = ForeignKeyField(LedgerEntry)
        account = CharField(max_length=20)
        owner_id = BigIntegerField()
        amount = BigIntegerField()
        class Meta:
            database = db
            table_name = 'ledger_line'
            primary_key = CompositeKey('entry', 'account', 'owner_id')
            indexes = ((('account', 'owner_id'), False),)
    db.create_tables([LedgerLine])

    class Order(Model):
        order_id = BigAutoField()
        goods = ForeignKeyField(Goods)
        goods_name = CharField(max_length=100)
        buyer_id = BigIntegerField()
        seller_id = BigIntegerField()
        state = CharField(max_length=20)
        price = BigIntegerField()
        shipping_price = BigIntegerField()
        name = CharField(null=True, max_length=40)
        phone = CharField(null=True, max_length=20)
        postcode = CharField(null=True, max_length=5)
        address = CharField(null=True, max_length=200)
        address_detail = CharField(null=True, max_length=200)
        due_at = UtcField()
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'orders'
            indexes = ((('goods', 'buyer_id'), True), (('buyer_id', 'order_id'), False), (('seller_id', 'order_id'), False))
    db.create_tables([Order])

    class OrderEvent(Model):
        event_id = BigAutoField()
        order = ForeignKeyField(Order)
        state = CharField(max_length=20)
        at = UtcField()
        class Meta:
            database = db
            table_name = 'order_event'
    db.create_tables([OrderEvent])

    class OutboxFact(Model):
        fact_id = BigAutoField()
        kind = CharField(max_length=64)
        payload = TextField()
        request_id = CharField(max_length=64)
        created_at = UtcField()
        stage = IntegerField()
        class Meta:
            database = db
            table_name = 'outbox'
            indexes = ((('stage', 'fact_id'), False),)
    db.create_tables([OutboxFact])

    class Parcel(Model):
        order = ForeignKeyField(Order, primary_key=True)
        carrier = CharField(max_length=4)
        carrier_name = CharField(max_length=40)
        invoice = CharField(max_length=20)
        level = IntegerField()
        shipped_at = UtcField()
        delivered_at = UtcField(null=True)
        next_look_at = UtcField(index=True, null=True)
        class Meta:
            database = db
            table_name = 'parcel'
    db.create_tables([Parcel])

    class Payment(Model):
        payment_id = BigAutoField()
        order = ForeignKeyField(Order)
        merchant_uid = CharField(unique=True, max_length=40)
        imp_uid = CharField(null=True, max_length=64)
        amount = BigIntegerField()
        state = CharField(max_length=12)
        created_at = UtcField()
        paid_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'payment'
            indexes = ((('state', 'created_at'), False),)
    db.create_tables([Payment])

    class Session(Model):
        session_id = BigAutoField()
        member = ForeignKeyField(Member)
        device = CharField()
        created_at = UtcField()
        revoked_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'session'
    db.create_tables([Session])

    class RefreshToken(Model):
        token_hash = CharField(primary_key=True, max_length=64)
        session = ForeignKeyField(Session)
        expires_at = UtcField()
        used_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'refresh_token'
    db.create_tables([RefreshToken])

    class Refund(Model):
        refund_id = BigAutoField()
        payment = ForeignKeyField(Payment)
        imp_uid = CharField(unique=True, max_length=64)
        amount = BigIntegerField()
        reason = CharField(max_length=40)
        created_at = UtcField()
        done_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'refund'
    db.create_tables([Refund])

    class Scan(Model):
        order_id = BigIntegerField()
        position = IntegerField()
        at = UtcField()
        place = CharField(max_length=100)
        kind = CharField(max_length=100)
        level = IntegerField()
        class Meta:
            database = db
            table_name = 'scan'
            primary_key = CompositeKey('order_id', 'position')
    db.create_tables([Scan])

    class Settlement(Model):
        settlement_id = BigAutoField()
        order = ForeignKeyField(Order, unique=True)
        seller_id = BigIntegerField()
        price = BigIntegerField()
        shipping_price = BigIntegerField()
        commission = BigIntegerField()
        amount = BigIntegerField()
        settled_at = UtcField()
        class Meta:
            database = db
            table_name = 'settlement'
            indexes = ((('seller_id', 'settlement_id'), False),)
    db.create_tables([Settlement])

    class UnpaidWin(Model):
        goods_id = BigIntegerField(primary_key=True)
        member_id = BigIntegerField(index=True)
        class Meta:
            database = db
            table_name = 'unpaid_win'
    db.create_tables([UnpaidWin])

    class Upload(Model):
        upload_id = BigAutoField()
        member = ForeignKeyField(Member)
        kind = CharField(max_length=10)
        content_type = CharField(max_length=20)
        state = CharField(max_length=10)
        source_key = CharField()
        thumb_key = CharField(null=True)
        full_key = CharField(null=True)
        reject_reason = CharField(null=True)
        created_at = UtcField()
        expires_at = UtcField()
        class Meta:
            database = db
            table_name = 'upload'
            indexes = ((('member', 'created_at'), False),)
    db.create_tables([Upload])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('upload'))
    migrator.migrate(migrator.drop_table('unpaid_win'))
    migrator.migrate(migrator.drop_table('settlement'))
    migrator.migrate(migrator.drop_table('scan'))
    migrator.migrate(migrator.drop_table('refund'))
    migrator.migrate(migrator.drop_table('refresh_token'))
    migrator.migrate(migrator.drop_table('session'))
    migrator.migrate(migrator.drop_table('payment'))
    migrator.migrate(migrator.drop_table('parcel'))
    migrator.migrate(migrator.drop_table('outbox'))
    migrator.migrate(migrator.drop_table('order_event'))
    migrator.migrate(migrator.drop_table('orders'))
    migrator.migrate(migrator.drop_table('ledger_line'))
    migrator.migrate(migrator.drop_table('ledger_entry'))
    migrator.migrate(migrator.drop_table('kept_answers'))
    migrator.migrate(migrator.drop_table('goods_image'))
    migrator.migrate(migrator.drop_table('faq'))
    migrator.migrate(migrator.drop_table('block'))
    migrator.migrate(migrator.drop_table('bids'))
    migrator.migrate(migrator.drop_table('auction'))
    migrator.migrate(migrator.drop_table('goods'))
    migrator.migrate(migrator.drop_table('brand'))
    migrator.migrate(migrator.drop_table('category'))
    migrator.migrate(migrator.drop_table('store'))
    migrator.migrate(migrator.drop_table('alarm_preference'))
    migrator.migrate(migrator.drop_table('alarm_channel'))
    migrator.migrate(migrator.drop_table('alarm'))
    migrator.migrate(migrator.drop_table('agreement'))
    migrator.migrate(migrator.drop_table('address'))
    migrator.migrate(migrator.drop_table('account'))
    migrator.migrate(migrator.drop_table('member'))
