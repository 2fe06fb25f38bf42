"""Reading a thread: what counts as read, where one goes next, what one answers, and what is not here yet."""

from __future__ import annotations

import pytest

from tests.ui.sample import ANXIETY, HERON, MINE, MINUTE, NIGHT, TEALEAF, fill, thread
from tests.ui.screens.reading import LONG, Make, long_thread, marker, opened
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Place, Store
from tuigroup.ui.screens.thread import ThreadScreen
from tuigroup.wire.records import PostRecord, ThreadRecord
from tuigroup.wire.sync import WantThread


async def test_as_it_looks(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        golden(app, "thread-80x24")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        golden(app, "thread-120x40")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        golden(app, "thread-40x12")


async def test_what_was_shown_counts_as_read_and_keeps_its_mark_on_this_visit(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        text = await opened(pilot, app)
        assert text.count(" new\n") == 3
        assert store.threads.next_unread(g=NIGHT) is None
        assert screen_text(app).count(" new\n") == 3
        await pilot.press("escape")
        text = await opened(pilot, app)
        assert " new\n" not in text


async def test_space_reads_to_the_end_and_then_goes_to_the_next_unread(make_app: Make, store: Store) -> None:
    fill(store)
    long_thread(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, LONG)
        for _ in range(60):
            await pilot.press("space")
            await pilot.pause()
            if not (isinstance(app.screen, ThreadScreen) and app.screen.thread == LONG):
                break
        else:
            pytest.fail("the end was not reached")
        assert not [post for post in store.threads.posts(NIGHT, LONG) if post.unread]
        assert isinstance(app.screen, ThreadScreen)
        for _ in range(10):
            await pilot.press("space")
            await pilot.pause()
        assert store.threads.next_unread() is None
        assert "Nothing is unread any more" in screen_text(app)


async def test_n_goes_to_the_next_unread_wherever_it_is(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)
        assert app.screen.group == ANXIETY
        assert "My first week here" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, ThreadScreen), "one Esc leaves reading, however many threads were read"


async def test_the_place_is_kept(make_app: Make, store: Store) -> None:
    fill(store)
    long_thread(store)
    store.marks.mark_thread_read(NIGHT, LONG)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, LONG)
        assert marker(app) == LONG
        await pilot.press("space", "space", "space")
        await pilot.pause()
        where = marker(app)
        assert where != LONG
        await pilot.press("escape")
        await opened(pilot, app, LONG)
        assert marker(app) == where
        assert store.marks.position(NIGHT, LONG) == where


async def test_opened_at_a_post(make_app: Make, store: Store) -> None:
    fill(store)
    long_thread(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, LONG, post=LONG + 50)
        assert marker(app) == LONG + 50
        assert f"Post {LONG + 50}." in text


async def test_parent_and_fold(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, post=3)
        await pilot.press("p")
        await pilot.pause()
        assert marker(app) == 2
        await pilot.press("z")
        await pilot.pause()
        text = screen_text(app)
        assert "(one answer folded, z unfolds)" in text
        assert "tealeaf" not in text
        await pilot.press("z")
        await pilot.pause()
        assert "tealeaf" in screen_text(app)


async def test_an_unread_post_under_a_fold_is_unfolded_when_one_goes_there(make_app: Make, store: Store) -> None:
    fill(store)
    store.marks.mark_read(NIGHT, [2, 4])
    store.marks.fold(NIGHT, 2, True)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, post=1)
        assert "tealeaf" not in screen_text(app)
        await pilot.press("n")
        await pilot.pause()
        assert marker(app) == 3
        assert "tealeaf" in screen_text(app)


async def test_a_content_note_is_opened_by_enter(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, post=3)
        assert "note: medication, Enter to open" in text
        assert "dull book" not in text
        await pilot.press("enter")
        await pilot.pause()
        assert "dull book" in screen_text(app)


async def test_only_chosen_topics_fold(make_app: Make, store: Store) -> None:
    fill(store)
    store.settings.set("folds", "food")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app)
        assert "dull book" in text
        assert "note: medication" in text


async def test_what_is_not_here_is_asked_for_once(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    store.threads.put_heads(NIGHT, [ThreadRecord(1, 2, "What do you do at 3 a.m.?", MINE, 0, MINUTE, 18, 40)])
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        text = await opened(pilot, app)
        assert "14 more posts: fetching..." in text
        session.engine.changed()
        await pilot.pause()
        wanted = [want for want in session.engine.wanted if isinstance(want, WantThread)]
        assert [(want.g, want.n) for want in wanted] == [(NIGHT, 1)]


async def test_offline_says_what_is_here(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    store.threads.put_heads(NIGHT, [ThreadRecord(1, 2, "What do you do at 3 a.m.?", MINE, 0, MINUTE, 5, 40)])
    session.engine.link.state = "offline"
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        text = await opened(pilot, app)
        assert "One more post is not here yet. You can read and answer what is here" in text
        assert session.engine.wanted == []
        session.engine.go_online()
        await pilot.pause()
        await pilot.pause()
        assert len(session.engine.wanted) == 1
        assert "One more post: fetching..." in screen_text(app)


async def test_what_is_shown_behind_a_question_counts_once_it_is_answered(make_app: Make, store: Store) -> None:
    fill(store)
    store.marks.mark_thread_read(NIGHT, 1)
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        await opened(pilot, app, post=4)
        await pilot.press("plus")
        await pilot.pause()
        store.threads.put_posts(NIGHT, [PostRecord(8, 1, 1, TEALEAF, MINUTE, "Just now.")])
        await pilot.pause()
        assert store.threads.next_unread(g=NIGHT) is not None
        await pilot.press("escape")
        await pilot.pause()
        await pilot.pause()
        assert store.threads.next_unread(g=NIGHT) is None


async def test_a_server_that_says_no_is_no_endless_wait(
    make_app: Make, store: Store, session: StubSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    store.threads.put_heads(NIGHT, [ThreadRecord(1, 2, "What do you do at 3 a.m.?", MINE, 0, MINUTE, 18, 40)])
    monkeypatch.setattr(session.engine, "refusal", lambda want: "not-allowed", raising=False)
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        assert "The server did not give the rest of this thread." in await opened(pilot, app)


async def test_a_thread_that_is_not_here_at_all_shows_what_comes(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    store.threads.put_heads(NIGHT, [thread(30, "Later", HERON, MINUTE, 1, 30)])
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        text = await opened(pilot, app, 30, post=30)
        assert "The posts: fetching..." in text
        store.threads.put_posts(NIGHT, [PostRecord(30, 30, 0, HERON, MINUTE, "Here it is.")])
        await pilot.pause()
        await pilot.pause()
        assert "Here it is." in screen_text(app)
        assert marker(app) == 30


async def test_a_post_that_comes_while_one_reads_is_marked_new(make_app: Make, store: Store) -> None:
    fill(store)
    store.marks.mark_thread_read(NIGHT, 1)
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        text = await opened(pilot, app)
        assert " new\n" not in text
        store.threads.put_posts(NIGHT, [PostRecord(8, 1, 1, TEALEAF, MINUTE, "Just now.")])
        await pilot.pause()
        await pilot.pause()
        text = screen_text(app)
        assert "Just now." in text
        assert text.count(" new\n") == 1


async def test_watch_mute_all_read_and_exact_times(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 12)) as pilot:
        await opened(pilot, app)
        await pilot.press("w")
        await pilot.pause()
        assert store.marks.is_watched(NIGHT, 1)
        await pilot.press("m")
        await pilot.pause()
        assert store.marks.is_muted(NIGHT, 1)
        assert "muted" in screen_text(app).splitlines()[0]
        await pilot.press("m", "i")
        await pilot.pause()
        assert "Sun 22 Nov 2026, 17:00" in screen_text(app)
        await pilot.press("M")
        await pilot.pause()
        assert store.threads.next_unread(after=Place(NIGHT, 1, 1), g=NIGHT) is None


async def test_a_wide_terminal_has_the_other_threads_beside(make_app: Make, store: Store) -> None:
    fill(store)
    long_thread(store)
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app)
        assert "A long night" in screen_text(app)
        await pilot.press("shift+tab", "g")
        await pilot.pause()
        for _ in range(3):
            await pilot.press("j")
        await pilot.press("k", "k", "k", "enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ThreadScreen)
        assert len([screen for screen in app.screen_stack if isinstance(screen, ThreadScreen)]) == 1


async def test_no_key_is_a_trap_on_a_thread_that_is_nowhere(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, 999)
        await pilot.press("j", "space", "p", "z", "r", "R", "plus", "e", "D", "w", "m", "M", "i", "enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_code in (0, None)
