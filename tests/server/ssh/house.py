"""A door over the real server in process, and people who come to it with an SSH client in the same loop."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncssh
import httpx

from tests.sync.world import ADDRESS, CHEAP, Line, World
from tests.terminal_layer.emulator import Screen, Stream
from tuigroup.fingerprint import AUTHORITIES
from tuigroup_server.ssh import host_key
from tuigroup_server.ssh.door import Door
from tuigroup_server.ssh.settings import Settings

PATIENCE = 20.0


class Answering(asyncssh.SSHClient):
    """Answers every question with the passphrase."""

    def __init__(self, passphrase: str | None) -> None:
        self._passphrase = passphrase

    def kbdint_auth_requested(self) -> str | None:
        return None if self._passphrase is None else ""

    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str]:
        return [self._passphrase or "" for _ in prompts]


class AppLine:
    """The door's line to the app. ``way`` can be made to fail."""

    server = ADDRESS
    proof = AUTHORITIES

    def __init__(self, world: World) -> None:
        self.codec = world.codec
        self.way = Line(httpx.ASGITransport(world.app, raise_app_exceptions=False))

    def lane(self) -> httpx.AsyncBaseTransport:
        return self.way

    async def close(self) -> None:
        await self.way.aclose()


class House:
    """``open`` the door with settings, ``call`` at it."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.key = host_key.ensure(folder)
        self.line = AppLine(world)
        self.now = 0.0
        self._door: Door | None = None
        self._callers: list[Caller] = []

    @property
    def door(self) -> Door:
        assert self._door is not None
        return self._door

    async def open(self, credential: str = "", **settings: Any) -> Door:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        chosen = replace(Settings(), **settings)
        line: Any = self.line
        self._door = Door(chosen, line, credential=credential, clock=lambda: self.now, cost=CHEAP)
        assert await self._door.visits.base.meet()
        await self._door.open(self.key, listener)
        return self._door

    async def call(self, name: str, passphrase: str | None = None, **options: Any) -> Caller:
        """Somebody who has got in. Raises what asyncssh raises where they have not."""
        kept = asyncssh.import_known_hosts(f"[127.0.0.1]:{self.door.port} {host_key.public_line(self.key)}\n")
        connection = await asyncssh.connect(
            "127.0.0.1",
            self.door.port,
            username=name,
            client_factory=lambda: Answering(passphrase),
            known_hosts=kept,
            config=None,
            client_keys=options.pop("client_keys", None),
            agent_path=None,
            **options,
        )
        caller = Caller(connection)
        self._callers.append(caller)
        return caller

    async def close(self) -> None:
        for caller in self._callers:
            caller.connection.abort()
        if self._door is not None:
            await self._door.close()


class Caller:
    """One connection, with at most one channel: ``screens``, ``lines`` or a ``command``."""

    def __init__(self, connection: asyncssh.SSHClientConnection) -> None:
        self.connection = connection
        self.process: asyncssh.SSHClientProcess[bytes] | None = None
        self.screen = Screen(80, 24)
        self.heard = b""
        self._stream = Stream(self.screen)
        self._news = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    async def screens(self, term: str = "xterm-256color", columns: int = 80, rows: int = 24, **more: Any) -> Caller:
        self.screen = Screen(columns, rows)
        self._stream = Stream(self.screen)
        return await self._begin(None, term_type=term, term_size=(columns, rows), **more)

    async def lines(self, command: str | None = None, **more: Any) -> Caller:
        return await self._begin(command, **more)

    async def command(self, words: str, text: str = "") -> tuple[int | None, str]:
        """Exit code and what was said."""
        done = await asyncio.wait_for(
            self.connection.run(words, input=text.encode(), encoding=None, stderr=asyncssh.STDOUT), PATIENCE
        )
        return done.exit_status, (done.stdout or b"").decode()  # type: ignore[union-attr]

    async def _begin(self, command: str | None, **more: Any) -> Caller:
        self.process = await self.connection.create_process(command, encoding=None, **more)
        self._reading = asyncio.create_task(self._read())
        return self

    async def _read(self) -> None:
        assert self.process is not None
        while data := await self.process.stdout.read(65536):
            self.heard += data
            self._stream.feed(data)
            for answer in self.screen.replies:
                self.process.stdin.write(answer.encode())
            self.screen.replies.clear()
            self._news.set()

    def type(self, keys: str) -> None:
        assert self.process is not None
        self.process.stdin.write(keys.encode())

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    async def sees(self, pattern: str) -> str:
        """The screen once the pattern stands on it."""
        return await self._until(pattern, self.text)

    async def hears(self, pattern: str) -> str:
        """All that was said once the pattern is in it."""
        return await self._until(pattern, lambda: self.heard.decode("utf-8", "replace"))

    async def _until(self, pattern: str, what: Any) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                while not re.search(pattern, what()):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"{pattern!r} was not seen:\n{what()}") from None
        return str(what())

    async def gone(self) -> int | None:
        """The exit code, once the channel is closed and all of it was read."""
        assert self.process is not None
        assert self._reading is not None
        async with asyncio.timeout(PATIENCE):
            await self.process.wait_closed()
            await self._reading
        return self.process.exit_status

    def cut(self) -> None:
        """The line breaks."""
        with suppress(OSError):
            self.connection.abort()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.01)


def sessions(house: House) -> int:
    """How many the server holds."""
    with house.world.context.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM sessions").scalar_one())
