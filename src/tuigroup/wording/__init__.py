"""Wording that suggests danger, looked for on the member's own machine and nowhere else.

Pure text in, yes or no out. Nothing is kept, counted, logged or sent, and nobody may build anything on it but an offer
that its member can pass by: it must never hold a post back. Lists are files of phrases, one a line (danger-en.txt says
how they are written), so that whoever works with them can read, mend and extend them without reading code. Those of the
package come with it; others lie in files and folders that a setting names, in any language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from tuigroup.i18n import N_

LANGUAGES: Final = ("en", "es")  # all are looked through: people write in more than one language
MOST: Final = 2_000  # lines of a list
LONGEST: Final = 200  # characters of a line
MOST_LISTS: Final = 20  # of one's own
MOST_BYTES: Final = 400_000  # of a list
OFF: Final = "off"

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


@dataclass(frozen=True, slots=True)
class Lists:
    """What a setting names: ``languages`` of the package, names of ``files`` besides, all ``lines``, and ``faults``,
    a sentence for each list that can't be read as it is."""

    languages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def load(setting: str = "on") -> Wording:
    """The words of these lists."""
    return Wording(read(setting).lines)


def read(setting: str = "on") -> Lists:
    """``setting`` is ``off`` (nothing is looked for), or has commas or line ends between ``on``, ``-en`` (without the
    package's list of a language), and files and folders (every .txt in them) whose lines are added.

    A list that is broken adds what can be read of it, and a sentence; the others are as they are. Writing goes on.
    """
    named = [part for part in (one.strip() for one in re.split(r"[,\n]", setting)) if part not in ("", "on")]
    if OFF in named:
        return Lists()
    languages = tuple(language for language in LANGUAGES if f"-{language}" not in named)
    lines = [line for language in languages for line in packaged(language)]
    files: list[str] = []
    faults: list[str] = []
    for path in _paths([part for part in named if part not in {f"-{language}" for language in LANGUAGES}], faults):
        added = _of_file(path, faults)
        files += [path.name] if added else []
        lines += added
    return Lists(languages, tuple(files), tuple(lines), tuple(faults))


def _paths(named: Iterable[str], faults: list[str]) -> list[Path]:
    """The files that are named, those of folders in the order of their names."""
    found: list[Path] = []
    for part in named:
        try:
            path = Path(part).expanduser()
            found += sorted(path.glob("*.txt")) if path.is_dir() else [path]
        except (OSError, RuntimeError, ValueError):
            faults.append(_left_out(part))
    if len(found) > MOST_LISTS:
        many = N_("There are more than {most} lists of words besides ours; the first are used.", most=MOST_LISTS)
        faults.append(many)
    return found[:MOST_LISTS]


def _of_file(path: Path, faults: list[str]) -> list[str]:
    """The lines of a list that can be read."""
    try:
        if not path.is_file():  # a pipe would never end
            raise OSError
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
        lines = body.decode("utf-8-sig").splitlines()
        if len(body) > MOST_BYTES or len(lines) > MOST:
            raise ValueError
    except (OSError, ValueError):
        faults.append(_left_out(path.name))
        return []
    wrong = [at for at, line in enumerate(lines) if line.split("#")[0].strip() and not _says_something(line)]
    if wrong:
        faults.append(_without(path.name, wrong[0] + 1))
    left_out = set(wrong)
    return [line for at, line in enumerate(lines) if at not in left_out]


def _says_something(line: str) -> bool:
    """Whether a line can be read, and does not find itself in every text."""
    phrases, ordinary = sorted_lines([line])
    try:
        return all(re.fullmatch(pattern, "") is None for pattern in (*phrases, *ordinary)) and bool(phrases or ordinary)
    except re.error:
        return False


def _left_out(file: str) -> str:
    return N_("The list of words {file} can't be read, so it is left out; the others are used.", file=_name(file))


def _without(file: str, line: int) -> str:
    return N_("Line {line} of the list of words {file} can't be read, so it is left out; the others are used.",
              line=line, file=_name(file))  # fmt: skip


def _name(file: str) -> str:
    """As it can be shown."""
    return "".join(character if character.isprintable() else "?" for character in file)[:80]


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
