"""One draft on several machines: whatever meets in whatever order, no text that nobody replaced is ever gone."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.store.community import Clock, a_store
from tuigroup.store import Draft, Store
from tuigroup.store.private import meet

FIRST = Draft("", "thread", 1, board=1, title="T", body="first")


class Cabinet:
    """What the server does: one record with a version, written only by who has read it."""

    def __init__(self) -> None:
        self.version = 0
        self.record: dict[str, Any] = {}
        self.known: dict[int, int] = {}  # the version that each store has read

    def pull(self, store: Store) -> None:
        store.drafts.merge(self.record)
        self.known[id(store)] = self.version

    def push(self, store: Store, *, arrives: bool = True, answered: bool = True) -> None:
        """As session.record does it."""
        while True:
            content = store.drafts.export()
            store.drafts.offered(content["d"])
            if not arrives:
                return
            if self.known.get(id(store), 0) == self.version:
                break
            self.pull(store)
        self.version += 1
        self.record = content
        if answered:
            self.known[id(store)] = self.version
            store.drafts.had(content["d"])

    def meet(self, *stores: Store) -> None:
        for store in (*stores, *stores):
            self.pull(store)
            self.push(store)


def two() -> tuple[Clock, Cabinet, Store, Store, Draft]:
    """Two machines that both have the same draft."""
    clock, cabinet = Clock(), Cabinet()
    home, away = a_store(clock=clock), a_store(clock=clock)
    draft = home.drafts.save(FIRST)
    cabinet.meet(home, away)
    clock.minutes(1)
    return clock, cabinet, home, away, draft


def texts(store: Store) -> list[str]:
    return sorted(draft.body for draft in store.drafts.all())


def test_what_two_machines_wrote_at_once_is_all_there() -> None:
    clock, cabinet, home, away, draft = two()
    home.drafts.save(replace(draft, body="written at home"))
    clock.minutes(5)
    away.drafts.save(replace(draft, body="written away"))
    cabinet.meet(home, away)
    for store in (home, away):
        assert texts(store) == ["written at home", "written away"]
        assert sorted(draft.also for draft in store.drafts.all()) == [False, True]
    assert home.drafts.export() == away.drafts.export()
    version = cabinet.version
    before = home.drafts.export()
    cabinet.meet(home, away)
    assert home.drafts.export() == away.drafts.export() == before
    assert cabinet.version > version


def test_who_writes_on_keeps_their_own_text_in_its_place() -> None:
    """The field of who is writing is never filled with something else, on whichever machine it is."""
    clock, cabinet, home, away, draft = two()
    home.drafts.save(replace(draft, body="written at home"))
    cabinet.push(home)
    clock.minutes(5)
    away.drafts.save(replace(draft, body="written away"))
    cabinet.push(away)
    kept = away.drafts.get(draft.id)
    assert kept is not None
    assert (kept.body, kept.also) == ("written away", False)


def test_one_that_went_on_from_the_other_takes_its_place() -> None:
    clock, cabinet, home, away, draft = two()
    home.drafts.save(replace(draft, body="first, and more"))
    cabinet.push(home)
    cabinet.pull(away)
    clock.minutes(1)
    (seen,) = away.drafts.all()
    away.drafts.save(replace(seen, body="something else"))
    cabinet.push(away)
    cabinet.pull(home)
    assert texts(home) == texts(away) == ["something else"]


def test_words_that_stand_in_the_other_text_are_not_kept_twice() -> None:
    clock, cabinet, home, away, draft = two()
    home.drafts.save(replace(draft, body="first, and then"))
    clock.minutes(1)
    away.drafts.save(replace(draft, body="first, and then the rest"))
    cabinet.meet(home, away)
    assert texts(home) == texts(away) == ["first, and then the rest"]


def test_what_was_thrown_away_here_and_written_on_there_stays() -> None:
    clock, cabinet, home, away, draft = two()
    away.drafts.save(replace(draft, body="written away"))
    clock.minutes(9)
    home.drafts.delete(draft.id)
    cabinet.meet(home, away)
    assert texts(home) == texts(away) == ["written away"]


def test_what_was_thrown_away_stays_gone() -> None:
    _, cabinet, home, away, draft = two()
    home.drafts.delete(draft.id)
    cabinet.meet(home, away)
    assert texts(home) == texts(away) == []


def test_a_lost_answer_makes_no_second_version() -> None:
    clock, cabinet, home, away, draft = two()
    home.drafts.save(replace(draft, body="a whole new text"))
    cabinet.push(home, answered=False)
    clock.minutes(1)
    (here,) = home.drafts.all()
    home.drafts.save(replace(here, body="yet another"))
    cabinet.push(home)
    cabinet.pull(away)
    assert texts(home) == texts(away) == ["yet another"]


def test_a_push_that_never_arrived_is_not_taken_for_read() -> None:
    clock, cabinet, home, away, draft = two()
    home.drafts.save(replace(draft, body="written at home"))
    cabinet.push(home, arrives=False)
    clock.minutes(1)
    away.drafts.save(replace(draft, body="written away"))
    cabinet.push(away)
    cabinet.meet(home, away)
    assert texts(home) == texts(away) == ["written at home", "written away"]


def test_saving_over_what_came_in_meanwhile_keeps_both() -> None:
    """The field was open while another machine's text came in."""
    clock, cabinet, home, away, draft = two()
    away.drafts.save(replace(draft, body="written away"))
    cabinet.push(away)
    (open_here,) = home.drafts.all()
    cabinet.pull(home)
    clock.minutes(1)
    home.drafts.save(replace(open_here, body="first, typed on"))
    assert texts(home) == ["first, typed on", "written away"]


def test_a_server_set_back_to_an_older_record_takes_nothing_away() -> None:
    _, cabinet, home, away, draft = two()
    older, version = cabinet.record, cabinet.version
    home.drafts.save(replace(draft, body="a whole new text"))
    cabinet.meet(home, away)
    cabinet.record, cabinet.version = older, version
    cabinet.known.clear()
    cabinet.meet(home, away)
    assert "a whole new text" in texts(home)
    assert texts(home) == texts(away)


def test_two_texts_of_one_millisecond_are_two() -> None:
    _, cabinet, home, away, draft = two()
    home.drafts.save(replace(draft, body="written at home"))
    away.drafts.save(replace(draft, body="written away"))
    cabinet.meet(home, away)
    assert texts(home) == texts(away) == ["written at home", "written away"]


def test_two_deletions_are_one() -> None:
    assert meet([4, None], [5, None], {}) == ([6, None], None)
    assert meet(None, [5, None], {}) == ([5, None], None)
    assert meet([5, None], [5, None], {}) == ([5, None], None)


def test_two_that_met_a_third_are_not_taken_for_one_another() -> None:
    """Each puts its own text after the third's, and both with the same stamp."""
    clock, cabinet, home, away, draft = two()
    third = a_store(clock=clock)
    cabinet.meet(home, away, third)
    for store, words in ((away, "written away"), (home, "written at home"), (third, "written on the train")):
        clock.now += 0.01
        store.drafts.save(replace(draft, body=words))
    cabinet.push(third)
    clock.now += 0.01
    (open_there,) = third.drafts.all()
    third.drafts.save(replace(open_there, body="another text on the train"))
    cabinet.pull(away)
    cabinet.push(home)
    cabinet.push(third)
    cabinet.pull(away)
    assert "written away" in texts(away)
    cabinet.meet(home, away, third)
    for store in (home, away, third):
        assert {"written away", "written at home", "another text on the train"} <= set(texts(store))


def test_two_that_kept_theirs_before_a_third_with_one_stamp_are_both_there() -> None:
    """One of them never arrived, and something else was written over it: the other must not be taken for it."""
    clock, cabinet, home, away, draft = two()
    third = a_store(clock=clock)
    cabinet.meet(home, away, third)
    for store, words in ((home, "written at home"), (away, "written away"), (third, "written on the train")):
        clock.now += 0.01
        store.drafts.save(replace(draft, body=words))
    cabinet.push(third)
    cabinet.pull(away)
    cabinet.push(away, arrives=False)
    clock.now += 0.01
    open_there = away.drafts.get(draft.id)
    assert open_there is not None
    away.drafts.save(replace(open_there, body="another text away"))
    cabinet.meet(third, home, away)
    for store in (home, away, third):
        assert texts(store) == ["another text away", "written at home", "written on the train"]


def test_what_comes_back_by_two_ways_is_there_once() -> None:
    clock, cabinet, home, away, draft = two()
    third = a_store(clock=clock)
    cabinet.meet(home, away, third)
    third.drafts.delete(draft.id)
    clock.now += 0.01
    away.drafts.save(replace(draft, body="written away"))
    cabinet.push(away, answered=False)
    cabinet.pull(home)
    cabinet.pull(third)
    clock.now += 0.01
    home.drafts.delete(draft.id)
    cabinet.meet(home, away, third)
    cabinet.meet(home, away, third)
    for store in (home, away, third):
        assert texts(store) == ["written away"]


class Machines(RuleBasedStateMachine):
    """Three machines write, throw away, and meet the server on a bad line. A text goes only where somebody saw it."""

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.cabinet = Clock(), Cabinet()
        self.stores = [a_store(clock=self.clock) for _ in range(3)]
        self.words = itertools.count()
        self.alive: set[str] = set()
        self.id = self.stores[0].drafts.save(Draft("", "thread", 1, board=1, body="w0.")).id
        self.alive.add(f"w{next(self.words)}.")
        self.cabinet.meet(*self.stores)

    at = st.integers(0, 2)

    @rule(at=at, seconds=st.integers(0, 90), draw=st.integers(0, 5))
    def write(self, at: int, seconds: int, draw: int) -> None:
        """Another text in the place of what stands there, or a first one."""
        self.clock.now += seconds + 0.01
        drafts = self.stores[at].drafts
        there = drafts.all()
        word = f"w{next(self.words)}."
        seen = there[draw % len(there)] if there else Draft(self.id, "thread", 1, board=1)
        self.alive.discard(seen.body)
        self.alive.add(word)
        drafts.save(replace(seen, body=word))

    @rule(at=at, draw=st.integers(0, 5))
    def throw_away(self, at: int, draw: int) -> None:
        self.clock.now += 0.01
        drafts = self.stores[at].drafts
        there = drafts.all()
        if there:
            gone = there[draw % len(there)]
            self.alive.discard(gone.body)
            drafts.delete(gone.id)

    @rule(at=at)
    def pull(self, at: int) -> None:
        self.cabinet.pull(self.stores[at])

    @rule(at=at, how=st.sampled_from(["well", "well", "answer lost", "never arrives"]))
    def push(self, at: int, how: str) -> None:
        self.cabinet.push(self.stores[at], arrives=how != "never arrives", answered=how == "well")

    @precondition(lambda self: self.alive)
    @invariant()
    def nothing_is_lost(self) -> None:
        held = {draft.body for store in self.stores for draft in store.drafts.all()}
        on_the_server = {version[1]["body"] for version in self.cabinet.record.get("d", {}).values() if version[1]}
        assert self.alive <= held | on_the_server

    def teardown(self) -> None:
        self.cabinet.meet(*self.stores)
        self.cabinet.meet(*self.stores)
        bodies = [texts(store) for store in self.stores]
        assert bodies[0] == bodies[1] == bodies[2]
        assert self.alive <= set(bodies[0])
        assert len(bodies[0]) == len(set(bodies[0])), "nothing is there twice"
        for store in self.stores:
            store.close()


TestMachines = Machines.TestCase
TestMachines.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)


@pytest.mark.soak
def test_no_text_is_ever_gone_however_they_meet() -> None:
    counts = settings(max_examples=5000, stateful_step_count=30, deadline=None, derandomize=False)
    run_state_machine_as_test(Machines, settings=counts)
