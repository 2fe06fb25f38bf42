"""What the library wants to know of a Markdown text: its headings. Parsed by a library, never shown from here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tuigroup import text
from tuigroup.wire import limits

SECTIONS: Final = 100
DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` from 1; ``end`` the index of the first line below it."""

    level: int
    title: str
    start: int
    end: int


def headings(body: str) -> list[Heading]:
    """The headings that have words, in order, those in quotations and lists left out."""
    tokens = MarkdownIt("commonmark").parse(body)
    found: list[Heading] = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.level == 0 and opening.map:
            title = text.line(_words(inline), limits.TITLE)
            if title:
                found.append(Heading(int(opening.tag[1:]), title, *opening.map))
    return found


def sections(found: list[Heading]) -> tuple[str, ...]:
    return tuple(heading.title for heading in found if heading.level <= DEEPEST)[:SECTIONS]


def _words(inline: Token) -> str:
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children or []
    )
