"""Groups as rows of a list: columns where there is room, two lines where there is little, unfolded where selected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from tuigroup.i18n import Translator
from tuigroup.text import width
from tuigroup.ui.widgets.rowlist import Row
from tuigroup.views import group_words as words
from tuigroup.views.facets import Entry
from tuigroup.views.lines import Line, cells, line, wrap
from tuigroup.views.meetings import until, when, when_yours
from tuigroup.wire.words import Standing

COLUMNS = 58  # from here on there is room for columns
MEETS = 15  # columns for when a group meets
ABOUT_LINES = 3


def row(
    t: Translator, entry: Entry, now: int, zone: tzinfo | None, *, unfolded: bool = False, narrow: bool = False
) -> Row:
    """A group. ``narrow`` rows have two lines, others one; an unfolded one tells more under its name."""

    def draw(room: int) -> list[Line]:
        lines = _short(t, entry, now, zone, room) if room < COLUMNS else [_columns(t, entry, now, zone, room)]
        return [*lines, *_more(t, entry, now, zone, room)] if unfolded else lines

    height = 0 if unfolded else (2 if narrow else 1)
    return Row(entry.group.group, draw, height, entry, "-" if entry.listing else " ")


def _meets(t: Translator, entry: Entry, now: int, zone: tzinfo | None) -> str:
    return when(t, entry.next, now, zone) if entry.next is not None else ""


def _columns(t: Translator, entry: Entry, now: int, zone: tzinfo | None, room: int) -> Line:
    kinds, formats, access = (_widest(t, table.values()) for table in (words.KIND, words.FORMAT, words.ACCESS))
    rest = kinds + formats + access + MEETS + 3
    if entry.listing:
        return cells((entry.name, room - rest - 1), (words.listing(t, entry.group, now), rest, "dim"))
    group = entry.group
    return cells(
        (entry.name, room - rest - 1),
        (t(words.KIND[group.kind]), kinds),
        (t(words.FORMAT[group.format]), formats),
        (_joining(t, entry), access),
        (_meets(t, entry, now, zone), MEETS),
    )


def _widest(t: Translator, names: Iterable[str]) -> int:
    return max(width(t(name)) for name in names)


def _short(t: Translator, entry: Entry, now: int, zone: tzinfo | None, room: int) -> list[Line]:
    if entry.listing:
        rest = words.listing(t, entry.group, now)
    else:
        mine = "" if entry.membership is None else _joining(t, entry)
        own = mine if mine in (t("yours"), t("asked")) else ""
        parts = (own, t(words.KIND[entry.group.kind]), t(words.FORMAT[entry.group.format]), _meets(t, entry, now, zone))
        rest = ", ".join(part for part in parts if part)
    return [cells((entry.name, room, "strong")), cells(("  " + rest, room, "dim"))]


def _joining(t: Translator, entry: Entry) -> str:
    mine = entry.membership
    if mine is not None and mine.standing is Standing.ACTIVE:
        return t("yours")
    if mine is not None and mine.standing is Standing.REQUESTED:
        return t("asked")
    return words.joining(t, entry.group)


def _more(t: Translator, entry: Entry, now: int, zone: tzinfo | None, room: int) -> list[Line]:
    inner = room - 2
    about = wrap(words.about(entry.group), inner)[: ABOUT_LINES + 1]
    if len(about) > ABOUT_LINES:
        about = [*about[: ABOUT_LINES - 1], about[ABOUT_LINES - 1].rstrip(".,;: ") + "..."]
    lines = [line("  ", text) for text in about if text]
    if entry.listing:
        return lines + [line("  ", (text, "dim")) for text in wrap(_attend(t, entry, now, zone), inner)]
    facts = words.pulse(t, entry.group)
    if entry.next is not None:
        meets = when_yours(t, entry.next, now, zone)
        facts += "; " + t("meets {when}, {until}", when=meets, until=until(t, entry.next, now))
    return lines + [line("  ", (text, "dim")) for text in wrap(facts, inner)]


def _attend(t: Translator, entry: Entry, now: int, zone: tzinfo | None) -> str:
    parts = [words.where(t, entry.group)]
    if entry.next is not None:
        parts.append(t("meets {when}", when=when_yours(t, entry.next, now, zone)))
    parts.append(t("Enter shows how to attend"))
    return "; ".join(part for part in parts if part)
