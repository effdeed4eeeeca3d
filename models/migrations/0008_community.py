"""Members ask, review, write and report; the operator answers; alarms wait, and go to very many."""
from peewee import *
from models.base import UtcField


def up(migrator, db):
    def keyed(name, key, keyed_by=BigAutoField):
        class Meta:
            database = db
            table_name = name
        return type(name.title(), (Model,), {key: keyed_by(), 'Meta': Meta})

    Alarm = keyed('alarm', 'alarm_id')
    Goods = keyed('goods', 'goods_id')
    Member = keyed('member', 'member_id')
    Order = keyed('orders', 'order_id')
    Store = keyed('store', 'store_id')

    migrator.migrate(migrator.add_column('faq', 'category', CharField(max_length=10, default='OTHER')))

    class Attachment(Model):
        kind = CharField(max_length=10)
        owner_id = BigIntegerField()
        position = IntegerField()
        upload_id = BigIntegerField()
        thumb_key = CharField(max_length=255)
        full_key = CharField(max_length=255)
        class Meta:
            database = db
            table_name = 'attachment'
            primary_key = CompositeKey('kind', 'owner_id', 'position')

    class Question(Model):
        question_id = BigAutoField()
        goods = ForeignKeyField(Goods)
        asker_id = BigIntegerField()
        seller_id = BigIntegerField()
        text = TextField()
        is_secret = BooleanField()
        created_at = UtcField()
        is_answered = BooleanField()
        answer = TextField(null=True)
        answered_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'question'
            indexes = (
                (('goods', 'question_id'), False),
                (('asker_id', 'question_id'), False),
                (('asker_id', 'is_answered', 'question_id'), False),
                (('seller_id', 'question_id'), False),
                (('seller_id', 'is_answered', 'question_id'), False),
            )

    class Review(Model):
        review_id = BigAutoField()
        order = ForeignKeyField(Order, unique=True)
        goods_id = BigIntegerField()
        goods_name = CharField(max_length=100)
        store = ForeignKeyField(Store)
        seller_id = BigIntegerField()
        buyer_id = BigIntegerField()
        rating = IntegerField()
        content = TextField()
        created_at = UtcField()
        answer = TextField(null=True)
        answered_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'review'
            indexes = ((('store', 'review_id'), False),)

    class ReviewChoice(Model):
        review = ForeignKeyField(Review)
        choice = CharField(max_length=20)
        class Meta:
            database = db
            table_name = 'review_choice'
            primary_key = CompositeKey('review', 'choice')

    class RatingCount(Model):
        store = ForeignKeyField(Store)
        given = CharField(max_length=20)
        count = IntegerField()
        class Meta:
            database = db
            table_name = 'rating_count'
            primary_key = CompositeKey('store', 'given')

    class OrderMessage(Model):
        message_id = BigAutoField()
        order = ForeignKeyField(Order)
        sender_id = BigIntegerField()
        text = TextField()
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'order_message'
            indexes = ((('order', 'message_id'), False),)

    class Report(Model):
        report_id = BigAutoField()
        reporter_id = BigIntegerField()
        target = CharField(max_length=10)
        target_id = BigIntegerField()
        reason = CharField(max_length=20)
        detail = TextField()
        state = CharField(max_length=10)
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'report'
            indexes = (
                (('reporter_id', 'target', 'target_id'), True),
                (('target', 'target_id'), False),
                (('state', 'report_id'), False),
            )

    class Notice(Model):
        notice_id = BigAutoField()
        title = CharField(max_length=100)
        text = TextField()
        title_en = CharField(max_length=100)
        text_en = TextField()
        published_at = UtcField()
        class Meta:
            database = db
            table_name = 'notice'

    class Inquiry(Model):
        inquiry_id = BigAutoField()
        member = ForeignKeyField(Member)
        category = CharField(max_length=10)
        title = CharField(max_length=100)
        state = CharField(max_length=10)
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'inquiry'
            indexes = ((('member', 'inquiry_id'), False), (('state', 'inquiry_id'), False))

    class InquiryMessage(Model):
        message_id = BigAutoField()
        inquiry = ForeignKeyField(Inquiry)
        sender_id = BigIntegerField()
        text = TextField()
        created_at = UtcField()
        class Meta:
            database = db
            table_name = 'inquiry_message'

    class HeldAlarm(Model):
        alarm = ForeignKeyField(Alarm, primary_key=True)
        member_id = BigIntegerField()
        until = UtcField()
        told_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'held_alarm'
            indexes = ((('told_at', 'until'), False), (('member_id', 'told_at'), False))

    class Announcement(Model):
        announcement_id = BigAutoField()
        fact_id = BigIntegerField()
        kind = CharField(max_length=20)
        audience_id = BigIntegerField()
        goods_id = BigIntegerField(null=True)
        store_id = BigIntegerField(null=True)
        data = TextField()
        after_id = BigIntegerField()
        told = IntegerField()
        done_at = UtcField(null=True)
        class Meta:
            database = db
            table_name = 'announcement'
            indexes = ((('fact_id', 'kind'), True), (('done_at', 'announcement_id'), False))

    db.create_tables([
        Attachment, Question, Review, ReviewChoice, RatingCount, OrderMessage, Report, Notice,
        Inquiry, InquiryMessage, HeldAlarm, Announcement,
    ])
