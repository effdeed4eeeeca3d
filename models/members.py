"""Who are the members, and what belongs to them?"""

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


class Member(BaseModel):
    """A person with an account; the row stays for good, its personal data may be pseudonymised."""

    member_id = BigAutoField()
    #: As typed, in lower case.
    login_id = CharField(30, unique=True)
    password_hash = CharField(255)
    name = CharField(40)
    email = CharField(254, unique=True)
    phone = CharField(20)
    birth = CharField(10)
    gender = CharField(10)
    #: ko or en.
    language = CharField(2)
    role = CharField(10)
    #: Also of who has left.
    is_suspended = BooleanField(default=False)
    #: What they are told, and until when; null until somebody lifts it.
    suspended_because = CharField(1000, default="")
    suspended_until = UtcField(null=True, index=True)
    #: Until when they may not bid, who has not paid too often.
    no_bids_until = UtcField(null=True)
    #: Counted by what only one at a time may do for the member; the number itself says nothing.
    turns = BigIntegerField(null=True)
    created_at = UtcField()
    withdrawn_at = UtcField(null=True)


class Store(BaseModel):
    """Where a member sells; exactly one each."""

    store_id = BigAutoField()
    member = ForeignKeyField(Member, backref="+", unique=True)
    member_id: int
    name = CharField(40)
    info = CharField(1000, default="")
    image = CharField(255, null=True)
    #: Of `store_follow`, counted with each change there.
    follower_count = IntegerField(default=0)
    #: Until when it takes no first bids and is not found.
    vacation_until = UtcField(null=True, index=True)
    #: PRIVATE or BUSINESS, which has a row of `business`.
    kind = CharField(8, default="PRIVATE")
    created_at = UtcField()


class Business(BaseModel):
    """Who is behind a store of kind BUSINESS, as the law wants everybody to know."""

    store = ForeignKeyField(Store, backref="+", primary_key=True)
    store_id: int
    name = CharField(100)
    representative = CharField(40)
    #: Ten digits.
    registration_number = CharField(10)
    #: Under which it may sell by mail order, as its authority has written it.
    mail_order_number = CharField(40)
    address = CharField(200)
    phone = CharField(20)
    email = CharField(254)


class Terms(BaseModel):
    """One version of what members agree to, in Korean and English; never changes."""

    kind = CharField(32)
    version = IntegerField()
    is_required = BooleanField()
    title = CharField(100)
    text = TextField()
    title_en = CharField(100)
    text_en = TextField()
    published_at = UtcField()

    class Meta:
        primary_key = CompositeKey("kind", "version")


class StoreFollow(BaseModel):
    """That a member follows a store; never changes, and goes when they do not any more."""

    follow_id = BigAutoField()
    member_id = BigIntegerField()
    store = ForeignKeyField(Store, backref="+", index=False)
    store_id: int
    created_at = UtcField()

    class Meta:
        indexes = (
            (("member_id", "store"), True),
            (("member_id", "follow_id"), False),
            (("store", "member_id"), False),
        )


class Consent(BaseModel):
    """That a member agreed to one version of some terms; never changes."""

    member = ForeignKeyField(Member, backref="+")
    member_id: int
    kind = CharField(32)
    version = IntegerField()
    agreed_at = UtcField()

    class Meta:
        primary_key = CompositeKey("member", "kind", "version")


class Session(BaseModel):
    """A device that is signed in; `used_at` moves on with each refresh, `revoked_at` ends it."""

    session_id = BigAutoField()
    member = ForeignKeyField(Member, backref="+")
    member_id: int
    device = CharField(255)
    #: The address it was opened from, as limits count it.
    client = CharField(64)
    created_at = UtcField()
    used_at = UtcField()
    revoked_at = UtcField(null=True)


class RefreshToken(BaseModel):
    """One link in a session's chain of refresh tokens; `used_at` is set when the next is made."""

    #: SHA-256, hexadecimal; the token itself is kept nowhere.
    token_hash = CharField(64, primary_key=True)
    session = ForeignKeyField(Session, backref="+")
    session_id: int
    expires_at = UtcField()
    used_at = UtcField(null=True)


class Block(BaseModel):
    """Two members who do not deal with each other, as `blocker` wants it."""

    blocker_id = BigIntegerField()
    blocked_id = BigIntegerField()
    created_at = UtcField()

    class Meta:
        primary_key = CompositeKey("blocker_id", "blocked_id")
        indexes = (
            (("blocked_id", "blocker_id"), False),
            (("blocker_id", "created_at", "blocked_id"), False),
        )


class Address(BaseModel):
    """Where parcels may go."""

    address_id = BigAutoField()
    member = ForeignKeyField(Member, backref="+")
    member_id: int
    name = CharField(40)
    phone = CharField(20)
    postcode = CharField(5)
    address = CharField(200)
    address_detail = CharField(200)
    is_default = BooleanField()


class Account(BaseModel):
    """A bank account that settlements may be paid out to."""

    account_id = BigAutoField()
    member = ForeignKeyField(Member, backref="+")
    member_id: int
    bank_code = CharField(3)
    account_number = CharField(20)
    holder = CharField(40)
    is_default = BooleanField()


TABLES = (
    Member,
    Store,
    Business,
    StoreFollow,
    Terms,
    Consent,
    Session,
    RefreshToken,
    Block,
    Address,
    Account,
)
