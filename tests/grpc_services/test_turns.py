"""Do two servers of a cluster let one member do at once what is to come one after the other?"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import peewee
import pytest

from grpc_services.facts import in_transaction
from grpc_services.members import addresses
from grpc_services.members.sessions import Lives, open_session
from grpc_services.privacy.exports import request_export
from grpc_services.trade import reservations
from models.base import database as tables
from models.dialect import database_now, may_try_again
from models.members import Member
from tests.support import factories

_DAY = timedelta(days=1)
_LIVES = Lives(refresh=_DAY, grace=_DAY, session=_DAY, most=20)
#: A row that somebody else has written since is refused, as by another server; one that was only
#: locked, and is free again, is not.
_AS_ELSEWHERE = "SET SESSION innodb_snapshot_isolation = ON, tx_isolation = 'REPEATABLE-READ'"


@pytest.fixture
def ann(database: str) -> Member:
    return factories.member("ann")


def keeps_an_address(ann: Member) -> None:
    addresses.add_address(member_id=ann.member_id, values=factories.HOME)


def signs_in(ann: Member) -> None:
    open_session(member_id=ann.member_id, device="", client="", lives=_LIVES, now=database_now())


def asks_for_a_copy(ann: Member) -> None:
    request_export(member_id=ann.member_id, now=database_now())


def buys(ann: Member) -> None:
    reservations.lock_buyer(member_id=ann.member_id)


def elsewhere(
    act: Callable[[], object], has_begun: threading.Event, goes_on: threading.Event
) -> None:
    with tables.connection_context():
        tables.execute_sql(_AS_ELSEWHERE)
        with tables.transaction():
            Member.select().count()
            has_begun.set()
            assert goes_on.wait(60)
            act()


@pytest.mark.parametrize("migrated", ["mariadb"], indirect=True)
class TestWhatOneMemberDoesTwiceAtOnce:
    @pytest.mark.parametrize("act", [keeps_an_address, signs_in, asks_for_a_copy, buys])
    def test_is_undone_by_one_of_two_servers(self, ann, act):
        has_begun, goes_on = threading.Event(), threading.Event()
        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(elsewhere, lambda: act(ann), has_begun, goes_on)
            assert has_begun.wait(60)
            in_transaction(lambda: act(ann))
            goes_on.set()

            with pytest.raises(peewee.PeeweeException) as undone:
                other.result(60)
        assert may_try_again(undone.value)
