"""Text of a directory made plain: HTML's entities and tags, and what ``tuigroup.text`` takes out."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

from tuigroup import text
from tuigroup_server.importers.report import Marks, Repair

LONGEST: Final = 4_000  # characters of one field; what is longer is cut

# Bytes of Windows' code page that were taken for control characters on their way: quotes and dashes mostly.
_WINDOWS: Final = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAK: Final = re.compile(r"(?i)<(?:br|/p|/div|/li)\b[^<>]{0,200}>")
_TAG: Final = re.compile(r"(?i)</?(?:a|b|i|u|em|strong|p|div|span|ul|ol|li|h[1-6]|font|img|small)\b[^<>]{0,400}>")


def plain(value: str, marks: Marks) -> str:
    """Harmless text without HTML; what had to go is marked."""
    cut = value[:LONGEST]
    if len(cut) < len(value):
        marks.repair(Repair.LONG_TEXT)
    known = cut.translate(_WINDOWS)
    if known != cut:
        marks.repair(Repair.WINDOWS)
    bare = _without_html(known)
    if bare != known:
        marks.repair(Repair.HTML)
    clean = text.clean(bare, LONGEST)
    if _letters(clean) != _letters(bare):
        marks.repair(Repair.UNSAFE_TEXT)
    return clean


def _without_html(value: str) -> str:
    # Feeds that passed through several programs carry entities of entities. Each round makes the text shorter.
    while True:
        before = value
        value = _ENTITY.sub(lambda found: html.unescape(found.group()), value)
        if "<" in value:
            value = _TAG.sub("", _BREAK.sub("\n", value))
        if value == before:
            return value


def _letters(value: str) -> str:
    """Without what cleaning may always change: blanks, line ends, and how letters with marks are coded."""
    return "".join(unicodedata.normalize("NFC", value).split())
