"""Dates of a meeting that are left out or moved, in words: on the group's page, as a notice, in the list. Pure."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from tuigroup.i18n import Translator
from tuigroup.store.changing import MOVED, OFF, read
from tuigroup.views.clean import shown_line
from tuigroup.views.times import clock, local
from tuigroup.wire import limits
from tuigroup.wire.occurrences import at, changes_of, regular_on
from tuigroup.wire.records import MeetingRecord

SHOWN: Final = 4  # dates that a group's page names of one meeting


def moment(t: Translator, minute: int, zone: tzinfo | None) -> str:
    """``Tue 5 January, 20:30`` by the reader's clock."""
    when = local(minute, zone)
    return t("{day} {date}, {time}", day=t.weekday(when.weekday(), short=True), date=t.date(when), time=t.time(when))


def otherwise(t: Translator, meeting: MeetingRecord, now: int, zone: tzinfo | None) -> list[str]:
    """A sentence for each date from now on that is not as the rule has it."""
    out = []
    for day in sorted(changes := changes_of(meeting)):
        slot = regular_on(meeting, day)
        found = at(meeting, slot.slot) if slot is not None else None
        if slot is not None and max(slot.end, found.end if found is not None else 0) > now:
            kind, start = (OFF, slot.slot) if found is None else (MOVED, found.start)
            out.append(words(t, kind, slot.slot, start, changes[day].word, zone))
    return out[:SHOWN]


def words(t: Translator, kind: str, slot: int, start: int, word: str, zone: tzinfo | None) -> str:
    """``Not on Tue 5 January, 20:30. Their word: "The hall is being painted."``"""
    usual = moment(t, slot, zone)
    if kind == OFF:
        said = t("Not on {when}.", when=usual)
    elif kind == MOVED:
        same = local(slot, zone).date() == local(start, zone).date()
        there = clock(t, start, zone) if same else moment(t, start, zone)
        said = t("Not {before} but {after}.", before=usual, after=there)
    else:
        said = t("After all on {when}.", when=usual)
    return said + (" " + t('Their word: "{word}"', word=shown_line(word, limits.MEETING_WORD)) if word else "")


def notice(t: Translator, kind: str, text: str, group: str, zone: tzinfo | None) -> str:
    """A notice of such a date as the store keeps it; ``group`` is its clean name."""
    slot, start, word = read(text)
    return t("{group} meets otherwise: {words}", group=group, words=words(t, kind, slot, start, word, zone))
