"""Quiet hours of a group: when its people usually don't read, by its own clock. Nothing is held up by them. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import GroupDetail
from tuigroup.views.times import clock, local
from tuigroup.wire.occurrences import zone_of

HELP: Final = N_("Help now ({key}) is there at any hour.")


def hours(t: Translator, quiet: tuple[int, ...]) -> str:
    """``22:00 to 07:00``; '' for none."""
    if len(quiet) != 2:
        return ""
    begin, end = (t.time(datetime(2000, 1, 1, at // 60, at % 60)) for at in quiet)
    return t("{begin} to {end}", begin=begin, end=end)


def ends(page: GroupDetail | None, now: int) -> int:
    """The minute at which the quiet hours end that are now; 0 where there are none now."""
    if page is None or len(page.quiet) != 2:
        return 0
    begin, end = page.quiet
    zone = zone_of(page.group.timezone) or UTC
    here = local(now, zone)
    at = here.hour * 60 + here.minute
    if not (begin <= at < end if begin < end else at >= begin or at < end):
        return 0
    return _moment(here.date() + timedelta(days=int(at >= end)), end, zone, now)


def _moment(day: date, minutes: int, zone: tzinfo, now: int) -> int:
    """That time of that day; of two that are called so in autumn the one that is still to come."""
    when = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone)
    first = int(when.timestamp()) // 60
    return first if first > now else int(when.replace(fold=1).timestamp()) // 60


def quiet_now(store: Store, group: int) -> bool:
    return ends(store.groups.page(group), store.now_min()) > 0


def before_posting(t: Translator, page: GroupDetail | None, now: int, zone: tzinfo | None, help_now: str = "") -> str:
    """What somebody should know who writes in quiet hours, '' at other times; ``help_now`` is how to get there."""
    until = ends(page, now)
    if not until:
        return ""
    said = t(
        "Quiet hours here: people usually don't read now, and are back at {time}. You can post all the same.",
        time=clock(t, until, zone),
    )
    return f"{said} {t(HELP, key=help_now)}" if help_now else said
