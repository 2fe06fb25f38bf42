"""`tuigroup help-now`: crisis lines as text, without network or account. What an earlier visit heard of goes on top."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from tuigroup.config import Settings
from tuigroup.helplines import load, main_language
from tuigroup.helplines.words import plain
from tuigroup.i18n import Translator


def run(country: str, t: Translator, settings: Settings | None = None) -> int:
    """``settings`` say where a store may be; nothing about it stops the packaged lines from being said."""
    facts = load()
    with suppress(Exception):
        if settings is not None:
            from tuigroup.doors.visit import as_chosen, store_path
            from tuigroup.store import given

            chosen = as_chosen(settings)
            facts = given.at(store_path(chosen, chosen.server) if chosen.server else None)
    reads = (settings.language, t.language) if settings is not None else ()
    for line in plain(t, facts, country, date.today(), reads=tuple(filter(None, map(main_language, reads)))):
        print(line)
    return 0
