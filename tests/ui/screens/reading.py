"""A long thread, and opening a thread as a reader does: shared by the tests of that screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from tests.ui.sample import HERON, MINUTE, NIGHT, TEALEAF
from tests.ui.stubs import screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.thread import ThreadScreen
from tuigroup.wire.records import PostRecord, ThreadRecord

Make = Callable[..., TuigroupApp]
LONG = 20


def long_thread(store: Store, count: int = 60) -> None:
    """Thread 20 of the night group: posts 20 and on, each answering the one before or the first."""
    numbers = range(LONG, LONG + count)
    heads = [ThreadRecord(LONG, 1, "A long night", HERON, MINUTE - 900, MINUTE - 5, count, numbers[-1])]
    posts = [
        PostRecord(
            n, LONG, 0 if n == LONG else (n - 1 if n % 3 else LONG), (HERON, TEALEAF)[n % 2], MINUTE - 900 + n,
            f"Post {n}. " + "The kettle is on and the street is quiet. " * 4,
        )
        for n in numbers
    ]  # fmt: skip
    store.threads.put_heads(NIGHT, heads)
    store.threads.put_posts(NIGHT, posts)


async def opened(pilot: Pilot[Any], app: TuigroupApp, thread: int = 1, group: int = NIGHT, **where: object) -> str:
    app.open("thread", group=group, thread=thread, **where)
    await pilot.pause()
    await pilot.pause()
    return screen_text(app)


def marker(app: TuigroupApp) -> object:
    assert isinstance(app.screen, ThreadScreen)
    return app.screen.pane.marker
