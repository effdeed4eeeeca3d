"""Of which goods does somebody want to know how they stand, and nobody has told lately?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable


class Questions:
    """Gathers what is asked in a turn of the event loop, so that it is asked in one go."""

    def __init__(self) -> None:
        self._goods: set[int] = set()
        self._woken = asyncio.Event()

    def ask(self, goods_id: int) -> None:
        self._goods.add(goods_id)
        self._woken.set()

    async def pass_on(self, send: Callable[[Iterable[int]], Awaitable[None]]) -> None:
        """This function will pass on what is asked, for ever."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            goods, self._goods = self._goods, set()
            await send(goods)
