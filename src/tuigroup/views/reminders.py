"""Reminders of meetings, inside the program only: a calm line some time before, never a bell. Pure.

How long before is the member's choice, on this machine; 0 is never.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.views import agenda, quiet
from tuigroup.views.agenda import Entry
from tuigroup.views.meetings import until
from tuigroup.views.times import clock, within
from tuigroup.wire.occurrences import between

NAME: Final = "remind_minutes"
CHOICES: Final = (0, 15, 60, 180, 24 * 60)
USUAL: Final = 60


def minutes(store: Store) -> int:
    """How many minutes before one wants to be reminded; 0 for never."""
    chosen = store.settings.number(NAME, USUAL)
    return chosen if 0 <= chosen <= CHOICES[-1] else USUAL


def before(t: Translator, count: int) -> str:
    """``1 h before``, ``never``."""
    return t("{time} before", time=within(t, count)) if count else t("never")


def choices(t: Translator) -> list[tuple[str, str, str]]:
    """For a question: a key, what it means, the value."""
    return [(str(place), before(t, count), str(count)) for place, count in enumerate(CHOICES)]


def due(store: Store, now: int) -> list[Entry]:
    """The meetings of which one is reminded now: those that begin soon, and those that run."""
    ahead = minutes(store)
    return _coming(store, now, now + ahead + 1) if ahead else []


def next_moment(store: Store, now: int) -> int:
    """The minute at which the next one becomes due, within a day; 0 for none."""
    ahead = minutes(store)
    if not ahead:
        return 0
    found = _coming(store, now, now + ahead + 24 * 60)
    return min((one.at.start - ahead for one in found if one.at.start - ahead > now), default=0)


def speaks(store: Store, entry: Entry) -> bool:
    """Whether a reminder comes by itself: not in the group's quiet hours, but for who said that they will be there."""
    return store.attendance.is_coming(entry.number, entry.at.slot) or not quiet.quiet_now(store, entry.number)


def _coming(store: Store, now: int, last: int) -> list[Entry]:
    return sorted(
        (
            Entry(joined, one)
            for joined in agenda.groups(store)
            for meeting in agenda.meetings_of(store, joined.group.group)
            for one in between(meeting, now, last)
        ),
        key=lambda entry: entry.at.start,
    )


def words(t: Translator, store: Store, entry: Entry, now: int, zone: tzinfo | None) -> str:
    """``Night Porters meets at 21:00, in 50 min. You'll be there.``"""
    name = agenda.group_name(entry)
    if entry.at.running(now):
        said = t("{group} meets now, until {time}.", group=name, time=clock(t, entry.at.end, zone))
    else:
        said = t(
            "{group} meets at {time}, {until}.",
            group=name,
            time=clock(t, entry.at.start, zone),
            until=until(t, entry.at, now),
        )
    coming = store.attendance.is_coming(entry.number, entry.at.slot)
    there = store.attendance.was_there(entry.number, entry.at.slot)
    return f"{said} {t('You said that you will be there.')}" if coming and not there else said
