"""A bundle in words: where it is from, how old it is, whose key signed it, and its crisis lines. Pure.

What of the program needs a server is closed in a bundle, on screens and in lines.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, tzinfo
from typing import Any, Final

from tuigroup.helplines import Contact, Country, CrisisLine, Helplines
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store, bundled, given
from tuigroup.text import line
from tuigroup.views.clean import shown_line
from tuigroup.views.times import local
from tuigroup.wire import limits

DAY: Final = 24 * 60
OLD: Final = 365  # days from which on it is marked
# Commands that ask a server for something, or write for one.
CLOSED: Final = frozenset(
    {
        "join", "propose", "claim", "leave_group", "take_break", "account", "outbox", "update", "offline", "save",
        "forget", "cancel", "today", "check_in", "weeks", "waiting", "meetings", "next_unread", "settings", "private",
    }
)  # fmt: skip
NO_LINE: Final = N_("no line: a bundle")
WHERE: Final = N_("Which file? On a stick it is often under /media or /run/media.")
WHAT: Final = N_("Everything here is from this one file. Nothing is asked over a line, and nothing is kept.")
FIRST: Final = N_("This is the first bundle of this server here. Its key is remembered; the next one has to have it.")
CHANGED: Final = N_(
    "Careful: an earlier bundle of this server had another key. Somebody else may have made this one. Compare the key "
    "with whoever runs the server before you trust what it says."
)
TRUST: Final = N_("I compared the key: it is the right one from now on")
TRUSTED: Final = N_("The key is remembered. Another one will be told from it.")
AS_OLD: Final = N_("Much of it may no longer be right. Crisis lines change too: if one does not answer, try the next.")
_WORD: Final = 120
_GROUPS: Final = 6  # of five letters, a line


def name(store: Store) -> str:
    return shown_line(store.settings.get(bundled.NAME), 60)


def age(t: Translator, store: Store, now: int) -> str:
    """``from 3 weeks ago``."""
    days = (now - store.settings.number(bundled.MADE)) // DAY
    if days < 0:
        return t("from a day that is still to come by this machine's clock")
    if days < 1:
        return t("from today")
    if days < 14:
        return t.plural("from yesterday", "from {count} days ago", days)
    if days < 60:
        return t.plural("from a week ago", "from {count} weeks ago", days // 7)
    if days < OLD:
        return t.plural("from a month ago", "from {count} months ago", days // 30)
    return t.plural("from more than a year ago", "from more than {count} years ago", days // OLD)


def old(store: Store, now: int) -> bool:
    return now - store.settings.number(bundled.MADE) > OLD * DAY


def changed(store: Store) -> bool:
    return store.settings.get(bundled.STANDS) == bundled.CHANGED


def warnings(t: Translator, store: Store, now: int) -> list[str]:
    """What has to be known before anything else."""
    out = [t(CHANGED)] if changed(store) else []
    if old(store, now):
        out.append(t("This is {age}.", age=age(t, store, now)) + " " + t(AS_OLD))
    return out


def about(t: Translator, store: Store, now: int, zone: tzinfo | None) -> list[str]:
    """Where it is from, when it was made, and what it is."""
    made = t.date(local(store.settings.number(bundled.MADE), zone).date(), "{day} {month} {year}")
    out = [t("A bundle of {name}, made on {date}, {age}.", name=name(store), date=made, age=age(t, store, now))]
    if address := shown_line(store.settings.get(bundled.ADDRESS), limits.URL):
        out.append(t("With a line, the server is at {address}", address=address))
    out.append(t(WHAT))
    if store.settings.get(bundled.STANDS) == bundled.NEW:
        out.append(t(FIRST))
    return out


def key_lines(store: Store) -> list[str]:
    """The public key with which it was signed, as slip-key prints it."""
    letters = shown_line(store.settings.get(bundled.KEY), 100).split()
    return [" ".join(letters[start : start + _GROUPS]) for start in range(0, len(letters), _GROUPS)]


def counts(t: Translator, store: Store) -> tuple[str, str]:
    """How many groups and texts there are."""
    groups = len(store.groups.directory()) + len(store.groups.directory(listings=True))
    texts = len(store.resources.heads())
    return t.plural("{count} group", "{count} groups", groups), t.plural("{count} text", "{count} texts", texts)


# Crisis lines


def crisis_lines(store: Store) -> Helplines | None:
    """As the bundle has them, cleaned; None where it has none that can be read."""
    try:
        found = json.loads(store.settings.get(bundled.LINES) or "{}")
        countries = tuple(_country(raw) for raw in found["countries"])
        packaged = Helplines(countries, _text(found, "origin"), _text(found, "licence"), _day(found))
        return given.with_given(packaged, given.read(found.get("given")))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _country(raw: Mapping[str, Any]) -> Country:
    code = _text(raw, "code")
    lines = tuple(_line(one, code) for one in raw["lines"])
    return Country(code, _text(raw, "name"), _text(raw, "emergency"), _text(raw, "source"), lines)


def _line(raw: Mapping[str, Any], country: str) -> CrisisLine:
    return CrisisLine(
        id=_text(raw, "id"),
        country=country,
        name=_text(raw, "name"),
        about=_text(raw, "about"),
        website=_text(raw, "website"),
        source=_text(raw, "source"),
        seen=_day(raw),
        contacts=tuple(_contact(one) for one in raw["contacts"]),
    )


def _contact(raw: Mapping[str, Any]) -> Contact:
    languages = tuple(line(str(code), 16) for code in raw["languages"])
    terms = _text(raw, "hours"), bool(raw["free"]), bool(raw["anonymous"]), _text(raw, "keyword")
    return Contact(_text(raw, "by"), _text(raw, "show"), _text(raw, "dial"), languages, *terms)


def _text(raw: Mapping[str, Any], field: str) -> str:
    value = raw[field]
    if not isinstance(value, str):
        raise ValueError(field)
    return line(value, _WORD)


def _day(raw: Mapping[str, Any]) -> date:
    return date.fromisoformat(raw["seen"])
