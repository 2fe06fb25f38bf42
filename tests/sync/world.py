"""One real server in process and any number of machines, each with a store, a line that can fail, and a session."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import uvicorn

from tests.prepared import prepared
from tests.relay import Relay
from tuigroup.session.keys import Cost
from tuigroup.session.session import Session
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.sync.door import Door
from tuigroup.wire.frames import Codec
from tuigroup.wire.ops import GroupSettings
from tuigroup.wire.words import Access, GroupState
from tuigroup_server.http.app import create_app
from tuigroup_server.service import groups, library
from tuigroup_server.service.context import Context, open_context
from tuigroup_server.service.library import Reading
from tuigroup_server.service.wakeups import Wakeups
from tuigroup_server.settings import Settings

START = 1_795_000_000.0
CHEAP = Cost(1, 8192)
ADDRESS = "http://groups.example.org"
PASSPHRASE = "four calm little words"


@dataclass
class Clock:
    """Seconds since 1970 UTC, moved by hand, for everybody alike."""

    now: float = START

    def __call__(self) -> float:
        return self.now

    def forward(self, minutes: float) -> None:
        self.now += minutes * 60


@dataclass
class Line(httpx.AsyncBaseTransport):
    """A line to the app. ``up`` false: no connection; ``lose``: so many answers get lost after the server acted."""

    app: httpx.AsyncBaseTransport
    up: bool = True
    lose: int = 0
    paths: list[str] = field(default_factory=list)
    doors: list[str] = field(default_factory=list)  # paths that were asked with the name of a door
    held: asyncio.Event | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.up:
            raise httpx.ConnectError("no route", request=request)
        self.paths.append(f"{request.method} {request.url.path}")
        if "door" in request.headers:
            self.doors.append(self.paths[-1])
        response = await self.app.handle_async_request(request)
        if self.held is not None:
            await self.held.wait()
        if self.lose:
            self.lose -= 1
            await response.aclose()
            raise httpx.ReadError("cut", request=request)
        return response

    async def aclose(self) -> None:
        await self.app.aclose()


@dataclass(frozen=True)
class Visit:
    """What a session needs of the settings."""

    sync_minutes: int = 5
    offline: bool = False
    at_once: bool = False
    ask_above_kb: int = 64


@dataclass
class Machine:
    """Where somebody sits."""

    session: Session
    line: Line

    @property
    def store(self) -> Store:
        return self.session.store

    async def sync(self) -> None:
        """Exchanges until there is nothing to do at once."""
        self.session.engine.wake()
        for _ in range(50):
            if not await self.session.engine.round():
                return
        raise AssertionError("the engine never comes to rest")


class World:
    """Made in a folder; ``close`` it."""

    def __init__(self, folder: Path, *, seed: int = 7, database: str = "") -> None:
        self.clock = Clock()
        self.folder = folder
        settings = Settings(limits=False, database=database)
        self._random = prepared(folder / "server", settings, seed=seed)
        # One codec for all: its dictionaries are digested once.
        self.codec = Codec()
        self.context: Context = open_context(
            folder / "server", settings, clock=self.clock, random=self._random.randbytes, codec=self.codec
        )
        # Bursts end at once here.
        self.context = replace(self.context, wakeups=Wakeups(gather=0.0))
        self.app = create_app(self.context)
        self._machines: list[Machine] = []
        self._server: uvicorn.Server | None = None
        self._listener = socket.socket()

    @property
    def random(self) -> Callable[[int], bytes]:
        return self._random.randbytes

    def group(self, name: str, access: Access = Access.OPEN, *, listed: bool = True) -> int:
        asked = GroupSettings(name=name, about=f"About {name}.", access=access, listed=listed, topics=["sleep"])
        with self.context.database.write() as connection:
            return groups.make(connection, asked, GroupState.OPEN, now=self.context.now()).id

    def reading(self, slug: str, body: str) -> None:
        library.put(self.context, [Reading(slug=slug, title=slug.title(), body=body, sections=("One",))])

    def machine(
        self,
        path: Path | None = None,
        *,
        sync_minutes: int = 5,
        offline: bool = False,
        wire_log: Path | None = None,
        relay: Relay | None = None,
        door: Door | None = None,
    ) -> Machine:
        """A machine with nobody signed in, or with whoever is in the store at ``path``; at a ``door`` or not.

        Through a ``relay`` it speaks to the server that ``serve`` began, over connections as they are.
        """
        line = Line(
            httpx.ASGITransport(self.app, raise_app_exceptions=False) if relay is None else httpx.AsyncHTTPTransport()
        )
        address = ADDRESS if relay is None else relay.url
        client = Client(address, transport=line, codec=self.codec, wire_log=wire_log, door=door, clock=self.clock)
        store = Store.open(path, clock=self.clock, random=self.random)
        session = Session.open(
            Visit(sync_minutes, offline), store, client, clock=self.clock, random=self.random, cost=CHEAP
        )
        made = Machine(session, line)
        self._machines.append(made)
        return made

    async def member(self, name: str, *groups: int, path: Path | None = None, relay: Relay | None = None) -> Machine:
        """A machine with a new account that joined these groups under an alias each."""
        from tuigroup import actions

        made = self.machine(path, relay=relay)
        await made.session.create_account(name, PASSPHRASE)
        for group in groups:
            actions.join(made.store, group, f"{name}-in-{group}"[:20])
        await made.sync()
        return made

    async def serve(self) -> int:
        """The app on a port of loopback, in this event loop and by everybody's clock; the port."""
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(self.app, lifespan="off", log_level="critical", date_header=False, server_header=False)
        config.load()
        self._server = uvicorn.Server(config)
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup(sockets=[listener])
        self._listener = listener
        return int(listener.getsockname()[1])

    async def close(self) -> None:
        for machine in self._machines:
            machine.line.up = False
            await machine.session.engine.close()
            await machine.line.aclose()
            machine.store.close()
        self.context.wakeups.close()
        if self._server is not None:
            await self._server.shutdown(sockets=[self._listener])
        self.context.database.close()
