"""A thread in a list: its title, who began it, how much is in it and how much of that is new."""

from __future__ import annotations

from datetime import tzinfo

from tuigroup.i18n import Translator
from tuigroup.store.rows import ThreadRow
from tuigroup.text import width
from tuigroup.ui.widgets.rowlist import Draw, Row
from tuigroup.views import partners, titles, written_meetings
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, Span, between, columns, cut, line, wrap
from tuigroup.views.posts import HOPES, called
from tuigroup.views.times import ago
from tuigroup.wire import limits

NARROW = 60  # columns under which a row says less
WIDEST = 54  # columns: a row is read at a glance, and a list that scrolls by one costs the line 70 bytes


def thread_row(t: Translator, thread: ThreadRow, now: int, zone: tzinfo | None = None) -> Row:
    """A row of one line, two where there is little room; its item is the thread."""
    return Row(("thread", thread.ref), draw(t, thread, now, zone), 0, thread)


def words_row(text: str, style: str = "dim") -> Row:
    """A sentence in a list, which the marker passes."""
    return Row(None, lambda room: [line((found, style)) for found in wrap(text, room)], 0)


def draw(t: Translator, thread: ThreadRow, now: int, zone: tzinfo | None = None) -> Draw:
    """Title, as much about it as fits, then how much is new and how long ago in columns of their own."""
    title = titles.of_thread(t, thread.title) or t("(a thread whose title is not here yet)")
    if thread.of_topic:
        title = t("muted topic: {note}", note=shown_line(thread.note, limits.NOTE * 2))
    meeting = written_meetings.short(t, thread, now, zone)
    style = "dim" if thread.of_topic else "unread" if thread.unread and not thread.muted else ""

    def lines(room: int) -> list[Line]:
        end = line(_new(t, thread), (f" {ago(t, thread.last_at, now):>6}", "dim"))
        if room < NARROW:
            about = _about(t, thread, meeting, room - columns(end) - 4)
            return [cut(line((title, style)), room), between(line("  ", *about), end, room)]
        room = min(room, WIDEST)
        left = line((title, style))
        about = _about(t, thread, meeting, room - columns(left) - columns(end) - 4)
        return [between((*left, ("  ", ""), *about) if about else left, end, room)]

    return lines


def _new(t: Translator, thread: ThreadRow) -> Span:
    if thread.unsent:
        return (t("unsent"), "note")
    if thread.muted:
        return (t("muted"), "dim")
    return (t.plural("{count} new", "{count} new", thread.unread) if thread.unread else "", "new")


def _about(t: Translator, thread: ThreadRow, meeting: str, room: int) -> list[Span]:
    """What fits of: how a written ``meeting`` stands, its note, that it is locked, who began it, what it hopes for."""
    note = shown_line(thread.note, limits.NOTE * 2)
    parts: list[Span] = [
        (meeting, "note"),
        (partners.audience(t, thread.audience), "note"),
        (t("note: {note}", note=note) if note and not thread.of_topic else "", "note"),
        (t("watched") if thread.watched else "", "dim"),
        (t("locked") if thread.head is not None and thread.head.locked else "", "dim"),
        (called(t, thread.alias) if thread.alias or thread.head is not None else "", "alias"),
        (t.plural("{count} post", "{count} posts", thread.posts) if thread.posts > 1 else "", "dim"),
        (t(HOPES[thread.intent]), "dim"),
    ]
    out: list[Span] = []
    for text, style in parts:
        lead = "  " if out else ""
        if text and width(lead + text) <= room:
            out.append((lead + text, style))
            room -= width(lead + text)
    return out
