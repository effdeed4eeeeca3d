"""Is a provider away? After a few failures nobody waits for it any more, for a while."""

from collections.abc import Callable
from typing import Any

import pybreaker
import requests

#: In a row.
_FAILURES = 5
#: Until one may try again.
_SECONDS = 20


class ProviderAway(requests.ConnectionError):
    """It was not asked: it has not answered others just now."""


def breaker(name: str) -> pybreaker.CircuitBreaker:
    """This function will make what a client asks its provider through, in this process."""
    return pybreaker.CircuitBreaker(
        fail_max=_FAILURES, reset_timeout=_SECONDS, name=name, throw_new_error_on_trip=False
    )


def send(
    through: pybreaker.CircuitBreaker,
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

    try:
        answer: requests.Response = through.call(ask)
    except pybreaker.CircuitBreakerError as error:
        raise ProviderAway(f"{through.name} is away") from error
    return answer
