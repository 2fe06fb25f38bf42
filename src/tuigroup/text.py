"""Hostile text made harmless: what strangers wrote, before it is stored and again before it is shown.

The order matters: length first, so that nothing below is ever long; line ends and tabs; whole escape
sequences, unterminated ones too; every character that is no letter of anybody's language; NFC; marks. The
result holds no control character but newline, no bidi control, nothing invisible but the joiners that a
script or an emoji needs between two of its characters, at most four marks on a base. Cleaning twice gives
the same as cleaning once, and every step is linear in the length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tuigroup.late import Late

if TYPE_CHECKING:
    import wcwidth
else:
    wcwidth = Late("wcwidth")

MARKS: Final = 4
_MARKS_RAW: Final = 4 * MARKS  # before NFC, which makes one character of a base and its marks where it can
CHAIN: Final = 3  # joiners in one emoji: a family of four has three, and no emoji has more
TAB: Final = "    "

# String sequences (OSC, DCS, PM, APC, SOS) up to their end or the line's; CSI; other escapes; all in 7 and 8 bits.
_SEQUENCE: Final = re.compile(
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)
_LINE_ENDS: Final = re.compile(r"\r\n|[\r\x85\u2028\u2029\x0b\x0c]")
_NOT_PLAIN: Final = re.compile(r"[^\n -~]+")
_MAY_MARK: Final = re.compile(r"[^\x00-\u02ff]+")
_INVISIBLE: Final = frozenset(
    map(
        chr,
        (
            0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180E, 0x180F,
            0x200B, 0x200E, 0x200F, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0x16FE4, 0x1D159,
            *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE0E), *range(0xFFF0, 0xFFFC),
            *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000),
        ),
    )
)  # fmt: skip
_JOINER: Final = "\u200d"
_SELECTORS: Final = "\ufe0e\ufe0f"
_JOINING: Final = frozenset("\u200c\u200d\ufe0e\ufe0f")
_MAY_JOIN: Final = re.compile(r"[\u200c\u200d\ufe0e\ufe0f]")
# Scripts whose spelling needs joiners: Arabic and its neighbours, those of India, Burmese, Khmer, Mongolian.
_CURSIVE: Final = re.compile(r"[\u0600-\u0dff\u1000-\u109f\u1780-\u18af]")
_PICTURE: Final = re.compile(r"[\u2190-\u21ff\u2300-\u23ff\u25aa-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_SELECTED: Final = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u24c2\u3030\u303d\u3297\u3299"
_KEYCAP: Final = "\u20e3"
_FLAG: Final = re.compile(r"[\U0001f1e6-\U0001f1ff]")


def clean(text: str, limit: int, *, lines: bool = True) -> str:
    """Harmless text of at most ``limit`` characters; with ``lines`` false on one line.

    Trailing blanks of lines and of the whole are taken off, and so are more than two empty lines in a row.
    """
    text = text[: limit * 2 + 64]
    text = _LINE_ENDS.sub("\n", text).replace("\t", TAB)
    text = _SEQUENCE.sub("", text)
    text = _NOT_PLAIN.sub(_kept, text)
    if not text.isascii():
        text = _joined(text)
        text = _MAY_MARK.sub(_few_marks, unicodedata.normalize("NFC", text))
    if lines:
        text = "\n".join(part.rstrip(" ") for part in text.split("\n"))
        text = re.sub(r"\n{4,}", "\n\n\n", text)
    else:
        text = " ".join(text.split())
    # What the cut leaves hanging at the end joins nothing any more.
    return _joined(text[:limit]).strip()


def _kept(run: re.Match[str]) -> str:
    """Of a run of characters that are not plain ASCII those that may stay; a mark needs a visible base."""
    # Sorting marks (NFC) takes the square of their number, so there are never many.
    room = 0 if run.string[run.start() - 1 : run.start()] in ("", "\n", " ") else _MARKS_RAW
    out: list[str] = []
    for character in run.group():
        if character in _JOINING:
            out.append(character)
            continue
        category = unicodedata.category(character)
        if category in ("Cc", "Cf", "Cs", "Co", "Cn") or character in _INVISIBLE:
            continue
        if category in ("Zs", "Zl", "Zp"):
            out.append(" ")
            room = 0
        elif not _is_mark(character, category):
            out.append(character)
            room = _MARKS_RAW
        elif room:
            out.append(character)
            room -= 1
    return "".join(out)


def _is_mark(character: str, category: str) -> bool:
    """Combining marks, and the vowels and finals of Korean that take no room of their own."""
    return category in ("Mn", "Me", "Mc") or "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff"


def _joined(text: str) -> str:
    """Without the joiners and variation selectors that stand where they join and select nothing."""
    if not _MAY_JOIN.search(text):
        return text
    out: list[str] = []
    base = last = ""  # the last character that is no mark and no joiner; the last of any kind
    chain = 0
    for index, character in enumerate(text):
        if character in _JOINING:
            if not _fits(character, base, last, text[index + 1 : index + 2], chain):
                continue
            chain += character == _JOINER
        elif not _is_mark(character, unicodedata.category(character)):
            chain = chain if last == _JOINER else 0
            base = character
        out.append(character)
        last = character
    return "".join(out)


def _fits(joiner: str, base: str, last: str, after: str, chain: int) -> bool:
    if joiner in _SELECTORS:
        if last and last in "0123456789#*":
            return after == _KEYCAP
        return bool(last) and (last in _SELECTED or _PICTURE.match(last) is not None)
    if _PICTURE.match(after):
        picture = last == base or last in _SELECTORS
        return joiner == _JOINER and picture and _PICTURE.match(base) is not None and chain < CHAIN
    return bool(_CURSIVE.match(base) and _CURSIVE.match(after)) and unicodedata.category(after).startswith("L")


def _few_marks(run: re.Match[str]) -> str:
    """A run of characters among which marks can be, without those that are too many for their base."""
    out: list[str] = []
    marks = 0
    for character in run.group():
        if character not in _JOINING:
            marks = marks + 1 if _is_mark(character, unicodedata.category(character)) else 0
        if marks <= MARKS:
            out.append(character)
    return "".join(out)


def line(text: str, limit: int) -> str:
    """A title, an alias, a name: harmless and on one line."""
    return clean(text, limit, lines=False)


def width(text: str) -> int:
    """Columns on a terminal; text must be clean. The sum over its clusters, so what is put together adds up."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_columns, _clusters(text)))


def clip(text: str, columns: int) -> str:
    """The text in at most ``columns`` columns, with three dots where something was cut."""
    if columns <= 0:
        return ""
    if width(text) <= columns:
        return text
    dots = "..." if columns > 6 else "." * min(columns, 1)
    return fitting(text, columns - len(dots)).rstrip() + dots


def fitting(text: str, columns: int) -> str:
    """The beginning of the text that fits into ``columns`` columns, with no character cut in two."""
    used, end = 0, 0
    for cluster in _clusters(text):
        used += _columns(cluster)
        if used > columns:
            break
        end += len(cluster)
    return text[:end]


def _clusters(text: str) -> Iterator[str]:
    """Pieces that may not be cut: a character with all that takes no room of its own or is joined to it."""
    piece = ""
    for character in text:
        bound = (
            _takes_no_room(character)
            or piece.endswith(_JOINER)
            or "\U0001f3fb" <= character <= "\U0001f3ff"
            or (_FLAG.match(character) and len(piece) == 1 and _FLAG.match(piece))
        )
        if piece and not bound:
            yield piece
            piece = ""
        piece += character
    yield piece


def _takes_no_room(character: str) -> bool:
    plain = character < "\u0300" and character.isprintable()
    return not plain and wcwidth.wcwidth(character) == 0


def _columns(cluster: str) -> int:
    if len(cluster) == 1 and cluster < "\u0300" and cluster.isprintable():
        return 1
    measured = wcwidth.wcswidth(cluster)
    return measured if measured >= 0 else len(cluster)


def pad(text: str, columns: int) -> str:
    """The text in exactly ``columns`` columns."""
    cut = clip(text, columns)
    return cut + " " * (columns - width(cut))


# Letters that look alike across the scripts people mix to pass for somebody else.
_ALIKE: Final = str.maketrans(
    "аеорсухіјѕһԁɡӏοαвнкмтєƖı01|",
    "aeopcyxijshdgloabhkmteliolI".lower(),
)


def skeleton(alias: str) -> str:
    """What an alias looks like at a glance: two aliases with one skeleton may not stand in one group."""
    folded = unicodedata.normalize("NFKD", alias).casefold()
    bare = "".join(character for character in folded if unicodedata.category(character) not in ("Mn", "Me", "Mc"))
    bare = re.sub(r"[\W_]+", "", bare.translate(_ALIKE))
    return bare.replace("rn", "m").replace("vv", "w").replace("l", "i")


def scripts(text: str) -> frozenset[str]:
    """The scripts of a text's letters, by the first word of their Unicode names (LATIN, CYRILLIC, ...)."""
    found = set()
    for character in text:
        if character.isalpha():
            found.add(unicodedata.name(character, "UNKNOWN").split(" ")[0])
    # Japanese is written in three scripts at once, Korean in two.
    if found <= {"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"} and found:
        return frozenset({"CJK"})
    if found <= {"CJK", "HANGUL"} and found:
        return frozenset({"HANGUL"})
    return frozenset(found)
