"""Is a provider away? After a few failures nobody waits for it any more, for a while."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pybreaker
import requests

from workers.metrics import BREAKER

T = TypeVar("T")

#: In a row.
_FAILURES = 5
#: Until one may try again.
_SECONDS = 20


class ProviderAway(requests.ConnectionError):
    """It was not asked: it has not answered others just now."""


class Breaker(pybreaker.CircuitBreaker):
    """What a client asks its provider through, by all threads of this process at once."""

    def call(self, func: Callable[..., T], *args: Any, **how: Any) -> T:
        """
        This function will ask, unless the provider has not answered others just now.

        The library would hold its lock meanwhile: one thread after the other would ask, and wait.

        :raises ProviderAway: if it is not asked
        """
        try:
            return self.state.call(func, *args, **how)
        except pybreaker.CircuitBreakerError as error:
            raise ProviderAway(f"{self.name} is away") from error


def breaker(name: str, *, answers: Iterable[type[Exception]] = ()) -> Breaker:
    """This function will make a breaker, for which some failures are `answers` all the same."""
    made = Breaker(
        fail_max=_FAILURES,
        reset_timeout=_SECONDS,
        name=name,
        throw_new_error_on_trip=False,
        exclude=list(answers),
    )
    BREAKER.labels(name).set_function(lambda: made.current_state != pybreaker.STATE_CLOSED)
    return made


def send(
    through: Breaker,
    method: str,
    url: str,
    *,
    timeout: tuple[int, int],
    is_answer: Callable[[requests.Response], bool] = lambda _: False,
    **how: Any,
) -> requests.Response:
    """
    This function will ask a provider, whose redirects nobody follows.

    A status of 500 and above is no answer, unless `is_answer` says that it is one.

    :raises ProviderAway: if it has not answered others just now
    :raises RequestException: if it does not answer, or says that it cannot now
    """

    def ask() -> requests.Response:
        answer = requests.request(method, url, timeout=timeout, allow_redirects=False, **how)
        is_none = answer.status_code == 429 or answer.status_code >= 500
        if is_none and not is_answer(answer):
            # Whoever stands before a provider answers in HTML; later it may be there again.
            answer.raise_for_status()
        return answer

    return through.call(ask)
