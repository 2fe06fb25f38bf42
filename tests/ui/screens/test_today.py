"""Today: who answered, what is new, what is unfinished; and what a guest finds there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.sample import ANXIETY, ASK, MINUTE, NIGHT, fill
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Draft, Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.ops import Reply
from tuigroup.wire.records import GroupRecord, MembershipRecord
from tuigroup.wire.sync import Notice
from tuigroup.wire.words import Standing

Make = Callable[..., TuigroupApp]


async def test_as_it_looks(make_app: Make, store: Store) -> None:
    fill(store)
    store.marks.set_last_visit(MINUTE - 5 * 1440)
    store.drafts.save(Draft("", "reply", NIGHT, target=2, body="Not silly.\nI fold\ntowels."))
    store.outbox.add(Reply(k=store.new_key(), g=NIGHT, to=1, body="Thank you all."))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "today-full-80x24")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        golden(app, "today-full-120x40")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        golden(app, "today-full-40x12")


async def test_enter_goes_to_the_answer(make_app: Make, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    app = make_app()
    opened: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(app, "open", lambda name, **where: opened.append((name, where)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.press("n")
        await pilot.press("d")
        await pilot.pause()
    assert opened[0][0] == "thread"
    assert opened[0][1]["group"] == NIGHT
    assert opened[1][0] == "thread"
    assert opened[2] == ("directory", {})


async def test_a_guest_is_shown_where_to_begin(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store, joined=False)
    session.account = None
    app = make_app(first="today")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "today-guest-80x24")
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "I have an account" in screen_text(app)


async def test_nothing_unread_is_no_key(make_app: Make, store: Store) -> None:
    fill(store, joined=False)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "next unread" not in screen_text(app)


async def test_a_request_that_waits_says_so(make_app: Make, store: Store) -> None:
    fill(store, joined=False)
    store.groups.put_memberships([MembershipRecord(ASK, 9, "old_bicycle", standing=Standing.REQUESTED)])
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = screen_text(app)
        assert "Rooms We Chose" not in text or "your request waits for a facilitator" in text


@pytest.mark.parametrize(
    ("group", "standing", "opened"),
    [(ASK, Standing.ACTIVE, "board"), (ASK, None, "group"), (77, None, ""), (0, None, "")],
)
async def test_enter_on_a_notice_opens_what_it_is_about(
    make_app: Make, store: Store, monkeypatch: pytest.MonkeyPatch, group: int, standing: Standing | None, opened: str
) -> None:
    fill(store, joined=False)
    if standing is not None:
        store.groups.put_memberships([MembershipRecord(group, 9, "old_bicycle", standing=standing)])
    store.notices.add(Notice(t="admitted", g=group, d="Rooms We Chose has let you in.", at=MINUTE))
    app = make_app()
    seen: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(app, "open", lambda name, **where: seen.append((name, where)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "has let you in" in screen_text(app)
        await pilot.press("home", "enter")
        await pilot.pause()
        await pilot.pause()
        assert "has let you in" not in screen_text(app), "it was read"
    assert seen == ([(opened, {"group": group})] if opened else [])


async def test_a_second_version_of_a_draft_is_named_as_one(make_app: Make, store: Store) -> None:
    fill(store)
    store.drafts.save(Draft("", "reply", NIGHT, target=2, body="as it stood elsewhere", also=True))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = screen_text(app)
        assert "Draft  second version of a reply in Night Shift Sleep Circle, saved just now" in text
        assert "Two machines wrote at once; both texts are kept." in text


async def test_hostile_names_are_only_letters(make_app: Make, store: Store) -> None:
    fill(store)
    name = "[@click=app.quit]x[/]\x1b]0;owned\x07\u202e [/oops]"
    store.groups.put_directory([GroupRecord(ANXIETY, 9, "living-with-anxiety", name, "About")], [], 9, listings=False)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "[@click=app.quit]x[/]" in screen_text(app)
        assert "owned" not in screen_text(app)
        assert "\x1b" not in screen_text(app)


async def test_an_ended_sign_in_is_said_first_and_leads_to_signing_in(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        session.engine.link.state, session.engine.link.reason = "paused", "signed-out"
        session.engine.link.sentence = "Your sign-in has ended. Please sign in again."
        session.engine.changed()
        await pilot.pause()
        await pilot.pause()
        lines = screen_text(app).splitlines()
        assert "signed out" in lines[0]
        assert "Your sign-in has ended. Please sign in again." in lines[4]
        await pilot.press("home", "enter")
        await pilot.pause()
        assert "The server never sees the passphrase." in screen_text(app)


async def test_a_watched_thread_with_news_comes_before_the_groups(
    make_app: Make, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    store.marks.watch(NIGHT, 1, True)
    app = make_app()
    opened: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(app, "open", lambda name, **where: opened.append((name, where)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = screen_text(app).splitlines()
        watched = next(line for line in lines if "Watched" in line)
        assert watched.endswith("3 new")
        assert lines.index(watched) < next(at for at, line in enumerate(lines) if "Grief" in line)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
    assert opened == [("thread", {"group": NIGHT, "thread": 1})]


async def test_meetings_of_the_days_to_come(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Meets  Wed 19:30  Living With Anxiety" in screen_text(app)
        assert screen_text(app).count("21:00") == 1, "what meets within a day is told with its group"
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "Meets  " not in screen_text(app)
        assert "Next meetings" in screen_text(app)


async def test_nothing_new_is_said_so(make_app: Make, store: Store) -> None:
    fill(store, joined=False)
    store.marks.set_last_visit(MINUTE - 90)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Good evening. Nothing new since 17:30." in screen_text(app)
