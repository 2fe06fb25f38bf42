"""A written meeting on screens: whose turn it is and until when, a turn, no cross-talk, opening one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.ui import sample
from tests.ui.sample import HERON, ME, MINUTE, NIGHT
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.compose import ComposeScreen
from tuigroup.wire import rounds
from tuigroup.wire.ops import MoveMeeting, OpenMeeting, Reply, SayInMeeting
from tuigroup.wire.records import Author, MembershipRecord, PostRecord, ThreadRecord
from tuigroup.wire.rounds import Had, Meeting, Plan, Seat, Step
from tuigroup.wire.words import InMeeting, Role

THREAD = 900
PLAN = Plan(MINUTE - 20, 60, 5, guidelines=True, free=True)
JUNIPER = Author(7, "juniper5")
WELCOME = "Welcome to all, and to who reads along.\n\nWe do not advise unless asked."


def said(app: TuigroupApp) -> str:
    return " ".join(screen_text(app).split())


def meets(store: Store, *seats: Seat, step: Step = Step.CHECK_IN, plan: Plan = PLAN) -> Meeting:
    meeting = Meeting(plan, step, seats)
    meeting = replace(meeting, until=MINUTE + 4 if meeting.turn else 0)
    head = ThreadRecord(
        THREAD, 2, "Sunday in words", HERON, MINUTE - 20, MINUTE - 3, 2, THREAD + 1, voices=2,
        meeting=rounds.text(meeting),
    )  # fmt: skip
    store.threads.put_heads(NIGHT, [head])
    store.threads.put_posts(
        NIGHT,
        [
            PostRecord(THREAD, THREAD, 0, HERON, MINUTE - 20, WELCOME),
            PostRecord(
                THREAD + 1,
                THREAD,
                THREAD,
                JUNIPER,
                MINUTE - 3,
                "I slept three nights out of seven.",
                turn=rounds.mark(Step.CHECK_IN),
            ),
        ],
    )
    return meeting


ME_WAITS = Seat(ME, "old_bicycle")
OTHERS = (Seat(7, "juniper5", Had.DONE), Seat(HERON.member, "heron"))


def runs(store: Store) -> None:
    store.groups.put_memberships([MembershipRecord(NIGHT, ME, "old_bicycle", Role.FACILITATOR)])


def ops(store: Store) -> list[object]:
    return [row.op for row in store.outbox.rows()]


async def test_coming_in_is_one_key_and_how_it_works_are_three_lines(
    store: Store, make_app: Callable[..., TuigroupApp]
) -> None:
    sample.fill(store)
    meets(store, *OTHERS)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=THREAD, post=THREAD)
        await pilot.pause()
        golden(app, "written_meeting_first_80x24")
        await pilot.press("r")
        await pilot.pause()
        assert "While somebody shares nobody answers. A response is always possible: +." in said(app)
        assert not isinstance(app.screen, ComposeScreen)
        await pilot.press("y")
        await pilot.pause()
        (op,) = ops(store)
        assert isinstance(op, SayInMeeting)
        assert (op.say, op.thread) == (InMeeting.IN, THREAD)
        assert "Then: you." in said(app), "shown before the server has heard of it"
        assert "Who comes in has a turn" not in said(app)


async def test_ones_turn_is_written_where_one_answers(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    meets(store, OTHERS[0], ME_WAITS, OTHERS[1])
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=THREAD)
        await pilot.pause()
        golden(app, "written_meeting_turn_80x24")
        await pilot.press("r")
        await pilot.pause()
        assert "Your turn: check-in round" in said(app)
        await pilot.press(*"Tired.")
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("r")
        await pilot.pause()
        assert "Tired." in said(app), "a draft of a turn is gone on with"
        await pilot.press("ctrl+s")
        await pilot.pause()
        (op,) = ops(store)
        assert isinstance(op, Reply)
        assert (op.to, op.turn, op.body) == (THREAD, int(Step.CHECK_IN), "Tired.")
        assert "it is heron's turn" in said(app), "the next one, as far as is known here"
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        golden(app, "written_meeting_120x40")


async def test_passing_and_being_later(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    meets(store, ME_WAITS, OTHERS[1])
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=THREAD)
        await pilot.pause()
        await pilot.press("l")
        await pilot.pause()
        assert "it is heron's turn" in said(app)
        assert "Then: you." in said(app)
        await pilot.press("s")
        await pilot.pause()
        assert [op.say for op in ops(store) if isinstance(op, SayInMeeting)] == [InMeeting.LATER, InMeeting.PASS]
        assert "Your turn went by." in said(app)
        await pilot.press("minus")
        await pilot.pause()
        assert "y: come in." in said(app)


async def test_a_turn_that_begins_is_told_on_any_screen_once(
    store: Store, make_app: Callable[..., TuigroupApp]
) -> None:
    sample.fill(store)
    meets(store, *OTHERS, ME_WAITS)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "It is your turn" not in said(app)
        meets(store, OTHERS[0], replace(OTHERS[1], had=Had.DONE), ME_WAITS)
        await pilot.pause()
        assert 'It is your turn in "Sunday in words".' in said(app)


async def test_when_the_clock_has_moved_on_without_the_line(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    meets(store, ME_WAITS, plan=replace(PLAN, opens=MINUTE - 70, closes=True))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=THREAD)
        await pilot.pause()
        assert "This meeting is over. What was written stays, and can only be read." in said(app)


async def test_who_runs_it_goes_on_and_opens_one(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    meets(store, *OTHERS)
    runs(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=THREAD)
        await pilot.pause()
        assert "> goes on: sharing." in said(app)
        await pilot.press("greater_than_sign")
        await pilot.pause()
        (op,) = ops(store)
        assert isinstance(op, MoveMeeting)
        assert op.step == Step.SHARING
        await pilot.press("escape")
        await pilot.pause()
        app.open("board", group=NIGHT, board=2)
        await pilot.pause()
        assert "meets until 19:40" in said(app)
        await pilot.press("W")
        await pilot.pause()
        golden(app, "open_meeting_80x24")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "The meeting needs a title." in said(app)
        await pilot.press("enter")
        await pilot.press(*"Words")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        opened = ops(store)[-1]
        assert isinstance(opened, OpenMeeting)
        assert (opened.title, opened.board) == ("Words", 2)
