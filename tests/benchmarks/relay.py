"""A relay in front of a server that lets every byte wait, as a far server does."""

from __future__ import annotations

import asyncio
import contextlib
import threading


class Relay:
    """Passes connections on to a port of loopback, each byte later by some seconds in either direction.

    Attributes
    ----------
    url : str
        Where it listens.
    """

    def __init__(self, port, delay):
        self.url = ""
        self._port = port
        self._delay = delay
        self._writers = []
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _end(self, server):
        server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        # What was aborted is closed in the next turn of the loop.
        await asyncio.sleep(0.1)

    def _work(self):
        server = self._loop.run_until_complete(asyncio.start_server(self._meet, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end(server))
        self._loop.close()

    async def _meet(self, reader, writer):
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers += [writer, far_writer]
        await asyncio.gather(self._pass_on(reader, far_writer), self._pass_on(far_reader, writer))

    async def _pass_on(self, reader, writer):
        """Pass on what comes, in order; reading does not wait for what is on its way."""
        way = asyncio.Queue()

        async def arrive():
            while (item := await way.get()) is not None:
                due, data = item
                await asyncio.sleep(due - self._loop.time())
                writer.write(data)
                await writer.drain()

        arriving = asyncio.create_task(arrive())
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            while data := await reader.read(1 << 16):
                way.put_nowait((self._loop.time() + self._delay, data))
        way.put_nowait(None)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await arriving
            writer.close()
