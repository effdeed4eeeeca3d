"""Is a password kept well, and is a bad one refused? Does a flood of them keep others waiting?"""

import asyncio
import contextlib
import threading
import time

import pytest

from grpc_services.members.passwords import (
    Hashing,
    PasswordTooWeak,
    hash_if_strong,
    hashed,
    is_password,
)
from grpc_services.members.signing_in import TooManySignIns

KNOWN = ("summer_rain", "Ann Kim", "summer.rain@example.com", "summer.rain", "pikcur")


class TestAPassword:
    def test_is_kept_as_argon2id(self):
        assert hashed("secret").startswith("$argon2id$")
        assert is_password("secret", hashed("secret"))

    def test_of_nobody_never_fits(self):
        assert not is_password("nobody has this password", None)

    @pytest.mark.parametrize(
        "password",
        [
            "password1",
            "P@ssw0rd",
            "qwer1234!",
            "11111111",
            "summer_rain",
            "Summer_Rain1",
            "iloveyou",
        ],
    )
    def test_that_is_easily_guessed_is_refused(self, password):
        with pytest.raises(PasswordTooWeak) as refused:
            hash_if_strong(password, known=KNOWN)
        assert refused.value.details.keys() == {"password"}

    @pytest.mark.parametrize(
        "password", ["correct horse battery", "비 오는 날의 수채화", "x7#kQ!2vm"]
    )
    def test_that_is_not_is_taken(self, password):
        assert is_password(password, hash_if_strong(password, known=KNOWN))

    @pytest.mark.parametrize("password", ["4@8({[<3691!|0$5+7%2/" * 6, "ab" * 64, "a1!" * 42])
    def test_takes_no_long_look_however_long_it_is(self, password):
        began = time.thread_time()
        with contextlib.suppress(PasswordTooWeak):
            hash_if_strong(password, known=KNOWN)
        assert time.thread_time() - began < 2


class TestHashing:
    def test_refuses_at_once_who_would_wait_long(self):
        may_end = threading.Event()

        async def flood() -> list[object]:
            hashing = Hashing()
            many = [
                asyncio.create_task(hashing.do(may_end.wait, busy=TooManySignIns))
                for _ in range(40)
            ]
            told, waiting = await asyncio.wait(many, return_when=asyncio.FIRST_COMPLETED)
            may_end.set()
            await asyncio.gather(*waiting)
            assert await hashing.do(lambda: "free again", busy=TooManySignIns) == "free again"
            return [task.exception() for task in told]

        refused = asyncio.run(flood())

        assert len(refused) == 20
        for one in refused:
            assert isinstance(one, TooManySignIns)
            assert one.details["retry_after"] >= 1
