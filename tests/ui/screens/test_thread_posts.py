"""What one does with the posts of a thread: respond, take back, see one's own go out, and where no answer is taken."""

from __future__ import annotations

from tests.ui.sample import HERON, MINE, MINUTE, NIGHT, fill
from tests.ui.screens.reading import Make, marker, opened
from tests.ui.stubs import StubSession, screen_text
from tuigroup import actions
from tuigroup.store import Store
from tuigroup.ui.screens.thread import ThreadScreen
from tuigroup.wire.ops import Remove, Respond
from tuigroup.wire.records import PostRecord, ThreadRecord
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import PostState, ResponseKind


async def test_a_response_is_two_keys_and_shows_at_once(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, post=4)
        await pilot.press("plus")
        await pilot.pause()
        assert "What would you like to tell Ines?" in screen_text(app)
        await pilot.press("t")
        await pilot.pause()
        assert "thank you 1, yours" in screen_text(app)
        op = store.outbox.rows()[0].op
        assert isinstance(op, Respond)
        assert (op.post, op.kind) == (4, ResponseKind.THANK_YOU)
        assert session.engine.woken == 1
        await pilot.press("plus", "x")
        await pilot.pause()
        assert "yours" not in screen_text(app).split("Ines")[1]


async def test_an_own_post_has_no_responses_of_ones_own(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, post=1)
        assert "+ respond" not in text.splitlines()[-1]
        await pilot.press("plus")
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)


async def test_an_own_post_is_taken_back_after_a_question(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, post=1)
        await pilot.press("D", "escape")
        await pilot.pause()
        assert store.outbox.count() == 0
        await pilot.press("D", "y")
        await pilot.pause()
        text = screen_text(app)
        assert "(taken back by its author)" in text
        assert "awake since one" not in text
        assert isinstance(store.outbox.rows()[0].op, Remove)


async def test_an_unsent_post_is_withdrawn(make_app: Make, store: Store) -> None:
    fill(store)
    key = actions.reply(store, NIGHT, 2, "Not silly.")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, post=key)
        assert "(going out)" in text
        await pilot.press("D", "y")
        await pilot.pause()
        assert "Not silly." not in screen_text(app)
        assert store.outbox.count() == 0


async def test_a_post_keeps_the_marker_when_it_gets_its_number(make_app: Make, store: Store) -> None:
    fill(store)
    key = actions.reply(store, NIGHT, 2, "Not silly.")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, post=key)
        assert marker(app) == key
        store.outbox.acked(Ack(k=key, n=9, t=1, at=MINUTE))
        await pilot.pause()
        await pilot.pause()
        assert marker(app) == 9
        text = screen_text(app)
        assert "(going out)" not in text
        assert "Not silly." in text


async def test_a_thread_of_ones_own_keeps_open_when_it_gets_its_number(make_app: Make, store: Store) -> None:
    fill(store)
    key = actions.start_thread(store, NIGHT, 1, "Towels", "I fold the same three.")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=key)
        await pilot.pause()
        assert "I fold the same three." in screen_text(app)
        store.outbox.acked(Ack(k=key, n=9, t=9, at=MINUTE))
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)
        assert app.screen.thread == 9
        assert "I fold the same three." in screen_text(app)


async def test_a_locked_thread_takes_no_answers(make_app: Make, store: Store) -> None:
    fill(store)
    head = ThreadRecord(1, 2, "What do you do at 3 a.m.?", MINE, 0, MINUTE, 4, 4, locked=True)
    store.threads.put_heads(NIGHT, [head])
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, post=2)
        assert "locked" in text.splitlines()[0]
        assert "r reply" not in text.splitlines()[-1]
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)


async def test_a_removed_post_takes_no_answer(make_app: Make, store: Store) -> None:
    fill(store)
    store.threads.put_posts(NIGHT, [PostRecord(2, 1, 1, HERON, MINUTE, "", state=PostState.REMOVED)])
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, post=2)
        assert "(taken back by its author)" in text
        keys = text.splitlines()[-1]
        assert "reply" not in keys
        assert "respond" not in keys


async def test_a_refused_post_says_why_and_keeps_the_words(make_app: Make, store: Store) -> None:
    fill(store)
    key = actions.reply(store, NIGHT, 2, "Not silly.")
    store.outbox.acked(Ack(k=key, e="thread-locked", d="The thread is locked."))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, post=key)
        assert "not sent: The thread is locked." in text
        assert "Not silly." in text
