"""Wording that suggests danger, looked for on the member's own machine and nowhere else.

Pure text in, yes or no out. Nothing is kept, counted, logged or sent, and nobody may build anything on it but an offer
that its member can pass by: it must never hold a post back. Lists are files of phrases, one a line (danger-en.txt says
how they are written), so that whoever works with them can read, mend and extend them without reading code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Final

from tuigroup.i18n import N_

LANGUAGES: Final = ("en", "es")  # all are looked through: people write in more than one language
MOST: Final = 2_000  # lines of a list
LONGEST: Final = 200  # characters of a line

_APOSTROPHES: Final = re.compile("['\u2019\u2018\u02bc\u00b4`]")
_ENDS: Final = re.compile(r"[.!?;:\n]+")
_WORD: Final = re.compile(r"\.|\w+")
_PIECE: Final = re.compile(r"\.\.\.|[()\[\]|]|[^\s()\[\]|]+")
_GAP: Final = r"(?:\w+ ){0,3}"  # what "..." stands for: up to three words


class Wording:
    """Phrases that suggest danger, and others that look like it and are none."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        phrases, ordinary = sorted_lines(lines)
        self._danger = _any_of(phrases)
        self._ordinary = _any_of(ordinary)

    def suggests(self, text: str) -> bool:
        """Whether one of the phrases stands in a text, apart from where it is part of something ordinary."""
        if self._danger is None:
            return False
        words = plain(text)
        passed = [] if self._ordinary is None else [found.span() for found in self._ordinary.finditer(words)]
        return any(
            not any(begin <= found.start() and found.end() <= end for begin, end in passed)
            for found in self._danger.finditer(words)
        )


def load(setting: str = "on") -> Wording:
    """The packaged lists; ``setting`` is ``on``, ``off`` (nothing is looked for), or a file whose lines are added.

    A file that can't be read adds nothing: writing goes on.
    """
    if setting == "off":
        return Wording()
    lines = [line for language in LANGUAGES for line in packaged(language)]
    if setting not in ("", "on"):
        with suppress(OSError, ValueError):
            lines += Path(setting).expanduser().read_text("utf-8").splitlines()[:MOST]
    return Wording(lines)


def packaged(language: str) -> list[str]:
    return resources.files("tuigroup.wording").joinpath(f"danger-{language}.txt").read_text("utf-8").splitlines()


def sorted_lines(lines: Iterable[str]) -> tuple[list[str], list[str]]:
    """Phrases, and those that begin with a minus; comments, blank lines and what can't be read are left out."""
    phrases: list[str] = []
    ordinary: list[str] = []
    for line in lines:
        said = line.split("#")[0].strip()
        into = ordinary if said.startswith("-") else phrases
        pattern = _pattern(said.removeprefix("-").strip()) if said and len(said) <= LONGEST else ""
        if pattern:
            into.append(pattern)
    return phrases, ordinary


def plain(text: str) -> str:
    """Small letters without accents and apostrophes, a blank around each word, a dot where a sentence ends."""
    apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return f" {' '.join(_WORD.findall(_ENDS.sub(' . ', bare)))} "


def _any_of(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile(f"(?<= )(?:{'|'.join(patterns)})") if patterns else None


def _pattern(phrase: str) -> str:
    """A phrase as a pattern over ``plain`` text, each word with the blank behind it; '' for one that can't be read."""
    out: list[str] = []
    depth: list[str] = []
    for piece in _PIECE.findall(phrase):
        if piece == "...":
            out.append(_GAP)
        elif piece in "([":
            depth.append(")" if piece == "(" else ")?")
            out.append("(?:")
        elif piece in ")]":
            if not depth or (depth[-1] == ")") is not (piece == ")"):
                return ""
            out.append(depth.pop())
        elif piece == "|":
            out.append("|" if depth else "")
        else:
            words = plain(piece.rstrip("*")).split()
            tail = r"\w* " if piece.endswith("*") else " "
            out.append(" ".join(map(re.escape, words)) + tail if words else "")
    return "".join(out) if not depth and any(part.strip() for part in out) else ""


OFFER: Final = N_(
    "Some of your words sound as if you might be in danger. Only this machine noticed; nobody was told, and you may "
    "post whatever you like."
)
