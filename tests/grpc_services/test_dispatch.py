"""Does everybody hear of a fact, once, whatever dies in between?"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import dramatiq
import pytest
import redis
from prometheus_client import REGISTRY

from bench.servers.stores import redis_command
from grpc_services import dispatch, outbox
from grpc_services.alarms.facts import MailsDue
from grpc_services.auction.closing import advance_auctions
from grpc_services.dispatch import Dispatcher
from grpc_services.facts import KINDS, atomic
from grpc_services.members.facts import EmailCodeRequested, SessionRevoked
from grpc_services.money.facts import LookDue
from grpc_services.precedence import CLOSING
from grpc_services.publishing import Copies, Publisher, TooFewCopies
from models.alarms import Alarm
from models.auction import Auction
from models.catalogue import Goods
from models.dialect import database_now
from models.outbox import FOREIGN, NEW, PARKED, RAISED, SENT, OutboxFact
from tests.support import factories
from tests.support.servers import HOST, free_port, listens, running
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def streams(redis_url):
    with redis.Redis.from_url(f"{redis_url}/1", decode_responses=True) as client:
        client.flushall()
        yield client


@pytest.fixture
def dispatcher(redis_url, streams):
    jobs = redis.Redis.from_url(f"{redis_url}/0")
    dispatcher = Dispatcher(publisher=Publisher(streams, length=1000), jobs=jobs)
    yield dispatcher
    dispatcher.close()
    jobs.close()


@pytest.fixture
def outbid(streams):
    seller, ann, bob = (factories.member(name) for name in ("seller", "ann", "bob"))
    lot = factories.goods(seller)
    factories.bid(lot, ann, amount=10_000)
    factories.bid(lot, bob, maximum=50_000)
    return ann


@pytest.fixture
def copied(tmp_path):
    """A Redis and its copy, by their ports, and the copy's process."""
    with contextlib.ExitStack() as stack:
        ports, processes = (free_port(), free_port()), []
        for name, port in zip(("one", "copy"), ports, strict=True):
            (tmp_path / name).mkdir()
            command = redis_command(tmp_path / name, port)
            processes.append(stack.enter_context(running(command, tmp_path / f"{name}.log")))
            wait_until("Redis", lambda port=port: listens(port))
        redis.Redis(port=ports[1]).replicaof(HOST, ports[0])
        one = redis.Redis(port=ports[0])
        wait_until("the copy", lambda: one.wait(1, 100))
        yield *ports, processes[1]


class TestCopies:
    def test_have_what_is_told_before_it_counts_as_told(self, outbid, copied):
        port, _, copy = copied
        one, other = (
            redis.Redis(port=number, db=1, decode_responses=True) for number in copied[:2]
        )
        dispatcher = Dispatcher(
            publisher=Publisher(one, length=1000, copies=Copies(least=1, seconds=0.1)),
            jobs=redis.Redis(port=port),
        )
        copy.send_signal(signal.SIGSTOP)
        for _ in range(2):
            with pytest.raises(TooFewCopies):
                dispatcher.pass_on()
        assert OutboxFact.select().where(OutboxFact.stage == RAISED).count() == 1
        copy.send_signal(signal.SIGCONT)

        wait_until("the copy", lambda: _passes(dispatcher))

        told = sorted(int(alarm["alarm"]) for alarm in _told(other, "alarms"))
        assert told == sorted(alarm.alarm_id for alarm in Alarm.select())
        dispatcher.close()


def _passes(dispatcher):
    try:
        return not dispatcher.pass_on()
    except TooFewCopies:
        return False


class _Unreachable:
    """A Redis whose scripts do not run."""

    def __init__(self, streams):
        self._streams = streams

    def register_script(self, text):
        return redis.commands.core.Script(self, text)

    def evalsha(self, *_):
        raise redis.ConnectionError("gone")

    def __getattr__(self, name):
        return getattr(self._streams, name)


@atomic
def _append(*facts):
    outbox.append(facts)


def _told(streams, name):
    return [fields for _, fields in streams.xrange(f"relay:{name}")]


def _jobs(redis_url):
    with redis.Redis.from_url(f"{redis_url}/0") as jobs:
        return [dramatiq.Message.decode(text) for text in jobs.hvals("dramatiq:facts.msgs")]


class TestDispatch:
    def test_raises_alarms_and_tells_the_relay(self, dispatcher, streams, outbid):
        while dispatcher.pass_on():
            pass

        (to_ann,) = [e for e in _told(streams, "alarms") if e["member"] == str(outbid.member_id)]
        body = json.loads(to_ann["body"])
        assert (body["kind"], body["read"]) == ("OUTBID", False)
        assert int(to_ann["alarm"]) == body["alarmId"] == Alarm.get(Alarm.member == outbid).alarm_id
        assert [json.loads(e["body"])["seq"] for e in _told(streams, "goods")] == [2]

    def test_tells_bids_that_came_one_after_the_other_as_one_piece_of_news(
        self, dispatcher, streams, outbid
    ):
        while dispatcher.pass_on():
            pass

        (to_seller,) = [e for e in _told(streams, "alarms") if e["member"] != str(outbid.member_id)]
        body = json.loads(to_seller["body"])
        assert (body["kind"], body["data"]["count"]) == ("BID_RECEIVED", "2")
        assert {row.stage for row in OutboxFact.select()} == {SENT}

    def test_tells_nobody_who_leads_again_that_they_were_outbid(self, dispatcher, streams, outbid):
        factories.bid(Goods.get(), outbid, amount=60_000)

        while dispatcher.pass_on():
            pass

        kinds = [json.loads(e["body"])["kind"] for e in _told(streams, "alarms")]
        assert sorted(kinds) == ["BID_RECEIVED", "OUTBID"]
        assert Alarm.select().where(Alarm.member == outbid).count() == 0

    def test_lets_auctions_be_closed_first(self, dispatcher, streams, outbid, monkeypatch):
        monkeypatch.setattr(dispatch, "_GIVE_WAY_SECONDS", 60.0)
        with CLOSING.taken():
            dispatcher.start()
            dispatcher.wake()
            dispatcher.join(0.3)
            assert _told(streams, "alarms") == []
        wait_until("the alarms", lambda: len(_told(streams, "alarms")) == 2)
        dispatcher.stop()

    def test_tells_what_a_dead_process_has_left(self, dispatcher, streams, outbid):
        dead = Dispatcher(publisher=Publisher(_Unreachable(streams), length=1000), jobs=None)
        with pytest.raises(redis.ConnectionError):
            dead.pass_on()
        assert (_told(streams, "alarms"), Alarm.select().count()) == ([], 2)

        dispatcher.pass_on()
        assert _told(streams, "alarms") == []
        dispatcher.tell_what_was_left(before=database_now())

        assert len(_told(streams, "alarms")) == 2
        assert {row.stage for row in OutboxFact.select()} == {SENT}

    def test_tells_later_in_order_what_redis_did_not_take(self, dispatcher, streams, outbid):
        dispatcher._publisher._once.registered_client = _Unreachable(streams)
        with pytest.raises(redis.ConnectionError):
            dispatcher.pass_on()
        factories.bid(Goods.get(), outbid, amount=60_000)
        dispatcher._publisher._once.registered_client = streams

        while dispatcher.pass_on():
            pass

        assert [json.loads(e["body"])["seq"] for e in _told(streams, "goods")] == [2, 3]

    def test_tells_nothing_twice_when_it_died_before_its_commit(self, dispatcher, streams, outbid):
        while dispatcher.pass_on():
            pass
        before = _told(streams, "alarms"), _told(streams, "goods"), Alarm.select().count()

        OutboxFact.update(stage=NEW).execute()
        while dispatcher.pass_on():
            pass

        assert (_told(streams, "alarms"), _told(streams, "goods"), Alarm.select().count()) == before

    def test_sends_one_job_to_the_workers(self, dispatcher, redis_url, streams):
        _append(EmailCodeRequested(email="a@example.com", purpose="SIGN_UP", language="ko"))

        while dispatcher.pass_on():
            pass

        (message,) = _jobs(redis_url)
        assert (message.actor_name, message.args[0]) == ("react", "EmailCodeRequested")

    def test_sends_one_job_of_many_facts_that_say_only_that_something_is_due(
        self, dispatcher, redis_url, streams
    ):
        _append(MailsDue(), LookDue(), MailsDue(), LookDue(), LookDue())

        while dispatcher.pass_on():
            pass

        assert sorted(message.args[0] for message in _jobs(redis_url)) == ["LookDue", "MailsDue"]

    def test_tells_of_ended_sessions(self, dispatcher, streams):
        _append(SessionRevoked(session_id=7, member_id=1, until=database_now()))

        while dispatcher.pass_on():
            pass

        assert [entry["sid"] for entry in _told(streams, "sessions")] == ["7"]

    def test_is_woken_by_a_commit(self, dispatcher, streams):
        outbox.listen(dispatcher.wake)
        dispatcher.start()

        _append(SessionRevoked(session_id=8, member_id=1, until=database_now()))

        wait_until("the news", lambda: _told(streams, "sessions"))
        dispatcher.stop()

    def test_forgets_in_time_but_never_the_newest(self, dispatcher, streams):
        _append(*[SessionRevoked(session_id=n, member_id=1, until=database_now()) for n in (1, 2)])
        while dispatcher.pass_on():
            pass
        assert {row.stage for row in OutboxFact.select()} == {SENT}

        outbox.forget(now=database_now() + timedelta(days=1))

        assert OutboxFact.select().count() == 1

    def test_is_not_silenced_by_another_database_that_used_this_redis(
        self, dispatcher, streams, outbid
    ):
        fact_ids = [row.fact_id for row in OutboxFact.select()]
        while dispatcher.pass_on():
            pass
        told = len(_told(streams, "alarms"))

        made_anew = {"stage": NEW, "created_at": database_now()}
        Alarm.delete().execute()
        OutboxFact.update(**made_anew).where(OutboxFact.fact_id.in_(fact_ids)).execute()
        while dispatcher.pass_on():
            pass

        assert len(_told(streams, "alarms")) == 2 * told > 0


def _session_ends(**changes):
    _append(_revoked())
    newest = OutboxFact.select().order_by(OutboxFact.fact_id.desc()).first()
    OutboxFact.update(**changes).where(OutboxFact.fact_id == newest.fact_id).execute()
    return newest.fact_id


def _counted(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0


class TestWhatIsCounted:
    def test_is_what_was_told_and_how_long_it_waited(self, dispatcher, outbid):
        names = ("pikcur_facts_told_seconds_count", "pikcur_alarms_pushed_total")
        bids, before = (
            _counted("pikcur_facts_told_total", kind="BidsPlaced"),
            [*map(_counted, names)],
        )
        while dispatcher.pass_on():
            pass
        assert _counted("pikcur_facts_told_total", kind="BidsPlaced") == bids + 1
        assert [after > once for after, once in zip(map(_counted, names), before, strict=True)] == [
            True,
            True,
        ]

    def test_is_how_late_an_auction_was_closed(self, dispatcher, streams, people):
        name, lot = "pikcur_closed_late_seconds_sum", factories.goods(people[0])
        Auction.update(ends_at=database_now() - timedelta(seconds=30)).execute()
        advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)
        before = _counted(name)
        while dispatcher.pass_on():
            pass
        assert 30 <= _counted(name) - before < 90

    def test_is_nothing_late_of_what_was_bought_before_its_end(self, dispatcher, streams, people):
        name, lot = "pikcur_closed_late_seconds_count", factories.goods(people[0])
        Auction.update(ends_at=database_now()).execute()
        advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)
        told = json.loads(OutboxFact.get(OutboxFact.kind == "AuctionFailed").payload)
        told["auction"]["ends_at"] = (database_now() + timedelta(days=1)).isoformat()
        OutboxFact.update(payload=json.dumps(told)).where(
            OutboxFact.kind == "AuctionFailed"
        ).execute()
        before = _counted(name)
        while dispatcher.pass_on():
            pass
        assert _counted(name) == before


class TestAFactThatCannotBeTold:
    @pytest.mark.parametrize(
        "changes",
        [
            {"payload": "{}"},
            {"payload": '{"session_id": "seven", "member_id": 1, "until": 7}'},
            {"payload": "not JSON"},
            # Its goods are not there.
            {"kind": "OrderShipped", "payload": '{"order_id":1,"goods_id":2,"buyer_id":3,'
             '"seller_id":4,"seq":1}'},
        ],
    )  # fmt: skip
    def test_is_parked_with_its_reason_while_the_others_are_told(
        self, dispatcher, streams, changes
    ):
        parked = _session_ends(**changes)
        _append(SessionRevoked(session_id=9, member_id=1, until=database_now()))

        while dispatcher.pass_on():
            pass

        assert [entry["sid"] for entry in _told(streams, "sessions")] == ["9"]
        row = OutboxFact.get_by_id(parked)
        assert (row.stage, bool(row.parked_because)) == (PARKED, True)

    def test_is_found_among_many(self, dispatcher, streams, outbid):
        parked = _session_ends(
            kind="OrderShipped",
            payload='{"order_id":1,"goods_id":2,"buyer_id":3,"seller_id":4,"seq":1}',
        )
        for number in range(20):
            _append(SessionRevoked(session_id=number, member_id=1, until=database_now()))

        while dispatcher.pass_on():
            pass

        assert len(_told(streams, "sessions")) == 20
        assert len(_told(streams, "alarms")) >= 2
        stages = {row.fact_id: row.stage for row in OutboxFact.select()}
        assert stages.pop(parked) == PARKED
        assert set(stages.values()) == {SENT}

    def test_is_parked_alone_when_it_would_have_been_told_with_others(
        self, dispatcher, streams, outbid
    ):
        wrong, right = OutboxFact.select().where(OutboxFact.kind == "BidsPlaced")
        payload = json.loads(wrong.payload) | {"no_longer_leading": [10**12]}
        OutboxFact.update(payload=json.dumps(payload)).where(
            OutboxFact.fact_id == wrong.fact_id
        ).execute()

        while dispatcher.pass_on():
            pass

        stages = {row.fact_id: row.stage for row in OutboxFact.select()}
        assert (stages[wrong.fact_id], stages[right.fact_id]) == (PARKED, SENT)
        assert [json.loads(e["body"])["seq"] for e in _told(streams, "goods")] == [2]

    def test_is_parked_too_when_a_dead_process_has_left_it(self, dispatcher, streams):
        parked = _session_ends(payload="not JSON", stage=RAISED)

        dispatcher.tell_what_was_left(before=database_now())

        assert OutboxFact.get_by_id(parked).stage == PARKED


class TestAFactOfAnotherRelease:
    @pytest.mark.parametrize("stage", [NEW, RAISED])
    def test_is_left_until_somebody_knows_it(self, dispatcher, streams, stage, monkeypatch):
        left = _session_ends(kind="SomethingFromTheNextRelease", stage=stage)
        while dispatcher.pass_on():
            pass
        dispatcher.tell_what_was_left(before=database_now())
        dispatcher.take_back(now=database_now())
        assert (OutboxFact.get_by_id(left).stage, _told(streams, "sessions")) == (FOREIGN, [])

        # As the next release has it.
        monkeypatch.setitem(KINDS, "SomethingFromTheNextRelease", SessionRevoked)
        dispatcher.take_back(now=database_now())
        while dispatcher.pass_on():
            pass

        assert OutboxFact.get_by_id(left).stage == SENT
        assert len(_told(streams, "sessions")) == 1

    def test_is_put_aside_when_nobody_comes_who_knows_it(self, dispatcher, streams):
        left = _session_ends(kind="SomethingFromTheLastRelease")
        while dispatcher.pass_on():
            pass

        dispatcher.take_back(now=database_now() + timedelta(hours=13))

        assert OutboxFact.get_by_id(left).stage == PARKED

    def test_keeps_nobody_else_waiting_however_many_there_are(self, dispatcher, streams):
        _append(*(_revoked() for _ in range(outbox.MOST)))
        OutboxFact.update(kind="SomethingFromTheNextRelease").execute()
        _append(SessionRevoked(session_id=9, member_id=1, until=database_now()))

        for _ in range(2):
            while dispatcher.pass_on():
                pass

        assert [entry["sid"] for entry in _told(streams, "sessions")] == ["9"]


class TestHealth:
    def test_is_bad_before_the_thread_lives_and_after_it_has_died(self, dispatcher):
        assert not dispatcher.is_well()
        dispatcher.start()
        assert dispatcher.is_well()
        dispatcher.stop()
        assert not dispatcher.is_well()

    def test_is_bad_when_it_hangs(self, dispatcher, monkeypatch):
        monkeypatch.setattr(dispatch, "_WELL_SECONDS", 0.0)
        dispatcher.start()
        assert not dispatcher.is_well()
        dispatcher.stop()

    def test_outlives_what_nobody_thought_of(self, redis_url, streams):
        calls = []

        def forget(*, now):
            calls.append(now)
            raise LookupError("nobody thought of it")

        jobs = redis.Redis.from_url(f"{redis_url}/0")
        dispatcher = Dispatcher(
            publisher=Publisher(streams, length=1000), jobs=jobs, forgetting=[forget]
        )
        dispatcher.start()
        wait_until("the surprise", lambda: calls)
        _append(SessionRevoked(session_id=9, member_id=1, until=database_now()))
        wait_until("the news", lambda: _told(streams, "sessions"))
        assert dispatcher.is_well()
        dispatcher.stop()
        jobs.close()


class TestARollback:
    def test_takes_the_fact_with_it(self):
        @atomic
        def fail():
            outbox.append([_revoked()])
            raise LookupError

        with pytest.raises(LookupError):
            fail()
        assert factories.facts() == []


def _revoked():
    return SessionRevoked(session_id=1, member_id=1, until=database_now())


class TestAProcess:
    def test_that_misses_a_setting_says_which_and_ends(self):
        root = Path(__file__).parent.parent.parent
        environment = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite:////nowhere/x.db"}

        ended = subprocess.run(
            [sys.executable, "-m", "grpc_services"],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

        assert ended.returncode == 1
        assert "REDIS_URL is not set" in ended.stderr
