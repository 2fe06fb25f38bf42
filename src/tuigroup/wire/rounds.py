"""A written meeting: where its agenda stands and whose turn it is. Pure: a state, what happens, a minute; a state.

Both sides reckon with it: the server keeps the state, and a member's program knows what the clock has changed
meanwhile without asking. Nothing here knows a text. Who is there is known while the meeting goes on, and forgotten when
it is over.

The rules, in the order in which they matter:

- The agenda's steps follow each other, by the clock at the latest; each ends at a fixed part of the meeting's length.
- In a round (the check-in, the sharing) the first who waits has the turn, until a minute that is known to everybody.
- A turn is never longer than the meeting's clock for it, nor than a fair part of what is left of the round.
- Whose minute has come is passed over; whoever passed or was passed over can come in again at the end.
- A turn that is written after its time is late, and never lost.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Final


class Step(IntEnum):
    """The agenda. A meeting that is announced has not begun."""

    ANNOUNCED = 0
    WELCOME = 1
    GUIDELINES = 2
    CHECK_IN = 3
    SHARING = 4
    CLOSING = 5
    OVER = 6


class Had(IntEnum):
    """How somebody's turn stands in the running round."""

    WAITS = 0
    DONE = 1
    PASSED = 2
    MISSED = 3  # the clock passed them over


class Came(IntEnum):
    """What becomes of a turn that was written."""

    ON_TIME = 0
    LATE = 1
    EARLY = 2
    AGAIN = 3  # they had this turn already
    APART = 4  # they did not come in
    CLOSED = 5  # the meeting is over, and its record is closed


ROUNDS: Final = (Step.CHECK_IN, Step.SHARING)
SHORTEST: Final = 60  # minutes of a meeting
LONGEST: Final = 24 * 60
LEAST: Final = 2  # minutes of a turn
MOST: Final = 60  # who are there
AHEAD: Final = 60 * 24 * 60  # minutes before which a meeting can be announced
_ENDS: Final = {Step.WELCOME: 10, Step.GUIDELINES: 15, Step.CHECK_IN: 45, Step.SHARING: 90, Step.CLOSING: 100}
_LATE: Final = 8  # beside the step in the mark of a post
_LAST: Final = 2**53


@dataclass(frozen=True, slots=True)
class Plan:
    """``opens`` is a minute since 1970, ``length`` and ``turn`` (the longest one) are minutes.

    ``guidelines``: the group has some, and so the step is there. ``free``: after the sharing everybody may answer.
    ``closes``: the record can only be read once the meeting is over.
    """

    opens: int
    length: int
    turn: int
    guidelines: bool = True
    free: bool = True
    closes: bool = False

    @property
    def ends(self) -> int:
        return self.opens + self.length


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who came in, by their number and alias in the group."""

    member: int
    alias: str
    had: Had = Had.WAITS


@dataclass(frozen=True, slots=True)
class Meeting:
    """``seats`` in the order of turns; ``until`` is the minute at which the running turn ends, 0 for none."""

    plan: Plan
    step: Step = Step.ANNOUNCED
    seats: tuple[Seat, ...] = ()
    until: int = 0

    @property
    def turn(self) -> Seat | None:
        """Whose turn it is."""
        return next((seat for seat in self.seats if seat.had is Had.WAITS), None) if self.step in ROUNDS else None

    @property
    def waiting(self) -> tuple[Seat, ...]:
        """Whose turn comes in this round after the running one, in order."""
        return tuple(seat for seat in self.seats if seat.had is Had.WAITS)[1:] if self.step in ROUNDS else ()

    @property
    def over(self) -> bool:
        return self.step is Step.OVER

    @property
    def free(self) -> bool:
        """Whether anybody may answer anybody now."""
        return self.over or (self.step is Step.CLOSING and self.plan.free)

    def seat(self, member: int) -> Seat | None:
        return next((seat for seat in self.seats if seat.member == member), None)

    def ends(self, step: Step) -> int:
        """The minute at which the clock ends a step."""
        plan = self.plan
        return plan.opens if step is Step.ANNOUNCED else plan.opens + plan.length * _ENDS[step] // 100

    @property
    def due(self) -> int:
        """The next minute at which the clock changes something, 0 for never."""
        if self.over:
            return 0
        end = self.ends(self.step)
        return min(self.until, end) if self.until else end


def usual_turn(length: int) -> int:
    """Minutes of a turn where nobody said how many: 5 in a meeting of an hour, two hours in one over a day."""
    return max(LEAST, length // 12)


def settle(meeting: Meeting, now: int) -> Meeting:
    """What the clock has changed by this minute. Looking more often changes nothing about it."""
    while 0 < meeting.due <= now:
        at = meeting.due
        if at >= meeting.ends(meeting.step):
            meeting = _enter(meeting, _after(meeting), at)
        else:
            turn = meeting.turn
            assert turn is not None
            meeting = _next(_marked(meeting, turn.member, Had.MISSED), at)
    return meeting


def come_in(meeting: Meeting, member: int, alias: str, now: int) -> Meeting:
    """Somebody is there, or wants a turn after all; their turn is the last one."""
    meeting = settle(meeting, now)
    seat = meeting.seat(member)
    if meeting.over or (seat is None and len(meeting.seats) >= MOST):
        return meeting
    if seat is not None and seat.had in (Had.WAITS, Had.DONE):
        return meeting
    others = tuple(other for other in meeting.seats if other.member != member)
    return _turned(meeting, replace(meeting, seats=(*others, Seat(member, alias))), now)


def go_out(meeting: Meeting, member: int, now: int) -> Meeting:
    """Somebody is not there any more; nothing is kept of it."""
    meeting = settle(meeting, now)
    seats = tuple(seat for seat in meeting.seats if seat.member != member)
    return _turned(meeting, replace(meeting, seats=seats), now)


def pass_by(meeting: Meeting, member: int, step: Step, now: int) -> Meeting:
    """Somebody passes in this round, in their turn or before it."""
    meeting = settle(meeting, now)
    if not _waits(meeting, member, step):
        return meeting
    return _turned(meeting, _marked(meeting, member, Had.PASSED), now)


def later(meeting: Meeting, member: int, step: Step, now: int) -> Meeting:
    """Somebody's turn is the last one of this round instead."""
    meeting = settle(meeting, now)
    seat = meeting.seat(member)
    if seat is None or not _waits(meeting, member, step):
        return meeting
    others = tuple(other for other in meeting.seats if other.member != member)
    return _turned(meeting, replace(meeting, seats=(*others, seat)), now)


def write(meeting: Meeting, member: int, step: Step, now: int) -> tuple[Meeting, Came]:
    """A turn in a round is written: the meeting after it, and what becomes of the words."""
    meeting = settle(meeting, now)
    if meeting.over:
        return meeting, Came.CLOSED if meeting.plan.closes else Came.LATE
    seat = meeting.seat(member)
    if seat is None:
        return meeting, Came.APART
    if step > meeting.step:
        return meeting, Came.EARLY
    if step < meeting.step:
        last = meeting.step is Step.CLOSING and step is Step.SHARING
        return _marked(meeting, member, Had.DONE) if last else meeting, Came.LATE
    if seat.had is Had.DONE:
        return meeting, Came.AGAIN
    if seat.had is Had.WAITS and seat != meeting.turn:
        return meeting, Came.EARLY
    came = Came.ON_TIME if seat.had is Had.WAITS else Came.LATE
    return _turned(meeting, _marked(meeting, member, Had.DONE), now), came


def move_on(meeting: Meeting, to: Step, now: int) -> Meeting:
    """Who runs it goes on to a step; one that is reached already changes nothing."""
    meeting = settle(meeting, now)
    if to is Step.GUIDELINES and not meeting.plan.guidelines:
        to = Step.CHECK_IN
    return _enter(meeting, to, now) if to > meeting.step else meeting


def following(meeting: Meeting) -> Step:
    """The step that comes after this one."""
    return meeting.step if meeting.over else _after(meeting)


def _after(meeting: Meeting) -> Step:
    step = Step(meeting.step + 1)
    return Step.CHECK_IN if step is Step.GUIDELINES and not meeting.plan.guidelines else step


def _enter(meeting: Meeting, step: Step, at: int) -> Meeting:
    """A step begins: in a round everybody who is there has a turn again; when it is over nobody is there."""
    if step is Step.OVER:
        return Meeting(meeting.plan, step)
    seats = meeting.seats
    if step is not Step.CLOSING or meeting.step is not Step.SHARING:  # then it is known who had none yet
        seats = tuple(replace(seat, had=Had.WAITS) for seat in seats)
    return _next(Meeting(meeting.plan, step, seats), at)


def _next(meeting: Meeting, at: int) -> Meeting:
    """The first who waits has the turn from this minute on, for a fair part of what is left."""
    if meeting.turn is None:
        return replace(meeting, until=0)
    end = meeting.ends(meeting.step)
    fair = (end - at) // (1 + len(meeting.waiting))
    return replace(meeting, until=min(end, at + max(LEAST, min(meeting.plan.turn, fair))))


def _turned(before: Meeting, after: Meeting, now: int) -> Meeting:
    """The clock begins again where the turn is another's."""
    was, has = before.turn, after.turn
    same = was is not None and has is not None and was.member == has.member
    return replace(after, until=before.until) if same else _next(after, now)


def _marked(meeting: Meeting, member: int, had: Had) -> Meeting:
    seats = tuple(replace(seat, had=had) if seat.member == member else seat for seat in meeting.seats)
    return replace(meeting, seats=seats)


def _waits(meeting: Meeting, member: int, step: Step) -> bool:
    seat = meeting.seat(member)
    return meeting.step in ROUNDS and step == meeting.step and seat is not None and seat.had is Had.WAITS


# The mark of a post


def mark(step: Step, *, late: bool = False) -> int:
    """What a post is marked with that is a turn in a round, or the closing words; 0 marks any other post."""
    return step + (_LATE if late else 0)


def marked(mark: int) -> tuple[Step, bool] | None:
    """The step, and whether it came late; None for a post that is no turn."""
    late, step = divmod(mark, _LATE)
    return (Step(step), bool(late)) if step in (*ROUNDS, Step.CLOSING) and late in (0, 1) else None


# As it travels, and as it is kept


def up(meeting: Meeting) -> list[Any]:
    """``[opens, length, turn, flags, step, until, [[member, alias, had], ...]]``; shorter when it is over."""
    plan = meeting.plan
    flags = plan.guidelines | plan.free << 1 | plan.closes << 2
    whole: list[Any] = [plan.opens, plan.length, plan.turn, flags, int(meeting.step)]
    if meeting.over:
        return whole
    return [*whole, meeting.until, [[seat.member, seat.alias, int(seat.had)] for seat in meeting.seats]]


def text(meeting: Meeting) -> str:
    """The same as a text, as it is kept."""
    return json.dumps(up(meeting), ensure_ascii=False, separators=(",", ":"))


def of_text(text: str) -> Meeting:
    """From what ``text`` made. Raises ValueError."""
    return down(json.loads(text))


def down(value: Any) -> Meeting:
    """Raises ValueError for what is none."""
    value = _list(value)
    if len(value) != 7 and len(value) != 5:
        raise ValueError("not a meeting")
    opens, length, turn, flags, step = (_number(one) for one in value[:5])
    plan = Plan(opens, length, turn, bool(flags & 1), bool(flags & 2), bool(flags & 4))
    if not SHORTEST <= length <= LONGEST or not LEAST <= turn <= length or flags > 7:
        raise ValueError("not a meeting's plan")
    if (step == Step.OVER) != (len(value) == 5):
        raise ValueError("not a meeting's step")
    if step == Step.OVER:
        return Meeting(plan, Step.OVER)
    until, seats = _number(value[5]), tuple(_seat(one) for one in _list(value[6]))
    meeting = Meeting(plan, Step(step), seats, until)
    if len(seats) > MOST or len({seat.member for seat in seats}) < len(seats):
        raise ValueError("not those who are there")
    if (meeting.turn is None) != (until == 0):
        raise ValueError("a turn without a clock")
    return meeting


def _seat(value: Any) -> Seat:
    member, alias, had = _list(value)
    if not isinstance(alias, str):
        raise ValueError("not an alias")
    return Seat(_number(member), alias, Had(_number(had)))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _LAST:
        raise ValueError("not a number")
    return value
