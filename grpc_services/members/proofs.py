"""Does whoever is signed in know the password, too?"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grpc_services.members.passwords import Hashing, is_password
from grpc_services.members.signing_in import (
    Attempt,
    SignInLimits,
    TooManySignIns,
    begin_sign_in,
    count_failure,
)
from grpc_services.refusals import Forbidden
from models.members import Member

#: Runs `work(now)` with a connection; a hash is compared without one.
Do = Callable[[Callable[[datetime], Any]], Awaitable[Any]]


class WrongPassword(Forbidden):
    """It is not the member's password."""


@dataclass(frozen=True)
class Proofs:
    """How often may be guessed, as when signing in, and what compares hashes."""

    limits: SignInLimits
    hashing: Hashing

    async def attempt(self, do: Do, *, member_id: int, password: str, client: str) -> Attempt:
        """
        This function will prove that a member knows their password.

        :raises TooManySignIns: as when signing in; who has only found a device guesses no faster
        :raises WrongPassword: if it is not the member's
        """
        attempt: Attempt = await do(lambda _: self._begin(member_id, client))
        is_right = await self.hashing.do(
            lambda: is_password(password, attempt.password_hash), busy=TooManySignIns
        )
        if not is_right:
            await do(lambda _: count_failure(attempt, self.limits))
            raise WrongPassword
        return attempt

    def _begin(self, member_id: int, client: str) -> Attempt:
        login_id = Member.get_by_id(member_id).login_id
        return begin_sign_in(login_id=login_id, client=client, limits=self.limits)
