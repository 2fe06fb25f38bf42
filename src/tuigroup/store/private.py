"""What the private record holds and how two machines' records become one. Pure: dictionaries in, dictionaries out.

Merging is commutative, associative and idempotent, so that the order in which machines meet does not matter:
what was read only grows; of two values of one mark the later minute wins, then the larger value. Drafts are text,
and no text is dropped: ``meet`` says which of two versions follows the other, and keeps both where neither does.
Parts that do not fit are left out, never trusted.

The shape: ``{"g": {group: {"r": "1-40,42", "w"|"m": {ref: [0|1, minute]}, "u": {member: [0|1, minute]},
"b": {"1": [0|1, minute]}, "a"|"i": {slot: [0|1, minute]}, "p": {thread: [ref, minute]}}}, "v": last visit,
"k"|"s"|"t": [0|1, minute], "z": [name, minute], "tm": {topic: [0|1, minute]}, "d": {id: [stamp, fields or null]}}``,
keys being text as JSON has them. Of a group ``w`` is watched, ``m`` muted, ``u`` members muted, ``b`` a break from it,
``a`` meetings one means to come to and ``i`` those one was at (by the minute they begin, the latest ones only); ``k``
says whether the recovery phrase is written down, ``s`` whether one wants to hear who waits for a second voice, ``t``
whether one was shown around, ``z`` one's time zone ('' for the machine's), ``tm`` muted topics of content notes (the
latest only). ``cg`` is store.private_journal's, ``sh`` store.private_shift's.

What a later program put into it and this one does not know (``beyond``) goes back with it as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, Final

from tuigroup.store import private_journal, private_shift, ranges
from tuigroup.wire import limits

Json = Any
Record = dict[str, Json]
_MOST: Final = 2**53
_MARKS: Final = ("w", "m", "u", "b", "a", "i", "p")
OF_MEETINGS: Final = ("a", "i")
MEETINGS: Final = 120  # of a group, the latest: two years of every week, and then some
FLAGS: Final = ("k", "s", "t")
ZONE: Final = "z"
TOPICS: Final = "tm"
MOST_TOPICS: Final = 60  # the latest
_KNOWN: Final = frozenset(("g", "v", "d", ZONE, TOPICS, private_journal.PART, private_shift.PART, *FLAGS))
_KNOWN_OF_GROUPS: Final = frozenset(("r", *_MARKS))


def merge(one: Mapping[str, Json], other: Mapping[str, Json]) -> Record:
    """The marks of both records in one, whatever their order."""
    first, second = tidy(one), tidy(other)
    groups = {
        name: _merge_group(first["g"].get(name, {}), second["g"].get(name, {}))
        for name in sorted({*first["g"], *second["g"]})
    }
    flags = {name: _later_mark(first.get(name), second.get(name)) for name in FLAGS if name in first or name in second}
    zone = {ZONE: _later_mark(first.get(ZONE), second.get(ZONE))} if ZONE in first or ZONE in second else {}
    topics = _merge_topics(first.get(TOPICS, {}), second.get(TOPICS, {}))
    return {"g": groups, "v": max(first["v"], second["v"])} | flags | zone | ({TOPICS: topics} if topics else {})


def tidy_topics(value: Json) -> dict[str, list[int]]:
    """Muted topics in the shape above, the latest only: whichever way records meet, the same ones are the latest."""
    topics = {
        name: item
        for name, item in _items(value)
        if _is_mark(item) and name == name.strip().casefold() and 0 < len(name) <= 2 * limits.NOTE
    }
    latest = sorted(topics, key=lambda name: (topics[name][1], name))[-MOST_TOPICS:]
    return {name: topics[name] for name in sorted(latest)}


def _merge_topics(one: Record, other: Record) -> Record:
    return tidy_topics({name: _later_mark(one.get(name), other.get(name)) for name in {*one, *other}})


Seen = tuple[int, str]


def version(stamp: int, fields: Json) -> Seen:
    """What tells versions of a draft apart: two machines that met a third give one stamp to two texts."""
    if fields is None:
        return stamp, ""
    words = "\0".join(fields[name] for name in ("title", "body", "note"))
    return stamp, blake2b(words.encode(), digest_size=9).hexdigest()


def meet(mine: Json, theirs: Json, seen: Mapping[Seen, bool]) -> tuple[Json, Json]:
    """What stands here after another machine's version of a draft came, and fields to keep beside it (None: nothing).

    A version is ``[stamp, fields or null]``, null being a deletion; ``mine`` is None where there never was one here.
    ``seen`` has all that mine follows (``version``), itself included, true where the server is known to have had it.
    What a version follows has a smaller stamp.
    """
    if mine is None or mine == theirs:
        return theirs, None
    (here, text), (there, other) = mine, theirs
    came = version(there, other)
    if came in seen and (there != here or seen[came]):  # else two were written in one millisecond
        return mine, None
    if seen.get(version(here, text)) and there > here:
        return theirs, None
    if other is None or within(other, text):
        return [max(here, there + 1), text], None
    if within(text, other):
        return [max(there, here + 1), other], None
    return [max(here, there + 1), text], other


def within(one: Json, other: Json) -> bool:
    """Whether every word of one draft's fields stands in the other's."""
    if one is None or other is None:
        return False
    return all(one[name].strip() in other[name] for name in ("title", "body", "note"))


def beyond(record: Mapping[str, Json]) -> Record:
    """What of a record no part of this program knows."""
    found = {name: value for name, value in _items(record) if name not in _KNOWN}
    groups = {name: _unknown(group, _KNOWN_OF_GROUPS) for name, group in _items(record.get("g"))}
    groups = {name: group for name, group in groups.items() if group}
    own = _unknown(record.get(private_journal.PART), frozenset(private_journal.KINDS))
    return found | ({"g": groups} if groups else {}) | ({private_journal.PART: own} if own else {})


def together(known: Mapping[str, Json], unknown: Mapping[str, Json]) -> Record:
    """A record of what is known here, and what ``beyond`` found in the one before."""
    out = {**unknown, **known}
    for name, group in _items(unknown.get("g")):
        out["g"] = {**out["g"], name: {**group, **out["g"].get(name, {})}}
    if own := unknown.get(private_journal.PART):
        out[private_journal.PART] = {**own, **known.get(private_journal.PART, {})}
    return out


def _unknown(value: Json, known: frozenset[str]) -> Record:
    return {name: item for name, item in _items(value) if name not in known}


def tidy(record: Mapping[str, Json]) -> Record:
    """The record with everything left out that is not of the shape above."""
    groups = record.get("g")
    visit = record.get("v")
    zone = {ZONE: record[ZONE]} if _is_zone(record.get(ZONE)) else {}
    topics = tidy_topics(record.get(TOPICS))
    return (
        {name: record[name] for name in FLAGS if _is_mark(record.get(name))}
        | zone
        | ({TOPICS: topics} if topics else {})
        | {
            "g": {
                name: group
                for name, group in ((name, _tidy_group(value)) for name, value in _items(groups) if _is_number(name))
                if group
            },
            "v": visit if _whole(visit) else 0,
            "d": {name: value for name, value in _items(record.get("d")) if _is_draft(value)},
        }
    )


def _tidy_group(value: Json) -> Record:
    if not isinstance(value, dict):
        return {}
    out: Record = {}
    spans = ranges.to_text(ranges.from_text(value["r"])) if isinstance(value.get("r"), str) else ""
    if spans:
        out["r"] = spans
    for part in _MARKS:
        fits: Callable[[Json], bool] = _is_place if part == "p" else _is_mark
        most = limits.LAST_MINUTE if part in OF_MEETINGS else _MOST
        kept = {name: item for name, item in _items(value.get(part)) if _is_number(name, most) and fits(item)}
        if kept:
            out[part] = _bounded(part, kept)
    return out


def _bounded(part: str, kept: Record) -> Record:
    """The latest meetings only. Whichever way records meet, the same ones are the latest of them all."""
    if part not in OF_MEETINGS or len(kept) <= MEETINGS:
        return kept
    latest = sorted(kept, key=int)[-MEETINGS:]
    return {name: kept[name] for name in latest}


def _merge_group(one: Record, other: Record) -> Record:
    spans = ranges.union(ranges.from_text(one.get("r", "")), ranges.from_text(other.get("r", "")))
    out: Record = {"r": ranges.to_text(spans)} if spans else {}
    for part in _MARKS:
        kept = {
            name: _later_mark(one.get(part, {}).get(name), other.get(part, {}).get(name))
            for name in {*one.get(part, {}), *other.get(part, {})}
        }
        if kept:
            out[part] = _bounded(part, {name: kept[name] for name in sorted(kept)})
    return out


def _later_mark(one: Json, other: Json) -> Json:
    """Of two ``[value, minute]`` the later one, ties by value."""
    given = [item for item in (one, other) if item is not None]
    return max(given, key=lambda item: (item[1], item[0]))


def _items(value: Json) -> list[tuple[str, Json]]:
    return [(name, item) for name, item in value.items() if isinstance(name, str)] if isinstance(value, dict) else []


def _is_number(name: str, most: int = _MOST) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 17 and name[0] != "0" and int(name) <= most


def _whole(value: Json) -> bool:
    return type(value) is int and 0 <= value <= _MOST


def _is_mark(value: Json) -> bool:
    return isinstance(value, list) and len(value) == 2 and value[0] in (0, 1) and all(map(_whole, value))


def _is_zone(value: Json) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not _whole(value[1]) or not isinstance(value[0], str):
        return False
    return (
        len(value[0]) <= 64 and value[0].isascii() and all(letter.isalnum() or letter in "/_+-" for letter in value[0])
    )


def _is_place(value: Json) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_whole, value)) and value[0] > 0


def _is_draft(value: Json) -> bool:
    if not isinstance(value, list) or len(value) != 2 or not _whole(value[0]):
        return False
    fields = value[1]
    return fields is None or (
        isinstance(fields, dict)
        and fields.get("kind") in ("reply", "thread", "private", "edit")
        and all(isinstance(fields.get(name), str) for name in ("title", "body", "note", "intent", "quote"))
        and all(_whole(fields.get(name)) for name in ("group", "board", "target", "saved_at"))
    )
