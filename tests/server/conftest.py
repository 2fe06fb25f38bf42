"""A real server in process: a data folder on disk, the real app, a clock that stands still until moved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from fastapi import FastAPI

from tests.prepared import prepared
from tuigroup.wire.accounts import NewAccount
from tuigroup.wire.binary import b64
from tuigroup.wire.leaving import DAYS
from tuigroup_server.http.app import create_app
from tuigroup_server.service import accounts, leaving
from tuigroup_server.service.context import Actor, Context, open_context
from tuigroup_server.settings import Settings

if TYPE_CHECKING:
    from tests.server.village import Village

START = 1_795_000_000.0


@dataclass
class Clock:
    """Seconds since 1970 UTC, moved by hand."""

    now: float = START

    def __call__(self) -> float:
        return self.now

    def forward(self, *, minutes: float = 0, days: float = 0) -> None:
        self.now += minutes * 60 + days * 86_400


@dataclass
class Person:
    """An account of a test: how it asks over HTTP, and how it asks a service."""

    name: str
    secret: str
    token: str
    actor: Actor
    headers: dict[str, str] = field(default_factory=dict)


def secret_of(word: str) -> str:
    """A sign-in secret as a client would derive it, from any word."""
    return b64(word.encode().ljust(32, b".")[:32])


def new_account(name: str) -> NewAccount:
    return NewAccount(
        name=name,
        secret=secret_of(name + "-secret"),
        recovery_secret=secret_of(name + "-phrase"),
        wrapped="W" * 96,
        recovery_wrapped="R" * 96,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whoever asks for a context is run over SQLite and over PostgreSQL, unless it is about one of them."""
    about_one = any(map(metafunc.definition.get_closest_marker, ("sqlite", "machine")))
    if "engine" in metafunc.fixturenames and not about_one:
        engines = ("sqlite", pytest.param("postgres", marks=pytest.mark.machine))
        metafunc.parametrize("engine", engines, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The URL of a PostgreSQL database, or '' for a file."""
    named = getattr(request, "param", "sqlite")
    return "" if named == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def context(tmp_path: Path, clock: Clock, settings: Settings, engine: str) -> Iterator[Context]:
    folder = tmp_path / "data"
    settings = replace(settings, database=engine)
    seeded = prepared(folder, settings)
    opened = open_context(folder, settings, clock=clock, random=seeded.randbytes)
    yield opened
    opened.database.close()


@pytest.fixture
def app(context: Context) -> FastAPI:
    return create_app(context)


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://server.example.org") as client:
        yield client


@pytest.fixture
def person(context: Context) -> Callable[..., Person]:
    """``person("ada")`` is somebody signed in; ``person("olu", operator=True)`` the operator."""

    def make(name: str, *, operator: bool = False) -> Person:
        new = new_account(name)
        signed_in = accounts.create(context, new, operator=operator)
        actor = accounts.identify(context, signed_in.token)
        assert actor is not None
        headers = {"Authorization": f"Bearer {signed_in.token}"}
        return Person(name, new.secret, signed_in.token, actor, headers)

    return make


@pytest.fixture
async def village(context: Context, http: httpx.AsyncClient, person: Callable[..., Person]) -> Village:
    from tests.server.village import Village

    made = Village(context, http, person)
    await made.settle()
    return made


@pytest.fixture
def later(context: Context, clock: Clock) -> Callable[[], int]:
    """The days are over and all is erased; how many accounts and memberships went."""

    def wait() -> int:
        clock.forward(days=DAYS, minutes=1)
        gone = leaving.erase_due(context)
        clock.forward(days=8)
        return gone + leaving.erase_due(context)

    return wait
