"""Outbox keys: making them, what became of them, and putting a number in their place everywhere at once."""

from __future__ import annotations

import base64
from collections.abc import Callable

from tuigroup.store.database import Database
from tuigroup.store.rows import Ref


class Keys:
    """A key is made once; when its post has a number (or another key took over), ``resolve`` says so for ever."""

    def __init__(self, database: Database, random: Callable[[int], bytes]) -> None:
        self._db = database
        self._random = random

    def new(self) -> str:
        """72 random bits as twelve letters: enough for one account's own keys."""
        return base64.urlsafe_b64encode(self._random(9)).decode("ascii")

    def resolve(self, ref: Ref) -> Ref:
        """The number that a key became, or the key that took over; else the ref itself."""
        while isinstance(ref, str):
            known: Ref | None = self._db.value("SELECT ref FROM keys WHERE key = ?", (ref,))
            if known is None:
                return ref
            ref = known
        return ref

    def rename(self, old: str, new: Ref, group: int) -> None:
        """Puts ``new`` wherever ``old`` names a post: outbox, drafts, marks, positions, folds. In a transaction."""
        self._db.run("INSERT OR IGNORE INTO keys (key, ref, group_id) VALUES (?, ?, ?)", (old, new, group))
        where = {"old": old, "new": new, "g": group}
        for statement in _STATEMENTS:
            self._db.run(statement, where)
        if isinstance(new, int):
            self._db.run(
                "UPDATE posts SET parent = :new, parent_key = '' WHERE group_id = :g AND parent_key = :old", where
            )
        else:
            self._db.run("UPDATE posts SET parent_key = :new WHERE group_id = :g AND parent_key = :old", where)


_STATEMENTS = (
    "UPDATE outbox SET target = :new WHERE target = :old",
    "UPDATE outbox SET thread = :new WHERE thread = :old",
    "UPDATE drafts SET target = :new WHERE target = :old",
    "UPDATE OR REPLACE marks SET ref = :new WHERE group_id = :g AND ref = :old",
    "UPDATE OR REPLACE folds SET ref = :new WHERE group_id = :g AND ref = :old",
    "UPDATE positions SET ref = :new WHERE group_id = :g AND ref = :old",
    "UPDATE OR REPLACE positions SET thread = :new WHERE group_id = :g AND thread = :old",
)
