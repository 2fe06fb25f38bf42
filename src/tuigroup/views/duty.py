"""Who is there for a group now, and saying so oneself. Pure, but for the store that is read."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.rows import GroupDetail
from tuigroup.views import quiet
from tuigroup.views.clean import shown_line
from tuigroup.views.times import clock, within
from tuigroup.wire import limits
from tuigroup.wire.records import GroupRecord

HOURS: Final = (1, 2, 4, 8)
_STEP: Final = 30  # minutes: nobody is there until 22:47
_DAY: Final = 24 * 60


def choices(t: Translator, now: int, zone: tzinfo | None) -> list[tuple[str, str, str]]:
    """(key, label, value): until when one is there, at a full or half hour; the last one ends it (0)."""
    untils = [-(-(now + hours * 60) // _STEP) * _STEP for hours in HOURS]
    named = [
        (str(hours), t("until {time}", time=clock(t, until, zone)), str(until))
        for hours, until in zip(HOURS, untils, strict=True)
    ]
    return [*named, ("n", t("not any more"), "0")]


def told(t: Translator, until: int, zone: tzinfo | None) -> str:
    """What was done, in a sentence."""
    if not until:
        return t("You are not on duty any more.")
    return t(
        "You are here until {time}. Members see it where they write; it ends by itself.", time=clock(t, until, zone)
    )


def on_duty(t: Translator, page: GroupDetail | None, now: int, zone: tzinfo | None) -> str:
    """``On duty now: Ines (until 23:00)``; '' where nobody said so."""
    here = [who for who in (page.facilitators if page is not None else ()) if who.until > now]
    if not here:
        return ""
    people = ", ".join(
        t("{alias} (until {time})", alias=shown_line(who.alias, limits.ALIAS * 2), time=clock(t, who.until, zone))
        for who in here
    )
    return t("On duty now: {people}.", people=people)


def answered_by(t: Translator, store: Store, group: int, zone: tzinfo | None, help_now: str = "") -> list[str]:
    """Who is there now, whether these are quiet hours, and how long a first answer usually takes at this hour.

    A sentence each, where known. ``help_now`` is the key or word that shows crisis lines, where it is to be said.
    """
    page, now = store.groups.page(group), store.now_min()
    rest = quiet.before_posting(t, page, now, zone, help_now)
    said = (on_duty(t, page, now, zone), rest, usual_wait(t, store.groups.get(group), page, now))
    return [sentence for sentence in said if sentence]


def wait_now(group: GroupRecord | None, page: GroupDetail | None, now: int) -> tuple[int, bool]:
    """The usual minutes until a first answer (0: unknown), and whether that is of this time of day."""
    waits = page.figures.waits if page is not None and page.figures is not None else []
    here = waits[now % _DAY * len(waits) // _DAY] if waits else 0
    return (here, True) if here else (group.first_reply if group is not None else 0, False)


def usual_wait(t: Translator, group: GroupRecord | None, page: GroupDetail | None, now: int) -> str:
    """How long a first answer usually takes here and now, '' where that is unknown."""
    minutes, of_this_hour = wait_now(group, page, now)
    if not minutes:
        return ""
    if of_this_hour:
        return t("At this time of day a first answer usually comes within {time}.", time=within(t, minutes))
    return t("A first answer usually comes within {time}.", time=within(t, minutes))
