"""What was asked, paid, given back and credited, and where is the money?"""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from models.base import BaseModel, UtcField
from models.trade import Order


class Payment(BaseModel):
    """What is asked of a buyer: PREPARING, READY, then PAID, FAILED or REFUNDING and REFUNDED."""

    payment_id = BigAutoField()
    order = ForeignKeyField(Order, backref="+")
    order_id: int
    merchant_uid = CharField(40, unique=True)
    #: With whom it was begun, and with whom it stays: PORTONE or PORTONE_V2.
    provider = CharField(12, default="PORTONE")
    #: The provider's number of the payment that counts.
    imp_uid = CharField(64, null=True)
    amount = BigIntegerField()
    state = CharField(12)
    #: By what the buyer means to pay: CARD, TRANSFER or VIRTUAL_ACCOUNT.
    method = CharField(16, default="CARD")
    #: A copy of the buyer's bank account to which it goes back, if it cannot go back by itself.
    refund_bank_code = CharField(3, null=True)
    refund_account_number = CharField(20, null=True)
    refund_holder = CharField(40, null=True)
    created_at = UtcField()
    paid_at = UtcField(null=True)
    #: When the provider is asked next; absent where nothing can change any more.
    look_at = UtcField(null=True)
    #: How often it was asked since anybody had something to say.
    looks = IntegerField(default=0)
    #: Since when a question is under way.
    asked_at = UtcField(null=True)
    #: When the provider answered last.
    seen_at = UtcField(null=True)

    class Meta:
        indexes = ((("look_at",), False),)


class ProviderPayment(BaseModel):
    """What the provider said last of one of its payments; amounts in won, unless `currency`."""

    reading_id = BigAutoField()
    provider_uid = CharField(64, unique=True)
    payment = ForeignKeyField(Payment, backref="+")
    payment_id: int
    status = CharField(12)
    paid = BigIntegerField()
    cancelled = BigIntegerField()
    currency = CharField(3)
    method = CharField(20)
    transaction_id = CharField(100)
    receipt_url = CharField(500)
    paid_at = UtcField(null=True)
    seen_at = UtcField()
    #: How many differences were booked.
    changes = IntegerField()

    class Meta:
        table_name = "provider_payment"


class ProviderOperation(BaseModel):
    """What the provider is to do for us, once: PENDING, then DONE, STUCK or DROPPED."""

    operation_id = BigAutoField()
    kind = CharField(10)
    subject = CharField(64)
    #: JSON.
    request = TextField()
    state = CharField(10)
    attempts = IntegerField()
    next_try_at = UtcField(null=True)
    last_error = CharField(500)
    created_at = UtcField()
    done_at = UtcField(null=True)
    #: What one admin would end it with, DONE or DROP, until another agrees.
    proposed = CharField(4, null=True)
    proposed_by = BigIntegerField(null=True)
    proposed_because = CharField(1000, null=True)
    #: By what it can be seen that it was done by hand.
    evidence = CharField(1000, null=True)

    class Meta:
        table_name = "provider_operation"
        indexes = (
            (("kind", "subject"), True),
            (("next_try_at",), False),
            (("state", "operation_id"), False),
        )


class Refund(BaseModel):
    """Money that goes back whence it came; `done_at` is set when it has, `dropped_at` if never."""

    refund_id = BigAutoField()
    payment = ForeignKeyField(Payment, backref="+")
    payment_id: int
    imp_uid = CharField(64, index=True)
    amount = BigIntegerField()
    #: How much of it was given back, and how much of that out of our own account.
    returned = BigIntegerField(default=0)
    by_hand = BigIntegerField(default=0)
    reason = CharField(40)
    created_at = UtcField()
    done_at = UtcField(null=True)
    dropped_at = UtcField(null=True)

    @property
    def left(self) -> int:
        return 0 if self.dropped_at else int(self.amount - self.returned)


class Settlement(BaseModel):
    """What a seller is owed for one order; never changes."""

    settlement_id = BigAutoField()
    order = ForeignKeyField(Order, backref="+", unique=True)
    order_id: int
    seller_id = BigIntegerField()
    price = BigIntegerField()
    shipping_price = BigIntegerField()
    #: How much of it the buyer got back by a case.
    refunded = BigIntegerField(default=0)
    #: All fees, and what of them is value added tax.
    commission = BigIntegerField()
    vat = BigIntegerField(default=0)
    amount = BigIntegerField()
    settled_at = UtcField()

    class Meta:
        indexes = ((("seller_id", "settlement_id"), False),)


class LedgerEntry(BaseModel):
    """One movement of money; its lines sum to zero; the database lets nobody change it."""

    entry_id = BigAutoField()
    #: What moved, such as order:7:escrowed; a movement cannot be written twice.
    business_key = CharField(80, unique=True)
    recorded_at = UtcField()


class LedgerLine(BaseModel):
    """One side of a movement: a debit is above zero, a credit below; nobody can change it."""

    entry = ForeignKeyField(LedgerEntry, backref="+")
    entry_id: int
    account = CharField(20)
    #: Whose account, or of which order, refund, payout or reading, if there is one each; else 0.
    owner_id = BigIntegerField()
    amount = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("entry", "account", "owner_id")
        indexes = ((("account", "owner_id"), False),)


class LedgerBalance(BaseModel):
    """The sum of all lines of an account of somebody or something, kept with each of them."""

    account = CharField(20)
    owner_id = BigIntegerField()
    amount = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("account", "owner_id")


class SuspenseClearing(BaseModel):
    """What is to become of money of nobody known: proposed until another admin agrees."""

    clearing_id = BigAutoField()
    #: The provider's payment that brought it.
    reading = ForeignKeyField(ProviderPayment, backref="+")
    reading_id: int
    #: RETURN, ASSIGN or WRITE_OFF.
    way = CharField(10)
    #: In won; what is gone is below zero.
    amount = BigIntegerField()
    proposed_by = BigIntegerField()
    proposed_because = CharField(1000)
    proposed_at = UtcField()
    agreed_by = BigIntegerField(null=True)
    done_at = UtcField(null=True)

    class Meta:
        table_name = "suspense_clearing"


class Remittance(BaseModel):
    """What a provider has paid into our bank account; counts when a second admin has seen it."""

    remittance_id = BigAutoField()
    #: The provider's, or the bank's; each once.
    reference = CharField(64, unique=True)
    #: In Korea, as 2026-05-04.
    day = CharField(10)
    #: What has arrived, and what the provider kept of what it held.
    amount = BigIntegerField()
    fee = BigIntegerField()
    recorded_by = BigIntegerField()
    recorded_because = CharField(1000)
    recorded_at = UtcField()
    agreed_by = BigIntegerField(null=True)
    booked_at = UtcField(null=True, index=True)


class Reconciliation(BaseModel):
    """One comparison of a day's payments with the provider's list; under way until `done_at`."""

    reconciliation_id = BigAutoField()
    #: In Korea, as 2026-05-04.
    day = CharField(10, index=True)
    #: Of the one that each night makes; by hand there may be many.
    run_key = CharField(20, null=True, unique=True)
    #: Whether the day was over when it began.
    is_whole = BooleanField()
    created_at = UtcField()
    #: Anew whenever it is taken up by another worker, with nothing counted.
    begun_at = UtcField()
    #: When its worker was last heard of.
    asked_at = UtcField(null=True)
    done_at = UtcField(null=True, index=True)
    #: Of the provider's list, and the sums of it in won.
    payments = IntegerField(default=0)
    paid = BigIntegerField(default=0)
    cancelled = BigIntegerField(default=0)
    #: How many were asked about beside, because the provider holds money of them.
    held = IntegerField(default=0)
    #: Of which something was told that nobody had told us.
    mended = IntegerField(default=0)
    difference_count = IntegerField(default=0)
    #: JSON, the first of them.
    differences = TextField(default="[]")
    #: When it was told that none has followed for too long.
    missed_at = UtcField(null=True)


TABLES = (
    Payment,
    ProviderPayment,
    ProviderOperation,
    Refund,
    Settlement,
    LedgerEntry,
    LedgerLine,
    LedgerBalance,
    SuspenseClearing,
    Remittance,
    Reconciliation,
)
