"""What can `websockets` do by itself? A server that broadcasts what it is fed, and nothing else.

    python -m bench.peers.broadcast PORT FEED_PORT

Every STOMP frame that comes in at the feed's port goes to all who are connected.
"""

import asyncio
import sys

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.typing import Subprotocol


async def main(port: int, feed_port: int) -> None:
    async with serve(
        _stay,
        "127.0.0.1",
        port,
        compression=None,
        subprotocols=[Subprotocol("v12.stomp")],
        ping_interval=None,
        backlog=4096,
    ) as server:

        async def feed(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
            while True:
                frame = await reader.readuntil(b"\0")
                broadcast(server.connections, frame.decode())

        await asyncio.start_server(feed, "127.0.0.1", feed_port)
        await asyncio.Future()


async def _stay(connection: ServerConnection) -> None:
    await connection.wait_closed()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2])))
