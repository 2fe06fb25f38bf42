"""A written meeting as a state: whatever happens, turns are fair, the clock is calm and nobody is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuigroup.wire import rounds
from tuigroup.wire.rounds import Came, Had, Meeting, Plan, Seat, Step

OPENS = 1_000_000
MEMBERS = st.integers(1, 6)
PLANS = st.builds(
    Plan,
    opens=st.just(OPENS),
    length=st.integers(rounds.SHORTEST, rounds.LONGEST),
    turn=st.integers(rounds.LEAST, rounds.SHORTEST),
    guidelines=st.booleans(),
    free=st.booleans(),
    closes=st.booleans(),
)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(("wait", "come_in", "go_out", "pass_by", "later", "write", "move_on")),
        MEMBERS,
        st.sampled_from(Step),
        st.integers(0, 120),
    ),
    max_size=40,
)


def happen(meeting: Meeting, what: str, member: int, step: Step, now: int) -> Meeting:
    match what:
        case "come_in":
            return rounds.come_in(meeting, member, f"m{member}", now)
        case "go_out":
            return rounds.go_out(meeting, member, now)
        case "pass_by":
            return rounds.pass_by(meeting, member, step, now)
        case "later":
            return rounds.later(meeting, member, step, now)
        case "write":
            return rounds.write(meeting, member, step, now)[0]
        case "move_on":
            return rounds.move_on(meeting, step, now)
    return rounds.settle(meeting, now)


def sound(meeting: Meeting, now: int) -> None:
    """What everybody may rely on, at any moment."""
    turn = meeting.turn
    assert (turn is not None) == (meeting.until > 0)
    if turn is not None:
        assert meeting.step in rounds.ROUNDS
        assert now < meeting.until <= meeting.ends(meeting.step)
    assert rounds.down(rounds.up(meeting)) == meeting
    assert not (meeting.over and meeting.seats), "nobody is known to have been there"
    assert meeting.due == 0 if meeting.over else meeting.due > now


@settings(derandomize=True, max_examples=300, deadline=None)
@given(PLANS, EVENTS)
def test_whatever_happens(plan: Plan, events: list[tuple[str, int, Step, int]]) -> None:
    meeting, now, there = Meeting(plan), OPENS - 60, set[int]()
    for what, member, step, minutes in events:
        now += minutes
        before = rounds.settle(meeting, now)
        sound(before, now)
        for between in (now - minutes // 2, now - 1):
            assert rounds.settle(rounds.settle(meeting, between), now) == before, "looking does not change it"
        meeting = happen(meeting, what, member, step, now)
        sound(meeting, now)
        assert meeting.step >= before.step
        if what == "come_in":
            there.add(member)
        if what == "go_out":
            there.discard(member)
        if not meeting.over:
            assert {seat.member for seat in meeting.seats} == there, "nobody is lost, and nobody is there by mistake"
        assert happen(meeting, what, member, step, now) == meeting or what in ("later", "move_on"), "said twice"
    assert rounds.settle(meeting, plan.ends).over


@settings(derandomize=True, max_examples=200, deadline=None)
@given(PLANS, st.integers(1, 12), st.sampled_from(rounds.ROUNDS))
def test_everybody_who_is_there_at_the_beginning_of_a_round_has_a_turn_where_there_is_time(
    plan: Plan, count: int, step: Step
) -> None:
    meeting = Meeting(plan)
    for member in range(1, count + 1):
        meeting = rounds.come_in(meeting, member, "m", OPENS)
    meeting = rounds.move_on(meeting, step, OPENS)
    begins, had = meeting.ends(Step(step - 1)), []
    meeting = replace(rounds.settle(Meeting(plan, Step(step - 1), meeting.seats), begins))
    fits = (meeting.ends(step) - begins) // rounds.LEAST >= count
    while meeting.step is step and meeting.turn is not None:
        had.append(meeting.turn.member)
        meeting = rounds.settle(meeting, meeting.until)
    assert had == list(range(1, count + 1)) or not fits


def meeting_of(*members: int, step: Step = Step.CHECK_IN, length: int = 60, **more: object) -> Meeting:
    plan = replace(Plan(OPENS, length, rounds.usual_turn(length)), **more)  # type: ignore[arg-type]
    meeting = Meeting(plan)
    for member in members:
        meeting = rounds.come_in(meeting, member, f"m{member}", OPENS)
    return rounds.move_on(meeting, step, OPENS + 1)


def order(meeting: Meeting) -> list[int]:
    return [seat.member for seat in (meeting.turn, *meeting.waiting) if seat is not None]


def test_a_live_meeting_from_its_beginning_to_its_end() -> None:
    meeting = rounds.settle(Meeting(Plan(OPENS, 60, 5)), OPENS)
    assert meeting.step is Step.WELCOME
    for member in (1, 2, 3):
        meeting = rounds.come_in(meeting, member, f"m{member}", OPENS + 1)
    assert order(meeting) == [], "no turns before the first round"
    assert rounds.settle(meeting, OPENS + 6).step is Step.GUIDELINES
    meeting = rounds.settle(meeting, OPENS + 9)
    assert (meeting.step, order(meeting), meeting.until) == (Step.CHECK_IN, [1, 2, 3], OPENS + 14)
    meeting, came = rounds.write(meeting, 1, Step.CHECK_IN, OPENS + 10)
    assert (came, order(meeting), meeting.until) == (Came.ON_TIME, [2, 3], OPENS + 15)
    meeting = rounds.settle(meeting, OPENS + 15)
    assert (order(meeting), meeting.seat(2)) == ([3], Seat(2, "m2", Had.MISSED))
    meeting = rounds.come_in(meeting, 2, "m2", OPENS + 16)
    assert order(meeting) == [3, 2], "and can come in at the end"
    meeting = rounds.pass_by(meeting, 3, Step.CHECK_IN, OPENS + 17)
    meeting, came = rounds.write(meeting, 2, Step.CHECK_IN, OPENS + 18)
    assert (came, order(meeting), meeting.until) == (Came.ON_TIME, [], 0)
    meeting = rounds.move_on(meeting, Step.SHARING, OPENS + 20)
    assert order(meeting) == [1, 3, 2], "everybody who is there has a turn again"
    assert not meeting.free
    meeting = rounds.settle(meeting, OPENS + 54)
    assert (meeting.step, meeting.free, meeting.until) == (Step.CLOSING, True, 0)
    meeting = rounds.settle(meeting, OPENS + 60)
    assert (meeting.over, meeting.seats) == (True, ())


def test_over_a_day_turns_are_hours_and_what_comes_late_is_not_lost() -> None:
    meeting = meeting_of(1, 2, 3, length=24 * 60)
    assert meeting.until == OPENS + 1 + 120
    meeting, came = rounds.write(meeting, 1, Step.CHECK_IN, OPENS + 300)
    assert (came, order(meeting)) == (Came.LATE, [3]), "their hours were over, and two's are too"
    meeting, came = rounds.write(meeting, 2, Step.CHECK_IN, OPENS + 700)
    assert (came, meeting.step) == (Came.LATE, Step.SHARING)
    assert rounds.write(meeting, 2, Step.SHARING, OPENS + 701)[1] is Came.EARLY
    assert rounds.write(meeting, 1, Step.SHARING, OPENS + 701)[1] is Came.ON_TIME
    over = OPENS + 24 * 60
    assert rounds.write(meeting, 1, Step.SHARING, over)[1] is Came.LATE
    assert rounds.write(meeting_of(1, closes=True), 1, Step.SHARING, over)[1] is Came.CLOSED


def test_who_is_not_there_has_no_turn_and_nobody_has_two() -> None:
    meeting = meeting_of(1, 2)
    assert rounds.write(meeting, 9, Step.CHECK_IN, OPENS + 2)[1] is Came.APART
    assert rounds.write(meeting, 2, Step.CHECK_IN, OPENS + 2)[1] is Came.EARLY
    meeting, _ = rounds.write(meeting, 1, Step.CHECK_IN, OPENS + 2)
    assert rounds.write(meeting, 1, Step.CHECK_IN, OPENS + 2)[1] is Came.AGAIN
    assert rounds.come_in(meeting, 1, "m1", OPENS + 2) == meeting


def test_who_had_no_turn_in_the_sharing_can_have_it_in_the_closing() -> None:
    meeting = rounds.move_on(meeting_of(1, 2, step=Step.SHARING), Step.CLOSING, OPENS + 5)
    meeting, came = rounds.write(meeting, 2, Step.SHARING, OPENS + 6)
    assert (came, meeting.seat(1), meeting.seat(2)) == (Came.LATE, Seat(1, "m1"), Seat(2, "m2", Had.DONE))


def test_asking_to_be_later_gives_the_turn_to_the_next() -> None:
    meeting = rounds.later(meeting_of(1, 2, 3), 1, Step.CHECK_IN, OPENS + 2)
    assert order(meeting) == [2, 3, 1]
    meeting = rounds.later(meeting, 3, Step.CHECK_IN, OPENS + 3)
    assert order(meeting) == [2, 1, 3]
    assert meeting.until == OPENS + 7, "nobody's clock begins again because of others"
    assert rounds.later(meeting, 2, Step.SHARING, OPENS + 3) == meeting, "of a round that is not on"
    assert order(rounds.go_out(meeting, 2, OPENS + 4)) == [1, 3]


def test_a_group_without_guidelines_has_no_such_step() -> None:
    meeting = meeting_of(1, step=Step.WELCOME, guidelines=False)
    assert rounds.following(meeting) is Step.CHECK_IN
    assert rounds.move_on(meeting, Step.GUIDELINES, OPENS + 2).step is Step.CHECK_IN
    over = rounds.move_on(meeting, Step.OVER, OPENS + 2)
    assert (rounds.following(over), rounds.come_in(over, 2, "m2", OPENS + 3)) == (Step.OVER, over)


def test_a_room_that_is_full_takes_nobody_more() -> None:
    meeting = meeting_of(*range(1, rounds.MOST + 1))
    assert rounds.come_in(meeting, 99, "m99", OPENS + 2) == meeting


@pytest.mark.parametrize("step", [*rounds.ROUNDS, Step.CLOSING])
@pytest.mark.parametrize("late", [False, True])
def test_marks_of_posts(step: Step, late: bool) -> None:
    assert rounds.marked(rounds.mark(step, late=late)) == (step, late)
    assert [rounds.marked(other) for other in (0, 1, 6, 19, 77)] == [None] * 5


@pytest.mark.parametrize(
    "value",
    [
        "words", [1], 7, None, [OPENS, 60, 5, 3, 6, 0, []], [OPENS, 60, 5, 3, 1],
        [OPENS, 60, 5, 3, 9, 0, []], [OPENS, 9, 5, 3, 1, 0, []], [OPENS, 60, 99, 3, 1, 0, []],
        [OPENS, 60, 5, 8, 1, 0, []], [OPENS, 60, 5, 3, 3, 0, [[1, "a", 0]]], [OPENS, 60, 5, 3, 3, 9, []],
        [OPENS, 60, 5, 3, 1, 0, [[1, "a", 0], [1, "b", 0]]], [OPENS, 60, 5, 3, 1, 0, [[1, 2, 0]]],
        [OPENS, 60, 5, 3, 1, 0, [[1, "a", 9]]], [OPENS, 60, 5, 3, 1, 0, 4], [-1, 60, 5, 3, 1, 0, []],
        [True, 60, 5, 3, 1, 0, []], [OPENS, 60, 5, 3, 1, 0, [[n, "a", 0] for n in range(1, 99)]],
    ],
)  # fmt: skip
def test_what_is_no_meeting_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        rounds.down(value)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.integers(0, 4), st.sampled_from(Step))
def test_as_a_text_and_back(count: int, step: Step) -> None:
    meeting = meeting_of(*range(1, count + 1), step=step)
    assert rounds.of_text(rounds.text(meeting)) == meeting
