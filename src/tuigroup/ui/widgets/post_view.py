"""One post as lines: who, when, whom it answers, what it hopes for, its words, its responses, how far it got.

Pure. ``Shape`` is everything besides the post that changes how it looks, so lines can be kept until one of the
two is another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from tuigroup.commands import BY_NAME
from tuigroup.i18n import ENGLISH, Translator
from tuigroup.store.rows import PostRow
from tuigroup.text import width
from tuigroup.views import decided, markdown, times, wishes, written_meetings
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import WIDEST, Line, Span, between, columns, line, wrap, wrap_line
from tuigroup.views.posts import HOPES, RESPONSES, ROLES, author
from tuigroup.wire import limits
from tuigroup.wire.words import PostState, ResponseKind

MARGIN: Final = 1  # columns before the marker
STEP: Final = 2  # columns a level is further right
LEVELS: Final = 6  # deeper answers stand under each other and say whom they answer


@dataclass(frozen=True, slots=True)
class Shape:
    """How to draw a post.

    ``room`` is all columns of the pane; ``new`` marks it as new; ``veiled`` folds it behind its content note;
    ``hidden`` is how many answers are folded away under it; ``due`` the minute it goes out, 0 if none is known;
    ``offline`` that the line is not there; ``exact`` writes times in full; ``wait`` is how long a
    review usually takes; ``t`` says it.
    """

    room: int
    now: int
    zone: tzinfo | None = None
    new: bool = False
    veiled: bool = False
    hidden: int = 0
    due: int = 0
    offline: bool = False
    exact: bool = False
    wait: int = 0
    t: Translator = ENGLISH


def indent(depth: int, room: int) -> int:
    """Columns that a post of that depth stands to the right: fewer levels where there is little room."""
    return STEP * min(depth, LEVELS if room >= 60 else 2)


def lines(post: PostRow, shape: Shape) -> list[Line]:
    """The post with an empty line after it. The first line leaves the marker's column free."""
    t, lead = shape.t, indent(post.depth, shape.room)
    # Columns of the words: after the margin, the marker, a blank; one column stays free at the right edge.
    room = max(16, min(WIDEST, shape.room - lead - MARGIN - 3))
    out = [((" " * (lead + MARGIN + 2), ""), *of) for of in _header(t, post, shape, room)]
    bar = (" " * (lead + MARGIN) + "| ", "dim")
    body: list[Line] = []
    aside: list[Line] = []  # the program's own words stand outside the bar, in brackets
    review = decided.of_post(t, post, shape.wait, BY_NAME["decisions"].shown)
    aside += [line((found, "note")) for found in wrap(f"({review})", room)] if review else []
    wished = wishes.under_post(t, post, BY_NAME["put_note"].shown, BY_NAME["let_be"].shown)
    aside += [line((found, "note")) for found in wrap(f"({wished})", room)] if wished else []
    if post.state is PostState.REMOVED and review:
        pass
    elif post.state is PostState.REMOVED:
        aside.append(line((t("(taken back by its author)"), "dim")))
    elif not shape.veiled:
        body = markdown.render(post.body, room, t)
        body += [line(("  ", ""), *of) for of in _responses(t, post, room - 2)]
    aside += _sending(t, post, shape, room)
    if shape.hidden:
        count = t.plural("one answer", "{count} answers", shape.hidden)
        aside.append(line((t("({answers} folded, z unfolds)", answers=count), "dim")))
    out += [(bar, *of) for of in body]
    out += [((" " * (lead + MARGIN + 2), ""), *of) for of in aside]
    out.append(())
    return out


def _header(t: Translator, post: PostRow, shape: Shape, room: int) -> list[Line]:
    left: list[str | Span] = [(author(t, post), "alias")]
    if post.own:
        left.append(" " + t("(you)"))
    role = ROLES.get(post.role, "")
    if role:
        left.append((f", {t(role)}", "dim"))
    when = times.exact(t, post.at, shape.zone) if shape.exact else times.stamp(t, post.at, shape.now, shape.zone)
    left.append((f"  {when}", "dim"))
    if post.parent is not None and post.answers and not post.turn:
        left.append(("  " + t("answers") + " ", "dim"))
        left.append(shown_line(post.answers, limits.ALIAS * 2))
    if post.turn:
        left.append((f"  {written_meetings.said_of(t, post)}", "note"))
    if post.state is PostState.SHOWN:
        if HOPES[post.intent]:
            left.append((f"  {t(HOPES[post.intent])}", "note"))
        if post.edited:
            left.append(("  " + t("edited"), "dim"))
    right = line((t("new"), "new")) if shape.new else ()
    note = shown_line(post.note, limits.NOTE * 2) if post.state is PostState.SHOWN else ""
    if note:
        words = t("note: {note}, Enter to open", note=note) if shape.veiled else t("note: {note}", note=note)
        right = ((words, "note"), ("  ", ""), *right) if right else line((words, "note"))
    if not note and not post.muted and shape.veiled:
        right = ((t("Enter to open"), "dim"), ("  ", ""), *right) if right else line((t("Enter to open"), "dim"))
    if post.muted and not note:
        words = t("muted, Enter to open") if shape.veiled else t("muted")
        right = ((words, "dim"), ("  ", ""), *right) if right else line((words, "dim"))
    out = _fitted(line(*left), right, room)
    credentials = shown_line(post.credentials, limits.CREDENTIALS * 2)
    if credentials and post.state is PostState.SHOWN:
        out += [line((found, "dim")) for found in wrap(credentials, room)]
    return out


def _fitted(left: Line, right: Line, room: int) -> list[Line]:
    """Both on one line, or the right on its own where they do not fit; never cut."""
    if not right:
        return wrap_line(left, room, rest="  ")
    if columns(left) + 2 + columns(right) <= room:
        return [between(left, right, room)]
    return [*wrap_line(left, room, rest="  "), *wrap_line(right, room, rest="  ")]


def _responses(t: Translator, post: PostRow, room: int) -> list[Line]:
    parts: list[Span] = []
    for kind, count in zip(ResponseKind, post.responses, strict=True):
        mine = post.mine is kind
        if count or mine:
            words = f"{t(RESPONSES[kind])} {max(count, 1 if mine else 0)}"
            parts.append((t("{response}, yours", response=words) if mine else words, "strong" if mine else "dim"))
    out: list[Line] = []
    for part in parts:
        if out and columns(out[-1]) + 3 + width(part[0]) <= room:
            out[-1] = (*out[-1], ("   ", ""), part)
        else:
            out.append((part,))
    return out


def _sending(t: Translator, post: PostRow, shape: Shape, room: int) -> list[Line]:
    """How far it got, in a sentence of its own; nothing for what the server has."""
    if post.sending == "refused":
        why = shown_line(t(post.problem), 300) or t("The server did not take it.")
        text = t("(not sent: {why} Your words are kept. e changes them, D withdraws them)", why=why)
        return [line((found, "warn")) for found in wrap(text, room)]
    if post.sending == "scheduled" and shape.due > shape.now:
        words = t("goes out in {time}", time=times.within(t, shape.due - shape.now))
    elif post.sending:
        words = t("waiting for the line") if shape.offline else t("going out")
    elif post.pending:
        words = t("a change waits for the line") if shape.offline else t("a change is going out")
    else:
        return []
    return [line((f"({words})", "note"))]
