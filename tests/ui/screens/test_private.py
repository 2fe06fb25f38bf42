"""A private word with the facilitators, on screens."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui import sample
from tests.ui.sample import HERON, MINUTE, NIGHT
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.board import BoardScreen
from tuigroup.ui.screens.thread import ThreadScreen
from tuigroup.wire import limits
from tuigroup.wire.records import MembershipRecord, PostRecord, ThreadRecord
from tuigroup.wire.words import Audience, Role

WORD = limits.APART + 7 * limits.APART_POSTS


def a_word(store: Store) -> None:
    """heron wrote to the facilitators, and the reader is one of them."""
    sample.fill(store)
    store.groups.put_memberships([MembershipRecord(NIGHT, sample.ME, "old_bicycle", Role.FACILITATOR)])
    head = ThreadRecord(WORD, 0, "Not for all", HERON, MINUTE - 9, MINUTE - 9, 1, WORD, audience=Audience.FACILITATORS)
    store.threads.put_heads(NIGHT, [head])
    store.threads.put_posts(NIGHT, [PostRecord(WORD, WORD, 0, HERON, MINUTE - 9, "It is the nights, mostly.")])


async def test_a_member_writes_to_the_facilitators(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.open("board", group=NIGHT)
        await pilot.pause()
        await pilot.press("F")
        await pilot.pause()
        await pilot.press(*"not for all")
        await pilot.pause()
        golden(app, "private_compose_80x24")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)
        assert "private word" in screen_text(app)
        assert [row.op.op for row in store.outbox.rows()] == ["private"]


async def test_who_runs_the_group_sees_it_among_the_threads(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    a_word(store)
    for size in ((80, 24), (120, 40)):
        app = make_app()
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            app.open("board", group=NIGHT)
            await pilot.pause()
            assert isinstance(app.screen, BoardScreen)
            golden(app, f"private_board_{size[0]}x{size[1]}")
            app.open("thread", group=NIGHT, thread=WORD)
            await pilot.pause()
            await pilot.press("r")
            await pilot.pause()
            await pilot.press(*"here")
            await pilot.pause()
            assert "only the facilitators and heron see it" in " ".join(screen_text(app).split())
            await pilot.press("escape")
            await pilot.pause()
