"""Check-ins and goals as the private record keeps them, and how two machines' become one. Pure.

What is written never changes: whoever changes a text writes another one and takes the first back. So nothing meets
anything, and two machines that changed the same keep both. What is erased stays erased. Of two values of one mark (how
often, paused, a step or a day ticked off) the later minute wins. Merging is commutative, associative, idempotent.

The shape, under ``cg`` of the record (store.private): ``{"e": {id: entry}, "x": {id: day}, "m": {name: [value,
minute]}, "f": {week: "..3.12x"}, "r": {goal: "20400-20412"}}``. An entry is ``{"k": "c", "a": minute, "m": 1 to 5,
"n": note, "h": [words]}`` for a check-in, ``{"k": "g" or "s", "o": goal, "a": day, "w": words}`` for the words of a
goal and for a small step; what else is in it, and entries of another kind, are kept as they are. ``x`` are ids erased,
with the day they were of. Marks: ``n:goal`` times a week, ``s:goal`` how it stands, ``d:step`` and ``t:goal:day``
ticked off. Days, and the minutes of check-ins, are those of the member's own clock on the wall, since 1970.

Bounded: what is older than FULL_DAYS, or does not fit into ROOM, goes along folded: ``f`` has a week of moods in seven
letters from Monday (``.`` none, ``x`` erased), ``r`` days ticked off. The full ones stay on the machine that has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tuigroup.store import ranges

Json = Any
Record = dict[str, Json]

PART: Final = "cg"
KINDS: Final = ("e", "x", "m", "f", "r")
FULL_DAYS: Final = 183
ROOM: Final = 32 * 1024  # characters of check-ins in full
GONE_DAYS: Final = 400
MOST_GONE: Final = 500
DAY: Final = 24 * 60
ENDED: Final = 2  # from here on a goal is one no longer: reached, or let go
_MOST: Final = 2**53
_FIRST_MONDAY: Final = 3  # days since 1970 are Thursdays at 0


def week_of(day: int) -> int:
    """Weeks since 1970, from Monday."""
    return (day + _FIRST_MONDAY) // 7


def weekday(day: int) -> int:
    """0 for Monday."""
    return (day + _FIRST_MONDAY) % 7


def monday(week: int) -> int:
    return week * 7 - _FIRST_MONDAY


def merge(one: Mapping[str, Json], other: Mapping[str, Json]) -> Record:
    """Both in one, whatever their order. Parts that are empty are left out."""
    first, second = tidy(one), tidy(other)
    gone = _by_name(first, second, "x", max)
    entries = _by_name(first, second, "e", lambda mine, theirs: max(mine, theirs, key=repr))
    ended = {id: entry for id, entry in entries.items() if id not in gone and entry.get("o") not in gone}
    marks = _by_name(first, second, "m", lambda mine, theirs: max(mine, theirs, key=lambda mark: (mark[1], mark[0])))
    return _without_empty(
        {
            "e": ended,
            "x": gone,
            "m": {name: mark for name, mark in marks.items() if name.split(":")[1] not in gone},
            "f": _by_name(first, second, "f", _both_weeks),
            "r": {
                goal: spans
                for goal, spans in _by_name(first, second, "r", _both_spans).items()
                if goal not in gone
            },
        }
    )  # fmt: skip


def tidy(part: Mapping[str, Json]) -> Record:
    """What is of the shape above; the rest is left out."""
    found = part if isinstance(part, Mapping) else {}
    return {
        "e": {id: entry for id, entry in _items(found.get("e")) if _is_entry(entry)},
        "x": {id: day for id, day in _items(found.get("x")) if _whole(day)},
        "m": {name: mark for name, mark in _items(found.get("m")) if _is_mark(name, mark)},
        "f": {week: days for week, days in _items(found.get("f")) if week.isdecimal() and _is_week(days)},
        "r": {
            goal: spans
            for goal, text in _items(found.get("r"))
            if isinstance(text, str) and (spans := ranges.to_text(ranges.from_text(text)))
        },
    }


def bounded(whole: Mapping[str, Json], today: int) -> Record:
    """As it goes along to other machines: the latest in full, older ones folded."""
    found = tidy(whole)
    full = today - FULL_DAYS
    ended = {
        name[2:]
        for name, (value, stamp) in found["m"].items()
        if name.startswith("s:") and value >= ENDED and stamp // DAY <= full
    }
    kept = {
        id: entry for id, entry in found["e"].items() if entry["k"] != "c" and entry.get("o") not in ended
    }  # fmt: skip
    days: dict[int, int] = {}  # mood of each day that is folded
    room = ROOM
    for id, entry in reversed(in_order(found["e"])):
        room -= _size(entry)
        if room >= 0 and entry["a"] // DAY > full:
            kept[id] = entry
        else:
            room = -1
            days.setdefault(entry["a"] // DAY, entry["m"])
    steps = {id for id, entry in kept.items() if entry["k"] == "s"}
    marks, ticked = _split_marks(found["m"], steps, ended, full)
    spans = _by_name({"r": found["r"]}, {"r": ticked}, "r", _both_spans)
    gone = sorted(((day, id) for id, day in found["x"].items() if day > today - GONE_DAYS), reverse=True)[:MOST_GONE]
    return _without_empty(
        {
            "e": kept,
            "x": {id: day for day, id in gone},
            "m": marks,
            "f": _by_name({"f": found["f"]}, {"f": folded(days)}, "f", _both_weeks),
            "r": {goal: text for goal, text in spans.items() if goal not in ended},
        }
    )


def _split_marks(marks: Record, steps: set[str], ended: set[str], full: int) -> tuple[Record, Record]:
    """Marks that go along as they are, and days that are folded, as text by goal."""
    kept: Record = {}
    days: dict[str, list[int]] = {}
    for name, (value, stamp) in marks.items():
        kind, id, *rest = name.split(":")
        if id in ended or (kind == "d" and id not in steps):
            continue
        if kind == "t" and int(rest[0]) <= full:
            if value:
                days.setdefault(id, []).append(int(rest[0]))
        else:
            kept[name] = [value, stamp]
    return kept, {goal: ranges.to_text(ranges.add(ranges.EMPTY, found)) for goal, found in days.items()}


def folded(days: Mapping[int, int]) -> dict[str, str]:
    """Weeks of moods by day, as ``f`` has them; a mood of 0 is an erased one."""
    weeks: dict[str, str] = {}
    for day, mood in days.items():
        week, place = str(week_of(day)), weekday(day)
        before = weeks.get(week, "." * 7)
        weeks[week] = before[:place] + (str(mood) if mood else "x") + before[place + 1 :]
    return weeks


def unfolded(weeks: Mapping[str, str]) -> dict[int, int]:
    """The mood of each day that has one."""
    return {
        monday(int(week)) + place: int(letter)
        for week, letters in weeks.items()
        for place, letter in enumerate(letters)
        if letter.isdecimal()
    }


def in_order(entries: Mapping[str, Json]) -> list[tuple[str, Json]]:
    """Check-ins by id, the earliest first."""
    found = [(id, entry) for id, entry in entries.items() if entry["k"] == "c"]
    return sorted(found, key=lambda pair: (pair[1]["a"], pair[0]))


def _by_name(one: Record, other: Record, part: str, both: Any) -> Record:
    mine, theirs = one[part], other[part]
    return {
        name: both(mine[name], theirs[name]) if name in mine and name in theirs else mine.get(name, theirs.get(name))
        for name in sorted({*mine, *theirs})
    }


def _both_weeks(one: str, other: str) -> str:
    """Of each day the larger letter: a mood before none, what was erased before a mood."""
    return "".join(map(max, one, other))


def _both_spans(one: str, other: str) -> str:
    return ranges.to_text(ranges.union(ranges.from_text(one), ranges.from_text(other)))


def _without_empty(found: Record) -> Record:
    return {name: part for name, part in found.items() if part}


def _size(entry: Record) -> int:
    return 40 + len(entry["n"]) + sum(len(word) + 3 for word in entry["h"])


def _items(value: Json) -> list[tuple[str, Json]]:
    return [(name, item) for name, item in value.items() if isinstance(name, str)] if isinstance(value, Mapping) else []


def _whole(value: Json) -> bool:
    return type(value) is int and 0 <= value <= _MOST


def _is_entry(entry: Json) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("k"), str):
        return False
    match entry["k"]:
        case "c":
            words = entry.get("h")
            return (
                _whole(entry.get("a"))
                and type(entry.get("m")) is int
                and 1 <= entry["m"] <= 5
                and isinstance(entry.get("n"), str)
                and isinstance(words, list)
                and all(isinstance(word, str) for word in words)
            )
        case "g" | "s":
            return _whole(entry.get("a")) and all(isinstance(entry.get(name), str) for name in ("o", "w"))
    return True


def _is_mark(name: str, mark: Json) -> bool:
    kind, *rest = name.split(":")
    fits = len(rest) == (2 if kind == "t" else 1) and (kind != "t" or (rest[1].isascii() and rest[1].isdecimal()))
    return fits and isinstance(mark, list) and len(mark) == 2 and all(map(_whole, mark))


def _is_week(days: Json) -> bool:
    return isinstance(days, str) and len(days) == 7 and set(days) <= set(".12345x")
