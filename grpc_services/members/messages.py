"""How do members look on the wire, and what do they ask for? Rows in, protobuf out, and back."""

from collections.abc import Iterable
from typing import Any

from grpc_services.members import bank_accounts, registration, terms
from grpc_services.messages import enum_name, enum_value, timestamp
from models.members import Account, Address, Member, Session, Store, Terms
from protos import members_pb2 as pb


def applicant_of(request: pb.SignUpRequest) -> registration.Applicant:
    return registration.Applicant(
        login_id=request.login_id,
        name=request.name,
        email=request.email,
        phone=request.phone,
        birth=request.birth,
        gender=enum_name(pb.Gender, request.gender) or "OTHER",
        language=request.language or "ko",
        agreed_to=versions(request.agreed_to),
    )


def versions(agreed_to: Iterable[pb.TermsVersion]) -> frozenset[terms.Version]:
    return frozenset(terms.Version(one.kind, one.version) for one in agreed_to)


def purpose(value: int) -> str:
    return enum_name(pb.EmailPurpose, value) or "SIGN_UP"


def given(request: Any) -> dict[str, Any]:
    """This function will name what was given, other than the keys that say whose and which row."""
    keys = {"member_id", "address_id", "account_id", "default"}
    return {
        field.name: getattr(request, field.name)
        for field in request.DESCRIPTOR.fields
        if field.name not in keys and (not field.has_presence or request.HasField(field.name))
    }


def member_message(member_id: int) -> pb.Member:
    """:raises MemberNotFound: if there is no such member"""
    member, store = registration.member_with_store(member_id=member_id)
    return pb.Member(
        member_id=member.member_id,
        store_id=store.store_id,
        login_id=member.login_id,
        name=member.name,
        email=member.email,
        phone=member.phone,
        birth=member.birth,
        gender=enum_value(pb.Gender, member.gender),
        role=enum_value(pb.Role, member.role),
        created_at=timestamp(member.created_at),
        language=member.language,
        outstanding_terms=[
            pb.TermsVersion(**version._asdict())
            for version in terms.outstanding(member_id=member.member_id)
        ],
    )


def terms_message(row: Terms, language: str) -> pb.Terms:
    in_english = language == "en"
    return pb.Terms(
        kind=row.kind,
        version=row.version,
        required=row.is_required,
        title=row.title_en if in_english else row.title,
        text=row.text_en if in_english else row.text,
        published_at=timestamp(row.published_at),
    )


def agreements_message(member_id: int) -> pb.ListAgreementsResponse:
    return pb.ListAgreementsResponse(
        items=[
            pb.Agreement(kind=row.kind, version=row.version, agreed_at=timestamp(row.agreed_at))
            for row in terms.agreements_of(member_id=member_id)
        ]
    )


def session_message(row: Session, current: int) -> pb.Session:
    return pb.Session(
        session_id=row.session_id,
        device=row.device,
        client=row.client,
        created_at=timestamp(row.created_at),
        used_at=timestamp(row.used_at),
        current=row.session_id == current,
    )


def address_message(row: Address) -> pb.Address:
    return pb.Address(
        address_id=row.address_id,
        name=row.name,
        phone=row.phone,
        postcode=row.postcode,
        address=row.address,
        address_detail=row.address_detail,
        default=row.is_default,
    )


def account_message(row: Account) -> pb.Account:
    return pb.Account(
        account_id=row.account_id,
        bank_code=row.bank_code,
        bank_name=bank_accounts.BANKS[row.bank_code],
        account_number=bank_accounts.masked_number(row.account_number),
        holder=row.holder,
        default=row.is_default,
    )


def signed_in(member: Member, store: Store) -> pb.SignedIn:
    return pb.SignedIn(
        member_id=member.member_id,
        login_id=member.login_id,
        name=member.name,
        role=enum_value(pb.Role, member.role),
        store_id=store.store_id,
    )
