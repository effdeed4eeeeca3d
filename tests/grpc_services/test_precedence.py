"""Does what may be later wait for what has a moment to keep, and not for ever?"""

import threading

import pytest

from grpc_services.precedence import Precedence
from tests.support.waiting import wait_until

LONG = 30.0


@pytest.fixture
def way() -> Precedence:
    return Precedence()


def start_giving_way(way: Precedence) -> threading.Thread:
    thread = threading.Thread(target=way.give_way, args=[LONG])
    thread.start()
    return thread


class TestPrecedence:
    def test_lets_pass_when_nobody_goes_first(self, way):
        way.give_way(LONG)

    def test_makes_wait_until_the_last_has_gone(self, way):
        with way.taken():
            with way.taken():
                waiting = start_giving_way(way)
            waiting.join(0.1)
            assert waiting.is_alive()
        waiting.join(LONG / 2)
        assert not waiting.is_alive()

    def test_makes_nobody_wait_for_longer_than_they_would(self, way):
        with way.taken():
            way.give_way(0.01)

    def test_is_given_back_by_who_fails(self, way):
        with pytest.raises(ValueError, match="no"), way.taken():
            raise ValueError("no")
        way.give_way(LONG)

    def test_is_taken_at_once_by_any_number(self, way):
        takers = threading.Barrier(3)

        def take() -> None:
            with way.taken():
                takers.wait(LONG)

        threads = [threading.Thread(target=take) for _ in range(3)]
        for thread in threads:
            thread.start()
        wait_until("all to have gone", lambda: not any(thread.is_alive() for thread in threads))
