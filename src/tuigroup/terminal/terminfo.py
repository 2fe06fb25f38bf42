"""Compiled terminfo entries, read without curses: ``setupterm`` is one per process, and a door has many terminals.

Only the standard booleans, numbers and strings that are named below are kept.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

# Places in the compiled form (term.h); the same on every system since System V.
_BOOLEANS: Final = MappingProxyType({"am": 1, "xenl": 4, "bce": 28})
_NUMBERS: Final = MappingProxyType({"it": 1, "colors": 13})
_STRINGS: Final = MappingProxyType(
    {
        "csr": 3, "clear": 5, "el": 6, "ed": 7, "hpa": 8, "cup": 10, "civis": 13, "dch": 105, "dl": 106, "ech": 37,
        "bold": 27, "smcup": 28, "dim": 30, "rev": 34, "smul": 36, "rmul": 44, "ich": 108, "il": 110, "cuf": 112,
        "indn": 109, "cub": 111, "rin": 113, "cuu": 114, "cud": 107, "rep": 121, "ri": 130, "ht": 134, "rmam": 152,
        "op": 297, "sitm": 311,
    }
)  # fmt: skip
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]{0,63}")
_PADDING: Final = re.compile(r"\$<\d+(?:\.\d+)?[*/]*>")
_FOLDERS: Final = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo",
                   "/usr/local/share/terminfo", "/usr/share/lib/terminfo")  # fmt: skip
_LARGEST: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says. Numbers and strings that are not there are left out; delays are taken off."""

    booleans: frozenset[str]
    numbers: Mapping[str, int]
    strings: Mapping[str, str]


def folders(environ: Mapping[str, str]) -> list[Path]:
    """Where entries are looked for, the first first."""
    found = [environ["TERMINFO"]] if environ.get("TERMINFO") else []
    if environ.get("HOME"):
        found.append(os.path.join(environ["HOME"], ".terminfo"))
    if environ.get("TERMINFO_DIRS"):
        found += [folder for folder in environ["TERMINFO_DIRS"].split(":") if folder]
    return [Path(folder) for folder in (*found, *_FOLDERS)]


def find(name: str, where: list[Path]) -> Entry | None:
    """The entry of a terminal, None where there is none or it can't be read. Any name is safe to ask for."""
    if not _NAME.fullmatch(name):
        return None
    for folder in where:
        for sub in (name[0], f"{ord(name[0]):02x}"):
            try:
                with open(folder / sub / name, "rb") as file:
                    return read(file.read(_LARGEST))
            except (OSError, ValueError, struct.error, IndexError):
                continue
    return None


def read(compiled: bytes) -> Entry:
    """Read a compiled entry. ValueError, struct.error or IndexError where it is none."""
    magic, names, booleans, numbers, strings, table = struct.unpack_from("<6h", compiled)
    if magic not in (0o432, 0o1036):
        raise ValueError("no compiled terminfo entry")
    wide = 4 if magic == 0o1036 else 2
    place = 12 + names
    flags = compiled[place : place + booleans]
    place += booleans + (names + booleans) % 2
    counts = struct.unpack_from(f"<{numbers}{'i' if wide == 4 else 'h'}", compiled, place)
    place += numbers * wide
    offsets = struct.unpack_from(f"<{strings}h", compiled, place)
    texts = compiled[place + strings * 2 :][:table]
    return Entry(
        frozenset(name for name, index in _BOOLEANS.items() if index < len(flags) and flags[index] == 1),
        MappingProxyType({name: counts[at] for name, at in _NUMBERS.items() if at < len(counts) and counts[at] >= 0}),
        MappingProxyType(dict(_read_strings(offsets, texts))),
    )


def _read_strings(offsets: tuple[int, ...], texts: bytes) -> Iterator[tuple[str, str]]:
    for name, index in _STRINGS.items():
        if index < len(offsets) and offsets[index] >= 0:
            start = offsets[index]
            text = texts[start : texts.index(b"\0", start)].decode("latin-1")
            yield name, _PADDING.sub("", text)
