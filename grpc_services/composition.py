"""What are the services made of? Every part, made once from the settings."""

import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import redis
from limits.storage import RedisStorage

import settings
from grpc_services import idempotency, outbox
from grpc_services.admin.service import Admin
from grpc_services.alarms.service import Alarms
from grpc_services.alarms.unsubscribing import Links
from grpc_services.answering import Answerer
from grpc_services.auction.bids import place_bids
from grpc_services.auction.house import House
from grpc_services.auction.lanes import Lanes
from grpc_services.auction.pure.state import Rules
from grpc_services.auction.service import Auctions
from grpc_services.audit.service import Audit
from grpc_services.cases.opening import Windows
from grpc_services.cases.pure import state as cases
from grpc_services.cases.service import Cases
from grpc_services.catalogue.goods import Lengths
from grpc_services.catalogue.pictures import BucketPictures, FolderPictures, Pictures
from grpc_services.catalogue.service import Catalogue
from grpc_services.community.service import Community
from grpc_services.config.service import Config
from grpc_services.delivery.asking import Pace
from grpc_services.delivery.service import Delivery
from grpc_services.dispatch import Dispatcher
from grpc_services.editorial.service import Editorial
from grpc_services.finance.service import Finance
from grpc_services.helpdesk.service import Helpdesk
from grpc_services.members import sessions
from grpc_services.members.codes import EmailCodes
from grpc_services.members.limits import Limit
from grpc_services.members.passwords import Hashing
from grpc_services.members.proofs import Proofs
from grpc_services.members.service import Members
from grpc_services.members.sessions import Lives
from grpc_services.members.signing_in import SignInLimits
from grpc_services.members.tokens import Signer, public_keys
from grpc_services.money.service import Money, Shop
from grpc_services.payouts.service import Payouts
from grpc_services.privacy.service import Privacy
from grpc_services.publishing import Copies, Publisher
from grpc_services.searches.notes import Notes
from grpc_services.searches.popular import Popular
from grpc_services.searches.service import Search
from grpc_services.stores.service import Stores
from grpc_services.testclock.service import TestClock
from grpc_services.trade.deadlines import Terms
from grpc_services.trade.service import Trade
from protos import (
    admin_pb2_grpc,
    alarms_pb2_grpc,
    auction_pb2_grpc,
    audit_pb2_grpc,
    cases_pb2_grpc,
    catalogue_pb2_grpc,
    community_pb2_grpc,
    config_pb2_grpc,
    delivery_pb2_grpc,
    editorial_pb2_grpc,
    finance_pb2_grpc,
    helpdesk_pb2_grpc,
    members_pb2_grpc,
    money_pb2_grpc,
    payouts_pb2_grpc,
    privacy_pb2_grpc,
    search_pb2_grpc,
    stores_pb2_grpc,
    testclock_pb2_grpc,
    trade_pb2_grpc,
)
from settings import stores

#: Redis databases: Dramatiq scans all keys of its own, so it is alone in there.
JOBS, STREAMS, CODES = 0, 1, 2


class Core:
    """Everything the services share, made once from the settings."""

    def __init__(self, config: settings.Settings) -> None:
        self.config = config
        self.signer = signer(config)
        self.house = House(
            rules(config),
            self.signer,
            _public_keys(config),
            timedelta(seconds=config.ending_soon_seconds),
            timedelta(seconds=config.second_chance_seconds),
        )
        self.pictures = pictures(config)
        self.codes = open_redis(config, CODES)
        self.popular = Popular(self.codes)
        self.notes = Notes(self.popular)
        self.lives = lives(config)
        self.lanes: Lanes | None = None
        pool = stores.open_redis(config.redis_url or "", CODES).connection_pool
        self._counts = RedisStorage("redis://", connection_pool=pool)
        self.proofs = Proofs(self._sign_in_limits(), Hashing())

    def _limit(self, name: str, allowance: str) -> Limit:
        return Limit(self._counts, name=name, allowance=allowance)

    def _sign_in_limits(self) -> SignInLimits:
        config, limit = self.config, self._limit
        return SignInLimits(
            tries=limit("sign-in", f"{config.sign_ins}/15 minutes"),
            failures=limit("sign-in-failed", f"{config.sign_in_failures}/15 minutes"),
            failures_per_client=limit(
                "sign-in-failed-from", f"{config.sign_in_failures_per_address}/15 minutes"
            ),
            failures_per_login_id=limit(
                "sign-in-failed-for", f"{config.sign_in_failures_per_login_id}/15 minutes"
            ),
        )

    def members(self) -> Members:
        config, limit = self.config, self._limit
        return Members(
            codes=EmailCodes(
                self.codes,
                self.signer.secret("e-mail codes"),
                a_minute=limit("code-minute", f"{config.email_codes_per_minute}/minute"),
                an_hour=limit("code-hour", f"{config.email_codes_per_hour}/hour"),
                an_hour_from=limit("code-from", f"{config.email_codes_per_client}/hour"),
            ),
            lives=self.lives,
            signer=self.signer,
            proofs=self.proofs,
        )

    def catalogue(self) -> Catalogue:
        return Catalogue(self.pictures, lengths(self.config))

    def search(self) -> Search:
        return Search(self.pictures, self.popular, self.notes)

    def auctions(self) -> Auctions:
        self.lanes = Lanes(
            self.config.bid_lanes,
            partial(_place_bids, house=self.house),
            most=self.config.bid_batch_most,
        )
        return Auctions(self.lanes, self.house, lengths(self.config), self.pictures)

    def trade(self) -> Trade:
        return Trade(
            house=self.house,
            pictures=self.pictures,
            terms=terms(self.config),
        )

    def money(self) -> Money:
        return Money(
            house=self.house,
            pictures=self.pictures,
            provider=self.config.payment_provider,
            shops={
                "PORTONE": Shop(self.config.portone_store_key or ""),
                "PORTONE_V2": Shop(
                    self.config.portone_v2_store_id or "", self.config.portone_v2_channel_key or ""
                ),
            },
            first_pause=timedelta(seconds=self.config.payment_poll_seconds),
        )

    def cases(self) -> Cases:
        config = self.config
        return Cases(
            self.house,
            self.pictures,
            Windows(
                wait=timedelta(days=config.case_wait_days),
                open=timedelta(days=config.case_open_days),
            ),
            case_terms(config),
            timedelta(seconds=config.parcel_poll_seconds),
        )

    def delivery(self) -> Delivery:
        return Delivery(
            pace(self.config),
            self.pictures,
            timedelta(seconds=self.config.parcel_stall_seconds),
        )

    def alarms(self) -> Alarms:
        return Alarms(Links(self.signer.secret("unsubscribe links"), self.config.web_url))

    def configuration(self) -> Config:
        config = self.config
        return Config(
            relay_url=config.relay_url.rstrip("/"),
            payment_window=config.payment_window_url,
            rules=self.house.rules,
            lengths=lengths(config),
            access_token=self.signer.access_life,
            refresh_token=self.lives.refresh,
            payment_due=timedelta(seconds=config.payment_due_seconds),
        )

    def answerer(self) -> Answerer:
        return Answerer(
            streams=open_redis(self.config, STREAMS),
            rules=self.house.rules,
            stream_length=self.config.stream_length,
        )

    def dispatcher(self) -> Dispatcher:
        return Dispatcher(
            publisher=Publisher(
                open_redis(self.config, STREAMS),
                length=self.config.stream_length,
                copies=Copies(self.config.redis_copies, self.config.redis_copies_seconds),
            ),
            jobs=open_redis(self.config, JOBS),
            forgetting=(
                outbox.forget,
                idempotency.forget,
                partial(sessions.forget, lives=self.lives),
            ),
        )


def _register_test_clock(core: Core, server: grpc.aio.Server) -> None:
    """Where there is none, nobody can find out that there could be."""
    ahead = settings.test_clock(core.config)
    if ahead is not None:
        served = TestClock(ahead, open_redis(core.config, JOBS), core.house.ending_soon)
        testclock_pb2_grpc.add_TestClockServicer_to_server(served, server)


def _place_bids(bids: Any, *, house: House) -> Any:
    return place_bids(bids=bids, house=house)


Register = Callable[[Core, grpc.aio.Server], None]
SERVICES: dict[str, Register] = {
    "members": lambda core, server: members_pb2_grpc.add_MembersServicer_to_server(
        core.members(), server
    ),
    "catalogue": lambda core, server: catalogue_pb2_grpc.add_CatalogueServicer_to_server(
        core.catalogue(), server
    ),
    "search": lambda core, server: search_pb2_grpc.add_SearchServicer_to_server(
        core.search(), server
    ),
    "auction": lambda core, server: auction_pb2_grpc.add_AuctionsServicer_to_server(
        core.auctions(), server
    ),
    "money": lambda core, server: money_pb2_grpc.add_MoneyServicer_to_server(core.money(), server),
    "payouts": lambda core, server: payouts_pb2_grpc.add_PayoutsServicer_to_server(
        Payouts(core.config.payout_minimum), server
    ),
    "cases": lambda core, server: cases_pb2_grpc.add_CasesServicer_to_server(core.cases(), server),
    "trade": lambda core, server: trade_pb2_grpc.add_TradeServicer_to_server(core.trade(), server),
    "delivery": lambda core, server: delivery_pb2_grpc.add_DeliveryServicer_to_server(
        core.delivery(), server
    ),
    "admin": lambda core, server: admin_pb2_grpc.add_AdminServicer_to_server(
        Admin(core.house, core.pictures, case_terms(core.config)), server
    ),
    "audit": lambda core, server: audit_pb2_grpc.add_AuditServicer_to_server(
        Audit(core.house), server
    ),
    "editorial": lambda core, server: editorial_pb2_grpc.add_EditorialServicer_to_server(
        Editorial(core.pictures), server
    ),
    "finance": lambda core, server: finance_pb2_grpc.add_FinanceServicer_to_server(
        Finance(core.house), server
    ),
    "stores": lambda core, server: stores_pb2_grpc.add_StoresServicer_to_server(
        Stores(core.pictures), server
    ),
    "community": lambda core, server: community_pb2_grpc.add_CommunityServicer_to_server(
        Community(core.pictures), server
    ),
    "helpdesk": lambda core, server: helpdesk_pb2_grpc.add_HelpdeskServicer_to_server(
        Helpdesk(core.pictures), server
    ),
    "config": lambda core, server: config_pb2_grpc.add_ConfigServicer_to_server(
        core.configuration(), server
    ),
    "privacy": lambda core, server: privacy_pb2_grpc.add_PrivacyServicer_to_server(
        Privacy(core.proofs), server
    ),
    "alarms": lambda core, server: alarms_pb2_grpc.add_AlarmsServicer_to_server(
        core.alarms(), server
    ),
    "testclock": _register_test_clock,
}


def rules(config: settings.Settings) -> Rules:
    try:
        return Rules(
            config.bid_increments,
            timedelta(seconds=config.soft_close_seconds),
            config.soft_close_extensions,
            timedelta(seconds=config.reservation_seconds),
        )
    except ValueError as error:
        sys.exit(f"BID_INCREMENTS: {error}")


def lives(config: settings.Settings) -> Lives:
    return Lives(
        refresh=timedelta(seconds=config.refresh_token_seconds),
        grace=timedelta(seconds=config.refresh_grace_seconds),
        session=timedelta(seconds=config.session_seconds),
        most=config.sessions_most,
    )


def lengths(config: settings.Settings) -> Lengths:
    return Lengths(
        timedelta(seconds=config.auction_seconds_min),
        timedelta(seconds=config.auction_seconds_max),
    )


def pictures(config: settings.Settings) -> Pictures:
    if not config.upload_secret:
        sys.exit(f"UPLOAD_SECRET is not set: {settings.sentence('upload_secret')}")
    edge_url = f"{config.web_url}/media"
    if not config.s3_bucket:
        folder = Path(config.media_folder) if config.media_folder else None
        return FolderPictures(config.upload_secret, config.media_url or edge_url, folder)
    return BucketPictures(
        stores.s3_client(config),
        config.s3_bucket,
        config.media_url or f"https://{config.s3_bucket}.s3.{config.s3_region}.amazonaws.com",
        edge_url,
        config.upload_secret,
        config.upload_url,
    )


def signer(config: settings.Settings) -> Signer:
    try:
        return Signer.from_pem(
            config.token_private_key or "",
            timedelta(seconds=config.access_token_seconds),
            config.pseudonym_secret or "",
        )
    except ValueError as error:
        sys.exit(f"TOKEN_PRIVATE_KEY: not an Ed25519 private key in PEM ({error})")


def _public_keys(config: settings.Settings) -> tuple[bytes, ...]:
    try:
        return public_keys(config.token_public_keys or "")
    except ValueError as error:
        sys.exit(f"TOKEN_PUBLIC_KEYS: {error}")


def open_redis(config: settings.Settings, number: int) -> redis.Redis:
    """This function will name one of the databases of Redis; nothing is connected yet."""
    url, is_text = config.redis_url or "", number == CODES
    return stores.open_redis(url, number, decode_responses=is_text)


def pace(config: settings.Settings) -> Pace:
    pause = timedelta(seconds=config.parcel_poll_seconds)
    return Pace(pause, config.parcel_looks_a_day, config.sweettracker_numbers_a_month)


def terms(config: settings.Settings) -> Terms:
    """This function will say how long buyers and sellers have; the demo trades under them too."""
    pay = timedelta(seconds=config.payment_due_seconds)
    return Terms(pay, config.ship_days, config.confirm_days, config.parcel_lost_days)


def case_terms(config: settings.Settings) -> cases.Terms:
    """This function will say how long each may take in a case, and how often it goes to and fro."""
    return cases.Terms(
        answer=timedelta(days=config.case_answer_days),
        send_back=timedelta(days=config.case_send_back_days),
        arrive=timedelta(days=config.case_arrive_days),
        inspect=timedelta(days=config.case_inspect_days),
        decide=timedelta(days=config.case_decide_days),
        rounds=config.case_rounds,
    )
