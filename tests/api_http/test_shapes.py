"""Does whatever may be sent fit where it is kept? From the route table and the tables."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import Struct, inspect
from peewee import CharField

from api_http.kinds.contacts import Phone
from api_http.kinds.texts import Text
from api_http.openapi.document import operations
from api_http.resources.payments import PortOneHint, PortOneNotice
from api_http.routes import ROUTES
from models.admin import AuditLine
from models.alarms import AlarmPreference
from models.cases import CaseStep
from models.catalogue import Brand, Category, ForbiddenWord, Goods, GoodsAddition, Upload
from models.community import OrderMessage, Question, Report, Review
from models.delivery import Parcel
from models.helpdesk import Faq, Inquiry, InquiryMessage, Notice
from models.members import Account, Address, Business, Consent, Member, Store, Terms
from models.money import Payment, ProviderOperation, Remittance
from models.payouts import Payout
from models.trade import FeeRule

#: Where each text that is kept goes: the column that is named like it, unless another is said.
KEPT: dict[str, Any] = {
    "SignUp": Member,
    "SignUp.agreed_to": Consent.kind,
    "NewAgreement.agreed_to": Consent.kind,
    "ProfileChange": Member,
    "NewEmailCode.email": Member.email,
    "EmailCode.email": Member.email,
    "NewAddress": Address,
    "AddressChange": Address,
    "NewAccount": Account,
    "AccountChange": Account,
    "Suspension": AuditLine,
    "Reasoned": AuditLine,
    "Evidenced.reason": AuditLine.reason,
    "Evidenced.evidence": ProviderOperation.evidence,
    "NewNotice": Notice,
    "NewNotice.reason": AuditLine.reason,
    "NoticeChange": Notice,
    "NoticeChange.reason": AuditLine.reason,
    "NewCategory": Category,
    "NewCategory.reason": AuditLine.reason,
    "CategoryChange": Category,
    "CategoryChange.reason": AuditLine.reason,
    "NewBrand": Brand,
    "NewBrand.reason": AuditLine.reason,
    "BrandChange": Brand,
    "BrandChange.reason": AuditLine.reason,
    "NewFaq": Faq,
    "NewFaq.reason": AuditLine.reason,
    "FaqChange": Faq,
    "FaqChange.reason": AuditLine.reason,
    "NewForbiddenWord": ForbiddenWord,
    "NewForbiddenWord.reason": AuditLine.reason,
    "ForbiddenWordChange": ForbiddenWord,
    "ForbiddenWordChange.reason": AuditLine.reason,
    "NewFeeRule": FeeRule,
    "NewFeeRule.reason": AuditLine.reason,
    "FeeRuleChange.reason": AuditLine.reason,
    "NewClearing.reason": AuditLine.reason,
    "NewRemittance": Remittance,
    "NewRemittance.reason": AuditLine.reason,
    "NewPayoutRun.reason": AuditLine.reason,
    "NewPayoutResults.reason": AuditLine.reason,
    "NewPayoutResult.because": Payout.failed_because,
    "NewTerms": Terms,
    "NewTerms.reason": AuditLine.reason,
    "ReportDecision.note": AuditLine.reason,
    "GoodsChange": Goods,
    "GoodsChange.added_info": GoodsAddition.text,
    "StoreChange": Store,
    "NewBusiness": Business,
    "NewUpload": Upload,
    "NewGoods": Goods,
    "Shipment": Parcel,
    "PaymentReport": Payment,
    "PortOneHint": Payment,
    "PaymentNotice.payment_id": Payment.imp_uid,
    "SettingsChange": AlarmPreference,
    "NewQuestion": Question,
    "QuestionChange": Question,
    "NewAnswer.text": Question.answer,
    "NewReview": Review,
    "NewReviewAnswer.text": Review.answer,
    "NewMessage": OrderMessage,
    "OrderCancellation.reason": OrderMessage.text,
    "NewCase.text": CaseStep.text,
    "NewCaseMessage.text": CaseStep.text,
    "CaseDecision.note": AuditLine.reason,
    "NewReport": Report,
    "NewInquiry": Inquiry,
    "NewInquiry.text": InquiryMessage.text,
    "NewInquiryMessage": InquiryMessage,
}
#: Compared, hashed or counted, and kept nowhere.
NOT_KEPT = {
    "SignUp.password", "SignUp.email_token", "EmailCode.code", "SignIn.login_id", "SignIn.password",
    "Refresh.refresh_token", "ForgottenId.email_token", "ForgottenPassword.login_id",
    "ForgottenPassword.email_token", "ForgottenPassword.new_password", "EmailChange.email_token",
    "Withdrawal.password", "PasswordChange.current_password", "PasswordChange.new_password",
    "PortOneNotice.type",
}  # fmt: skip

PROMISES = [promise for _, resource in ROUTES for _, promise in operations(resource)]
BODIES = {promise.body for promise in PROMISES if promise.body}
QUERIES = {promise.query for promise in PROMISES if promise.query}


def structs(shape: type[Struct]) -> Iterator[type[Struct]]:
    yield shape
    for field in inspect.type_info(shape).fields:  # type: ignore[attr-defined]
        for kind in leaves(field.type):
            if isinstance(kind, inspect.StructType):
                yield from structs(kind.cls)


def leaves(kind: inspect.Type) -> Iterator[inspect.Type]:
    """What a field is made of, within lists and beside null."""
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from leaves(one)
    elif isinstance(kind, inspect.CollectionType | inspect.VarTupleType):
        yield from leaves(kind.item_type)
    else:
        yield kind


def fields(shapes: set[type[Struct]]) -> list[tuple[str, str, inspect.Type]]:
    return [
        (shape.__name__, field.name, kind)
        for outer in sorted(shapes, key=lambda shape: shape.__name__)
        for shape in structs(outer)
        for field in inspect.type_info(shape).fields  # type: ignore[attr-defined]
        for kind in leaves(field.type)
    ]


FIELDS = fields(BODIES)
TEXTS = [
    (shape, name, kind.cls)
    for shape, name, kind in FIELDS
    if isinstance(kind, inspect.CustomType) and issubclass(kind.cls, Text)
]


class TestShapes:
    @pytest.mark.parametrize(("shape", "name", "kind"), FIELDS + fields(QUERIES))
    def test_are_made_of_kinds_and_bounded_numbers(self, shape, name, kind):
        unbounded = isinstance(kind, inspect.IntType) and None in (kind.ge, kind.le)
        raw = (inspect.StrType, inspect.DateTimeType, inspect.DateType, inspect.AnyType)
        assert not unbounded
        assert not isinstance(kind, raw)

    def test_take_no_more_than_they_say_but_from_the_provider(self):
        open_ = {shape for shape in BODIES if not shape.__struct_config__.forbid_unknown_fields}
        assert open_ == {PortOneHint, PortOneNotice}

    def test_have_kinds_for_every_text_in_a_path(self):
        for template, resource in ROUTES:
            for _, promise in operations(resource):
                texts = [part[1:-1] for part in template.split("/") if part.startswith("{")]
                assert [t for t in texts if ":id" not in t and t not in promise.path] == []


class TestColumns:
    @pytest.mark.parametrize(("shape", "name", "kind"), TEXTS)
    def test_are_as_wide_as_what_may_be_sent(self, shape, name, kind):
        if f"{shape}.{name}" in NOT_KEPT:
            assert not hasattr(KEPT.get(shape), name) or name == "password"
            return
        target = KEPT.get(f"{shape}.{name}") or getattr(KEPT[shape], name)
        if isinstance(target, CharField):
            assert longest(kind) <= target.max_length


def longest(kind: type[Text]) -> int:
    """As it is kept; a telephone number is shorter than it may be typed."""
    return len("+") + 15 if kind is Phone else kind.most
