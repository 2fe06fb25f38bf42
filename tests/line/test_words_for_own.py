"""The words for check-ins and goals: how one is, what helped, what one works on, and the weeks in a sentence."""

from __future__ import annotations

import pytest

from tests.line.desk import Desk, spoken
from tests.ui.sample import GRIEF, MINUTE
from tests.ui.screens.test_check_ins import TODAY, eight_weeks
from tuigroup.store import Store
from tuigroup.store.goals import PAUSED, REACHED, RUNNING


async def test_check_in(desk: Desk, store: Store) -> None:
    await desk.begin()
    said = spoken(await desk.type("check", "check", "2", "slept through", "walking, tea"))
    assert "Check-ins and goals, only yours." in said
    assert "1. good 2. all right 3. so-so 4. low 5. very low" in said
    assert "Only you can read it" in said
    assert 'Kept: all right; "slept through"; walking and tea helped.' in said
    (one,) = store.check_ins.latest()
    assert (one.mood, one.note, one.helped, one.day) == (4, "slept through", ("walking", "tea"), TODAY)
    assert 'You: all right; "slept through"; walking and tea helped' in spoken(await desk.type("today"))
    assert "before: walking, tea" in spoken(await desk.type("check", "check", "1", "", "back"))
    assert len(store.check_ins.latest()) == 2


async def test_a_check_in_is_kept_from_its_first_word_on(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.type("check", "check", "5")
    assert [one.mood for one in store.check_ins.latest()] == [1], "the line ended before the note"
    said = spoken(await desk.type("less", "1", "1", "3", "2", "so it is", ".", "3", "tea"))
    assert "Note: so it is" in said
    (one,) = store.check_ins.latest()
    assert (one.mood, one.note, one.helped) == (3, "so it is", ("tea",))


async def test_weeks(desk: Desk, store: Store) -> None:
    await desk.begin()
    assert "There are no check-ins of the last four weeks." in spoken(await desk.type("weeks"))
    eight_weeks(store)
    said = spoken(await desk.type("weeks"))
    assert "In the last four weeks mostly all right, lower on Sundays; walking helped 3 times." in said
    assert "walk before work: on 11 days in the last four weeks, in 3 of them as often as you meant to." in said
    assert "2 Nov: mostly all right, on 5 days; walk before work 2 of 3." in said


async def test_add_goal(desk: Desk, store: Store) -> None:
    await desk.begin()
    said = spoken(await desk.type("check", "goal walk before work", "3", "5", "shoes by the door"))
    assert "2. How often: 3 times a week" in said
    assert "5. Step: shoes by the door" in said
    assert "5. Done: shoes by the door" in spoken(await desk.type("5"))
    assert "Goal: walk at dawn" in spoken(await desk.type("1", "walk at dawn"))
    assert "every day" in spoken(await desk.type("2", "7"))
    assert "Yesterday: done" in spoken(await desk.type("4"))
    assert set(store.goals.all()[0].days) == {TODAY - 1}


async def test_did_it(desk: Desk, store: Store) -> None:
    store.goals.add("walk before work", 3, TODAY)
    await desk.begin()
    said = spoken(await desk.type("check", "did 2"))
    assert "Done today: walk before work." in said
    assert "walk before work: 1 of 3 this week, done today" in said
    assert "That is no goal." in spoken(await desk.type("did 1"))
    assert "Taken back: walk before work." in spoken(await desk.type("2", "did"))
    assert "0 of 1 goal today" in spoken(await desk.type("today"))


async def test_pause(desk: Desk, store: Store) -> None:
    store.goals.add("walk before work", 3, TODAY)
    await desk.begin()
    assert "nothing counts against you" in spoken(await desk.type("check", "2", "pause"))
    assert store.goals.all()[0].stands == PAUSED
    assert "put away at the moment" in spoken(await desk.type("did"))
    assert "You go on with it." in spoken(await desk.type("pause"))
    assert store.goals.all()[0].stands == RUNNING


async def test_finish(desk: Desk, store: Store) -> None:
    store.goals.add("walk before work", 3, TODAY)
    await desk.begin()
    assert "Reached. What you did for it stays here." in spoken(await desk.type("check", "2", "finish", "1"))
    assert store.goals.all()[0].stands == REACHED
    assert "walk before work: reached" in spoken(await desk.type("back"))


async def test_share(desk: Desk, store: Store) -> None:
    store.check_ins.add(MINUTE, 4, "slept through")
    store.goals.add("walk before work", 3, TODAY)
    await desk.begin()
    said = spoken(await desk.type("check", "share 1", "Grief After Sudden Loss", "And you?", "."))
    assert "With whom?" in said
    assert "Today: all right." in said
    (row,) = store.outbox.rows()
    assert row.group == GRIEF
    assert row.op.body == "Today: all right.\n\nslept through\nAnd you?"  # type: ignore[union-attr]
    await desk.type("check", "2", "share", "1", "draft")
    (draft,) = store.drafts.all()
    assert draft.title == "A goal: walk before work"
    assert draft.body == "What I would like to do: walk before work, 3 times a week.\n\n0 of 3 this week."


async def test_who_is_in_no_group_can_share_with_none(desk: Desk, store: Store) -> None:
    store.check_ins.add(MINUTE, 4)
    for group in (1, 2, 3):
        store.groups.put_memberships([])
        store._db.run("DELETE FROM memberships WHERE group_id = ?", (group,))
    await desk.begin()
    assert "You are in no group yet" in spoken(await desk.type("check", "share 1"))


async def test_erase(desk: Desk, store: Store) -> None:
    store.check_ins.add(MINUTE, 4)
    goal = store.goals.add("walk before work", 3, TODAY)
    store.goals.add_step(goal, "shoes by the door", TODAY)
    await desk.begin()
    await desk.type("check", "1", "delete", "no")
    assert len(store.check_ins.latest()) == 1
    assert "Erased, here and on your other machines." in spoken(await desk.type("delete", "yes"))
    assert store.check_ins.latest() == []
    await desk.type("2", "delete 5", "yes")
    assert store.goals.all()[0].steps == ()
    assert "That is no step." in spoken(await desk.type("delete 1"))
    await desk.type("delete", "yes")
    assert store.goals.all() == []


@pytest.mark.parametrize("word", ["share 1", "did 1"])
async def test_what_is_nothing_of_the_kind_is_said(word: str, desk: Desk) -> None:
    await desk.begin()
    assert "That is no" in spoken(await desk.type("check", word))
