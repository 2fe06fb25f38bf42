"""What is being written. A draft is on disk when ``save`` returns; it travels in the private record too.

Where two machines wrote the same draft at once, or one wrote what the other deleted, both texts are kept: what is
here keeps its place, the other one becomes a draft of its own beside it (store.private decides).
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import blake2b
from sqlite3 import Row
from typing import Any, Final

from tuigroup.store import private
from tuigroup.store.database import Database
from tuigroup.store.keys import Keys
from tuigroup.store.marks import Marks
from tuigroup.store.rows import Draft, Ref
from tuigroup.text import clean, line
from tuigroup.wire import limits
from tuigroup.wire.words import Intent

_TEXT: Final = limits.BODY * 2  # a draft may be too long to send, not to keep
RECORD_BYTES: Final = limits.RECORD_BYTES // 2
_PUT: Final = (
    "REPLACE INTO drafts (id, kind, group_id, board, target, title, body, note, intent, quote, saved_at, also, stamp) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Drafts:
    def __init__(
        self, database: Database, keys: Keys, marks: Marks, clock: Callable[[], float], now_min: Callable[[], int]
    ) -> None:
        self._db = database
        self._keys = keys
        self._marks = marks
        self._clock = clock
        self._now = now_min

    def save(self, draft: Draft) -> Draft:
        """Keeps it as it is, character for character; the draft as saved, with its id, minute and stamp.

        Where another version came in from elsewhere since ``draft`` was read, that one is kept beside it.
        """
        with self._db.transaction():
            target = None if draft.target is None else self._keys.resolve(draft.target)
            draft = replace(draft, id=draft.id or self._keys.new(), target=target, saved_at=self._now())
            known = self.get(draft.id)
            if known is not None and replace(known, saved_at=draft.saved_at) == draft:
                return known
            stamp = self._stamp(draft.id)
            if known is not None and draft.stamp and draft.stamp != known.stamp:
                self._keep_beside(known.id, known.stamp, _fields(known), unless=_fields(draft))
            draft = replace(draft, stamp=stamp)
            self._db.run(_PUT, (*_values(draft), stamp))
            self._db.run("DELETE FROM drafts_gone WHERE id = ?", (draft.id,))
            self._told(draft.group)
            return draft

    def get(self, id: str) -> Draft | None:
        row = self._db.row("SELECT * FROM drafts WHERE id = ?", (id,))
        return None if row is None else _draft(row)

    def find(self, kind: str, group: int, target: Ref | None = None) -> Draft | None:
        """The latest draft of this kind for this post (reply, edit), or for this group (thread)."""
        if target is not None:
            target = self._keys.resolve(target)
        row = self._db.row(
            "SELECT * FROM drafts WHERE kind = ? AND group_id = ? AND target IS ? ORDER BY stamp DESC",
            (kind, group, target),
        )
        return None if row is None else _draft(row)

    def all(self) -> list[Draft]:
        """The latest first."""
        return [_draft(row) for row in self._db.rows("SELECT * FROM drafts ORDER BY saved_at DESC, stamp DESC, id")]

    def unsealed(self) -> list[Draft]:
        """Those of which the private record is not known to have what stands here, the latest first."""
        return [
            draft for draft in self.all() if not self._seen(draft.id).get(private.version(draft.stamp, _fields(draft)))
        ]

    def delete(self, id: str) -> None:
        with self._db.transaction():
            draft = self.get(id)
            if draft is not None:
                stamp = self._stamp(id)
                self._db.run("DELETE FROM drafts WHERE id = ?", (id,))
                self._db.run("REPLACE INTO drafts_gone (id, stamp) VALUES (?, ?)", (id, stamp))
                self._told(draft.group)

    def export(self, room: int = RECORD_BYTES) -> private.Record:
        """``{"d": ...}`` for the private record: the latest drafts that fit into ``room`` bytes, and deletions.

        Drafts that answer unsent posts stay here.
        """
        out: dict[str, Any] = {}
        for row in self._db.rows("SELECT id, stamp FROM drafts_gone ORDER BY stamp DESC LIMIT 500"):
            out[row["id"]] = [row["stamp"], None]
        rows = self._db.rows(
            "SELECT * FROM drafts WHERE target IS NULL OR typeof(target) = 'integer' ORDER BY stamp DESC, id"
        )
        for row in rows:
            size = len((row["title"] + row["body"] + row["quote"]).encode()) + 200
            if size <= room:
                room -= size
                out[row["id"]] = [row["stamp"], _fields(_draft(row))]
        return {"d": out}

    def merge(self, record: Mapping[str, Any]) -> None:
        """Takes in another machine's drafts and deletions, as the server has them."""
        theirs = private.tidy({"d": record.get("d")})["d"]
        with self._db.transaction():
            for id, version in theirs.items():
                target = self._db.value("SELECT target FROM drafts WHERE id = ?", (id,))
                if isinstance(target, str):
                    continue  # it answers an unsent post, which no other machine knows
                mine = self._version(id)
                seen = self._seen(id)
                if mine is not None and mine[1] is not None and _beside(id, *mine) in theirs:
                    seen[private.version(*mine)] = True  # it arrived: another machine kept it beside its own
                kept, beside = private.meet(mine, version, seen)
                if mine is not None and kept[1] == mine[1]:
                    self._restamp(id, kept[0])
                else:
                    self._put(id, kept)
                if beside is not None:
                    self._keep_beside(id, version[0], beside)
                if kept[0] != version[0]:
                    self._marks.changed()
            self._once()
            self.had(theirs)

    def offered(self, versions: Mapping[str, Any]) -> None:
        """These versions (as exported) are about to be pushed; whether they arrive is not known yet."""
        self._note(versions, "INSERT OR IGNORE", sure=False)

    def had(self, versions: Mapping[str, Any]) -> None:
        """The server has these versions."""
        self._note(versions, "REPLACE", sure=True)
        with self._db.transaction():
            self._db.many(
                "DELETE FROM drafts_seen WHERE id = ? AND stamp < ?",
                [(id, stamp) for id, (stamp, _) in versions.items()],
            )

    def _note(self, versions: Mapping[str, Any], how: str, *, sure: bool) -> None:
        with self._db.transaction():
            self._db.many(
                f"{how} INTO drafts_seen (id, stamp, words, sure) VALUES (?, ?, ?, ?)",
                [(id, *private.version(*version), int(sure)) for id, version in versions.items()],
            )

    def _seen(self, id: str) -> dict[private.Seen, bool]:
        rows = self._db.rows("SELECT stamp, words, sure FROM drafts_seen WHERE id = ?", (id,))
        return {(row["stamp"], row["words"]): bool(row["sure"]) for row in rows}

    def _version(self, id: str) -> list[Any] | None:
        """What is here of a draft, its deletion included."""
        draft = self.get(id)
        if draft is not None:
            return [draft.stamp, _fields(draft)]
        gone = self._db.value("SELECT stamp FROM drafts_gone WHERE id = ?", (id,))
        return None if gone is None else [gone, None]

    def _restamp(self, id: str, stamp: int) -> None:
        for table in ("drafts", "drafts_gone"):
            self._db.run(f"UPDATE {table} SET stamp = ? WHERE id = ? AND stamp != ?", (stamp, id, stamp))

    def _put(self, id: str, version: list[Any]) -> None:
        stamp, fields = version
        if fields is None:
            self._db.run("DELETE FROM drafts WHERE id = ?", (id,))
            self._db.run("REPLACE INTO drafts_gone (id, stamp) VALUES (?, ?)", (id, stamp))
        else:
            self._db.run("DELETE FROM drafts_gone WHERE id = ?", (id,))
            self._db.run(_PUT, (*_values(_from_fields(id, fields)), stamp))
        self._db.touch("drafts")

    def _keep_beside(
        self, id: str, stamp: int, fields: Mapping[str, Any], *, unless: Mapping[str, Any] | None = None
    ) -> None:
        """The other version as a draft of its own.

        One that is gone comes again: it may have gone where the same text stood in the place it is now driven from.
        """
        name = _beside(id, stamp, fields)
        before = self._version(name)
        if not private.within(fields, unless) and (before is None or before[1] is None):
            stamp = stamp if before is None else max(stamp, before[0] + 1)
            self._put(name, [stamp, {**fields, "also": 1}])
            self._marks.changed()

    def _once(self) -> None:
        """A text kept beside that stands somewhere else too goes: three machines can bring it by two ways."""
        known: set[tuple[Any, ...]] = set()
        for draft in sorted(self.all(), key=lambda draft: (draft.also, draft.id)):
            what = (draft.kind, draft.group, draft.target, draft.title, draft.body, draft.note)
            if draft.also and what in known:
                self.delete(draft.id)
            known.add(what)

    def _stamp(self, id: str) -> int:
        """Milliseconds, never behind an earlier change of the same draft."""
        before = self._db.value(
            "SELECT max(stamp) FROM (SELECT stamp FROM drafts WHERE id = :id "
            "UNION ALL SELECT stamp FROM drafts_gone WHERE id = :id)",
            {"id": id},
            0,
        )
        return max(int(self._clock() * 1000), int(before) + 1)

    def _told(self, group: int) -> None:
        self._marks.changed()
        self._db.touch("drafts", group=group)


def _beside(id: str, stamp: int, fields: Mapping[str, Any]) -> str:
    """The id of a version that is kept beside another: the same on every machine.

    Two that met a third get the same stamp for different texts, so the text is part of it.
    """
    what = "\0".join((f"{id}/{stamp}", *(fields[name] for name in ("title", "body", "note"))))
    return base64.urlsafe_b64encode(blake2b(what.encode(), digest_size=9).digest()).decode("ascii")


def _values(draft: Draft) -> tuple[Any, ...]:
    return (
        draft.id, draft.kind, draft.group, draft.board, draft.target, draft.title, draft.body, draft.note,
        draft.intent.value, draft.quote, draft.saved_at, int(draft.also),
    )  # fmt: skip


def _draft(row: Row) -> Draft:
    return Draft(
        row["id"], row["kind"], row["group_id"], row["board"], row["target"], row["title"], row["body"], row["note"],
        Intent(row["intent"]), row["quote"], row["saved_at"], bool(row["also"]), row["stamp"],
    )  # fmt: skip


def _fields(draft: Draft) -> dict[str, Any]:
    """As the private record keeps it; one whose target is unsent stays here."""
    fields = {name: getattr(draft, name) for name in ("kind", "group", "board", "title", "body", "note", "quote")}
    fields |= {"intent": draft.intent.value, "target": draft.target or 0, "saved_at": draft.saved_at}
    return fields | ({"also": 1} if draft.also else {})


def _from_fields(id: str, fields: Mapping[str, Any]) -> Draft:
    intent = fields["intent"] if fields["intent"] in set(Intent) else ""
    return Draft(
        id, fields["kind"], fields["group"], fields["board"], fields["target"] or None,
        line(fields["title"], limits.TITLE * 2), clean(fields["body"], _TEXT), line(fields["note"], limits.NOTE * 2),
        Intent(intent), clean(fields["quote"], _TEXT), fields["saved_at"], bool(fields.get("also")),
    )  # fmt: skip
