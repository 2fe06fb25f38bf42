"""A decoded body for people: short keys by name, columns as rows, minutes as dates, nothing that opens anything.

Pure: from a JSON value, a stranger's too, to clean lines of text. What is not known is shown as it stands.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from tuigroup import text
from tuigroup.errors import MalformedWire
from tuigroup.wire import limits, tables
from tuigroup.wire.columns import Columns
from tuigroup.wire.records import Author
from tuigroup.wire.redacted import redacted

WIDTH: Final = 100
_LABEL: Final = 16
_STEP: Final = "  "
_MINUTES: Final = frozenset({"at", "last_at", "edited", "updated", "later", "before"})  # since 1970, of any record
_CLOCK: Final = frozenset({"start"})  # minutes after local midnight
_DIGITS: Final = 40
_LATEST: Final = 4_000_000_000 // 60  # past this no clock is meant


class Field(NamedTuple):
    """What a short key is called, and what is under it: a table of columns, or keys again (of each item of a list)."""

    label: str
    inside: Columns[Any] | Mapping[str, Field] | None = None
    named: Mapping[str, str] = {}  # what its few values mean


_WANTED: Final = {
    "t": "thread",
    "b": "board",
    "d": "directory",
    "g": "group",
    "l": "library",
    "q": "search",
    "v": "waiting",
    "o": "offers",
}
_WANT: Final = {
    "w": Field("want", named=_WANTED), "g": Field("group"), "n": Field("thread"), "d": Field("board"),
    "q": Field("words"), "after": Field("posts after"),
}  # fmt: skip
_OP: Final = {"k": Field("key"), "g": Field("group"), "op": Field("operation")}
_GROUP: Final = {
    "g": Field("group"), "i": Field("group", tables.GROUPS), "boards": Field("boards", tables.BOARDS),
    "facilitators": Field("facilitators", tables.FACILITATORS), "meetings": Field("meetings", tables.MEETINGS),
}  # fmt: skip
_CHANGES: Final = {
    "g": Field("group"), "i": Field("the group's page", _GROUP), "p": Field("posts", tables.POSTS),
    "h": Field("heads", tables.THREADS), "r": Field("join requests", tables.JOIN_REQUESTS),
    "u": Field("members", tables.MEMBERS), "f": Field("facilitators", tables.FACILITATORS),
    "q": Field("left for good", tables.FORMER), "gap": Field("more than is sent"),
}  # fmt: skip
_PAGE: Final = {
    "w": Field("page", named=_WANTED), "g": Field("group"), "n": Field("thread"), "p": Field("posts", tables.POSTS),
    "h": Field("heads", tables.THREADS), "d": Field("groups", tables.GROUPS), "x": Field("meetings", tables.MEETINGS),
    "i": Field("the group's page", _GROUP), "l": Field("resources", tables.RESOURCES), "more": Field("can go on"),
    "left": Field("bytes left"), "rev": Field("up to revision"), "e": Field("refused"),
}  # fmt: skip
_ACK: Final = {
    "k": Field("key"), "n": Field("number"), "t": Field("thread"), "e": Field("refused"), "d": Field("because"),
    "later": Field("published"), "turn": Field("turn"),
}  # fmt: skip
_NOTICE: Final = {"t": Field("about"), "g": Field("group"), "d": Field("sentence")}
REQUEST: Final = {
    "s": Field("cursor"), "o": Field("outbox", _OP), "w": Field("wants", _WANT), "m": Field("budget in bytes"),
    "r": Field("bytes behind it"),
    "h": Field("heads only"), "t": Field("wait in seconds"),
}  # fmt: skip
ANSWER: Final = {
    "a": Field("acks", _ACK), "y": Field("memberships", tables.MEMBERSHIPS), "c": Field("changes", _CHANGES),
    "p": Field("pages", _PAGE), "n": Field("notices", _NOTICE), "m": Field("remains"), "s": Field("cursor from now on"),
}  # fmt: skip


def body(value: Any) -> Iterator[str]:
    """Lines for a body by itself: a request or an answer of the exchange, or any other JSON."""
    yield from _value(redacted(value), _shape(value), 0)


def exchange(value: Mapping[str, Any], number: int) -> Iterator[str]:
    """Lines for one line of a wire log, with what was sent and what came back."""
    value = redacted(value)
    bytes_moved = ", ".join(f"{value[way]} bytes {way}" for way in ("up", "down") if isinstance(value.get(way), int))
    status = value.get("status")
    ending = f"answered {_line(status)}" if status is not None else f"no answer: {_line(value.get('cut', ''))}"
    head = f"{number}. {_line(value.get('method', ''))} {_line(value.get('path', ''))}, {ending}"
    yield f"{head}, {bytes_moved}" if bytes_moved else head
    of_sync = str(value.get("path", "")).partition("?")[0] in ("/v1/sync", "/v1/wait")
    for way, shape in (("sent", REQUEST), ("received", ANSWER)):
        said = value.get(way)
        if said not in (None, "(0 bytes)"):
            yield f"{_STEP}{way}"
            yield from _value(said, shape if of_sync else {}, 2)
    yield ""


def _shape(value: Any) -> Mapping[str, Field]:
    """By its keys: what only a request has, or only an answer."""
    if not isinstance(value, Mapping):
        return {}
    if "o" in value or "w" in value or isinstance(value.get("m"), int):
        return REQUEST
    if any(isinstance(value.get(key), list) for key in "acpn") or isinstance(value.get("m"), Mapping) or "y" in value:
        return ANSWER
    return {}


def _value(value: Any, inside: Columns[Any] | Mapping[str, Field] | None, depth: int) -> Iterator[str]:
    """Lines for a value that stands under its label."""
    if isinstance(inside, Columns):
        yield from _rows(value, inside, depth)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _entry(str(key), inner, (inside or {}).get(str(key)), depth)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for place, inner in enumerate(value, 1):
            if isinstance(inner, Mapping):
                yield f"{_STEP * depth}{place}."
                yield from _value(inner, inside, depth + 1)
            else:
                yield from _said(str(place), _plain(inner), depth)
    else:
        yield from _said("", _plain(value), depth)


def _entry(key: str, value: Any, known: Field | None, depth: int) -> Iterator[str]:
    label = f"{key} {known.label}" if known else _line(key)
    if isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(item, Mapping) for item in value)):
        yield f"{_STEP * depth}{label}"
        yield from _value(value, known.inside if known else None, depth + 1)
        return
    shown = known.named.get(str(value), "") if known else ""
    yield from _said(label, shown or _named(key, value), depth)


def _rows(value: Any, table: Columns[Any], depth: int) -> Iterator[str]:
    """Columns as the rows they stand for, each with what is not as usual."""
    try:
        rows = table.decode(value)
    except MalformedWire as error:
        yield f"{_STEP * depth}({error.what})"
        yield from _value(value, None, depth)
        return
    for place, row in enumerate(rows, 1):
        yield f"{_STEP * depth}{place} of {len(rows)}"
        for field in fields(row):
            found = getattr(row, field.name)
            if field.default is MISSING or found != field.default:
                yield from _said(field.name, _named(field.name, found), depth + 1)


def _named(name: str, value: Any) -> str:
    """A value as people read it, by the name of its field."""
    if name in _MINUTES and type(value) is int and 0 < value < _LATEST:
        return f"{datetime.fromtimestamp(value * 60, UTC):%Y-%m-%d %H:%M} UTC"
    if name in _CLOCK and type(value) is int and 0 <= value < 24 * 60:
        return f"{value // 60:02}:{value % 60:02}"
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Author):
        extra = [part for part in (value.role.value if value.role != "member" else "", value.credentials) if part]
        return text.clean(", ".join([f"{value.alias} (member {value.member})", *extra]), limits.BODY)
    if isinstance(value, str):
        return text.clean(value, limits.ANSWER_BYTES)
    if isinstance(value, list | tuple):
        return ", ".join(_plain(item) for item in value)
    if value is True or value is False:
        return "yes" if value else "no"
    if value is None or is_dataclass(value):
        return "-"
    return str(value)[:_DIGITS]


def _line(value: Any) -> str:
    return text.line(_plain(value), limits.WORD)


def _said(label: str, value: str, depth: int) -> Iterator[str]:
    """A label and its value; a long value goes on under itself."""
    before = f"{_STEP * depth}{label:<{_LABEL}} " if label else _STEP * depth
    lines = [part for line in value.split("\n") for part in textwrap.wrap(line, max(40, WIDTH - len(before))) or [""]]
    for place, line in enumerate(lines or [""]):
        yield (before if place == 0 else " " * len(before)) + line
