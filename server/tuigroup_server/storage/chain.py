"""The log of what was decided: one chain a group, to which entries are added and in which none is ever changed.

Each entry carries the hash of itself and of the one before, so that a changed, removed or reordered entry shows.
Who can rewrite everything could still pass, but not before somebody who kept an earlier head: a head names a group,
an entry and its hash. Members are numbers here and posts are numbers; what was said stands beside the log.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, or_, select

from tuigroup_server import schema

FIRST: Final = ""  # the hash before the first entry
_BYTES: Final = 20
_PERSON: Final = b"tuigroup-log"
_log = schema.case_log
_words = schema.case_words


@dataclass(frozen=True, slots=True)
class Entry:
    """``by`` and ``about`` are members (0 for nobody), ``detail`` a number that the act explains."""

    group: int
    entry: int
    at_min: int
    case: int
    act: str
    by: int
    about: int
    post: int
    detail: int


@dataclass(frozen=True, slots=True)
class Written:
    """An entry with the hash that stands in the log, and the word said with it."""

    entry: Entry
    hash: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a group's log, as people write it down: ``3.17.`` and a hash."""

    group: int
    entry: int
    hash: str

    def __str__(self) -> str:
        return f"{self.group}.{self.entry}.{self.hash}"


def hashed(before: str, entry: Entry) -> str:
    """The hash of an entry that follows the one with the hash ``before``."""
    said = json.dumps([before, *astuple(entry)], separators=(",", ":"), ensure_ascii=True)
    return hashlib.blake2b(said.encode(), digest_size=_BYTES, person=_PERSON).hexdigest()


def add(
    connection: Connection,
    group: int,
    *,
    at_min: int,
    case: int,
    act: str,
    by: int = 0,
    about: int = 0,
    post: int = 0,
    detail: int = 0,
    word: str = "",
) -> Entry:
    """The next entry of a group's log. The caller keeps other writers of the group away."""
    last = head(connection, group)
    entry = Entry(group, last.entry + 1, at_min, case, act, by, about, post, detail)
    values = dict(zip(_COLUMNS, astuple(entry), strict=True))
    connection.execute(_log.insert().values(**values, hash=hashed(last.hash, entry)))
    if word:
        connection.execute(_words.insert().values(group_id=group, entry=entry.entry, word=word))
    return entry


def head(connection: Connection, group: int) -> Head:
    """Where a group's log ends; entry 0 with no hash where nothing is in it."""
    statement = select(_log.c.entry, _log.c.hash).where(_log.c.group_id == group).order_by(_log.c.entry.desc()).limit(1)
    row = connection.execute(statement).one_or_none()
    return Head(group, 0, FIRST) if row is None else Head(group, row[0], row[1])


def whole(connection: Connection, group: int) -> list[Written]:
    """A group's log from its beginning, as it stands there."""
    columns = [_log.c[name] for name in _COLUMNS]
    rows = connection.execute(select(*columns, _log.c.hash).where(_log.c.group_id == group).order_by(_log.c.entry))
    return [Written(Entry(*row[:-1]), row[-1]) for row in rows]


def groups(connection: Connection) -> list[int]:
    """Groups that have a log."""
    statement = select(_log.c.group_id).distinct().order_by(_log.c.group_id)
    return list(connection.execute(statement).scalars())


def of_cases(connection: Connection, group: int, cases: Iterable[int]) -> list[Written]:
    """All entries about these cases with their words, in their order."""
    where = (_log.c.group_id == group, _log.c.case.in_(list(cases)))
    return _written(connection, _with_words().where(*where).order_by(_log.c.entry))


def beside(connection: Connection, group: int, since: int, limit: int) -> list[Written]:
    """The latest entries since a minute that belong to no case, in their order."""
    where = (_log.c.group_id == group, _log.c.case == 0, _log.c.at_min >= since)
    return _written(connection, _with_words().where(*where).order_by(_log.c.entry.desc()).limit(limit))[::-1]


def _with_words() -> Select[Any]:
    said = (_words.c.group_id == _log.c.group_id) & (_words.c.entry == _log.c.entry)
    columns = [_log.c[name] for name in _COLUMNS]
    return select(*columns, _log.c.hash, _words.c.word).outerjoin(_words, said)


def _written(connection: Connection, statement: Select[Any]) -> list[Written]:
    return [Written(Entry(*row[:-2]), row[-2], row[-1] or "") for row in connection.execute(statement)]


def forget_words(connection: Connection, group: int, member: int) -> None:
    """What was said by a member and about them; the log itself stays as it is."""
    theirs = select(_log.c.entry).where(_log.c.group_id == group, or_(_log.c.by == member, _log.c.about == member))
    connection.execute(_words.delete().where(_words.c.group_id == group, _words.c.entry.in_(theirs)))


def put_out_by(connection: Connection, group: int, member: int) -> list[int]:
    """Whom a member suspended, or whose membership they ended."""
    where = (_log.c.group_id == group, _log.c.by == member, _log.c.act.in_(("suspend", "end")))
    return list(connection.execute(select(_log.c.about).distinct().where(*where)).scalars())


def broken(log: Iterable[Written]) -> int:
    """The number of the first entry that does not follow from those before it, 0 where all do."""
    before = FIRST
    for place, written in enumerate(log, 1):
        if written.entry.entry != place or written.hash != hashed(before, written.entry):
            return place
        before = written.hash
    return 0


_COLUMNS: Final = ("group_id", "entry", "at_min", "case", "act", "by", "about", "post", "detail")
