"""The meetings that come, of all one's groups or of one: when, by whose clock, and how one stands to them. Pure.

What facilitators changed and what waits to be sent counts already. Attendance is the member's own and said to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.rows import JoinedGroup
from tuigroup.views import changed_dates
from tuigroup.views.boards import runs
from tuigroup.views.clean import shown_line
from tuigroup.views.meeting_rows import pending_meetings
from tuigroup.views.meetings import other_clock, until, when, zone_words
from tuigroup.views.times import local
from tuigroup.wire import limits
from tuigroup.wire.occurrences import Change, Occurrence, between, changes_of, next_of, regular_on, zone_of
from tuigroup.wire.records import MeetingRecord
from tuigroup.wire.words import Standing

AHEAD: Final = 31 * 24 * 60
CHECK_IN_BEFORE: Final = 30  # minutes before it begins
CHECK_IN_AFTER: Final = 12 * 60  # after it ended: one may have been there without a line
MOST: Final = 60
HISTORY: Final = 6  # dates that are named of those one was at


@dataclass(frozen=True, slots=True)
class Entry:
    """One date in the list. ``off`` is the change that leaves it out; then ``at`` is when it would have been."""

    group: JoinedGroup
    at: Occurrence
    off: Change | None = None

    @property
    def number(self) -> int:
        return self.group.group.group

    @property
    def key(self) -> tuple[str, int, int]:
        return ("meeting", self.number, self.at.slot)


def meetings_of(store: Store, group: int) -> list[MeetingRecord]:
    """The meetings of a group, as they are with what waits to be sent."""
    waiting = pending_meetings(store, group)
    return store.groups.meetings_of(group) if waiting is None else waiting


def entries(store: Store, now: int, group: int = 0) -> list[Entry]:
    """What runs, what comes within a month, of each meeting at least one; and what is just over."""
    found: list[Entry] = []
    for joined in groups(store, group):
        for meeting in meetings_of(store, joined.group.group):
            soon = between(meeting, now - CHECK_IN_AFTER, now + AHEAD)
            if not any(one.end > now for one in soon) and (later := next_of(meeting, now)) is not None:
                soon.append(later)
            found += [Entry(joined, one) for one in soon]
            found += [Entry(joined, slot, change) for slot, change in _left_out(meeting, now)]
    return sorted(found, key=lambda one: (one.at.start, one.group.group.name.casefold()))[:MOST]


def groups(store: Store, group: int = 0) -> Iterator[JoinedGroup]:
    """Those whose meetings are told; none that one takes a break from, unless it is asked for by itself."""
    for joined in store.groups.joined():
        if joined.membership.standing is Standing.ACTIVE and (
            joined.group.group == group if group else not joined.on_break
        ):
            yield joined


def _left_out(meeting: MeetingRecord, now: int) -> Iterator[tuple[Occurrence, Change]]:
    for day, change in changes_of(meeting).items():
        slot = regular_on(meeting, day) if change.to is None else None
        if slot is not None and slot.end > now and slot.start < now + AHEAD:
            yield slot, change


# What can be done


def is_open(entry: Entry, now: int) -> bool:
    """Whether one can check in: while it is on, somewhat before, and for the rest of the day."""
    return entry.off is None and entry.at.start - CHECK_IN_BEFORE <= now < entry.at.end + CHECK_IN_AFTER


def gives_slips(entry: Entry, now: int) -> bool:
    """Whether the server signs a slip now."""
    return entry.off is None and entry.at.start - limits.SLIP_BEFORE <= now < entry.at.end + limits.SLIP_AFTER


def to_come(entry: Entry, now: int) -> bool:
    return entry.off is None and entry.at.end > now


def may_change(entry: Entry, now: int) -> bool:
    """Whether the member runs the group, and the date is not over."""
    return runs(entry.group.membership) and entry.at.end > now


# What is said


def group_name(entry: Entry) -> str:
    return shown_line(entry.group.group.name, limits.GROUP_NAME)


def when_words(t: Translator, entry: Entry, now: int, zone: tzinfo | None) -> str:
    """``today 21:00, in 2 h 10 min``; ``Sun 4 October, 21:00`` after a week; ``today 18:00, over``."""
    at = entry.at
    days = (local(at.start, zone).date() - local(now, zone).date()).days
    if entry.off is None and at.end <= now:
        return t("{when}, over", when=changed_dates.moment(t, at.start, zone))
    said = when(t, at, now, zone) if 0 <= days < 7 else changed_dates.moment(t, at.start, zone)
    soon = entry.off is None and not at.running(now) and at.start - now < 24 * 60
    return f"{said}, {until(t, at, now)}" if soon else said


def own_clock(t: Translator, entry: Entry, zone: tzinfo | None) -> str:
    """``Sun 16:00 in Sao Paulo``, where the group's clock shows another time than the reader's; else ''."""
    own = zone_of(entry.at.meeting.timezone)
    if own is None or not other_clock(entry.at, zone):
        return ""
    there = t.date(local(entry.at.start, own), "{wday} {time}")
    return t("{when} in {zone}", when=there, zone=zone_words(entry.at.meeting.timezone))


def notes(t: Translator, store: Store, entry: Entry, now: int, zone: tzinfo | None) -> list[str]:
    """What else there is to say of it: its name, the group's clock, what changed, how one stands to it."""
    out = [shown_line(entry.at.meeting.name, limits.TITLE), own_clock(t, entry, zone)]
    change = entry.off or entry.at.change
    if change is not None:
        if entry.off is not None:
            out.append(t("left out"))
        else:
            out.append(t("moved from {when}", when=changed_dates.moment(t, entry.at.slot, zone)))
        if change.word:
            out.append(f'"{shown_line(change.word, limits.MEETING_WORD)}"')
    if pending_meetings(store, entry.number) is not None and runs(entry.group.membership):
        out.append(t("changes wait to be sent"))
    out.append(standing(t, store, entry))
    return [part for part in out if part]


def standing(t: Translator, store: Store, entry: Entry) -> str:
    """What the member said of it; only they see it."""
    if store.attendance.was_there(entry.number, entry.at.slot):
        slip = store.attendance.slip(entry.number, entry.at.slot)
        return t("you checked in, and have a slip") if slip else t("you checked in")
    if entry.off is None and store.attendance.is_coming(entry.number, entry.at.slot):
        return t("you'll be there")
    return ""


def history(t: Translator, store: Store, joined: Iterable[JoinedGroup], zone: tzinfo | None) -> list[str]:
    """A sentence a group about the meetings one checked in at."""
    out = []
    for one in joined:
        slots = store.attendance.slots(one.group.group)
        if slots:
            dates = ", ".join(t.date(local(slot, zone), "{day} {mon}") for slot in slots[:HISTORY])
            name = shown_line(one.group.name, limits.GROUP_NAME)
            out.append(
                t.plural(
                    "{group}: you checked in at {count} meeting ({dates}).",
                    "{group}: you checked in at {count} meetings (last: {dates}).",
                    len(slots),
                    group=name,
                    dates=dates,
                )
            )
    return out
