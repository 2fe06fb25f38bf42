"""A written meeting in words: where it stands by now, whose turn it is and until when, what one can do.

Times are moments, never a countdown: what is on the screen stays true without being drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tuigroup.i18n import N_, Translator
from tuigroup.late import Late
from tuigroup.store import Store
from tuigroup.store.rows import PostRow, ThreadRow
from tuigroup.views.boards import runs
from tuigroup.views.clean import shown_line
from tuigroup.views.times import local
from tuigroup.wire import limits, rounds
from tuigroup.wire.rounds import ROUNDS, Had, Meeting, Step
from tuigroup.wire.words import InMeeting

if TYPE_CHECKING:
    from tuigroup.wire import ops
else:
    ops = Late("tuigroup.wire.ops")

STEPS: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.ANNOUNCED: N_("not begun"),
        Step.WELCOME: N_("welcome"),
        Step.GUIDELINES: N_("guidelines"),
        Step.CHECK_IN: N_("check-in round"),
        Step.SHARING: N_("sharing"),
        Step.CLOSING: N_("closing"),
        Step.OVER: N_("over"),
    }
)
HOW: Final = (
    N_("Who comes in has a turn in each round, one after another; whose time is over can still come in at the end."),
    N_('While somebody shares nobody answers; "with you" and the other responses are always possible.'),
    N_("You may pass, ask to be later, or only read. Nothing is kept of who was here but the posts."),
)
ANNOUNCED: Final = N_("On its way. Members see it as soon as the server has it.")
NO_CROSS_TALK: Final = N_("While somebody shares nobody answers. A response is always possible: {respond}.")
FULL: Final = 3  # whose turn comes next is said of so many


@dataclass(frozen=True, slots=True)
class Room:
    """A written meeting as somebody finds it: by the clock, and with what they have said and not sent yet."""

    group: int
    thread: int
    meeting: Meeting
    me: int
    leads: bool
    unsent: bool = False  # whether something of one's own is counted in that the server may not know

    @property
    def mine(self) -> rounds.Seat | None:
        return self.meeting.seat(self.me)

    @property
    def my_turn(self) -> bool:
        turn = self.meeting.turn
        return turn is not None and turn.member == self.me

    @property
    def waits(self) -> bool:
        """Whether one's turn comes, or is there."""
        seat = self.mine
        return self.meeting.step in ROUNDS and seat is not None and seat.had is Had.WAITS

    @property
    def missed(self) -> bool:
        """Whether one may come in at the end of the round: one passed, or the clock did."""
        seat = self.mine
        return self.meeting.step in ROUNDS and seat is not None and seat.had in (Had.PASSED, Had.MISSED)

    @property
    def still(self) -> bool:
        """Whether the sharing is over, one did not have a turn in it, and only turns are written yet."""
        seat = self.mine
        closing = self.meeting.step is Step.CLOSING and not self.meeting.free
        return closing and seat is not None and seat.had is not Had.DONE

    @property
    def writes(self) -> Step | None:
        """The round in which one can write a turn now, in time or late; None where there is none."""
        if self.still:
            return Step.SHARING
        return self.meeting.step if self.my_turn or self.missed else None

    def works(self, name: str) -> bool:
        """Whether a command of a meeting does something."""
        over = self.meeting.over
        match name:
            case "come_in":
                return not over and (self.mine is None or self.missed)
            case "go_out":
                return not over and self.mine is not None
            case "pass_turn" | "later":
                return self.waits
        return not over and self.leads  # going on


def room(store: Store, row: ThreadRow | None) -> Room | None:
    """None for a thread that is no written meeting, or not one that can be read here."""
    if row is None or not row.meeting or not isinstance(row.ref, int):
        return None
    mine, now = store.groups.membership(row.group), store.now_min()
    me, alias = (mine.member, mine.alias) if mine is not None else (0, "")
    meeting, unsent = rounds.settle(rounds.of_text(row.meeting), now), False
    for item in store.outbox.waiting(row.group):
        op = item.shown
        if item.state == "refused" or row.ref not in (getattr(op, "thread", 0), item.thread):
            continue
        before = meeting
        match op:
            case ops.SayInMeeting(say=InMeeting.IN):
                meeting = rounds.come_in(meeting, me, alias, now)
            case ops.SayInMeeting(say=InMeeting.OUT):
                meeting = rounds.go_out(meeting, me, now)
            case ops.SayInMeeting(say=InMeeting.PASS, step=step):
                meeting = rounds.pass_by(meeting, me, Step(step), now)
            case ops.SayInMeeting(say=InMeeting.LATER, step=step):
                meeting = rounds.later(meeting, me, Step(step), now)
            case ops.MoveMeeting(step=step):
                meeting = rounds.move_on(meeting, Step(step), now)
            case ops.Reply(turn=turn) if turn:
                meeting, _ = rounds.write(meeting, me, Step(turn), now)
        unsent = unsent or meeting != before
    return Room(row.group, row.ref, meeting, me, runs(mine), unsent)


def moment(t: Translator, at: int, now: int, zone: tzinfo | None) -> str:
    """``20:14``, on another day ``Wed 03:40``."""
    when = local(at, zone)
    return t.time(when) if when.date() == local(now, zone).date() else t.date(when, "{wday} {time}")


def short(t: Translator, row: ThreadRow, now: int, zone: tzinfo | None) -> str:
    """Beside a thread's title: ``meets 20:00``, ``meets until 21:00``, ``meeting, over``; '' for any other thread."""
    if not row.meeting:
        return ""
    meeting = rounds.settle(rounds.of_text(row.meeting), now)
    if meeting.over:
        return t("meeting, over")
    if meeting.step is Step.ANNOUNCED:
        return t("meets {time}", time=moment(t, meeting.plan.opens, now, zone))
    return t("meets until {time}", time=moment(t, meeting.plan.ends, now, zone))


def status(t: Translator, found: Room, now: int, zone: tzinfo | None, said: Callable[[str], str]) -> list[str]:
    """Sentences on where it stands and what one can do; ``said`` gives a command's key, or its word."""
    meeting = found.meeting
    out = [where(t, found, now, zone)]
    if meeting.over:
        return out
    if found.mine is None:
        out.append(t("{key}: come in. You can read along without it.", key=said("come_in")))
    elif found.my_turn:
        out.append(
            t(
                "{reply} writes your turn, {pass_} passes, {later} asks to be later.",
                reply=said("reply"), pass_=said("pass_turn"), later=said("later"),
            )
        )  # fmt: skip
    elif found.waits:
        out.append(t("{pass_} passes, {later} asks to be later.", pass_=said("pass_turn"), later=said("later")))
    elif found.missed:
        out.append(
            t(
                "Your turn went by. {come_in} gives you one at the end; {reply} writes it now, as a late turn.",
                come_in=said("come_in"), reply=said("reply"),
            )
        )  # fmt: skip
    elif found.still:
        out.append(t("{reply} writes the turn that you did not have yet.", reply=said("reply")))
    if found.leads:
        following = t(STEPS[rounds.following(meeting)])
        out.append(t("{key} goes on: {step}.", key=said("move_on"), step=following))
    if found.unsent:
        out.append(t("This counts in what you said here and the server does not have yet."))
    return out


def where(t: Translator, found: Room, now: int, zone: tzinfo | None) -> str:
    """The step, and in a round whose turn it is: the sentence that a listener hears."""
    meeting, turn = found.meeting, found.meeting.turn
    if meeting.over:
        closed = t("This meeting is over. What was written stays, and can only be read.")
        return closed if meeting.plan.closes else t("This meeting is over. What was written stays.")

    def when(at: int) -> str:
        return moment(t, at, now, zone)

    step, ends = t(STEPS[meeting.step]), when(meeting.ends(meeting.step))
    said = f"{step[:1].upper()}{step[1:]}"
    if meeting.step is Step.ANNOUNCED:
        return t(
            "This written meeting begins at {time} and goes on until {end}.", time=ends, end=when(meeting.plan.ends)
        )
    if meeting.step is Step.CLOSING:
        free = t("Everybody may answer now.") if meeting.plan.free else t("Nobody answers yet.")
        return t("{step}, until {time}. {free}", step=said, time=ends, free=free)
    if meeting.step not in ROUNDS:
        following = t(STEPS[rounds.following(meeting)])
        return t("{step}. At {time} comes: {following}.", step=said, time=ends, following=following)
    if turn is None:
        following = t(STEPS[rounds.following(meeting)])
        return t(
            "{step}: nobody waits for a turn. At {time} comes: {following}.",
            step=said, time=ends, following=following,
        )  # fmt: skip
    until = when(meeting.until)
    if found.my_turn:
        whose = t("{step}: it is your turn, until {time}.", step=said, time=until)
    else:
        whose = t("{step}: it is {alias}'s turn, until {time}.", step=said, alias=_alias(turn.alias), time=until)
    names = [t("you") if seat.member == found.me else _alias(seat.alias) for seat in meeting.waiting]
    if not names:
        return whose
    more = len(names) - FULL
    listed = ", ".join(names[:FULL])
    if more > 0:
        listed = t("{names} and {count} more", names=listed, count=more)
    return f"{whose} {t('Then: {names}.', names=listed)}"


def said_of(t: Translator, post: PostRow) -> str:
    """What a post is in a written meeting: ``check-in round``, ``sharing, late``; '' for any other."""
    found = rounds.marked(post.turn)
    if found is None:
        return ""
    step, late = found
    return t("{step}, late", step=t(STEPS[step])) if late else t(STEPS[step])


Place = tuple[int, int]
Stands = Mapping[Place, tuple[int, int]]


def stands(store: Store) -> Stands:
    """How the meetings stand that one is in, by group and thread: the step and whose turn it is (0: nobody's)."""
    rooms = (room(store, row) for row in store.threads.meetings())
    return {
        (found.group, found.thread): (int(found.meeting.step), turn.member if (turn := found.meeting.turn) else 0)
        for found in rooms
        if found is not None and found.mine is not None
    }


def news(t: Translator, store: Store, before: Stands, after: Stands, zone: tzinfo | None) -> Iterator[str]:
    """What changed in the meetings that one is in, a sentence each: whose turn it is now, or that it is over."""
    for place in {**before, **after}:
        row = store.threads.get(*place)
        if row is None or before.get(place) == after.get(place):
            continue
        found = room(store, row)
        if found is not None and (found.mine is not None or found.meeting.over):
            yield f"{shown_line(row.title, limits.TITLE * 2)}. {where(t, found, store.now_min(), zone)}"


def mine_now(store: Store, places: Iterable[Place]) -> Iterator[ThreadRow]:
    """Of these meetings those in which it is one's turn, as far as the server has heard."""
    for place in places:
        row = store.threads.get(*place)
        found = room(store, row)
        if row is not None and found is not None and found.my_turn and not found.unsent:
            yield row


def your_turn(t: Translator, row: ThreadRow) -> str:
    return t('It is your turn in "{title}".', title=shown_line(row.title, limits.TITLE * 2))


def _alias(alias: str) -> str:
    return shown_line(alias, limits.ALIAS * 2)
