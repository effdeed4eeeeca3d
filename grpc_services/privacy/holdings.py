"""Where is a member named? In these tables; what they are shown of it, and what is erased."""

from typing import Any, NamedTuple

from models.admin import AdminScope, AuditLine
from models.alarms import Alarm, AlarmChannel, AlarmMail, AlarmPreference, HeldAlarm
from models.auction import Auction, BidEntry, MemberBid, SecondChance, UnpaidWin
from models.base import BaseModel
from models.cases import Case, CaseStep
from models.catalogue import BrandLike, Goods, GoodsLike, GoodsView, Upload
from models.community import OrderMessage, Question, Report, Review, ReviewChoice
from models.delivery import CarrierGuess, Parcel
from models.helpdesk import Inquiry, InquiryMessage
from models.members import (
    Account,
    Address,
    Block,
    Business,
    Consent,
    Member,
    Session,
    Store,
    StoreFollow,
)
from models.money import (
    LedgerBalance,
    LedgerLine,
    Payment,
    ProviderOperation,
    Remittance,
    Settlement,
    SuspenseClearing,
)
from models.outbox import KeptAnswer
from models.payouts import Payout, PayoutRun
from models.privacy import Export
from models.search import OwnSearch
from models.trade import FeeRule, Order, OrderEvent, OrderFee, Strike


class Holding(NamedTuple):
    """The rows of a table that name a member in one column."""

    table: type[BaseModel]
    #: The column, of this table or of the one that its rows belong to.
    named_by: str
    through: type[BaseModel] | None = None
    #: Secrets, and what is known of others.
    left_out: frozenset[str] = frozenset()
    #: Whether the member may see at all that the rows are there.
    is_told: bool = True
    #: Whether the rows go when the member leaves; else the law wants them, or others need them.
    is_erased: bool = False
    #: Only rows of these accounts name members; others name orders or refunds by the same column.
    among: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return f"{self.table._meta.table_name}.{self.named_by}"

    def is_of(self, member_id: int) -> Any:
        """This function will tell the rows that name a member from all others."""
        if self.among:
            is_of_members: Any = getattr(self.table, "account").in_(sorted(self.among))  # noqa: B009
            return is_of_members & (getattr(self.table, self.named_by) == member_id)
        if self.through is None:
            return getattr(self.table, self.named_by) == member_id
        theirs = self.through.select(self.through._meta.primary_key).where(
            getattr(self.through, self.named_by) == member_id
        )
        (key,) = [key for key, model in self.table._meta.refs.items() if model is self.through]
        return key.in_(theirs)

    def erase(self, member_id: int) -> None:
        """This function will delete the rows that name a member."""
        self.table.delete().where(self.is_of(member_id)).execute()


_OF_MEMBERS = frozenset({"BUYER_CLEARING", "SELLER_PAYABLE", "SELLER_RECEIVABLE"})
_ADDRESSEE = frozenset({"name", "phone", "postcode", "address", "address_detail"})

HOLDINGS = (
    Holding(Member, "member_id", left_out=frozenset({"password_hash", "turns"})),
    Holding(Store, "member"),
    Holding(Business, "member", through=Store),
    Holding(Consent, "member"),
    Holding(Address, "member", is_erased=True),
    # What a seller is still owed is paid out to it.
    Holding(Account, "member"),
    Holding(Session, "member", is_erased=True),
    Holding(StoreFollow, "member_id", is_erased=True),
    Holding(GoodsLike, "member_id", is_erased=True),
    Holding(BrandLike, "member_id", is_erased=True),
    Holding(GoodsView, "member_id", is_erased=True),
    Holding(OwnSearch, "member_id", is_erased=True),
    Holding(Block, "blocker_id", is_erased=True),
    # Who is blocked is not told so.
    Holding(Block, "blocked_id", is_told=False),
    Holding(Upload, "member"),
    Holding(AdminScope, "member", is_erased=True),
    # Who did what for the operator stays.
    Holding(AuditLine, "actor_id"),
    Holding(ProviderOperation, "proposed_by", left_out=frozenset({"request", "last_error"})),
    Holding(SuspenseClearing, "proposed_by"),
    Holding(SuspenseClearing, "agreed_by"),
    Holding(Remittance, "recorded_by"),
    Holding(Remittance, "agreed_by"),
    Holding(Goods, "seller_id"),
    # The leader's maximum is a secret to the seller, and the seller's reserve to all others.
    Holding(Auction, "seller_id", left_out=frozenset({"maximum"})),
    Holding(Auction, "leader_id", left_out=frozenset({"reserve_price"})),
    Holding(Auction, "reserved_by", left_out=frozenset({"reserve_price", "maximum"})),
    Holding(BidEntry, "bidder_id"),
    Holding(MemberBid, "member_id"),
    Holding(UnpaidWin, "member_id"),
    Holding(SecondChance, "member_id"),
    Holding(Order, "buyer_id"),
    Holding(Order, "seller_id", left_out=_ADDRESSEE),
    Holding(Strike, "member_id"),
    Holding(OrderEvent, "buyer_id", through=Order),
    Holding(Payment, "buyer_id", through=Order),
    Holding(Parcel, "buyer_id", through=Order),
    Holding(Parcel, "seller_id", through=Order),
    Holding(CarrierGuess, "member_id", is_told=False, is_erased=True),
    Holding(FeeRule, "seller_id"),
    Holding(OrderFee, "seller_id", through=Order),
    Holding(Settlement, "seller_id"),
    Holding(Payout, "seller_id"),
    Holding(PayoutRun, "drawn_up_by"),
    Holding(PayoutRun, "approved_by"),
    Holding(LedgerLine, "owner_id", among=_OF_MEMBERS),
    Holding(LedgerBalance, "owner_id", among=_OF_MEMBERS, is_told=False),
    Holding(Question, "asker_id"),
    Holding(Question, "seller_id"),
    Holding(Review, "buyer_id"),
    Holding(Review, "seller_id"),
    Holding(ReviewChoice, "buyer_id", through=Review),
    Holding(OrderMessage, "sender_id"),
    Holding(Case, "buyer_id", through=Order),
    Holding(Case, "seller_id", through=Order),
    Holding(CaseStep, "member_id"),
    Holding(Report, "reporter_id"),
    Holding(Inquiry, "member"),
    # With what the operator has answered.
    Holding(InquiryMessage, "member", through=Inquiry),
    Holding(InquiryMessage, "sender_id", is_told=False),
    Holding(HeldAlarm, "member_id", is_told=False, is_erased=True),
    Holding(AlarmMail, "member", through=Alarm, is_told=False, is_erased=True),
    Holding(Alarm, "member", is_erased=True),
    Holding(AlarmPreference, "member", is_erased=True),
    Holding(AlarmChannel, "member", is_erased=True),
    # Copies of what stands elsewhere, kept for a week.
    Holding(
        KeptAnswer,
        "member_id",
        left_out=frozenset({"answer", "request_hash"}),
        is_erased=True,
    ),
    Holding(Export, "member", is_erased=True),
)


def erase(*, member_id: int) -> None:
    """This function will delete, within a transaction, what nobody needs of who has left."""
    for holding in HOLDINGS:
        if holding.is_erased:
            holding.erase(member_id)
