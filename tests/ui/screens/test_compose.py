"""Writing: on disk within a second, kept by Esc, sent into the thread, limits said, another editor."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.terminal_layer.apps import until
from tests.ui.composing import compose_screen, thread, write
from tests.ui.sample import NIGHT, fill
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup import actions
from tuigroup.store import Draft, Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.board import BoardScreen
from tuigroup.ui.screens.compose import ComposeScreen
from tuigroup.ui.screens.thread import ThreadScreen
from tuigroup.wire import limits
from tuigroup.wire.ops import Edit, Reply, StartThread
from tuigroup.wire.words import Intent

Make = Callable[..., TuigroupApp]


async def test_as_it_looks(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r")
        await write(pilot, "Not silly")
        await pilot.pause()
        compose_screen(app).keep()
        await pilot.pause()
        golden(app, "compose-80x24")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        golden(app, "compose-120x40")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        golden(app, "compose-40x12")


async def test_the_cursor_stands_in_the_text_also_where_what_is_answered_had_to_move(
    make_app: Make, store: Store
) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 16)) as pilot:
        await thread(pilot, app, post=4)
        before = screen_text(app)
        await pilot.press("r")
        await until(lambda: isinstance(app.screen, ComposeScreen) and app.screen.words.has_focus)
        for _ in range(3):
            await pilot.pause()
        assert screen_text(app).splitlines()[1] != before.splitlines()[1], "it moved"
        assert app.cursor_position == compose_screen(app).words.cursor_screen_offset


async def test_a_reply_is_sent_and_stands_in_the_thread(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    session.engine.link.state = "offline"
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r")
        await write(pilot, "Not silly\nI fold towels")
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)
        text = screen_text(app)
        assert "Not silly" in text
        assert "(waiting for the line)" in text
        op = store.outbox.rows()[0].op
        assert isinstance(op, Reply)
        assert (op.to, op.body) == (2, "Not silly\nI fold towels")
        assert app.screen.pane.marker == op.k
        assert store.drafts.all() == []
        assert session.engine.woken == 1


async def test_a_quote_can_be_shortened_and_goes_along(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("R")
        await pilot.pause()
        assert compose_screen(app).words.text.startswith("> I write tomorrow's list on paper")
        await write(pilot, "Yes")
        await pilot.press("ctrl+s")
        await pilot.pause()
        op = store.outbox.rows()[0].op
        assert isinstance(op, Reply)
        assert op.body.startswith("> I write")
        assert op.body.endswith("\n\nYes")


async def test_a_new_thread_with_note_and_intent(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("board", group=NIGHT, board=2)
        await pilot.pause()
        await pilot.press("t")
        await write(pilot, "Towels")
        await pilot.press("enter")
        await write(pilot, "I fold the same three")
        await pilot.press("ctrl+n")
        await write(pilot, "food")
        await pilot.press("enter", "ctrl+t", "s")
        await pilot.pause()
        text = screen_text(app)
        assert "Ctrl+N note: food   Ctrl+T hopes for support   as old_bicycle here" in text
        await pilot.press("tab", "enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen), "the Send button stands at the end of Tab"
        op = store.outbox.rows()[0].op
        assert isinstance(op, StartThread)
        assert (op.title, op.body, op.note, op.intent, op.board) == (
            "Towels", "I fold the same three", "food", Intent.SUPPORT, 2,
        )  # fmt: skip
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, BoardScreen)


async def test_a_thread_without_a_title_stays_and_says_why(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("board", group=NIGHT, board=2)
        await pilot.pause()
        await pilot.press("t", "tab")
        await write(pilot, "No title yet")
        await pilot.press("ctrl+s")
        await pilot.pause()
        screen = compose_screen(app)
        assert "title" in screen_text(app).lower().split("no title yet")[1]
        assert screen.title_field is not None
        assert screen.title_field.has_focus
        assert store.outbox.count() == 0
        assert store.drafts.all()[0].body == "No title yet"


async def test_nothing_written_is_not_sent(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r", "ctrl+s")
        await pilot.pause()
        assert "There is nothing to send yet." in screen_text(app)
        assert store.outbox.count() == 0


async def test_an_own_post_is_changed(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app, 1)
        await pilot.press("e")
        await pilot.pause()
        screen = compose_screen(app)
        assert screen.words.text.startswith("I have been awake since one.")
        assert screen.title_field is not None
        assert screen.title_field.value == "What do you do at 3 a.m.?"
        await write(pilot, " Really")
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.pause()
        assert "Really" in screen_text(app)
        op = store.outbox.rows()[0].op
        assert isinstance(op, Edit)
        assert op.post == 1
        await pilot.press("e", "escape")
        await pilot.pause()
        assert store.drafts.all() == []


async def test_an_unsent_post_is_changed_where_it_waits(make_app: Make, store: Store) -> None:
    fill(store)
    key = actions.reply(store, NIGHT, 2, "Not silly.")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=key)
        await pilot.pause()
        await pilot.press("e")
        await write(pilot, " At all")
        await pilot.press("ctrl+s")
        await pilot.pause()
        rows = store.outbox.rows()
        assert len(rows) == 1
        assert isinstance(rows[0].op, Reply)
        assert rows[0].op.body == "Not silly. At all"


async def test_limits_are_said_before_they_bite_and_nothing_is_lost(make_app: Make, store: Store) -> None:
    fill(store)
    body = "tea " * (limits.BODY // 4)
    store.drafts.save(Draft("", "reply", NIGHT, target=2, body=body[: limits.BODY - 3]))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r")
        await pilot.pause()
        assert "3 characters left for this post." in screen_text(app)
        await write(pilot, "towels")
        await pilot.pause()
        assert "3 characters longer than a post can be" in screen_text(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, ComposeScreen)
        assert store.outbox.count() == 0
        assert len(store.drafts.all()[0].body) == limits.BODY + 3


async def test_the_preview_is_as_others_see_it(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r")
        await write(pilot, "**Not** silly")
        await pilot.press("ctrl+p")
        await pilot.pause()
        golden(app, "preview-80x24")
        await pilot.press("escape")
        await pilot.pause()
        assert compose_screen(app).words.text == "**Not** silly"


async def test_opened_from_elsewhere_sending_goes_to_the_thread(make_app: Make, store: Store) -> None:
    fill(store)
    draft = store.drafts.save(Draft("", "reply", NIGHT, target=2, body="Not silly."))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("compose", draft=draft)
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)
        assert "Not silly." in screen_text(app)


@pytest.mark.parametrize("post", [1, 2, 4])
async def test_what_is_answered_stays_in_sight_and_nothing_covered_counts_as_read(
    make_app: Make, store: Store, post: int
) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 12)) as pilot:
        await thread(pilot, app, post)
        below = app.screen
        assert isinstance(below, ThreadScreen)
        pane = below.pane
        unread = {found.ref for found in store.threads.posts(NIGHT, 1) if found.unread}
        await pilot.press("e" if post == 1 else "r")
        await pilot.pause()
        await pilot.pause()
        above = screen_text(app).split("Ctrl+S send")[0]
        assert " > " in "\n".join(above.splitlines()[1:]), "the marker is seen, and with it the post"
        assert {found.ref for found in store.threads.posts(NIGHT, 1) if found.unread} == unread
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen_stack[-1] is below
        assert pane.marker == post


async def test_the_first_key_brings_what_goes_with_a_post(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await thread(pilot, app)
        await pilot.press("r")
        await pilot.pause()
        assert "F1 help now" in screen_text(app).splitlines()[0], "H is a letter here"
        assert "as old_bicycle here" not in screen_text(app)
        await pilot.press("N")
        await pilot.pause()
        assert "as old_bicycle here" in screen_text(app)
        await pilot.press("backspace", "escape")
        await pilot.pause()
        assert "H help now" in screen_text(app).splitlines()[0]
