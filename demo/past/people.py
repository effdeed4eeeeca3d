"""Who takes part? Sellers and buyers who are plainly made up, and accounts to try."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from demo.catalogue.sellers import SELLERS
from grpc_services.access import COMMAND
from grpc_services.admin.operators import grant
from grpc_services.admin.trail import By
from grpc_services.alarms.preferences import change_preferences
from grpc_services.members.addresses import add_address
from grpc_services.members.passwords import is_password
from grpc_services.members.registration import Applicant, sign_up
from grpc_services.members.terms import required_versions
from grpc_services.stores.fronts import change_store
from models.members import Member

OPERATOR = "demo_operator"
#: Of these anybody who runs the demo is told the password.
TO_TRY = {
    "demo_seller1": "sells clothes and shoes",
    "demo_buyer1": "buys",
    "demo_buyer2": "buys",
    OPERATOR: "runs the market (scope OWNER)",
}
#: Others see the first two letters only: those differ.
BUYERS = (
    "demo_buyer1",
    "demo_buyer2",
    "amber_demo",
    "birch_demo",
    "cloud_demo",
    "dune_demo",
    "ember_demo",
    "fjord_demo",
    "grove_demo",
    "hazel_demo",
    "indigo_demo",
    "jade_demo",
    "kelp_demo",
    "lagoon_demo",
)
#: Of the city hall of Seoul.
_HOME = {
    "phone": "01000000000",
    "postcode": "04524",
    "address": "서울특별시 중구 세종대로 110",
    "address_detail": "",
}


class Hashes(NamedTuple):
    """Of the password that is told, absent if there is none to tell, and of one nobody knows."""

    told: str | None
    untold: str

    def of(self, login_id: str) -> str:
        return self.told if self.told and login_id in TO_TRY else self.untold


def welcome_sellers(*, hashes: Hashes, now: datetime) -> dict[str, int]:
    """This function will give the sellers' member ids, by the root categories they sell from."""
    ids: dict[str, int] = {}
    for seller in SELLERS:
        member_id = _welcome(seller.login_id, seller.store, hashes, now)
        change_store(
            member_id=member_id, values={"name": seller.store, "info": seller.info}, upload_id=None
        )
        ids |= dict.fromkeys(seller.sells, member_id)
    return ids


def welcome_buyers(*, hashes: Hashes, now: datetime) -> list[int]:
    """This function will give the member ids of all buyers, each with an address."""
    ids = []
    for login_id in BUYERS:
        ids.append(_welcome(login_id, login_id, hashes, now))
        add_address(member_id=ids[-1], values={"name": login_id, **_HOME})
    return ids


def welcome_operator(*, hashes: Hashes, now: datetime) -> None:
    """This function will let somebody run the market, where the password is told to somebody."""
    if hashes.told:
        _welcome(OPERATOR, OPERATOR, hashes, now)
        by = By(COMMAND, "the demo", "")
        grant(login_id=OPERATOR, scopes=["OWNER"], by=by, now=now)


def _welcome(login_id: str, name: str, hashes: Hashes, now: datetime) -> int:
    member = sign_up(
        applicant=Applicant(
            login_id=login_id,
            name=name,
            email=f"{login_id}@example.com",
            phone="01000000000",
            birth="1990-01-01",
            gender="OTHER",
            language="ko",
            agreed_to=required_versions(),
        ),
        password_hash=hashes.of(login_id),
        now=now,
    )
    return member.member_id


def switch_alarms(member_ids: Sequence[int], *, on: bool, now: datetime) -> None:
    """This function will have alarms go out, or stay in inboxes alone."""
    for member_id in member_ids:
        change_preferences(member_id=member_id, enabled=on, quiet=None, channels={}, now=now)


def accounts_of(password: str) -> list[str]:
    """This function will name the accounts to try that this password opens."""
    rows = Member.select().where(Member.login_id.in_(list(TO_TRY)))
    hashes = {row.login_id: row.password_hash for row in rows}
    return [one for one in TO_TRY if is_password(password, hashes.get(one))]
