"""The few lines between ``---`` and ``---`` at the top of a Markdown file. Reads the fixed keys and no YAML beyond.

A value is a text, with or without quotes, or a list: ``[a, b]`` or lines with hyphens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

KEYS: Final = ("title", "kind", "topics", "language", "source", "licence", "reviewed")
_OTHER_NAMES: Final = {"license": "licence", "lang": "language"}
_FENCE: Final = "---"
_PAIR: Final = re.compile(r"([A-Za-z][\w -]*?)\s*:(?:\s+(.*))?")
_ITEM: Final = re.compile(r"\s*-\s+(.*)")


class Unreadable(Exception):
    """A line that is no front matter; ``line`` counts from 1 in the file."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


@dataclass(slots=True)
class Matter:
    """``values`` has texts and lists by key; ``body`` what follows; ``unknown`` the keys that mean nothing here."""

    values: dict[str, str | list[str]] = field(default_factory=dict)
    body: str = ""
    present: bool = False
    unknown: list[str] = field(default_factory=list)

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        return ", ".join(value) if isinstance(value, list) else value

    def items(self, key: str) -> list[str]:
        """A list, or the parts of a text between commas."""
        value = self.values.get(key, "")
        parts = value if isinstance(value, list) else value.split(",")
        return [part.strip() for part in parts if part.strip()]


def split(text: str) -> Matter:
    """A file's text with line ends ``\\n``. Raises Unreadable."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return Matter(body=text)
    ends = next((index for index, line in enumerate(lines) if index and line.rstrip() in (_FENCE, "...")), 0)
    if not ends:
        raise Unreadable(1, "it has no end")
    matter = Matter(body="\n".join(lines[ends + 1 :]), present=True)
    key = ""
    for number, line in enumerate(lines[1:ends], start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key = _line(matter, line, key, number)
    return matter


def _line(matter: Matter, line: str, key: str, number: int) -> str:
    """Take one line in; the key that following items belong to."""
    item = _ITEM.fullmatch(line)
    if item and key:
        value = matter.values.get(key)
        if key in KEYS:
            matter.values[key] = [*(value if isinstance(value, list) else []), _bare(item[1])]
        return key
    pair = _PAIR.fullmatch(line.rstrip())
    if pair is None:
        raise Unreadable(number, "this is no line of front matter")
    name = _OTHER_NAMES.get(pair[1].lower(), pair[1].lower())
    if name not in KEYS:
        matter.unknown.append(name)
    elif name in matter.values:
        raise Unreadable(number, "this is said twice")
    else:
        matter.values[name] = _value(pair[2] or "", number)
    return name


def _value(written: str, number: int) -> str | list[str]:
    written = written.strip()
    if not written.startswith("["):
        return _bare(written)
    if not written.endswith("]"):
        raise Unreadable(number, "a list ends with ]")
    return [_bare(part) for part in written[1:-1].split(",") if part.strip()]


def _bare(written: str) -> str:
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        return written[1:-1].strip()
    return written
