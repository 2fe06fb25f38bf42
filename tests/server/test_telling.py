"""What is written through one server process wakes who waits at another: two apps over one PostgreSQL database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import partial

import httpx
import pytest

from tests.postgres import Postgres
from tests.server.community import Make, Voice, bodies, changes, make_group, write
from tests.server.conftest import Person
from tests.server.test_waiting import Line, Rests, rests
from tuigroup_server.http.app import create_app
from tuigroup_server.service import accounts
from tuigroup_server.service.context import Context
from tuigroup_server.service.wakeups import Wakeups
from tuigroup_server.storage import telling
from tuigroup_server.storage.database import Database

__all__ = ["rests"]
pytestmark = pytest.mark.machine


@pytest.fixture
def engine(postgres_url: str) -> str:
    return postgres_url


@pytest.fixture
def context(context: Context) -> Context:
    """Hears the other processes; bursts end at once here."""
    context.database.listen()
    return replace(context, wakeups=Wakeups(gather=0.0))


@pytest.fixture
def other(context: Context, engine: str) -> Iterator[Context]:
    """Another process's view of the same database."""
    opened = Database.open(engine)
    opened.listen()
    yield replace(context, database=opened, wakeups=Wakeups(gather=0.0))
    opened.close()


@pytest.fixture
async def there(other: Context) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(other))
    async with httpx.AsyncClient(transport=transport, base_url="http://other.example.org") as client:
        yield client


@pytest.fixture
def ines(person: Make) -> Person:
    return person("ines")


@pytest.fixture
def group(context: Context, ines: Person) -> int:
    return make_group(context, "Kettle Club", ines)


@pytest.fixture
async def ada(http: httpx.AsyncClient, person: Make, group: int) -> Voice:
    voice = Voice(http, person("ada"))
    await voice.sync({"op": "join", "g": group, "alias": "old_bicycle"})
    await voice.sync()
    return voice


async def test_a_post_through_one_process_wakes_who_waits_at_another(
    ada: Voice, ines: Person, group: int, other: Context, rests: Rests
) -> None:
    answer = Line(ada).wait()
    await rests.reach(1)
    await asyncio.to_thread(write, other, ines, group, 1, words="The kettle is on.")
    async with asyncio.timeout(15):
        found = (await answer).json()
    assert bodies(changes(found, group)) == ["The kettle is on. 0"]


async def test_a_session_ended_elsewhere_waits_no_longer(
    ada: Voice, ines: Person, group: int, other: Context, rests: Rests
) -> None:
    assert ada.person is not None
    answer = Line(ada).wait()
    await rests.reach(1)
    await asyncio.to_thread(accounts.sign_out, other, ada.person.actor)
    async with asyncio.timeout(15):
        assert (await answer).status_code in (204, 401)


async def test_a_session_that_went_on_elsewhere_waits_no_longer_from_the_old_place(
    ada: Voice, there: httpx.AsyncClient, group: int, rests: Rests
) -> None:
    answer = Line(ada).wait()
    await rests.reach(1)
    elsewhere = Voice(there, ada.person, ada.cursor)
    await elsewhere.sync({"k": "ada-elsewhere", "op": "thread", "g": group, "title": "Tea", "body": "It is hot."})
    async with asyncio.timeout(15):
        assert (await answer).status_code in (200, 204)


async def test_what_is_said_while_the_line_is_cut_is_found_when_it_is_back(
    ada: Voice, ines: Person, group: int, other: Context, rests: Rests, postgres: Postgres, engine: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The writer says nothing at all here: coming back to listen is what lets the reader look."""
    monkeypatch.setattr(telling, "AGAIN", 0.01)
    answer = Line(ada).wait()
    await rests.reach(1)
    monkeypatch.setattr(telling.Telling, "say", lambda *_: None)
    await asyncio.to_thread(write, other, ines, group, 1, words="The kettle is on.")
    assert not answer.done()
    await asyncio.to_thread(postgres.end_connections, engine)
    async with asyncio.timeout(15):
        found = (await answer).json()
    assert bodies(changes(found, group)) == ["The kettle is on. 0"]


async def test_a_command_beside_the_servers_is_heard_before_it_ends(
    ada: Voice, ines: Person, group: int, engine: str, context: Context, rests: Rests
) -> None:
    answer = Line(ada).wait()
    await rests.reach(1)

    def command() -> None:
        opened = Database.open(engine)
        write(replace(context, database=opened, wakeups=Wakeups()), ines, group, 1)
        opened.close()

    await asyncio.to_thread(command)
    async with asyncio.timeout(15):
        assert (await answer).status_code == 200


async def test_a_process_does_not_wake_to_its_own_words(
    ada: Voice, ines: Person, group: int, context: Context, other: Context
) -> None:
    """Each write is told here once, by itself, and there once, by the other process."""
    heard: dict[str, list[str]] = {"here": [], "there": []}
    last = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told(where: str, logs: frozenset[str]) -> None:
        heard[where] += logs
        if "g999" in logs and where == "here":
            loop.call_soon_threadsafe(last.set)

    context.database.told = partial(told, "here")
    other.database.told = partial(told, "there")
    await asyncio.to_thread(write, context, ines, group, 1)
    while f"g{group}" not in heard["there"]:
        await asyncio.sleep(0.01)
    # Whatever came back of its own words would be here before this, which is said after them.
    other.database.tell(frozenset(("g999",)))
    async with asyncio.timeout(15):
        await last.wait()
    assert heard["here"].count(f"g{group}") == heard["there"].count(f"g{group}") == 1


def test_many_names_go_into_several_notifications() -> None:
    names = sorted(f"s{number:064x}" for number in range(300))
    parts = list(telling._parts(names))
    assert " ".join(parts).split() == names
    assert all(len(part) + 12 < 8_000 for part in parts)
    assert len(parts) == 3
