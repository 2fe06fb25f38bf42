"""Text to cells: which characters share a cell, how wide each is, and what a screen never gets.

Controls, bidi controls and other invisible characters become nothing here, whatever came before, so that
only characters that stand still ever reach a terminal. Where the terminal takes no UTF-8, letters lose their
marks and signs become ASCII ones of the same width.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from tuigroup.terminal.cells import CODE, ONE, POINT, ascii_cells, blank, cell

_JOINER: Final = "\u200d"
_NO_BREAK: Final = "\u00a0\u202f\u2007"
_GONE: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")
_CHAIN: Final = 8  # characters that joiners may bind into one cell

# Signs that people type without noticing, on terminals without UTF-8.
_PLAIN: Final = MappingProxyType(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"',
        "\u00bb": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2022": "*",
        "\u00b7": ".", "\u2026": ".", "\u00d7": "x", "\u00df": "s", "\u00e6": "e", "\u00f8": "o", "\u00d8": "O",
        "\u0142": "l", "\u0141": "L", "\u0131": "i", "\u2190": "<", "\u2192": ">", "\u2191": "^", "\u2193": "v",
        "\u2500": "-", "\u2502": "|", "\u2588": "#", "\u2713": "x", "\u2714": "x",
    }
)  # fmt: skip


def encode(text: str, style: int, *, utf8: bool = True, marks: bool = True) -> list[int]:
    """The cells of one line of text in a style; a wide character takes two.

    ``marks`` False leaves out what combines with a letter, for terminals that can't.
    """
    known = ascii_cells(style)
    if text.isascii():
        if text.isprintable():
            return [known[byte] for byte in text.encode()]
        return [known[byte] for byte in text.encode() if byte >= 32 and byte != 127]
    out: list[int] = []
    for cluster in _clusters(text):
        if cluster.isascii():
            out.append(known[ord(cluster)])
            continue
        wide = _columns(cluster)
        if not utf8:
            out += [known[ord(plain(cluster))]] * wide
        elif cluster in _NO_BREAK:
            out.append(blank(style))
        else:
            out.append(cell(cluster if marks else cluster[0], style))
            if wide == 2:
                out.append(style)
    return out


def plain(cluster: str) -> str:
    """One ASCII character for a cluster."""
    base = _PLAIN.get(cluster[0]) or unicodedata.normalize("NFKD", cluster[0])[0]
    return base if base.isascii() and base.isprintable() else "?"


def _columns(cluster: str) -> int:
    from wcwidth import wcswidth  # large, and not needed where all is plain

    return 1 if wcswidth(cluster) < 2 else 2


def _clusters(text: str) -> Iterator[str]:
    """What stands in one cell, or in two: a character, with marks and whatever is joined to it."""
    held = ""
    for character in text:
        if character < "\u0300" and character.isprintable():
            bound = False
        elif character == _JOINER or character == "\u200c":
            bound = True
            if not held:
                continue
        elif unicodedata.category(character) in _GONE and character not in _NO_BREAK:
            continue
        else:
            bound = _takes_no_room(character) or _joins(held, character)
            if bound and not held:
                continue
        if held and not bound:
            yield held
            held = ""
        if len(held) <= _CHAIN:
            held += character
    if held:
        yield held


def _takes_no_room(character: str) -> bool:
    from wcwidth import wcwidth

    return wcwidth(character) <= 0


def _joins(held: str, character: str) -> bool:
    """Whether a character of its own width is drawn into the one before: emoji, their colours, flags."""
    if not held:
        return False
    if held[-1] == _JOINER:
        return ord(character) >= 0x2190
    if "\U0001f3fb" <= character <= "\U0001f3ff":
        return ord(held[0]) >= 0x261D
    return len(held) == 1 and all("\U0001f1e6" <= one <= "\U0001f1ff" for one in held + character)


def sure(of: int) -> bool:
    """Whether every terminal gives a cell the width that is taken for it here.

    Younger emoji, whatever joiners and selectors make, and rarer scripts are not sure: the cursor is put in
    its place after them.
    """
    code = of >> CODE
    if code < ONE:
        return code < 0x2300 or 0x2460 <= code < 0x2600 or 0x2800 <= code < 0x2900 or 0x2E80 <= code < 0x10000
    first, rest = code & ONE - 1, code >> POINT
    while rest:
        mark = rest & ONE - 1
        if mark >= 0xFE00 or unicodedata.category(chr(mark)) != "Mn":
            return False
        rest >>= POINT
    return first < 0x2300
