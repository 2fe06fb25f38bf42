"""Times as people say them: "2 h", "Tuesday", "12 March". Minutes since 1970 in UTC come in, words go out."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final

from tuigroup.i18n import N_, Translator

_EVERY: Final = (
    N_("Mondays"), N_("Tuesdays"), N_("Wednesdays"), N_("Thursdays"), N_("Fridays"), N_("Saturdays"), N_("Sundays"),
)  # fmt: skip


def local(at: int, zone: tzinfo | None) -> datetime:
    """A minute as a local time; zone None means the machine's own."""
    return datetime.fromtimestamp(at * 60, UTC).astimezone(zone)


def clock(t: Translator, at: int, zone: tzinfo | None) -> str:
    """``21:00``."""
    return t.time(local(at, zone))


def exact(t: Translator, at: int, zone: tzinfo | None) -> str:
    """``Sun 22 Nov 2026, 21:00``: the one that is a key away."""
    return t.date(local(at, zone), "{wday} {day} {mon} {year}, {time}")


def every(t: Translator, weekday: int) -> str:
    """A day of every week, 0 for Monday: ``Tuesdays``."""
    return t(_EVERY[weekday])


def ago(t: Translator, at: int, now: int) -> str:
    """How long ago, short: ``now``, ``5 min``, ``2 h``, ``3 d``, ``5 weeks``, ``4 months``, ``2 years``."""
    minutes = max(0, now - at)
    if minutes < 1:
        return t("now")
    if minutes < 60:
        return t("{minutes} min", minutes=minutes)
    if minutes < 48 * 60:
        return t("{hours} h", hours=minutes // 60)
    days = minutes // 1440
    if days < 14:
        return t("{days} d", days=days)
    if days < 60:
        return t("{weeks} weeks", weeks=days // 7)
    if days < 730:
        return t("{months} months", months=days // 30)
    return t("{years} years", years=days // 365)


def said(t: Translator, at: int, now: int, zone: tzinfo | None) -> str:
    """A moment in a sentence: ``14:05`` today, ``yesterday``, ``Tuesday``, ``12 March``, ``March 2024``."""
    when, today = local(at, zone), local(now, zone)
    days = (today.date() - when.date()).days
    if days <= 0:
        return t.time(when)
    if days == 1:
        return t("yesterday")
    if days < 7:
        return t.weekday(when.weekday())
    return t.date(when, "{day} {month}" if days < 330 else "{month} {year}")


def stamp(t: Translator, at: int, now: int, zone: tzinfo | None) -> str:
    """Beside a post: ``03:40`` today, ``Sun 03:40`` this week, ``12 Mar`` or ``12 Mar 2025`` before."""
    when, today = local(at, zone), local(now, zone)
    days = (today.date() - when.date()).days
    if days <= 0:
        return t.time(when)
    if days < 7:
        return t.date(when, "{wday} {time}")
    return t.date(when, "{day} {mon}" if days < 330 else "{day} {mon} {year}")


def within(t: Translator, minutes: int) -> str:
    """A length of time: ``50 min``, ``2 h 10 min``, ``3 days``."""
    if minutes < 60:
        return t("{minutes} min", minutes=minutes)
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return t("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else t("{hours} h", hours=hours)
    return t.plural("a day", "{count} days", round(minutes / 1440))


def greeting(t: Translator, now: int, zone: tzinfo | None) -> str:
    hour = local(now, zone).hour
    if hour < 5:
        return t("A quiet hour")
    if hour < 12:
        return t("Good morning")
    if hour < 18:
        return t("Good afternoon")
    return t("Good evening")
