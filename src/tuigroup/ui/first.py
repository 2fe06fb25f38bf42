"""The first screen before Textual is loaded: the page for today from the store, cell for cell as its screen draws it.

Loading what screens need takes longer than reading the store. So this is drawn by the terminal layer alone; the
screen takes it over as soon as it is there, and a test holds the two together. Must not import Textual.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import tzinfo
from typing import Final, NamedTuple

from tuigroup.errors import TuigroupError
from tuigroup.i18n import translator
from tuigroup.terminal.early import Early
from tuigroup.ui.looks import OWN, THEMES, Theme
from tuigroup.ui.sizes import LEAST_HEIGHT, LEAST_WIDTH, MAIN, WIDE
from tuigroup.views import edges, today_page
from tuigroup.views.clean import visible
from tuigroup.views.lines import WIDEST, Line, line, wrapped
from tuigroup.views.needs import SessionLike, SettingsLike
from tuigroup.views.rows import MARGIN, beginning
from tuigroup.views.today_page import TodayPage

_COLOURS: Final = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


class Picture(NamedTuple):
    """What stands where: (row, column, line) each; and the cursor's column and row."""

    placed: Sequence[tuple[int, int, Line]]
    cursor: tuple[int, int]


@contextmanager
def shown(session: SessionLike, settings: SettingsLike) -> Iterator[Early | None]:
    """The first screen stands on the terminal, where that can be done; who does not take it over gives it back."""
    early, found = Early(os.environ), None
    if early.able:
        with suppress(TuigroupError):  # the screen itself will say it
            found = picture(session, settings, *early.size)
    if found is None:
        yield None
        return
    theme = THEMES.get(session.store.settings.get("theme", settings.theme), THEMES[OWN])
    try:
        early.show(written(found, theme, *early.size), found.cursor)
        yield early
    finally:
        early.give_back()


def picture(
    session: SessionLike, settings: SettingsLike, columns: int, height: int, *, zone: tzinfo | None = None
) -> Picture | None:
    """None where something else comes first, or where not all of it would be as the screen has it."""
    if session.account is None or not settings.server or columns < LEAST_WIDTH or height < LEAST_HEIGHT:
        return None
    store, status, beside, room = session.store, session.engine.status(), columns >= WIDE, height - 2
    t = translator(store.settings.get("language") or settings.language)
    page = TodayPage(
        t,
        store,
        status,
        who=session.account,
        closed=session.record_closed,
        since=store.marks.last_visit(),
        now=store.now_min(),
        zone=zone,
        beside=beside,
    )
    main = MAIN if beside else columns
    lines, marked = beginning(page.rows(), max(8, min(WIDEST, main - MARGIN - 1)))
    if marked is None or marked[1] > room:
        return None
    state = edges.link_words(t, status)
    keys = [name for name in today_page.KEYS if name != "next_unread" or page.unread]
    items, last = (edges.pairs(t, names, settings.keys) for names in (keys, today_page.LAST_KEYS))
    key = t(edges.help_key(settings.keys, letters=True))
    placed = [(0, 0, edges.title(t, columns, today_page.CRUMBS, today_page.info(t, store), state, key))]
    placed += [(place, 0, of) for place, of in enumerate(lines[:room], 1)]
    if beside:
        wide = max(8, min(WIDEST, columns - MAIN - 2))
        told = [(*line(" "), *of) for part in page.meetings() for of in wrapped(part, wide)]
        placed += [(place, MAIN, of) for place, of in enumerate(told[:room], 1)]
    placed.append((height - 1, 0, edges.keys(columns, items, last)))
    return Picture(placed, (MARGIN - 2, 1 + marked[0]))


def written(found: Picture, theme: Theme, columns: int, height: int) -> str:
    """The picture in the output grammar that the terminal layer reads."""
    ground = _codes(theme.base)
    out = [f"\x1b[{y + 1};1H\x1b[0;{ground}m{' ' * columns}" for y in range(height)] if ground else []
    for y, x, of in found.placed:
        out.append(f"\x1b[{y + 1};{x + 1}H")
        for text, style in of:
            codes = [code for code in ("0", ground, _codes(theme.styles.get(style, ""))) if code]
            out.append(f"\x1b[{';'.join(codes)}m{visible(text)}")
    return "".join(out)


def _codes(said: str) -> str:
    """``bold white on black`` as the numbers of a style sequence."""
    codes, base = [], 30
    for word in said.split():
        colour = word.removeprefix("bright_")
        if word == "bold":
            codes.append(1)
        elif word == "on":
            base = 40
        elif colour in _COLOURS:
            codes.append(base + _COLOURS.index(colour) + (60 if colour != word else 0))
    return ";".join(map(str, codes))
