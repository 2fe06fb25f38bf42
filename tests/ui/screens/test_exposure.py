"""The exposure meter for who runs a group, on screens: what is heavy comes when asked for, a break, handing over."""

from __future__ import annotations

from collections.abc import Callable

from tests.line.test_words_for_cases import CRUEL, cases
from tests.ui import sample
from tests.ui.groups_sample import keys
from tests.ui.sample import HERON, MINUTE, NIGHT
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.cases import Act, Case, Cases
from tuigroup.wire.ops import Decide
from tuigroup.wire.records import MemberRecord, PostRecord
from tuigroup.wire.words import Review, Role

Make = Callable[..., TuigroupApp]
RUNNING = [MemberRecord(6, "Ines", Role.FACILITATOR), MemberRecord(2, "heron", Role.CO_FACILITATOR)]


def said(app: TuigroupApp) -> str:
    return " ".join(screen_text(app).split())


async def test_a_case_is_counted_when_its_words_are_asked_for(make_app: Make, store: Store) -> None:
    sample.fill(store)
    cases(store)
    store.exposure.set_limit(2)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("cases", group=NIGHT)
        await keys(pilot, "enter")
        assert "It hurt to read." not in said(app), "what a report says comes when asked for too"
        assert store.exposure.count() == 0
        await keys(pilot, "enter")
        assert "It hurt to read." in said(app)
        assert CRUEL in said(app)
        assert "Enter again opens the thread." in said(app)
        await keys(pilot, "escape")
        assert "1 heavy thing opened since 19:00. Only you see this." in said(app)
        app.open("thread", group=NIGHT, thread=1, post=3)
        await keys(pilot, "enter")
        assert "The smallest dose" in said(app)
        assert "2 heavy things since 19:00: that is as much as you wanted." in said(app)
        await keys(pilot, "escape")
        golden(app, "cases-enough-80x24")
        await keys(pilot, "x")
        assert "Your shift is over." in said(app)
        assert "heavy things" not in said(app).replace("next heavy thing", "")
    assert not store.outbox.rows(), "nobody is told"


async def test_what_is_green_or_for_a_member_is_not_counted(make_app: Make, store: Store) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=3)
        await keys(pilot, "enter")
        assert "The smallest dose" in said(app)
        assert store.exposure.count() == 0
        cases(store, level=0)
        app.open("case", group=NIGHT, case=3)
        await keys(pilot, "enter")
        assert CRUEL in said(app)
    assert store.exposure.count() == 0


async def test_a_held_post_is_folded_for_who_runs_the_group(make_app: Make, store: Store) -> None:
    sample.fill(store)
    cases(store)
    held = PostRecord(2, 1, 1, HERON, MINUTE - 120, "Words that hurt.", review=Review.HELD)
    store.threads.put_posts(NIGHT, [held])
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=2)
        await keys(pilot)
        assert "Words that hurt." not in said(app)
        assert "Enter to open" in said(app)
        await keys(pilot, "enter")
        assert "Words that hurt." in said(app)
    assert store.exposure.count() == 1


async def test_all_that_is_mine_goes_to_another_with_a_word(make_app: Make, store: Store) -> None:
    sample.fill(store)
    cases(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("cases", group=NIGHT)
        await keys(pilot, "p")
        assert "Nobody else runs this group." in said(app)
        store.groups.put_members(NIGHT, RUNNING)
        await keys(pilot, "p")
        assert "None of the open cases is with you" in said(app)
        mine = [Case(case=n, assigned="old_bicycle", about="heron", level=2, at=MINUTE - 9) for n in (3, 4)]
        closed = Case(case=5, assigned="old_bicycle", state="decided", changed=MINUTE - 5)
        store.casebook.put_cases(NIGHT, Cases(cases=[*mine, closed, Case(case=6, assigned="Ines")]))
        await keys(pilot, "p")
        assert "1 heron 2 Ines" in said(app)
        await keys(pilot, "2", *"I need a night off.", "enter")
        assert "On its way: 2 cases go to Ines." in said(app)
    found = [row.op for row in store.outbox.rows()]
    assert [(op.case, op.act, op.to, op.word) for op in found if isinstance(op, Decide)] == [
        (number, Act.ASSIGN, 6, "I need a night off.") for number in (3, 4)
    ]


async def test_the_limit_is_set_by_who_runs_a_group(make_app: Make, store: Store) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        app.open("settings")
        await keys(pilot)
        assert "Heavy things" not in said(app)
        cases(store)
        await keys(pilot, "escape")
        app.open("settings")
        await keys(pilot, "end", "enter")
        assert "After how many heavy things" in said(app)
        await keys(pilot, "backspace", "x", "enter")
        assert "A whole number from 0 to 99 fits here." in said(app)
        await keys(pilot, "backspace", "8", "enter")
        assert "a break after 8" in said(app)
    assert store.exposure.limit() == 8
