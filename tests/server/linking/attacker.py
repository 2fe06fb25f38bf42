"""Who tries to tie memberships of two groups together from nothing but answers of the API.

It hears every answer with the minute at which it came, and keeps of every row about a membership each number in it,
the sizes of its texts, and in which order rows came. From these it makes figures for each membership, pairs the
memberships of the two groups by every figure and by all of them together, and is as good as its best pairing.
"""

from __future__ import annotations

import random as pseudo
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import Enum
from math import factorial
from typing import Any, Final

from tuigroup.wire import tables
from tuigroup.wire.columns import Columns
from tuigroup.wire.records import Author, PostRecord

TABLES: Final[Mapping[str, Columns[Any]]] = {
    "p": tables.POSTS,
    "h": tables.THREADS,
    "r": tables.JOIN_REQUESTS,
    "u": tables.MEMBERS,
    "f": tables.FACILITATORS,
    "q": tables.FORMER,
}
CLOSE: Final = (0, 1, 2)  # minutes (or steps) within which two values count as met
OWN: Final = frozenset({"heron", "finch"})  # the attacker's aliases, one who runs both groups and one who is in both
PLACES: Final = 32  # into which what came in one minute is put in its order
CHANCE: Final = 1e-4  # how seldom pairing blindly may look like a find, all pairings taken together

Pairing = dict[str, str]


@dataclass
class Group:
    """What was heard of each alias of a group, by name: every value once, in the order in which it came."""

    heard: dict[str, dict[str, dict[int, None]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))
    aliases: dict[int, str] = field(default_factory=dict)  # by member number, also of who has gone
    rows: int = 0
    posts: set[int] = field(default_factory=set)

    def note(self, key: str, records: Sequence[Any], minute: int) -> None:
        """Rows of one answer, as they came."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for record in records:
            alias = self._alias(getattr(record, "author", record))
            if not alias:
                continue
            self.rows += 1
            for name, value in _numbers(record):
                self.heard[alias][f"{key}.{name}"][value] = None
            kind = key if key != "p" else self._of_post(record, minute)
            self.heard[alias][f"{kind}.heard at"][minute] = None
            self.heard[alias][f"{kind}.row"][self.rows] = None
            by_kind[kind].append(alias)
        for kind, aliases in by_kind.items():
            for place, alias in enumerate(aliases):
                # Who came where in the minute, whatever the number of those who came.
                self.heard[alias][f"{kind}.place"][minute * PLACES * 2 + place * PLACES // len(aliases)] = None

    def walk(self, said: Any, tag: int) -> None:
        """A readable mirror: whatever in it is by somebody. ``tag`` is its ETag."""
        for part in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
            self.walk(part, tag)
        by = said.get("author", said) if isinstance(said, dict) else None
        if not isinstance(by, dict) or not by.get("alias"):
            return
        self.rows += 1
        about = self.heard[by["alias"]]
        for name, value in {**said, "row": self.rows, "tag": tag}.items():
            if isinstance(value, int | str) and value:
                about[f"mirror {name}"][value if isinstance(value, int) else len(value)] = None

    def _alias(self, by: Any) -> str:
        number, alias = getattr(by, "member", 0), getattr(by, "alias", "")
        if number and alias:
            self.aliases[number] = alias
        return alias or self.aliases.get(number, "")

    def _of_post(self, post: PostRecord, minute: int) -> str:
        new = post.number not in self.posts
        self.posts.add(post.number)
        return "new post" if new else "edited post" if post.edited >= minute - 1 else "changed post"


def _numbers(record: Any) -> Iterator[tuple[str, int]]:
    """Every number in a record, and of every text its size."""
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, Author):
            yield "member", value.member
        elif isinstance(value, str) and not isinstance(value, Enum):
            yield f"{each.name} size", len(value)
        elif isinstance(value, int) and value > 0:
            yield each.name, int(value)
        elif isinstance(value, tuple) and value and all(isinstance(one, int) for one in value):
            yield each.name, sum(value)


class Attacker:
    """Hears answers as they come over the wire."""

    def __init__(self) -> None:
        self.groups: dict[int, Group] = defaultdict(Group)

    def hear(self, said: Mapping[str, Any], minute: int) -> None:
        """An answer of ``/v1/sync``: changes, pages, and the pages within them."""
        for part in (*said.get("c", ()), *said.get("p", ())):
            group = part.get("g", 0)
            for holder in (part, part.get("i") or {}):
                for key, table in TABLES.items():
                    named = holder.get("facilitators" if key == "f" else key)
                    if isinstance(named, dict):
                        self.groups[group].note(key, table.decode(named), minute)

    def pairings(self, one: int, other: int, random: pseudo.Random) -> dict[str, Pairing]:
        """By what was looked at, a pairing of the aliases of two groups: each once."""
        left, right = (
            {alias: about for alias, about in self.groups[group].heard.items() if alias not in OWN}
            for group in (one, other)
        )
        kinds = sorted({kind for heard in (left, right) for about in heard.values() for kind in about})
        found: dict[str, Pairing] = {}
        together: dict[tuple[str, str], float] = defaultdict(float)
        for kind in kinds:
            mine, theirs = _values(left, kind), _values(right, kind)
            for figure, reckon in FIGURES.items():
                ranks = _by_rank(mine, theirs, reckon, random)
                found[f"{kind}, rank of the {figure}"] = ranks
                for pair in ranks.items():
                    together[pair] += 1
            for width in CLOSE:
                scores = _met(mine, theirs, width)
                found[f"{kind}, met within {width}"] = _greedy(scores, sorted(left), sorted(right), random)
                for pair, score in scores.items():
                    together[pair] += score
        found["all together"] = _greedy(together, sorted(left), sorted(right), random)
        return found


FIGURES: Final = {"least": min, "greatest": max, "sum": sum, "count": len}


def _values(heard: Mapping[str, Mapping[str, Iterable[int]]], kind: str) -> dict[str, list[int]]:
    return {alias: list(about.get(kind, ())) for alias, about in heard.items()}


def _by_rank(
    mine: Mapping[str, list[int]], theirs: Mapping[str, list[int]], reckon: Any, random: pseudo.Random
) -> Pairing:
    def order(values: Mapping[str, list[int]]) -> list[str]:
        aliases = sorted(values)
        random.shuffle(aliases)  # what is alike stands in no order
        return sorted(aliases, key=lambda alias: reckon(values[alias]) if values[alias] else -1)

    return dict(zip(order(mine), order(theirs), strict=False))


def _met(mine: Mapping[str, list[int]], theirs: Mapping[str, list[int]], width: int) -> dict[tuple[str, str], float]:
    """How often a value of one lies near one of the other, rare values counting for more."""
    common: dict[int, int] = defaultdict(int)
    for values in (*mine.values(), *theirs.values()):
        for value in set(values):
            common[value] += 1
    scores: dict[tuple[str, str], float] = {}
    where: dict[int, list[str]] = defaultdict(list)
    for alias, values in theirs.items():
        for value in set(values):
            where[value].append(alias)
    for alias, values in mine.items():
        for value in set(values):
            for near in range(value - width, value + width + 1):
                for other in where.get(near, ()):
                    weight = 1 / (common[value] + common[near])
                    scores[alias, other] = scores.get((alias, other), 0.0) + weight
    return scores


def _greedy(
    scores: Mapping[tuple[str, str], float], left: Sequence[str], right: Sequence[str], random: pseudo.Random
) -> Pairing:
    """The best pair first, then the best of those left; who is left at the end is paired blindly."""
    pairs = list(scores)
    random.shuffle(pairs)
    pairs.sort(key=lambda pair: -scores[pair])
    found: Pairing = {}
    taken: set[str] = set()
    for mine, other in pairs:
        if mine not in found and other not in taken:
            found[mine] = other
            taken.add(other)
    free = [alias for alias in right if alias not in taken]
    random.shuffle(free)
    found.update(zip((alias for alias in left if alias not in found), free, strict=False))
    return found


def hits(pairing: Pairing, truth: Pairing) -> int:
    return sum(truth.get(mine) == other for mine, other in pairing.items())


def by_chance(people: int, tries: int) -> int:
    """The most hits that the best of so many blind pairings has, but for once in 1 / CHANCE times.

    A blind pairing is a permutation drawn at random, and its hits are the points that it leaves in place.
    """
    for most in range(people):
        if tries * _at_least(people, most + 1) < CHANCE:
            return most
    return people


def _at_least(people: int, count: int) -> float:
    """How likely a permutation leaves that many points in place, or more."""
    return sum(_exactly(people, fixed) for fixed in range(count, people + 1))


def _exactly(people: int, fixed: int) -> float:
    none = sum((-1) ** step / factorial(step) for step in range(people - fixed + 1))
    return float(none / factorial(fixed))
