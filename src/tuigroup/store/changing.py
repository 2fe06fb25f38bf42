"""What is told of meetings whose dates changed: left out, moved, or held after all. Pure: rows in, notices out.

A notice carries figures and the facilitators' word, and no sentence: that is said in the reader's language and time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from tuigroup.late import Late
from tuigroup.wire import limits
from tuigroup.wire.occurrences import Occurrence, at, changes_of, day_of, regular_on
from tuigroup.wire.records import MeetingRecord

if TYPE_CHECKING:
    from tuigroup.wire import sync as envelope
    from tuigroup.wire.sync import Notice
else:
    envelope = Late("tuigroup.wire.sync")

OFF: Final = "meeting-off"
MOVED: Final = "meeting-moved"
ON: Final = "meeting-on"
KINDS: Final = (OFF, MOVED, ON)


def told(before: Iterable[MeetingRecord], after: Iterable[MeetingRecord], now: int) -> Iterator[Notice]:
    """Of meetings that were known before: each date from now on that is otherwise than it was."""
    known = {_same(meeting): meeting for meeting in before}
    for meeting in after:
        old = known.get(_same(meeting))
        if old is None or old.changes == meeting.changes:
            continue
        was, is_now = changes_of(old), changes_of(meeting)
        for day in sorted({*was, *is_now}):
            slot = regular_on(meeting, day)
            if slot is not None and was.get(day) != is_now.get(day):
                notice = _notice(meeting, slot)
                if notice.at > now:
                    yield notice


def _same(meeting: MeetingRecord) -> tuple[object, ...]:
    return (meeting.weekday, meeting.start, meeting.timezone, meeting.rule, meeting.since, meeting.name)


def _notice(meeting: MeetingRecord, slot: Occurrence) -> Notice:
    found = at(meeting, slot.slot)
    change = changes_of(meeting).get(day_of(slot))
    word = change.word if change is not None else ""
    kind = OFF if found is None else MOVED if found.change is not None else ON
    start = found.start if found is not None else slot.start
    return envelope.Notice(t=kind, g=meeting.group, d=f"{slot.slot} {start} {word}".strip(), at=max(slot.start, start))


def read(text: str) -> tuple[int, int, str]:
    """When the rule has it, when it is now, and the word; (0, 0, '') for a text that is none of these."""
    first, _, rest = text.partition(" ")
    second, _, word = rest.partition(" ")
    if not all(part.isascii() and part.isdecimal() and len(part) < 16 for part in (first, second)):
        return 0, 0, ""
    slot, start = int(first), int(second)
    return (slot, start, word) if max(slot, start) <= limits.LAST_MINUTE else (0, 0, "")
