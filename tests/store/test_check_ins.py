"""Check-ins and goals on one machine and on two: what is written is there, what two wrote at once is all there."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from tests.store.community import NOW, Clock
from tuigroup.errors import BadInput
from tuigroup.store import Store
from tuigroup.store import private_journal as shape
from tuigroup.store.goals import LET_GO, MOST_GOALS, MOST_STEPS, PAUSED
from tuigroup.store.private import beyond, together

TODAY = NOW // shape.DAY


def draws(seed: int) -> Callable[[int], bytes]:
    count = itertools.count(seed * 100_000 + 1)
    return lambda size: next(count).to_bytes(size, "big")


def machine(seed: int, clock: Clock | None = None) -> Store:
    """Two of them never make the same id."""
    return Store.open(None, clock=clock or Clock(), random=draws(seed))


def push(store: Store) -> shape.Record:
    """As session.record does it; the server has it then."""
    content = store.journal.export()
    store.journal.offered()
    store.journal.had(content)
    return content


def meet(*stores: Store) -> None:
    for store in (*stores, *stores):
        content = push(store)
        for other in stores:
            other.journal.merge(content)


def test_a_check_in_is_kept_and_changed_in_its_place_while_nobody_else_has_it() -> None:
    store = machine(1)
    made = store.check_ins.add(TODAY * shape.DAY + 60, 2, "slept badly\x1b[2J", ["tea ", "tea", "walking"])
    assert (made.note, made.helped) == ("slept badly", ("tea", "walking"))
    changed = store.check_ins.change(made.id, mood=3)
    assert changed.id == made.id
    assert store.check_ins.get(made.id) == changed
    assert store.journal.unsealed() == 1
    push(store)
    assert store.journal.unsealed() == 0
    again = store.check_ins.change(made.id, note="slept after all")
    assert again.id != made.id
    assert [one.note for one in store.check_ins.latest()] == ["slept after all"]
    with pytest.raises(BadInput, match="not here any more"):
        store.check_ins.change(made.id, mood=1)


def test_what_helped_before_is_offered_by_how_often() -> None:
    store = machine(1)
    for day, helped in enumerate((["tea"], ["walking", "tea"], ["walking"], ["walking"])):
        store.check_ins.add((TODAY - day) * shape.DAY, 4, helped=helped)
    assert store.check_ins.helped_before() == ["walking", "tea"]


def test_one_check_in_changed_on_two_machines_keeps_both_texts() -> None:
    home, away = machine(1), machine(2)
    made = home.check_ins.add(TODAY * shape.DAY, 3, "begun")
    meet(home, away)
    home.check_ins.change(made.id, note="written at home")
    away.check_ins.change(made.id, note="written away")
    meet(home, away)
    for store in (home, away):
        assert sorted(one.note for one in store.check_ins.latest()) == ["written at home", "written away"]


def test_what_was_erased_stays_erased_and_what_was_written_on_meanwhile_does_not() -> None:
    home, away = machine(1), machine(2)
    gone = home.check_ins.add(TODAY * shape.DAY, 1, "gone")
    kept = home.check_ins.add(TODAY * shape.DAY, 1, "kept")
    meet(home, away)
    home.check_ins.erase(gone.id)
    home.check_ins.erase(kept.id)
    away.check_ins.change(kept.id, note="kept, and more")
    meet(away, home)
    for store in (home, away):
        assert [one.note for one in store.check_ins.latest()] == ["kept, and more"]
        assert gone.id not in str(store.journal.export()["cg"]["e"])


def test_a_day_of_long_ago_can_be_erased_where_only_its_mood_is_left() -> None:
    home, door = machine(1), machine(2)
    old = home.check_ins.add((TODAY - 300) * shape.DAY, 1, "a bad one")
    home.check_ins.add((TODAY - 299) * shape.DAY, 4, "a better one")
    meet(home, door)
    assert door.check_ins.latest() == []
    assert door.check_ins.moods(TODAY - 400) == {TODAY - 300: 1, TODAY - 299: 4}
    assert [one.note for one in home.check_ins.latest()] == ["a better one", "a bad one"], "at home nothing is gone"
    home.check_ins.erase(old.id)
    meet(home, door)
    assert door.check_ins.moods(TODAY - 400) == home.check_ins.moods(TODAY - 400) == {TODAY - 299: 4}


def test_a_goal_two_machines_worked_on() -> None:
    clock = Clock()
    home, away = machine(1, clock), machine(2, clock)
    walk = home.goals.add("walk before work", 3, TODAY)
    meet(home, away)
    home.goals.add_step(walk, "shoes by the door", TODAY)
    home.goals.tick(walk, TODAY, True)
    away.goals.add_step(walk, "to the corner and back", TODAY)
    away.goals.tick(walk, TODAY - 1, True)
    away.goals.name(walk, "walk before breakfast")
    clock.minutes(1)
    home.goals.set_times(walk, 5)
    meet(home, away)
    for store in (home, away):
        (goal,) = store.goals.all()
        assert (goal.words, goal.times, set(goal.days)) == ("walk before breakfast", 5, {TODAY, TODAY - 1})
        assert {step.words for step in goal.steps} == {"shoes by the door", "to the corner and back"}
    step = home.goals.all()[0].steps[0]
    home.goals.tick_step(step.id, True)
    away.goals.set_stands(walk, PAUSED)
    meet(home, away)
    for store in (home, away):
        (goal,) = store.goals.all()
        assert goal.stands == PAUSED
        assert [one.done for one in goal.steps if one.id == step.id] == [True]


def test_a_goal_named_on_two_machines_at_once_has_both_names() -> None:
    home, away = machine(1), machine(2)
    walk = home.goals.add("walk", 3, TODAY)
    meet(home, away)
    home.goals.name(walk, "walk at dawn")
    away.goals.name(walk, "walk at dusk")
    meet(home, away)
    assert home.goals.all()[0].words in ("walk at dawn / walk at dusk", "walk at dusk / walk at dawn")
    assert home.goals.all() == away.goals.all()
    home.goals.name(walk, "walk")
    meet(home, away)
    assert [goal.words for goal in away.goals.all()] == ["walk"]


def test_a_goal_erased_takes_everything_of_it_along() -> None:
    home, away = machine(1), machine(2)
    walk = home.goals.add("walk", 3, TODAY)
    home.goals.add_step(walk, "shoes", TODAY)
    meet(home, away)
    away.goals.tick(walk, TODAY, True)
    away.goals.add_step(walk, "socks", TODAY)
    home.goals.erase(walk, TODAY)
    meet(home, away)
    for store in (home, away):
        assert store.goals.all() == []
        assert set(store.journal.export()["cg"]) == {"x"}


def test_how_many_goals_and_steps_there_can_be() -> None:
    store = machine(1)
    with pytest.raises(BadInput, match="no words yet"):
        store.goals.add("  ", 1, TODAY)
    for number in range(MOST_GOALS):
        goal = store.goals.add(f"goal {number}", 1, TODAY)
    with pytest.raises(BadInput, match="as many as fit"):
        store.goals.add("one more", 1, TODAY)
    store.goals.set_stands(goal, LET_GO)
    other = store.goals.add("one more", 1, TODAY)
    for number in range(MOST_STEPS):
        store.goals.add_step(other, f"step {number}", TODAY)
    with pytest.raises(BadInput, match="as many as fit"):
        store.goals.add_step(other, "one more", TODAY)


def test_who_uses_none_of_it_carries_none_of_it() -> None:
    store = machine(1)
    assert store.journal.export() == {}
    store.journal.merge({})
    assert not store.marks.dirty()


def test_what_an_earlier_program_left_out_is_written_again() -> None:
    store = machine(1)
    store.check_ins.add(TODAY * shape.DAY, 3)
    store.journal.merge(push(store))
    store.marks.clean()
    store.journal.merge(store.journal.export())
    assert not store.marks.dirty()
    store.journal.merge({"g": {}, "v": 0})
    assert store.marks.dirty()


def test_what_a_later_program_wrote_goes_back_as_it_came() -> None:
    later = {
        "g": {"1": {"r": "1-4", "q": {"a": 1}}, "2": {"w": {"1": [1, 1]}}},
        "v": 5, "zz": [1], "cg": {"e": {}, "new": {"b": 2}},
    }  # fmt: skip
    unknown = beyond(later)
    assert unknown == {"zz": [1], "g": {"1": {"q": {"a": 1}}}, "cg": {"new": {"b": 2}}}
    store = machine(1)
    store.check_ins.add(TODAY * shape.DAY, 3)
    known = {"g": {"1": {"r": "1-9"}}, "v": 6, "d": {}, **store.journal.export()}
    written = together(known, unknown)
    assert written["g"] == {"1": {"r": "1-9", "q": {"a": 1}}}
    assert (written["v"], written["zz"]) == (6, [1])
    assert written["cg"] == {**known["cg"], "new": {"b": 2}}
    assert together({"g": {}, "v": 0}, {}) == {"g": {}, "v": 0}


def test_days_of_long_ago_are_counted_on_every_machine_and_once() -> None:
    home, away = machine(1), machine(2)
    walk = home.goals.add("walk", 3, TODAY - 300)
    for back in (300, 299, 1):
        home.goals.tick(walk, TODAY - back, True)
    home.goals.tick(walk, TODAY - 299, False)
    meet(home, away)
    for store in (home, away):
        (goal,) = store.goals.all(TODAY - 100)
        assert (goal.total, set(goal.days)) == (2, {TODAY - 1})


def test_a_step_is_erased_and_the_others_stay() -> None:
    home, away = machine(1), machine(2)
    walk, tea = home.goals.add("walk", 3, TODAY), home.goals.add("tea", 1, TODAY)
    for id, words in ((walk, "shoes"), (walk, "socks"), (tea, "kettle")):
        home.goals.add_step(id, words, TODAY)
    meet(home, away)
    home.goals.erase_step(home.goals.all()[0].steps[0].id, TODAY)
    away.goals.erase(tea, TODAY)
    meet(home, away)
    for store in (home, away):
        (goal,) = store.goals.all()
        assert [step.words for step in goal.steps] == ["socks"]


def test_what_changes_nothing_is_nothing_to_push() -> None:
    store = machine(1)
    made = store.check_ins.add(TODAY * shape.DAY, 3)
    walk = store.goals.add("walk", 3, TODAY)
    push(store)
    store.marks.clean()
    assert store.check_ins.change(made.id, mood=3) == made
    store.check_ins.erase("nowhere")
    store.goals.name(walk, "walk")
    store.goals.name("nowhere", "run")
    store.goals.set_times(walk, 3)
    assert not store.marks.dirty()


def test_what_no_other_machine_can_have_leaves_no_trace_when_it_is_erased() -> None:
    store = machine(1)
    made = store.check_ins.add(TODAY * shape.DAY, 3, "gone")
    store.check_ins.erase(made.id)
    assert store.journal.export() == {}
    assert store.check_ins.moods(TODAY - 7) == {}
