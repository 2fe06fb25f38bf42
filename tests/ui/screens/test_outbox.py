"""What waits to be sent: visible, and each thing can be sent again, changed or taken back; and data used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.sample import NIGHT, fill
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Draft, Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.ops import Reply, StartThread
from tuigroup.wire.sync import Ack

Make = Callable[..., TuigroupApp]


@pytest.fixture
def keys(store: Store) -> list[str]:
    fill(store)
    made = [store.new_key(), store.new_key()]
    store.outbox.add(Reply(k=made[0], g=NIGHT, to=2, body="Not silly."))
    store.outbox.add(StartThread(k=made[1], g=NIGHT, board=1, title="Towels", body="I fold three of them."))
    store.usage.add("sync", 1100, 2000)
    store.usage.add("resource", 300, 24_000)
    return made


async def test_as_it_looks(make_app: Make, store: Store, keys: list[str]) -> None:
    store.outbox.sending(keys[1:])
    store.outbox.acked(Ack(k=keys[1], e="thread-locked", d="The thread is locked."))
    app = make_app(first="outbox")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "outbox-80x24")


async def test_what_was_refused_goes_out_again(
    make_app: Make, store: Store, session: StubSession, keys: list[str]
) -> None:
    store.outbox.sending(keys[:1])
    store.outbox.acked(Ack(k=keys[0], e="busy", d="The server is busy."))
    app = make_app(first="outbox")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "The server is busy. It is kept here" in screen_text(app)
        await pilot.press("r")
        await pilot.pause()
        assert session.engine.woken
        assert "The server is busy" not in screen_text(app)
        assert "r send again" not in screen_text(app), "a key that does nothing now is not shown"


async def test_taking_back_asks_once(make_app: Make, store: Store, keys: list[str]) -> None:
    app = make_app(first="outbox")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        assert "What you wrote will be gone." in screen_text(app)
        await pilot.press("escape", "x", "y")
        await pilot.pause()
        assert store.outbox.count() == 1
        assert "Taken back." in screen_text(app)


async def test_changing_what_is_not_sent_yet(make_app: Make, keys: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, Any]] = []
    app = make_app(first="outbox")
    monkeypatch.setattr(app, "open", lambda name, **where: opened.append((name, where["draft"])))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "down", "e")
        await pilot.pause()
    reply, thread = (draft for _, draft in opened)
    assert isinstance(reply, Draft)
    assert (reply.kind, reply.target, reply.body) == ("edit", keys[0], "Not silly.")
    assert (thread.target, thread.title) == (keys[1], "Towels")


async def test_an_empty_outbox_and_a_line_that_is_off(make_app: Make, store: Store, session: StubSession) -> None:
    app = make_app(first="outbox")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Nothing waits to be sent." in screen_text(app)
        await pilot.press("v")
        await pilot.pause()
        await pilot.pause()
        assert "line off" in screen_text(app).splitlines()[0]
        await pilot.press("v")
        await pilot.pause()
        assert session.engine.link.state == "online"
        await pilot.press("u")
        assert session.engine.woken


async def test_a_wide_terminal_shows_data_used_beside(make_app: Make, store: Store, keys: list[str]) -> None:
    app = make_app(first="outbox")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        golden(app, "outbox-120x40")
        await pilot.resize_terminal(80, 24)
        async with asyncio.timeout(10):
            while "2.0 KB down" not in screen_text(app):
                await pilot.pause()


async def test_what_is_written_tells_one_from_another(make_app: Make, store: Store, keys: list[str]) -> None:
    app = make_app(first="outbox")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert '"Not silly."' in screen_text(app)
        assert '"I fold three of them."' in screen_text(app)


async def test_the_line_is_told_as_it_is_now(
    make_app: Make, store: Store, session: StubSession, keys: list[str]
) -> None:
    app = make_app(first="outbox")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("v")
        await pilot.pause()
        assert "The line is up." not in screen_text(app)
        assert "Waits for the line. It is safe here." in screen_text(app)
