"""Guests of sessions in a line, for the first screen too: who comes, and when they answer. It loads little."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.rows import JoinedGroup
from tuigroup.views.clean import shown_line
from tuigroup.views.times import said
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.wire.guests import GuestSession


def upcoming(store: Store, joined: Iterable[JoinedGroup], now: int) -> list[tuple[JoinedGroup, GuestSession]]:
    """Sessions that are announced or on, of all one's groups."""
    return [
        (one, found)
        for one in joined
        if not one.on_break
        for found in store.groups.sessions(one.group.group)
        if not found.closed and found.until > now
    ]


def who(found: GuestSession) -> str:
    name, credentials = shown_line(found.name, limits.ALIAS * 2), shown_line(found.credentials, limits.CREDENTIALS)
    return f"{name}, {credentials}" if credentials else name


def window(t: Translator, found: GuestSession, now: int, zone: tzinfo | None) -> str:
    start, until = said(t, found.start, now, zone), said(t, found.until, now, zone)
    if found.closed or now >= found.until:
        return t("it is over")
    if now >= found.start:
        return t("answers until {until}", until=until)
    return t("answers from {start} until {until}", start=start, until=until)


def today(t: Translator, joined: JoinedGroup, found: GuestSession, now: int, zone: tzinfo | None) -> str:
    name = shown_line(joined.group.name, 48)
    return f"{who(found)}  {window(t, found, now, zone)}  {name}"
