"""The long poll: news as they happen, nothing of what one may not see, and nothing held while nothing happens."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from tests.server.community import Make, Voice, bodies, changes, make_group, write
from tests.server.conftest import Person
from tuigroup.wire import limits
from tuigroup.wire.accounts import SignIn
from tuigroup_server.http.app import create_app
from tuigroup_server.service import accounts
from tuigroup_server.service.context import Context
from tuigroup_server.service.wakeups import Waiter, Wakeups


@pytest.fixture
def context(context: Context) -> Context:
    """Bursts end at once here."""
    return replace(context, wakeups=Wakeups(gather=0.0))


@pytest.fixture
def app(context: Context) -> FastAPI:
    return create_app(context)


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> Rests:
    """Counts how often somebody who waits has looked, found nothing and gone to rest."""
    counted = Rests()
    woken = Waiter.woken

    async def noted(waiter: Waiter, seconds: float) -> bool:
        counted.one()
        return await woken(waiter, seconds)

    monkeypatch.setattr(Waiter, "woken", noted)
    return counted


class Rests:
    def __init__(self) -> None:
        self.count = 0
        self._more = asyncio.Event()

    def one(self) -> None:
        self.count += 1
        self._more.set()

    async def reach(self, count: int) -> None:
        async with asyncio.timeout(20):
            while self.count < count:
                self._more.clear()
                await self._more.wait()


@dataclass
class Line:
    """A second line of somebody."""

    voice: Voice

    def wait(self, **more: Any) -> asyncio.Task[httpx.Response]:
        assert self.voice.person is not None
        said = {"s": self.voice.cursor, "t": 20, **more}
        headers = self.voice.person.headers
        return asyncio.create_task(self.voice.http.post("/v1/wait", json=said, headers=headers))


@pytest.fixture
def ines(person: Make) -> Person:
    return person("ines")


@pytest.fixture
def group(context: Context, ines: Person) -> int:
    return make_group(context, "Kettle Club", ines, access="open")


@pytest.fixture
async def ada(http: httpx.AsyncClient, person: Make, group: int) -> Voice:
    voice = Voice(http, person("ada"))
    await voice.sync({"op": "join", "g": group, "alias": "old_bicycle"})
    await voice.sync()
    return voice


async def test_news_come_as_they_happen(ada: Voice, ines: Person, group: int, context: Context, rests: Rests) -> None:
    answer = Line(ada).wait()
    await rests.reach(1)
    assert not answer.done()
    write(context, ines, group, 1, words="The kettle is on.")
    found = (await answer).json()
    assert bodies(changes(found, group)) == ["The kettle is on. 0"]
    # The cursor that came along goes on from there.
    ada.cursor = found["s"]
    assert await ada.sync() == {}


async def test_what_happened_before_is_answered_at_once(ada: Voice, ines: Person, group: int, context: Context) -> None:
    write(context, ines, group, 2)
    found = (await Line(ada).wait()).json()
    assert len(bodies(changes(found, group))) == 2


async def test_a_burst_gives_one_answer(
    ada: Voice, ines: Person, group: int, context: Context, rests: Rests, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, ended = asyncio.Event(), asyncio.Event()

    async def gather(_waiter: Waiter, seconds: float) -> None:
        assert seconds == 1.5
        first.set()
        await ended.wait()

    monkeypatch.setattr(Waiter, "gather", gather)
    context.wakeups.gather = 1.5
    answer = Line(ada).wait()
    await rests.reach(1)
    for _ in range(12):
        await asyncio.to_thread(write, context, ines, group, 1)
        await first.wait()
    ended.set()
    found = (await answer).json()
    assert len(bodies(changes(found, group))) == 12


async def test_the_answer_keeps_to_its_budget_and_says_what_remains(
    ada: Voice, ines: Person, group: int, context: Context
) -> None:
    write(context, ines, group, 60)
    answer = await Line(ada).wait(m=700)
    assert len(answer.content) <= 700
    assert answer.json()["m"]["items"] > 0


async def test_an_answer_is_framed_as_the_question_was(ada: Voice, ines: Person, group: int, context: Context) -> None:
    assert ada.person is not None
    body = context.codec.pack({"s": ada.cursor, "t": 1}, context.codec.latest)
    write(context, ines, group, 3)
    answer = await ada.http.post("/v1/wait", content=body, headers=ada.person.headers)
    assert context.codec.generation(answer.content) == context.codec.latest
    assert "c" in context.codec.unpack(answer.content, limits.ANSWER_BYTES)


async def test_what_one_may_not_see_ends_no_waiting(
    ada: Voice, ines: Person, group: int, person: Make, context: Context, rests: Rests
) -> None:
    """Posts of a group one is not in, and in one's own group what only those who run it see."""
    elsewhere = make_group(context, "Behind the Curtain", ines)
    asks = Voice(ada.http, person("bea"))
    await Voice(ada.http, ines).do(op="set_up", g=group, settings={"access": "request"})
    await ada.sync()
    answer = Line(ada).wait(t=2)
    await rests.reach(1)
    write(context, ines, elsewhere, 3)
    assert (await asks.do(op="join", g=group, alias="wren", word="May I?"))["n"]
    # That request moved the group's log: who waits looked, and went on waiting.
    await rests.reach(2)
    assert not answer.done()
    found = await answer
    assert (found.status_code, found.content) == (204, b"")


async def test_waiting_asks_the_database_nothing(
    ada: Voice, ines: Person, group: int, context: Context, rests: Rests
) -> None:
    answer = Line(ada).wait()
    await rests.reach(1)
    asked: list[str] = []
    engines = context.database.pools
    for engine in engines:
        event.listen(engine, "before_cursor_execute", lambda _c, _k, said, *_: asked.append(said))
    for engine in engines:
        assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    context.wakeups.told(("g999",))
    await asyncio.sleep(0.05)
    assert asked == []
    assert not answer.done()
    context.wakeups.close()
    assert (await answer).status_code == 204
    assert asked == []


async def test_many_who_wait_hold_no_thread(
    http: httpx.AsyncClient, person: Make, group: int, context: Context, rests: Rests
) -> None:
    """More than the server has threads for requests, and somebody else is answered all the same."""
    voices = [Voice(http, person(f"member-{number}")) for number in range(45)]
    for number, voice in enumerate(voices):
        await voice.sync({"op": "join", "g": group, "alias": f"alias_{number}"})
    for voice in voices:
        await voice.sync()
    answers = [Line(voice).wait() for voice in voices]
    await rests.reach(45)
    assert len(context.wakeups) == 45
    writer = Voice(http, person("writer"))
    await writer.sync({"op": "join", "g": group, "alias": "writer"})
    await writer.do(op="thread", g=group, title="Up?", body="Who is up?")
    found = [(await answer).json() for answer in answers]
    assert all(bodies(changes(one, group)) == ["Who is up?"] for one in found)
    assert len(context.wakeups) == 0


class TestOneSession:
    async def test_what_it_did_itself_is_not_news(self, ada: Voice, group: int, rests: Rests, context: Context) -> None:
        context.wakeups.gather = 60
        answer = Line(ada).wait()
        await rests.reach(1)
        await ada.do(op="thread", g=group, title="Up?", body="Who is up?")
        found = await answer
        assert (found.status_code, found.content) == (204, b"")

    async def test_an_exchange_with_nothing_new_leaves_it_waiting(
        self, ada: Voice, ines: Person, group: int, context: Context, rests: Rests
    ) -> None:
        answer = Line(ada).wait()
        await rests.reach(1)
        assert await ada.sync() == {}
        assert not answer.done()
        write(context, ines, group, 1)
        assert (await answer).status_code == 200

    async def test_the_same_account_elsewhere_hears_of_it(
        self, ada: Voice, group: int, context: Context, rests: Rests
    ) -> None:
        assert ada.person is not None
        other = Voice(ada.http, _again(context, ada.person))
        await other.sync()
        answer = Line(other).wait()
        await rests.reach(1)
        await ada.do(op="thread", g=group, title="Up?", body="Who is up?")
        assert bodies(changes((await answer).json(), group)) == ["Who is up?"]

    async def test_only_its_last_waiting_counts(self, ada: Voice, context: Context, rests: Rests) -> None:
        """The line was cut, and the server has not heard of it."""
        first = Line(ada).wait()
        await rests.reach(1)
        second = Line(ada).wait(t=1)
        assert (await first).status_code == 204
        assert len(context.wakeups) == 1
        assert (await second).status_code == 204

    async def test_one_that_ends_meanwhile_hears_nothing_more(
        self, ada: Voice, ines: Person, group: int, context: Context, rests: Rests
    ) -> None:
        assert ada.person is not None
        context.wakeups.gather = 60
        answer = Line(ada).wait()
        await rests.reach(1)
        write(context, ines, group, 1)
        accounts.sign_out(context, ada.person.actor, everywhere=True)
        assert (await answer).content == b""
        assert (await Line(ada).wait()).status_code == 401

    async def test_a_group_joined_meanwhile_counts(
        self, ada: Voice, ines: Person, person: Make, context: Context, rests: Rests
    ) -> None:
        assert ada.person is not None
        other = make_group(context, "Morning Porch", ines)
        answer = Line(ada).wait()
        await rests.reach(1)
        elsewhere = Voice(ada.http, _again(context, ada.person), keys=ada.keys)
        await elsewhere.do(op="join", g=other, alias="rivulet")
        found = (await answer).json()
        assert changes(found, other)
        ada.cursor = found["s"]
        answer = Line(ada).wait()
        await rests.reach(2)
        write(context, ines, other, 1)
        assert len(bodies(changes((await answer).json(), other))) == 1


class TestPlaces:
    async def test_an_account_has_a_few(self, ada: Voice, context: Context, rests: Rests) -> None:
        assert ada.person is not None
        voices = [Voice(ada.http, _again(context, ada.person), cursor=ada.cursor) for _ in range(5)]
        answers = [Line(voice).wait() for voice in voices[:4]]
        await rests.reach(4)
        full = await Line(voices[4]).wait()
        assert full.status_code == 429
        assert int(full.headers["retry-after"]) >= 60
        assert "4 machines" in full.json()["detail"]
        assert "Asking now and then goes on" in full.json()["detail"]
        context.wakeups.close()
        assert {(await answer).status_code for answer in answers} == {204}

    async def test_the_server_has_so_many(
        self, http: httpx.AsyncClient, ada: Voice, person: Make, rests: Rests, context: Context
    ) -> None:
        context.wakeups._at_all = 1
        other = Voice(http, person("bea"))
        await other.sync()
        answer = Line(ada).wait()
        await rests.reach(1)
        full = await Line(other).wait()
        assert full.status_code == 503
        assert int(full.headers["retry-after"]) >= 60
        context.wakeups.close()
        await answer

    async def test_a_server_that_ends_keeps_nobody(self, ada: Voice, rests: Rests, context: Context) -> None:
        answer = Line(ada).wait()
        await rests.reach(1)
        context.wakeups.close()
        assert (await answer).status_code == 204
        assert (await Line(ada).wait()).status_code == 204

    async def test_who_hangs_up_leaves_a_place(self, ada: Voice, app: FastAPI, context: Context, rests: Rests) -> None:
        assert ada.person is not None
        hung_up = asyncio.Event()
        body = context.codec.pack({"s": ada.cursor}, 0)
        messages: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop()
            await hung_up.wait()
            return {"type": "http.disconnect"}

        async def send(_message: Any) -> None:
            return

        named = {"authorization": ada.person.headers["Authorization"], "content-type": "application/json"}
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/wait",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        }
        waiting = asyncio.create_task(app(scope, receive, send))
        await rests.reach(1)
        assert len(context.wakeups) == 1
        hung_up.set()
        await waiting
        assert len(context.wakeups) == 0


class TestRefused:
    async def test_guests_do_not_wait(self, http: httpx.AsyncClient) -> None:
        assert (await http.post("/v1/wait", json={"s": "x"})).status_code == 401

    @pytest.mark.parametrize("said", [{}, {"s": "x", "t": 0}, {"s": "x", "t": limits.WAIT + 1}, {"s": "x", "m": 1}])
    async def test_what_can_not_be_used_is_told(self, ada: Voice, said: dict[str, Any]) -> None:
        assert ada.person is not None
        answer = await ada.http.post("/v1/wait", json=said, headers=ada.person.headers)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-field")

    async def test_a_cursor_of_another_log_is_told_at_once(self, ada: Voice, context: Context) -> None:
        ada.cursor = "AAAAAAAA"
        assert (await Line(ada).wait()).status_code == 410
        assert len(context.wakeups) == 0


def _again(context: Context, person: Person) -> Person:
    """The same account, signed in on another machine."""
    signed_in = accounts.sign_in(context, SignIn(name=person.name, secret=person.secret))
    actor = accounts.identify(context, signed_in.token)
    assert actor is not None
    return Person(person.name, person.secret, signed_in.token, actor, {"Authorization": f"Bearer {signed_in.token}"})


class _Undone(Exception):
    """Ends a transaction without a trace."""


def test_what_is_not_on_disk_is_told_to_nobody(context: Context, group: int) -> None:
    from tuigroup_server.storage import groups

    heard: list[frozenset[str]] = []
    context.database.told = heard.append

    def undone() -> None:
        with context.database.write() as connection:
            groups.advance(connection, group)
            raise _Undone

    with pytest.raises(_Undone):
        undone()
    with context.database.write():
        pass
    assert heard == []
    with context.database.write() as connection:
        groups.advance(connection, group)
        assert heard == []
    assert heard == [frozenset({f"g{group}"})]
