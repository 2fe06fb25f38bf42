"""News as they happen: on a line of their own, which never stands in anybody's way and is there only where wanted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from tests.sync.world import Machine, World
from tuigroup import actions
from tuigroup.doors.kiosk.visit import RENEWING
from tuigroup.errors import BadServerAddress, MalformedWire, Offline, Refused, TuigroupError
from tuigroup.store import Store
from tuigroup.sync import pace, waiting
from tuigroup.sync.choices import Choices
from tuigroup.sync.waiting import Heard, Waiting
from tuigroup.wire import limits
from tuigroup.wire.sync import SyncAnswer, WaitRequest, WantDirectory
from tuigroup_server.rules import IDLE, Door

WAIT = "POST /v1/wait"
SYNC = "POST /v1/sync"


async def until(machine: Machine, reached: Callable[[], bool]) -> None:
    """As soon as the store or the line says so."""
    changed = asyncio.Event()
    stops = [
        machine.store.subscribe(lambda _: changed.set()),
        machine.session.engine.subscribe(lambda _: changed.set()),
    ]
    try:
        async with asyncio.timeout(20):
            while not reached():
                changed.clear()
                await changed.wait()
    finally:
        for stop in stops:
            stop()


async def waits(world: World, count: int = 1) -> None:
    """So many wait at the server and nothing moves."""
    async with asyncio.timeout(20):
        while len(world.context.wakeups) != count:
            await asyncio.sleep(0.01)


@pytest.fixture
def group(world: World) -> int:
    return world.group("Night Kitchen")


@pytest.fixture
async def ada(world: World, group: int) -> AsyncIterator[Machine]:
    """Somebody whose program runs, and who hears of news at once."""
    made = await world.member("ada", group)
    made.store.settings.set("sync.looked", str(made.store.now_min()))
    made.store.settings.set("news", "at-once")
    running = asyncio.create_task(made.session.engine.run())
    await waits(world)
    made.line.paths.clear()
    yield made
    await made.session.engine.close()
    await running


async def post(world: World, group: int, name: str = "bea") -> Machine:
    bea = await world.member(name, group)
    actions.start_thread(bea.store, group, 1, "First light", "Who else is up?")
    await bea.sync()
    return bea


def titles(machine: Machine, group: int) -> list[str]:
    return [row.title for row in machine.store.threads.list(group)]


async def test_news_are_here_as_they_happen_and_cost_one_answer(world: World, ada: Machine, group: int) -> None:
    assert ada.session.engine.status().listening
    await post(world, group)
    await until(ada, lambda: titles(ada, group) == ["First light"])
    assert not [path for path in ada.line.paths if path == SYNC]
    assert ada.store.usage.session()["wait"][1] > 0


async def test_what_somebody_asks_for_goes_out_while_the_other_line_waits(world: World, ada: Machine) -> None:
    world.group("Morning Porch")
    ada.session.engine.want(WantDirectory())
    await until(ada, lambda: len(ada.store.groups.directory()) == 2)
    assert ada.line.paths == [SYNC]
    assert len(world.context.wakeups) == 1


async def test_what_one_writes_oneself_does_not_come_back_as_news(world: World, ada: Machine, group: int) -> None:
    actions.start_thread(ada.store, group, 1, "My own", "Am I alone?")
    ada.session.engine.wake()
    await until(ada, lambda: ada.store.outbox.count() == 0)
    before = ada.store.cursor()
    async with asyncio.timeout(20):
        while ada.line.paths.count(WAIT) < 1:
            await asyncio.sleep(0.01)
    await waits(world)
    assert ada.store.cursor() == before
    # From there on it hears of others again.
    await post(world, group)
    await until(ada, lambda: len(titles(ada, group)) == 2)


@pytest.mark.parametrize("choice", ["every", "ask"])
async def test_another_choice_hangs_up_at_once(world: World, ada: Machine, group: int, choice: str) -> None:
    ada.store.settings.set("news", choice)
    ada.session.engine.reconsider()
    await waits(world, 0)
    assert not ada.session.engine.status().listening
    ada.store.settings.set("news", "at-once")
    ada.session.engine.reconsider()
    await waits(world, 1)
    assert not [path for path in ada.line.paths if path == SYNC]


async def test_a_line_put_off_and_a_sign_out_end_it(world: World, ada: Machine, group: int) -> None:
    ada.session.engine.go_offline()
    await waits(world, 0)
    ada.session.engine.go_online()
    await waits(world, 1)
    await ada.session.sign_out()
    await waits(world, 0)


async def test_a_line_that_breaks_is_noticed_and_taken_up_again(
    world: World, ada: Machine, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "FIRST", 0.0)
    ada.line.up = False
    world.context.wakeups.close()
    await until(ada, lambda: ada.session.engine.status().state == "offline")
    assert not ada.session.engine.status().listening
    world.context.wakeups._closed = False
    ada.line.up = True
    ada.session.engine.wake()
    await waits(world, 1)
    await post(world, group)
    await until(ada, lambda: titles(ada, group) == ["First light"])


async def test_nothing_is_waited_for_while_something_is_still_to_come(world: World, group: int) -> None:
    ada = await world.member("ada", group)
    exchanges = ada.session.engine._exchanges
    assert exchanges.wait_request(60) is not None
    exchanges.coming.told(90_000)
    assert exchanges.wait_request(60) is None
    exchanges.coming.told(0)
    ada.line.up = False
    await ada.sync()
    assert exchanges.wait_request(60) is None


async def test_news_that_an_exchange_has_overtaken_are_not_heard_twice(world: World, group: int) -> None:
    ada = await world.member("ada", group)
    asked = ada.session.engine._exchanges.wait_request(5)
    assert asked is not None
    await post(world, group)
    answer = await ada.session._client.wait(asked)
    assert answer is not None
    await ada.sync()
    cursor = ada.store.cursor()
    assert not ada.session.engine._exchanges.heard(asked, answer)
    assert (ada.store.cursor(), titles(ada, group)) == (cursor, ["First light"])


class Fake:
    """A client whose waits end as told, by a clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self.ends: SyncAnswer | TuigroupError | None = None
        self.hung_up = 0

    async def wait(self, asked: WaitRequest) -> SyncAnswer | None:
        if isinstance(self.ends, TuigroupError):
            raise self.ends
        return self.ends

    async def hang_up(self) -> None:
        self.hung_up += 1


class TestHowItGoesOn:
    @pytest.fixture
    def fake(self) -> Fake:
        return Fake()

    @pytest.fixture
    def second(self, fake: Fake) -> Waiting:
        return Waiting(fake, lambda: fake.now)  # type: ignore[arg-type]

    async def one(self, fake: Fake, second: Waiting, after: float = 1.0) -> Heard:
        second.begin(WaitRequest(s="x"))
        assert second.task is not None
        await asyncio.wait([second.task])
        fake.now += after
        return second.take()

    async def test_a_conversation_comes_in_few_answers(self, fake: Fake, second: Waiting) -> None:
        fake.ends = SyncAnswer(s="y")
        assert (await self.one(fake, second)).answer == fake.ends
        assert second.rest() == waiting.GATHER
        fake.ends = None
        await self.one(fake, second)
        assert second.rest() == 0

    async def test_a_line_that_breaks_again_and_again_is_tried_ever_more_rarely(
        self, fake: Fake, second: Waiting
    ) -> None:
        fake.ends = Offline("Cut.")
        rests = []
        for _ in range(12):
            await self.one(fake, second)
            rests.append(second.rest() or 0.0)
        assert rests == sorted(rests)
        assert (rests[0], rests[-1]) == (2 * pace.FIRST, pace.LONGEST)
        assert second.seconds == limits.WAIT
        fake.ends = None
        await self.one(fake, second)
        fake.ends = Offline("Cut.")
        await self.one(fake, second)
        assert second.rest() == rests[0]

    async def test_something_that_forgets_silent_lines_is_asked_before_it_does(
        self, fake: Fake, second: Waiting
    ) -> None:
        fake.ends = Offline("Cut.")
        await self.one(fake, second, after=120)
        assert second.seconds == 96
        await self.one(fake, second, after=35)
        assert second.seconds == waiting.SHORTEST

    async def test_a_server_without_a_place_is_left_in_peace_for_long(self, fake: Fake, second: Waiting) -> None:
        fake.ends = Refused("Full.", type="too-many", status=429, retry_after=300)
        await self.one(fake, second)
        assert second.rest() == 300
        fake.ends = Refused("Full.", type="busy", status=503)
        await self.one(fake, second)
        assert second.rest() == waiting.FULL

    @pytest.mark.parametrize("error", [BadServerAddress("No such."), Refused("No.", type="not-found", status=404)])
    async def test_a_server_that_does_not_know_of_it_is_not_asked_again(
        self, fake: Fake, second: Waiting, error: TuigroupError
    ) -> None:
        fake.ends = error
        await self.one(fake, second)
        assert second.rest() is None

    async def test_an_answer_that_makes_no_sense_says_nothing_of_the_line(self, fake: Fake, second: Waiting) -> None:
        fake.ends = MalformedWire("What?")
        await self.one(fake, second, after=120)
        assert second.seconds == limits.WAIT

    async def test_hanging_up_ends_what_is_under_way(self, fake: Fake, second: Waiting) -> None:
        await second.end()
        second.begin(WaitRequest(s="x"))
        await second.end()
        assert second.task is None
        assert fake.hung_up == 2


async def test_who_asks_now_and_then_opens_no_second_line(world: World, group: int) -> None:
    ada = await world.member("ada", group)
    rest = ada.session.engine
    assert await rest._listen() is None
    assert rest._until_round(listening=False) == pytest.approx(300, abs=61)
    ada.store.settings.set("news", "ask")
    assert rest._until_round(listening=False) is None
    ada.store.settings.set("news", "every")
    ada.store.settings.set("sync_minutes", "20")
    assert (rest._until_round(listening=False) or 0) > 1000
    ada.store.settings.set("data_saver", "on")
    assert (rest._until_round(listening=False) or 0) > 3400


@pytest.mark.parametrize(("news", "saver"), [("every", "off"), ("every", "on"), ("ask", "off"), ("at-once", "off")])
async def test_where_a_sign_in_soon_ends_it_is_used_in_time_whatever_was_chosen(
    world: World, group: int, news: str, saver: str
) -> None:
    ada = await world.member("ada", group)
    ada.store.settings.set("news", news)
    ada.store.settings.set("data_saver", saver)
    rest = ada.session.engine
    rest.stay_signed_in(RENEWING)
    assert IDLE[Door.KIOSK] / 2 >= RENEWING
    for listening in (False, True):
        assert rest._until_round(listening=listening) == pytest.approx(RENEWING, abs=61)


class Usual:
    def __init__(self, sync_minutes: int = 5, at_once: bool = False, ask_above_kb: int = 64) -> None:
        self.sync_minutes, self.at_once, self.ask_above_kb = sync_minutes, at_once, ask_above_kb


def test_choices_are_the_members_else_the_usual() -> None:
    store = Store.open(None)
    assert Choices(store, Usual()).news == "every"
    assert Choices(store, Usual(0)).news == "ask"
    assert Choices(store, Usual(0, at_once=True)).news == "at-once"
    choices = Choices(store, Usual(0))
    assert choices.minutes == 5
    store.settings.set("news", "every")
    store.settings.set("sync_minutes", "30")
    assert (choices.news, choices.minutes, choices.ask_above, choices.saving) == ("every", 30, 64_000, False)
    store.settings.set("ask_above_kb", "0")
    store.settings.set("news", "nonsense")
    assert (choices.news, choices.ask_above) == ("ask", 0)
    store.close()


async def test_the_second_line_is_a_connection_of_its_own(world: World) -> None:
    """Made when it is needed, and closed when it is not."""
    from tuigroup.sync.client import Client

    client = Client("http://127.0.0.1:9")
    assert client._second is None
    with pytest.raises(Offline):
        await client.wait(WaitRequest(s="x"))
    second: httpx.AsyncClient | None = client._second
    assert second is not None
    assert second is not client._http
    await client.hang_up()
    assert second.is_closed
    assert not client._http.is_closed
    await client.close()
