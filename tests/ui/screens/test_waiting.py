"""Second voice on screens, who is on duty, and what the compose screen says of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.ui import sample
from tests.ui.sample import ANXIETY, HERON, INES, MINUTE, NIGHT, TEALEAF
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Draft, Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.waiting import WaitingScreen
from tuigroup.wire.records import FacilitatorRecord, MembershipRecord, PostRecord, ThreadRecord
from tuigroup.wire.sync import Figures, WantWaiting
from tuigroup.wire.words import Intent, Role


def some_wait(store: Store) -> None:
    """The reader runs the night group; three threads wait in it, two of them for a first answer."""
    sample.fill(store)
    store.groups.put_memberships(
        [
            MembershipRecord(NIGHT, sample.ME, "old_bicycle", Role.FACILITATOR),
            MembershipRecord(ANXIETY, 4, "old_bicycle"),
        ]
    )
    page = store.groups.page(NIGHT)
    assert page is not None
    here = (FacilitatorRecord("Ines", Role.FACILITATOR, True, "nurse", MINUTE + 240),)
    store.groups.put_page(replace(page, facilitators=here, figures=Figures(day=92, waits=[0, 0, 0, 0, 0, 0, 45, 0])))
    store.threads.put_heads(
        NIGHT,
        [
            ThreadRecord(20, 1, "Awake again", HERON, MINUTE - 600, MINUTE - 600, 1, 20, Intent.HELLO, voices=0),
            ThreadRecord(21, 1, "What helps after a double shift?", TEALEAF, MINUTE - 300, MINUTE - 200, 3, 23,
                         Intent.ADVICE, voices=0),
            ThreadRecord(24, 2, "A week without it", TEALEAF, MINUTE - 900, MINUTE - 90, 2, 25, Intent.A_WIN, voices=1),
            ThreadRecord(26, 2, "Answered twice", HERON, MINUTE - 950, MINUTE - 95, 3, 28, voices=2),
        ],
    )  # fmt: skip


async def test_who_waits_by_how_long_and_by_hope(
    store: Store, session: StubSession, make_app: Callable[..., TuigroupApp]
) -> None:
    some_wait(store)
    for size in ((80, 24), (120, 40)):
        app = make_app()
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            said = " ".join(screen_text(app).split())
            assert "Second voice 2 wait for a first answer, 1 waits for a second voice" in said
            await pilot.press("2")
            await pilot.pause()
            assert isinstance(app.screen, WaitingScreen)
            golden(app, f"waiting_{size[0]}x{size[1]}")
            await pilot.press("s")
            await pilot.pause()
            rows = screen_text(app)
            assert rows.index("What helps after") < rows.index("Awake again") < rows.index("A week without it")
    assert WantWaiting(g=NIGHT) in session.engine.wanted
    assert WantWaiting(g=ANXIETY) not in session.engine.wanted


async def test_a_member_sees_it_only_after_saying_so(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Second voice" not in screen_text(app)
        await pilot.press("2")
        await pilot.pause()
        golden(app, "waiting_opt_in_80x24")
        await pilot.press("enter")
        await pilot.pause()
        assert "First week" in screen_text(app)
        assert store.marks.second_voice()
        await pilot.press("escape")
        await pilot.pause()
        assert "Second voice  1 waits for a first answer" in screen_text(app)


async def test_an_answer_written_here_counts_at_once(store: Store) -> None:
    from tuigroup import actions

    some_wait(store)
    assert [row.ref for row in store.threads.waiting(NIGHT)] == [20, 21, 24]
    store.threads.put_posts(NIGHT, [PostRecord(20, 20, 0, HERON, MINUTE - 600, "Anyone up?")])
    actions.reply(store, NIGHT, 20, "I am.")
    assert [(row.ref, row.voices) for row in store.threads.waiting(NIGHT)][-1] == (20, 1)
    store.threads.put_posts(NIGHT, [PostRecord(30, 20, 20, INES, MINUTE - 1, "And I.")])
    assert 20 not in [row.ref for row in store.threads.waiting(NIGHT)]


async def test_before_posting_it_says_who_is_there_and_how_long_it_takes(
    store: Store, make_app: Callable[..., TuigroupApp]
) -> None:
    some_wait(store)
    draft = store.drafts.save(Draft("", "thread", NIGHT, board=1, title="Again", body="I am awake."))
    for size in ((80, 24), (120, 40)):
        app = make_app()
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            app.open("compose", draft=draft)
            await pilot.pause()
            golden(app, f"compose_on_duty_{size[0]}x{size[1]}")
            said = " ".join(screen_text(app).split())
            assert "On duty now: Ines (until 23:00)." in said
            assert "At this time of day a first answer usually comes within 45 min." in said


async def test_saying_that_one_is_here_is_two_keys(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    some_wait(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.open("board", group=NIGHT)
        await pilot.pause()
        await pilot.press("U")
        await pilot.pause()
        await pilot.press("4")
        await pilot.pause()
        assert "You are here until 23:00." in " ".join(screen_text(app).split())
        assert [row.op.op for row in store.outbox.rows()] == ["here"]
