"""Columns, not rows: one list per field, so that a page of posts says each thing once.

A table names the fields of a record and how each becomes a list:

- ``plain``: the values in order;
- ``delta``: the first whole, then the difference to the one before;
- ``back``: how many rows up the row is whose other column has this value (a post's parent by its number); where
  none above has it, the difference to that column in the same row, which is negative; 0 staying 0;
- ``made``: nothing where the value is what ``make`` makes of another column (a slug of its name);
- ``table``: each distinct value once, then an index per row.

A column whose values are all the default is left out; one whose values are all alike is that one value
(``{"=": value}``); one with few values beside the default is sparse: ``{"~": [[index...], [value...]]}``, with
a single value where those are alike; one of few words that come again and again is a table of its own:
``{"@": [[value...], [place...]]}``. Any bytes that do not fit give one MalformedWire.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar

from tuigroup.errors import MalformedWire
from tuigroup.i18n import N_

R = TypeVar("R")
Json = Any
Mode = Literal["plain", "delta", "back", "made", "table"]

MAX_ROWS: Final = 100_000
OFTEN: Final = 4  # times that a word is said on average until a table of words is shorter
MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record on the wire. ``up`` and ``down`` turn the value into JSON and back."""

    key: str
    field: str
    mode: Mode = "plain"
    default: Any = MISSING
    up: Callable[[Any], Json] = lambda value: value
    down: Callable[[Any], Any] = lambda value: value
    of: str = ""  # the earlier field that is looked back in (mode "back"), or made from (mode "made")
    make: Callable[[Any], Any] = lambda value: value


@dataclass(frozen=True, slots=True)
class Columns(Generic[R]):
    """A record type and its columns; ``encode`` and ``decode`` are inverse to each other.

    ``most`` bounds the rows of a table that has no column with a value for every row.
    """

    record: type[R]
    columns: tuple[Column, ...]
    most: int = MAX_ROWS

    def encode(self, rows: Sequence[R]) -> dict[str, Json]:
        """Rows as a mapping of short key to list, with the number of rows under ``n``."""
        out: dict[str, Json] = {"n": len(rows)}
        for column in self.columns:
            values = _raised(column, rows)
            packed = _fold(values, column)
            if packed is not None:
                out[column.key] = packed
        return out

    def decode(self, data: Mapping[str, Json]) -> list[R]:
        """The rows again. Unknown keys are ignored. Raises MalformedWire."""
        try:
            count = data["n"]
            if type(count) is not int or not 0 <= count <= self.most:
                raise ValueError("row count")
            fields: dict[str, list[Any]] = {}
            for column in self.columns:
                fields[column.field] = _unfold(data.get(column.key, MISSING), column, count, fields)
            return [self.record(**{name: values[index] for name, values in fields.items()}) for index in range(count)]
        except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
            raise MalformedWire(
                N_("The answer's columns do not fit together."), todo=N_("Please try again in a moment.")
            ) from error


def _raised(column: Column, rows: Sequence[Any]) -> list[Json]:
    values = [getattr(row, column.field) for row in rows]
    if column.mode == "back":
        return _looked_back(values, [getattr(row, column.of) for row in rows])
    if column.mode == "made":
        bases = [getattr(row, column.of) for row in rows]
        return [
            None if value == column.make(base) else column.up(value) for value, base in zip(values, bases, strict=True)
        ]
    return [column.up(value) for value in values]


def _looked_back(values: Sequence[int], bases: Sequence[int]) -> list[int]:
    above: dict[int, int] = {}
    found = []
    for row, (value, base) in enumerate(zip(values, bases, strict=True)):
        found.append(0 if value == 0 else row - above[value] if value in above else value - base)
        above[base] = row
    return found


def _fold(values: list[Json], column: Column) -> Json | None:
    if not values:
        return None
    default = _default(column)
    if column.mode == "delta":
        if all(value == default for value in values):
            return None
        return [value - before for value, before in zip(values, [0, *values[:-1]], strict=True)]
    if column.mode == "table":
        distinct, places = _table(values)
        return [distinct] if len(distinct) == 1 else [distinct, places]
    if default is not MISSING and all(value == default for value in values):
        return None
    if len(values) > 1 and all(value == values[0] for value in values[1:]):
        return {"=": values[0]}
    if default is not MISSING:
        rare = [index for index, value in enumerate(values) if value != default]
        if len(rare) * 2 < len(values):
            said = [values[index] for index in rare]
            return {"~": [rare, said[:1] if all(value == said[0] for value in said) else said]}
    if isinstance(values[0], str):
        distinct, places = _table(values)
        if len(distinct) * OFTEN <= len(values):
            return {"@": [distinct, places]}
    return values


def _table(values: Sequence[Json]) -> tuple[list[Json], list[int]]:
    """Each distinct value once, and where each row's is among them."""
    places: dict[str, int] = {}
    distinct: list[Json] = []
    for value in values:
        if places.setdefault(repr(value), len(distinct)) == len(distinct):
            distinct.append(value)
    return distinct, [places[repr(value)] for value in values]


def _default(column: Column) -> Json:
    if column.mode == "made":
        return None
    return MISSING if column.default is MISSING else 0 if column.mode == "back" else column.up(column.default)


def _unfold(packed: Json, column: Column, count: int, fields: Mapping[str, list[Any]]) -> list[Any]:
    if column.mode == "delta":
        return [column.down(value) for value in _sums(packed, column, count)]
    if column.mode == "table":
        return [column.down(value) for value in _from_table(packed, count)]
    values = _spread(packed, _default(column), count)
    if column.mode == "back":
        bases = fields[column.of]
        return [_back(_int(value), row, bases) for row, value in enumerate(values)]
    if column.mode == "made":
        bases = fields[column.of]
        return [
            column.make(base) if value is None else column.down(value)
            for value, base in zip(values, bases, strict=True)
        ]
    return [column.down(value) for value in values]


def _back(step: int, row: int, bases: Sequence[int]) -> int:
    """The value ``step`` rows up, or so much less than this row's."""
    if step > row:
        raise ValueError("a row above the first")
    return bases[row - step] if step > 0 else step and bases[row] + step


def _spread(packed: Json, default: Json, count: int) -> list[Json]:
    if packed is MISSING:
        if default is MISSING and count:
            raise ValueError("a column is missing")
        return [default] * count
    if isinstance(packed, dict):
        if "=" in packed:
            return [packed["="]] * count
        if "@" in packed:
            return _from_table(packed["@"], count)
        places, given = packed["~"]
        values = [default] * count
        for place, value in zip(places, given * len(places) if len(given) == 1 else given, strict=True):
            if type(place) is not int or not 0 <= place < count or default is MISSING:
                raise ValueError("a sparse column points outside")
            values[place] = value
        return values
    if not isinstance(packed, list) or len(packed) != count:
        raise ValueError("a column's length differs")
    return packed


def _sums(packed: Json, column: Column, count: int) -> list[int]:
    if packed is MISSING:
        default = _default(column)
        if default is MISSING and count:
            raise ValueError("a column is missing")
        return [default] * count
    if not isinstance(packed, list) or len(packed) != count:
        raise ValueError("a column's length differs")
    total, values = 0, []
    for step in packed:
        total += _int(step)
        values.append(total)
    return values


def _from_table(packed: Json, count: int) -> list[Json]:
    if packed is MISSING:
        if count:
            raise ValueError("a table is missing")
        return []
    distinct = packed[0]
    if not isinstance(distinct, list):
        raise ValueError("no table")
    indexes = packed[1] if len(packed) > 1 else [0] * count
    if len(indexes) != count or any(type(index) is not int or index < 0 for index in indexes):
        raise ValueError("a table's indexes do not fit")
    return [distinct[index] for index in indexes]


def _int(value: Json) -> int:
    if type(value) is not int or not -(2**62) < value < 2**62:
        raise ValueError("not a whole number")
    return value
