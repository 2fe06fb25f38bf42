"""Lines of styled plain text: what panes are made of. A span is (text, name of a style); no markup anywhere.

Widths are columns of a terminal. Knows no screen library: ``ui.widgets.strips`` draws them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tuigroup.text import clip, fitting, pad, width
from tuigroup.views.clean import visible

WIDEST = 76  # no line of text is wider, however wide the terminal

Span = tuple[str, str]
Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line before wrapping. ``first`` and ``rest`` lead its first and its later lines."""

    line: Line
    first: str = ""
    rest: str = ""


def line(*parts: str | Span) -> Line:
    """A line of parts: plain strings, or (text, style)."""
    return tuple((part, "") if isinstance(part, str) else part for part in parts)


def plain(of: Line) -> str:
    return "".join(text for text, _ in of)


def columns(of: Line) -> int:
    return sum(width(visible(text)) for text, _ in of)


def cut(of: Line, room: int) -> Line:
    """The line in at most ``room`` columns, with three dots where something was cut."""
    if columns(of) <= room:
        return of
    out: list[Span] = []
    for text, style in of:
        text = visible(text)
        wide = width(text)
        if wide + 3 <= room:
            out.append((text, style))
            room -= wide
            continue
        out.append((clip(text + "....", room), style))
        break
    return tuple(out)


def between(left: Line, right: Line, room: int) -> Line:
    """Left and right at the two ends of ``room`` columns; the left is cut where both do not fit."""
    wide = columns(right)
    if wide >= room:
        return cut(right, room)
    left = cut(left, room - wide - (2 if right else 0))
    return (*left, (" " * (room - wide - columns(left)), ""), *right)


def cells(*parts: tuple[str, int] | tuple[str, int, str]) -> Line:
    """A row of a table: (text, columns) or (text, columns, style) each; one blank between."""
    out: list[Span] = []
    for index, part in enumerate(parts):
        style = part[2] if len(part) == 3 else ""
        if index:
            out.append((" ", ""))
        out.append((pad(visible(part[0]), part[1]), style))
    return tuple(out)


def wrap(text: str, room: int) -> list[str]:
    """Text in lines of at most ``room`` columns; line ends are kept, words longer than a line are broken."""
    return [found for paragraph in text.split("\n") for found in _wrap_one(visible(paragraph), max(1, room))]


def _wrap_one(text: str, room: int) -> list[str]:
    if width(text) <= room:
        return [text]
    lines: list[str] = []
    current, used = "", 0
    for word in text.split(" "):
        wide = width(word)
        if current and used + 1 + wide <= room:
            current, used = f"{current} {word}", used + 1 + wide
            continue
        if current:
            lines.append(current)
        while wide > room:
            head = _head(word, room)
            lines.append(head)
            word = word[len(head) :]
            wide = width(word)
        current, used = word, wide
    return [*lines, current]


def _head(word: str, room: int) -> str:
    """As much as fits, at least one character."""
    return fitting(word, room) or word[:1]


def packed(parts: Iterable[str], room: int) -> list[str]:
    """Parts in as few lines as hold them in order, three blanks between them; none is broken here."""
    lines: list[str] = []
    for part in parts:
        if lines and width(lines[-1]) + 3 + width(part) <= room:
            lines[-1] += f"   {part}"
        else:
            lines.append(part)
    return lines


def wrap_line(of: Line, room: int, *, rest: str = "") -> list[Line]:
    """A styled line in lines of at most ``room`` columns, breaking between words; ``rest`` leads later lines.

    ``rest`` has to leave room for at least two columns, or it is left out.
    """
    lead = line(rest) if rest and len(rest) + 2 <= room else ()
    longest = room - columns(lead)
    out: list[Line] = []
    current: list[Span] = []
    used, begun = 0, False
    for text, style in of:
        for index, word in enumerate(visible(text).split(" ")):
            blank = " " if index else ""
            for piece in wrap(word, longest) if width(word) > longest else [word]:
                wide = width(piece)
                if begun and used + len(blank) + wide > room:
                    out.append(tuple(current))
                    current, used, blank = list(lead), columns(lead), ""
                current.append((blank + piece, style))
                used += len(blank) + wide
                begun, blank = True, ""
    return [*out, tuple(current)]


def wrapped(part: Paragraph, room: int) -> list[Line]:
    """A paragraph in lines of at most ``room`` columns."""
    return wrap_line(((part.first, ""), *part.line) if part.first else part.line, room, rest=part.rest)


def paragraphs(text: str, room: int, style: str = "", *, indent: str = "") -> list[Line]:
    """A text wrapped, each line led by ``indent``."""
    return [line((indent + found, style)) for found in wrap(text, room - len(indent))]
