"""A small Markdown subset as plain paragraphs: what members write, and what the library holds.

Parsed by markdown-it, never rendered as anybody's markup: what comes out are lines of text with the names of
styles. Links show where they lead and open nothing, pictures are their description, HTML is text. Nothing here
knows a widget's size: paragraphs are wrapped later, to any width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tuigroup.i18n import ENGLISH, Translator
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.lines import Line, Paragraph, Span, wrap_line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

RESOURCE: Final = 400_000  # characters of a long text that are read
_LEAD: Final = 16  # columns that lists and quotes may take on the left
_PLAIN: Final = re.compile(r"[*_`~#>\[\]!<\\|]|^[ ]*(?:[-+]|\d{1,9}[.)])(?:[ ]|$)|^[ ]*(?:[-~] ?){3,}", re.MULTILINE)
_MARKS: Final = re.compile(r"[*_`\[\]<!\\]")
_DEEP: Final = re.compile(r"^(?:[ ]*(?:[>*+-]|\d{1,9}[.)])){12}", re.MULTILINE)
_MOST_MARKS: Final = 1500  # beyond this nobody meant Markdown, and parsing takes the square of them
_OFF: Final = ("html_block", "html_inline", "entity", "reference", "lheading", "code")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: ``level`` from 1, ``place`` the number of its paragraph."""

    level: int
    title: str
    place: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text ready to be wrapped. Blocks are parted by empty paragraphs."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...] = ()


def post(text: str, t: Translator = ENGLISH) -> Document:
    """What a member wrote: line ends stand where they were typed."""
    return _document(shown(text), t, breaks=True)


def resource(text: str, t: Translator = ENGLISH) -> Document:
    """A long text of the library: lines of one paragraph are joined."""
    return _document(shown(text, RESOURCE), t, breaks=False)


def wrapped(paragraphs: Iterable[Paragraph], room: int) -> list[Line]:
    """The paragraphs in lines of at most ``room`` columns (at least 2 are taken)."""
    out: list[Line] = []
    for part in paragraphs:
        first, rest = part.first, part.rest
        if max(len(first), len(rest)) > room // 2:
            first = rest = ""
        room_left = max(2, room - max(len(first), len(rest)))
        for index, found in enumerate(wrap_line(part.line, room_left)):
            lead = rest if index else first
            out.append(((lead, ""), *found) if lead else found)
    return out


def render(text: str, room: int, t: Translator = ENGLISH) -> list[Line]:
    """A post's text in lines of at most ``room`` columns."""
    return wrapped(post(text, t).paragraphs, room)


def plain(paragraphs: Sequence[Paragraph]) -> str:
    """The words alone, for tests and for reading aloud."""
    return "\n".join(part.first + "".join(text for text, _ in part.line) for part in paragraphs)


def _document(text: str, t: Translator, *, breaks: bool) -> Document:
    if not _PLAIN.search(text) or _DEEP.search(text) or len(_MARKS.findall(text)) > max(_MOST_MARKS, len(text) // 20):
        return Document(tuple(_paragraphs_of(text, breaks)))
    build = _Build(breaks, t)
    build.read(_parser().parse(text))
    return Document(tuple(build.out), tuple(build.sections))


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # a tenth of the start, and many a screen shows no Markdown

    return MarkdownIt("commonmark", {"html": False, "maxNesting": 60}).disable(list(_OFF))


def _paragraphs_of(text: str, breaks: bool) -> Iterator[Paragraph]:
    """Text without any marks."""
    for index, block in enumerate(part for part in re.split(r"\n[ ]*\n", text) if part.strip()):
        if index:
            yield Paragraph(())
        lines = block.strip("\n").split("\n")
        for found in lines if breaks else [" ".join(of.strip() for of in lines)]:
            yield Paragraph(((found.rstrip(), ""),))


@dataclass
class _Level:
    """A quote or a list item: what stands before its first line, and before the others."""

    first: str
    rest: str
    started: bool = False


@dataclass
class _Build:
    breaks: bool
    t: Translator
    out: list[Paragraph] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # of lists around: the next number, 0 for a bullet
    apart: bool = False  # an empty line is due before the next block

    def read(self, tokens: Sequence[Token]) -> None:
        heading = 0
        for token in tokens:
            match token.type:
                case "heading_open":
                    heading = int(token.tag[1:])
                case "inline":
                    self._block(_inline(token.children or (), self.t), heading, token.hidden or self._tight)
                    heading = 0
                case "paragraph_open":
                    self._tight = token.hidden
                case "fence":
                    self._lines(token.content.rstrip("\n").split("\n"))
                case "hr":
                    self._add([Paragraph((("- - -", ""),))])
                case "blockquote_open":
                    self._gap()
                    self.levels.append(_Level("> ", "> "))
                case "bullet_list_open":
                    self.numbers.append(0)
                case "ordered_list_open":
                    self.numbers.append(int(token.attrs.get("start", 1)) or 1)
                case "list_item_open":
                    self._item()
                case "blockquote_close" | "list_item_close":
                    self._close()
                case "bullet_list_close" | "ordered_list_close":
                    self.numbers.pop()
                    self.apart = True

    _tight: bool = False

    def _item(self) -> None:
        number = self.numbers[-1] if self.numbers else 0
        if number:
            self.numbers[-1] += 1
        sign = f"{number}. " if number else "- "
        self.levels.append(_Level(sign, " " * len(sign)))

    def _close(self) -> None:
        level = self.levels[-1]
        if not level.started:  # an item without a word still is an item
            self._add([Paragraph(())])
        self.levels.pop()

    def _block(self, lines: list[list[Span]], heading: int, tight: bool) -> None:
        if heading:
            title = shown_line("".join(text for of in lines for text, _ in of))
            self._gap()
            self.sections.append(Section(heading, title, len(self.out)))
            self._add([Paragraph(((title, "title"),))])
            return
        if not self.breaks:
            lines = [_joined(lines)]
        self._add([Paragraph(tuple(of)) for of in lines])
        self.apart = not tight

    def _lines(self, lines: Sequence[str]) -> None:
        self._add([Paragraph(((found, ""),), "  ", "  ") for found in lines])

    def _gap(self) -> None:
        """The empty line between two blocks, led as what is around it."""
        if self.apart and self.out:
            lead = "".join(level.rest for level in self.levels if level.started)[:_LEAD].rstrip()
            self.out.append(Paragraph((), lead, lead))
        self.apart = False

    def _add(self, parts: Sequence[Paragraph]) -> None:
        self._gap()
        for part in parts:
            first = "".join(level.rest if level.started else level.first for level in self.levels)[:_LEAD]
            rest = "".join(level.rest for level in self.levels)[:_LEAD]
            for level in self.levels:
                level.started = True
            self.out.append(Paragraph(part.line, first + part.first, rest + part.rest))
        self.apart = True


def _joined(lines: list[list[Span]]) -> list[Span]:
    """Lines of one paragraph as one, with a blank where each ended."""
    out: list[Span] = []
    for of in lines:
        out += [(" ", ""), *of] if out else of
    return out


def _inline(tokens: Sequence[Token], t: Translator) -> list[list[Span]]:
    """The words of a block, line by line."""
    lines: list[list[Span]] = [[]]
    strong = 0
    link, linked = "", ""

    def put(text: str, style: str = "") -> None:
        if text:
            lines[-1].append((text, style or ("strong" if strong else "")))

    for token in tokens:
        match token.type:
            case "text" | "text_special":
                put(token.content)
                linked += token.content
            case "code_inline":
                put(f"`{token.content}`")
                linked += token.content
            case "softbreak" | "hardbreak":
                lines.append([])
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open" | "em_close":
                put("*")
            case "link_open":
                link, linked = shown_line(str(token.attrs.get("href", "")), 2000), ""
            case "link_close":
                if link and link not in (linked.strip(), f"mailto:{linked.strip()}"):
                    put(f" ({link})")
                link = ""
            case "image":
                words = shown_line(token.content) or t("no description")
                put("[" + t("picture: {words}", words=words) + "]")
                linked += words
    return lines
