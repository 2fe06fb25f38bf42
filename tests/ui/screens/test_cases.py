"""Reporting a post, the queue of cases, deciding in one, what was decided about oneself, and appealing: on screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.line.test_words_for_cases import CRUEL, HEAD, cases, decisions
from tests.ui import sample
from tests.ui.groups_sample import keys
from tests.ui.sample import HERON, MINUTE, NIGHT
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Store
from tuigroup.store.rows import NoticeRow
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.cases import CasesScreen
from tuigroup.ui.screens.decided import DecidedScreen
from tuigroup.wire import limits
from tuigroup.wire.cases import Act, Category
from tuigroup.wire.ops import AnyOp, Appeal, Decide, Report
from tuigroup.wire.records import Author, MemberRecord, MembershipRecord, PostRecord
from tuigroup.wire.sync import Notice, WantCases, WantDecisions
from tuigroup.wire.words import PostState, Review, Role, Standing

Make = Callable[..., TuigroupApp]


def last(store: Store) -> AnyOp:
    return store.outbox.rows()[-1].op


async def test_reporting_a_post(make_app: Make, store: Store) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=2)
        await keys(pilot, "exclamation_mark")
        golden(app, "report-80x24")
        await keys(pilot, "d", *"Please look.", "enter")
        said = " ".join(screen_text(app).split())
        assert "they do not see who you are" in said
        assert "help now has people who answer. (F1)" in said
        await keys(pilot, "exclamation_mark", "escape")
    op = last(store)
    assert isinstance(op, Report)
    assert (op.post, op.category, op.note) == (2, Category.DANGER, "Please look.")
    assert len(store.outbox.rows()) == 1


async def test_ones_own_post_is_not_reported(make_app: Make, store: Store) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=1)
        await keys(pilot, "exclamation_mark")
        assert "What is it about" not in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_queue_and_a_case_as_they_look(
    make_app: Make, store: Store, session: StubSession, size: tuple[int, int]
) -> None:
    sample.fill(store)
    cases(store)
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await keys(pilot)
        assert "1 case waits" in " ".join(screen_text(app).split())
        app.open("cases", group=NIGHT)
        await keys(pilot)
        assert WantCases(g=NIGHT) in session.engine.wanted
        golden(app, f"cases-{size[0]}x{size[1]}")
        assert CRUEL not in screen_text(app)
        assert HEAD in "".join(screen_text(app).split())
        await keys(pilot, "enter")
        golden(app, f"case-{size[0]}x{size[1]}")
        assert CRUEL not in screen_text(app)
        await keys(pilot, "enter")
        assert CRUEL in screen_text(app)
        await keys(pilot, "enter")
        assert "Enter again" not in screen_text(app)
        assert CRUEL not in screen_text(app), "the thread of the sample has other words"


async def test_deciding(make_app: Make, store: Store) -> None:
    sample.fill(store)
    cases(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("case", group=NIGHT, case=3)
        await keys(pilot, "d")
        golden(app, "decide-80x24")
        await keys(pilot, "escape")
        for pressed, act, to, word in (
            (("d", "h", *"It hurts.", "enter"), Act.HIDE, 0, "It hurts."),
            (("d", "s", *"14", "enter", "enter"), Act.SUSPEND, 14, ""),
            (("d", "l", "3"), Act.TRIAGE, 3, ""),
            (("d", "m", "2", "enter"), Act.MOVE, 2, ""),
            (("d", "e", "y"), Act.ESCALATE, 0, ""),
            (("d", "t"), Act.ASSIGN, 0, ""),
            (("d", "w", *"Be kind.", "enter"), Act.WARN, 0, "Be kind."),
        ):
            await keys(pilot, *pressed)
            op = last(store)
            assert isinstance(op, Decide), pressed
            assert (op.case, op.act, op.to, op.word) == (3, act, to, word)
        assert "On its way." in screen_text(app)
        count = len(store.outbox.rows())
        await keys(pilot, "d", "s", *"0", "enter")
        assert "one day at least" in screen_text(app)
        await keys(pilot, "escape", "d", "n", "enter")
        assert "There is nothing written yet." in screen_text(app)
        assert len(store.outbox.rows()) == count
        assert "Waits to be sent: hide the post." in " ".join(screen_text(app).split())


async def test_giving_a_case_to_another_who_runs_the_group(make_app: Make, store: Store) -> None:
    sample.fill(store)
    cases(store)
    store.groups.put_members(NIGHT, [MemberRecord(6, "Ines", Role.FACILITATOR)])
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("case", group=NIGHT, case=3)
        await keys(pilot, "d", "t")
        assert "Who takes it?" in screen_text(app)
        await keys(pilot, "2")
    op = last(store)
    assert isinstance(op, Decide)
    assert (op.act, op.to) == (Act.ASSIGN, 6)


async def test_what_was_decided_and_an_appeal_that_outlives_a_change_of_mind(
    make_app: Make, store: Store, session: StubSession
) -> None:
    sample.fill(store)
    decisions(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot, "W")
        assert isinstance(app.screen, DecidedScreen)
        assert WantDecisions(g=NIGHT) in session.engine.wanted
        golden(app, "decided-80x24")
        await keys(pilot, "a", *"I am sorry.", "escape")
        assert "Send your appeal?" in screen_text(app)
        await keys(pilot, "escape")
        assert not store.outbox.rows()
        await keys(pilot, "a")
        assert "I am sorry." in screen_text(app)
        await keys(pilot, "ctrl+s", "y")
        assert "Your appeal is on its way." in screen_text(app)
        assert "Your appeal waits to be sent." in screen_text(app)
    op = last(store)
    assert isinstance(op, Appeal)
    assert (op.case, op.body) == (3, "I am sorry.")


async def test_a_held_post_says_so_to_its_author_and_nothing_to_others(make_app: Make, store: Store) -> None:
    sample.fill(store)
    decisions(store)
    me = Author(sample.ME, "old_bicycle")
    store.threads.put_posts(
        NIGHT,
        [
            PostRecord(90, 1, 1, me, MINUTE, "My words.", review=Review.HELD),
            PostRecord(91, 1, 1, HERON, MINUTE, "", state=PostState.REMOVED, review=Review.HELD),
            PostRecord(92, 1, 1, HERON, MINUTE, "", state=PostState.REMOVED, review=Review.HIDDEN),
            PostRecord(93, 1, 1, HERON, MINUTE, "", state=PostState.REMOVED),
        ],
    )
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=90)
        await keys(pilot)
        golden(app, "held-80x24")
        said = " ".join(screen_text(app).split())
        assert "My words." in said
        assert "because three members reported it" in said
        assert "usually 1 h 35 min" in said or "usually" in said
        await keys(pilot, "W")
        assert isinstance(app.screen, DecidedScreen)


async def test_a_first_post_that_waits_says_so(make_app: Make, store: Store) -> None:
    sample.fill(store)
    me, number = Author(sample.ME, "old_bicycle"), limits.APART + 5
    store.threads.put_posts(NIGHT, [PostRecord(number, number, 0, me, MINUTE, "Hello all.", review=Review.HELD)])
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=number)
        await keys(pilot)
        said = " ".join(screen_text(app).split())
        assert "because it is your first post here" in said
        assert "e edit" in said, "it can still be changed"


async def test_a_notice_opens_what_it_is_about(make_app: Make, store: Store) -> None:
    sample.fill(store)
    cases(store)
    store.notices.add(Notice(t="case", g=NIGHT, d="A report waits for you.", at=MINUTE))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        app.screen._notice_opened(NoticeRow(1, "case", NIGHT, "", MINUTE))  # type: ignore[attr-defined]
        await keys(pilot)
        assert isinstance(app.screen, CasesScreen)
        app.go_back()
        await keys(pilot)
        app.screen._notice_opened(NoticeRow(1, "suspended", NIGHT, "", MINUTE))  # type: ignore[attr-defined]
        await keys(pilot)
        assert isinstance(app.screen, DecidedScreen)


async def test_who_is_suspended_sees_until_when_and_where_it_says_why(make_app: Make, store: Store) -> None:
    sample.fill(store)
    mine = MembershipRecord(NIGHT, sample.ME, "old_bicycle", standing=Standing.ENDED, until=MINUTE + 3000)
    store.groups.put_memberships([mine])
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot)
        said = " ".join(screen_text(app).split())
        assert "You are suspended from this group until" in said
        assert "W decisions" in said
        await keys(pilot, "W")
        assert isinstance(app.screen, DecidedScreen)
