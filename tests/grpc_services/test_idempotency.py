"""Is a repeated request answered as the first time, and does it happen once?"""

import threading
from datetime import timedelta

import pytest

from grpc_services.facts import atomic, tells
from grpc_services.idempotency import IdempotencyKeyReused, Key, answered_once, forget
from grpc_services.members.facts import SessionRevoked
from grpc_services.refusals import Conflict
from models.base import database as tables
from models.dialect import database_now
from models.members import Member, Session
from models.outbox import KeptAnswer
from protos import members_pb2 as pb
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


class Refused(Conflict):
    """Not now."""


def _ask(answer, key="key", name="Ann", **scope):
    request = pb.CreateAddressRequest(name=name)
    scoped = Key(key, **{"route": "CreateAddress", "member_id": 1} | scope)
    return answered_once(answer, request, key=scoped, kind=pb.Address)


def _counting():
    calls = []

    def answer(request, now):
        calls.append(request.name)
        return pb.Address(address_id=len(calls), name=request.name)

    return calls, answer


class TestAKey:
    def test_gets_the_first_answer_again(self):
        calls, answer = _counting()

        assert _ask(answer) == _ask(answer)
        assert calls == ["Ann"]

    def test_gets_it_in_whatever_language_it_is_asked_again(self):
        _, answer = _counting()
        asked = [pb.SignUpRequest(name="Ann", language=language) for language in ("ko", "en")]

        first, second = (
            answered_once(answer, one, key=Key("key", route="SignUp", member_id=1), kind=pb.Address)
            for one in asked
        )

        assert first == second

    def test_is_refused_for_another_request(self):
        _, answer = _counting()
        _ask(answer)

        with pytest.raises(IdempotencyKeyReused):
            _ask(answer, name="Bob")

    @pytest.mark.parametrize(
        "other",
        [
            {"member_id": 2},
            {"route": "CreateAccount"},
            {"member_id": 0, "about": "ann@example.com"},
            {"member_id": 0, "about": "bob@example.com"},
        ],
    )
    def test_of_one_who_asks_one_thing_is_nothing_to_another(self, other):
        calls, answer = _counting()

        _ask(answer, name="Ann")
        _ask(answer, name="Bob", **other)
        _ask(answer, name="Eve", member_id=0, about="eve@example.com")

        assert calls == ["Ann", "Bob", "Eve"]

    def test_keeps_no_address_of_those_who_are_no_members(self):
        _, answer = _counting()

        _ask(answer, member_id=0, about="ann@example.com")

        assert "ann@example.com" not in str(KeptAnswer.get().__data__)

    def test_is_not_used_up_by_a_refusal(self):
        def refuse(request, now):
            raise Refused

        calls, answer = _counting()
        with pytest.raises(Refused):
            _ask(refuse)
        assert not KeptAnswer.select().exists()

        assert _ask(answer).address_id == 1
        assert calls == ["Ann"]

    def test_is_new_again_when_its_answer_was_forgotten(self):
        calls, answer = _counting()
        _ask(answer, key="old")
        between = database_now()
        _ask(answer, key="young")

        forget(now=between + timedelta(days=7))

        _ask(answer, key="old")
        _ask(answer, key="young")
        assert len(calls) == 3

    def test_counts_once_for_requests_at_the_same_time(self):
        _, answer = _counting()
        answers = []

        def ask():
            try:
                answers.append(_ask(answer))
            finally:
                tables.close()

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(answers) == 4
        assert KeptAnswer.select().count() == 1
        assert {one.SerializeToString() for one in answers} == {bytes(KeptAnswer.get().answer)}


class TestARule:
    def test_joins_the_transaction_under_way(self):
        @atomic
        def outer():
            inner()
            raise LookupError

        @atomic
        def inner():
            factories.member("ann")

        with pytest.raises(LookupError):
            outer()
        assert not Member.select().exists()

    def test_tells_its_fact_in_the_same_transaction(self):
        ann = factories.member("ann")

        @tells(SessionRevoked)
        def end():
            return Session.create(
                member=ann,
                device="",
                client="",
                created_at=database_now(),
                used_at=database_now(),
                revoked_at=database_now(),
            )

        end()

        assert factories.facts() == ["SessionRevoked"]

    # SQLite has one writer at a time and knows no deadlock.
    @pytest.mark.parametrize("migrated", ["mariadb"], indirect=True)
    def test_runs_again_after_a_deadlock(self, database):
        ids = [factories.member(name).member_id for name in ("ann", "bob")]
        both_hold_one, runs = threading.Barrier(2), []

        def change(first, second):
            @atomic
            def both():
                runs.append(first)
                Member.update(name="x").where(Member.member_id == first).execute()
                if len(runs) <= 2:
                    both_hold_one.wait(10)
                Member.update(name="y").where(Member.member_id == second).execute()

            try:
                both()
            finally:
                tables.close()

        threads = [threading.Thread(target=change, args=pair) for pair in (ids, ids[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(runs) == 3
