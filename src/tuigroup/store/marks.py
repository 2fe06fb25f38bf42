"""What was read, watched, muted, folded, and where reading stopped. All but folds travel in the private record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal

from tuigroup.store import private, ranges, topics
from tuigroup.store.database import Database
from tuigroup.store.heads import Heads
from tuigroup.store.keys import Keys
from tuigroup.store.rows import Ref
from tuigroup.store.settings import Settings
from tuigroup.wire import limits

Mark = Literal["watch", "mute", "hush", "break", "coming", "there"]
Flag = Literal["phrase", "second", "tour"]
_LETTERS: Final[Mapping[str, Mark]] = {
    "w": "watch",
    "m": "mute",
    "u": "hush",
    "b": "break",
    "a": "coming",
    "i": "there",
}
_FLAGS: Final[Mapping[str, Flag]] = {"k": "phrase", "s": "second", "t": "tour"}
_ALL_OF_IT: Final = 1  # the ref of a mark on the whole group
_CHANGES: Final = "record.changes"
_CLEAN: Final = "record.clean"
_VISIT: Final = "visit.last"
_ZONE: Final = "record.zone"


class Marks:
    def __init__(self, database: Database, settings: Settings, keys: Keys, now_min: Callable[[], int]) -> None:
        self._db = database
        self._settings = settings
        self._keys = keys
        self._now = now_min
        self._heads = Heads(database)

    # Read

    def mark_read(self, g: int, refs: Iterable[Ref]) -> None:
        """These posts were read; responses to one's own posts in their threads count as seen."""
        numbers = sorted({ref for ref in map(self._keys.resolve, refs) if isinstance(ref, int) and ref > 0})
        if numbers:
            self._read(g, [(number, number) for number in numbers])

    def mark_thread_read(self, g: int, thread: Ref) -> None:
        """Everything in a thread, what is not here included."""
        thread = self._keys.resolve(thread)
        posts = self._db.rows("SELECT number FROM posts WHERE group_id = ? AND thread = ?", (g, thread))
        heads = self._db.rows("SELECT number, last FROM threads WHERE group_id = ? AND number = ?", (g, thread))
        self.mark_read(g, [row[0] for row in posts] + [number for row in heads for number in row])

    def mark_group_read(self, g: int) -> None:
        """Everything in a group up to now: for somebody who joins and does not want to catch up."""
        last = self._db.value(
            "SELECT max(n) FROM (SELECT max(number) AS n FROM posts WHERE group_id = :g AND number < :apart "
            "UNION ALL SELECT max(last) FROM threads WHERE group_id = :g AND number < :apart)",
            {"g": g, "apart": limits.APART},
            0,
        )
        private = self._db.rows("SELECT number FROM posts WHERE group_id = ? AND number >= ?", (g, limits.APART))
        spans = [(1, last)] if last else []
        if spans or private:
            self._read(g, [*spans, *((row[0], row[0]) for row in private)])

    def _read(self, g: int, spans: Iterable[tuple[int, int]]) -> None:
        spans = tuple(spans)
        before = self._heads.spans(g)
        after = ranges.union(before, spans)
        with self._db.transaction():
            seen = 0
            for first, last in spans:
                where = (g, first, last)
                self._db.run(
                    "UPDATE posts SET unread = 0 WHERE group_id = ? AND number BETWEEN ? AND ? AND unread", where
                )
                seen += self._db.run(
                    "UPDATE responses_seen SET seen = 1 WHERE NOT seen AND group_id = ? AND number IN "
                    "(SELECT own.number FROM posts AS own JOIN posts AS read ON read.group_id = own.group_id "
                    "AND read.thread = own.thread WHERE own.group_id = ? AND read.number BETWEEN ? AND ?)",
                    (g, *where),
                )
            if after != before:
                self._db.run("REPLACE INTO marks_read (group_id, spans) VALUES (?, ?)", (g, ranges.to_text(after)))
                self.changed()
            if after != before or seen:
                self._db.touch("marks", group=g)

    # Watch and mute

    def watch(self, g: int, ref: Ref, on: bool) -> None:
        self._set(g, ref, "watch", on)

    def mute(self, g: int, ref: Ref, on: bool) -> None:
        self._set(g, ref, "mute", on)

    def is_watched(self, g: int, ref: Ref) -> bool:
        return self._is(g, ref, "watch")

    def is_muted(self, g: int, ref: Ref) -> bool:
        return self._is(g, ref, "mute")

    def mute_member(self, g: int, member: int, on: bool) -> None:
        """What a member of the group writes counts as nothing new, and stays folded."""
        self._set(g, member, "hush", on)

    def is_member_muted(self, g: int, member: int) -> bool:
        return self._is(g, member, "hush")

    def take_break(self, g: int, on: bool) -> None:
        """Nothing of the group counts as new until one is back; the group is told nothing."""
        self._set(g, _ALL_OF_IT, "break", on)

    def on_break(self, g: int) -> bool:
        return self._is(g, _ALL_OF_IT, "break")

    def mark_meeting(self, g: int, slot: int, mark: Literal["coming", "there"], on: bool) -> None:
        """The latest meetings only: as many as the private record keeps."""
        with self._db.transaction():
            self._set(g, slot, mark, on)
            self._keep_latest(g, mark)

    def is_meeting_marked(self, g: int, slot: int, mark: Literal["coming", "there"]) -> bool:
        return self._is(g, slot, mark)

    def _keep_latest(self, g: int, mark: Mark) -> None:
        self._db.run(
            "DELETE FROM marks WHERE group_id = ? AND mark = ? AND ref NOT IN "
            "(SELECT ref FROM marks WHERE group_id = ? AND mark = ? ORDER BY ref DESC LIMIT ?)",
            (g, mark, g, mark, private.MEETINGS),
        )

    def _is(self, g: int, ref: Ref, mark: Mark) -> bool:
        where = (g, self._keys.resolve(ref), mark)
        return bool(self._db.value("SELECT value FROM marks WHERE group_id = ? AND ref = ? AND mark = ?", where, 0))

    def _set(self, g: int, ref: Ref, mark: Mark, on: bool) -> None:
        if self._is(g, ref, mark) == on:
            return
        with self._db.transaction():
            where = (g, self._keys.resolve(ref), mark)
            # Never behind what it replaces, or a change within one minute could lose against itself elsewhere.
            before = self._db.value("SELECT stamp FROM marks WHERE group_id = ? AND ref = ? AND mark = ?", where, -1)
            stamp = max(self._now(), before + 1)
            self._db.run(
                "REPLACE INTO marks (group_id, ref, mark, value, stamp) VALUES (?, ?, ?, ?, ?)",
                (*where, int(on), stamp),
            )
            self.changed()
            self._db.touch("marks", group=g)

    def mute_topic(self, topic: str, on: bool) -> None:
        """What has a content note of this topic counts as nothing new, in all groups, and stays folded."""
        name, before = topic.strip().casefold(), topics.kept(self._db)
        if not name or (name in self.topics_muted()) is on:
            return
        with self._db.transaction():
            stamp = max(self._now(), before[name][1] + 1 if name in before else 0)
            topics.keep(self._db, {**before, name: [int(on), stamp]})
            self.changed()
            self._db.touch("marks", "groups")

    def topics_muted(self) -> frozenset[str]:
        """In small letters."""
        return topics.muted(self._db)

    # Where reading stopped, and folds

    def set_position(self, g: int, thread: Ref, ref: Ref) -> None:
        """Where reading stopped in a thread; responses to one's own posts in it count as seen."""
        thread, ref = self._keys.resolve(thread), self._keys.resolve(ref)
        with self._db.transaction():
            seen = self._db.run(
                "UPDATE responses_seen SET seen = 1 WHERE NOT seen AND group_id = ? AND number IN "
                "(SELECT number FROM posts WHERE group_id = ? AND thread = ?)",
                (g, g, thread),
            )
            moved = self.position(g, thread) != ref
            if moved:
                self._db.run(
                    "REPLACE INTO positions (group_id, thread, ref, stamp) VALUES (?, ?, ?, ?)",
                    (g, thread, ref, self._now()),
                )
                self.changed()
            if moved or seen:
                self._db.touch("marks", group=g)

    def position(self, g: int, thread: Ref) -> Ref | None:
        where = (g, self._keys.resolve(thread))
        found: Ref | None = self._db.value("SELECT ref FROM positions WHERE group_id = ? AND thread = ?", where)
        return found

    def fold(self, g: int, ref: Ref, on: bool) -> None:
        """Folds the posts below one; only on this machine."""
        with self._db.transaction():
            where = (g, self._keys.resolve(ref))
            if on:
                changed = self._db.run("INSERT OR IGNORE INTO folds (group_id, ref) VALUES (?, ?)", where)
            else:
                changed = self._db.run("DELETE FROM folds WHERE group_id = ? AND ref = ?", where)
            if changed:
                self._db.touch("marks", group=g)

    def folded(self, g: int, thread: Ref) -> set[Ref]:
        """The folded posts of a thread."""
        thread = self._keys.resolve(thread)
        rows = self._db.rows(
            "SELECT ref FROM folds WHERE group_id = :g AND (ref = :thread OR ref IN "
            "(SELECT number FROM posts WHERE group_id = :g AND thread = :thread) OR ref IN "
            "(SELECT key FROM outbox WHERE group_id = :g AND thread = :thread))",
            {"g": g, "thread": thread},
        )
        return {row[0] for row in rows}

    # Visits

    def last_visit(self) -> int:
        """The minute of the visit before, 0 where there was none."""
        return self._settings.number(_VISIT)

    def set_last_visit(self, minute: int | None = None) -> None:
        """``minute`` None means now."""
        with self._db.transaction():
            self._settings.set(_VISIT, str(self._now() if minute is None else minute))
            self.changed()

    # What is so of the member, whatever the group

    def phrase_missing(self) -> bool:
        """Whether there is a recovery phrase that the member has not said to have written down."""
        return self._flag("phrase")[:1] == [0]

    def phrase_known(self) -> bool:
        """Whether anything was ever noted of a recovery phrase."""
        return bool(self._flag("phrase"))

    def set_phrase(self, *, written: bool) -> None:
        """What the member said of the recovery phrase; a new one is not written down yet."""
        self._set_flag("phrase", written)

    def second_voice(self) -> bool:
        """Whether the member wants to hear who waits for a first answer or a second voice."""
        return self._flag("second")[:1] == [1]

    def set_second_voice(self, on: bool) -> None:
        self._set_flag("second", on)

    def shown_around(self) -> bool:
        """Whether the short tour was seen, or passed by."""
        return self._flag("tour")[:1] == [1]

    def set_shown_around(self) -> None:
        self._set_flag("tour", True)

    def _set_flag(self, flag: Flag, on: bool) -> None:
        before = self._flag(flag)
        with self._db.transaction():
            stamp = max(self._now(), before[1] + 1 if before else 0)
            self._settings.set(f"record.{flag}", f"{int(on)} {stamp}")
            self.changed()
            self._db.touch("marks")

    def _flag(self, flag: Flag) -> list[int]:
        """As the private record keeps it, empty where nothing was ever noted."""
        parts = self._settings.get(f"record.{flag}").split()
        return [int(part) for part in parts] if len(parts) == 2 and all(map(str.isdecimal, parts)) else []

    def zone(self) -> str:
        """The time zone that the member chose, '' for the machine's."""
        return self._zone()[0]

    def set_zone(self, name: str) -> None:
        with self._db.transaction():
            stamp = max(self._now(), self._zone()[1] + 1)
            self._settings.set(_ZONE, f"{stamp} {name}")
            self.changed()
            self._db.touch("marks", "groups")

    def _zone(self) -> tuple[str, int]:
        stamp, _, name = self._settings.get(_ZONE).partition(" ")
        return (name, int(stamp)) if stamp.isdecimal() and stamp.isascii() else ("", -1)

    # The private record

    def changed(self) -> None:
        """Notes that the private record differs from what was pushed. In a transaction."""
        self._settings.set(_CHANGES, str(self._settings.number(_CHANGES) + 1))

    def dirty(self) -> int:
        """0 when the private record has what is here; else a number to give to ``clean`` once it was pushed."""
        changes = self._settings.number(_CHANGES)
        return changes if changes > self._settings.number(_CLEAN) else 0

    def clean(self, seen: int | None = None) -> None:
        """The record was pushed as it was when ``dirty`` said ``seen`` (None: as it is now)."""
        self._settings.set(_CLEAN, str(self._settings.number(_CHANGES) if seen is None else seen))

    def export(self) -> private.Record:
        """The marks as the private record keeps them; what hangs on unsent posts stays here."""
        groups: dict[str, dict[str, Any]] = {}
        for row in self._db.rows("SELECT group_id, spans FROM marks_read"):
            groups.setdefault(str(row["group_id"]), {})["r"] = row["spans"]
        letters = {mark: letter for letter, mark in _LETTERS.items()}
        for row in self._db.rows("SELECT * FROM marks WHERE typeof(ref) = 'integer'"):
            part = groups.setdefault(str(row["group_id"]), {}).setdefault(letters[row["mark"]], {})
            part[str(row["ref"])] = [row["value"], row["stamp"]]
        for row in self._db.rows(
            "SELECT * FROM positions WHERE typeof(ref) = 'integer' AND typeof(thread) = 'integer'"
        ):
            part = groups.setdefault(str(row["group_id"]), {}).setdefault("p", {})
            part[str(row["thread"])] = [row["ref"], row["stamp"]]
        flags = {letter: self._flag(flag) for letter, flag in _FLAGS.items()}
        name, stamp = self._zone()
        zone = {private.ZONE: [name, stamp]} if stamp >= 0 else {}
        muted = {private.TOPICS: topics.kept(self._db)}
        tidy = private.tidy({"g": groups, "v": self.last_visit(), **flags, **zone, **muted})
        return {name: tidy[name] for name in tidy if name != "d"}

    def merge(self, record: Mapping[str, Any]) -> None:
        """Takes in another machine's marks. Merging again, or in another order, gives the same."""
        with self._db.transaction():
            before = self.export()
            parts = ("g", "v", private.ZONE, private.TOPICS, *_FLAGS)
            after = private.merge(before, {name: record[name] for name in parts if name in record})
            if after == before:
                return
            for name, group in after["g"].items():
                if group != before["g"].get(name):
                    self._take(int(name), group)
            self._settings.set(_VISIT, str(after["v"]))
            for letter, flag in _FLAGS.items():
                if letter in after:
                    self._settings.set(f"record.{flag}", " ".join(map(str, after[letter])))
            if private.ZONE in after:
                name, stamp = after[private.ZONE]
                self._settings.set(_ZONE, f"{stamp} {name}")
            if private.TOPICS in after:
                topics.keep(self._db, after[private.TOPICS])
            self._db.touch("marks", "groups")

    def _take(self, g: int, group: private.Record) -> None:
        self._read(g, ranges.from_text(group.get("r", "")))
        for letter, mark in _LETTERS.items():
            self._db.many(
                "REPLACE INTO marks (group_id, ref, mark, value, stamp) VALUES (?, ?, ?, ?, ?)",
                [(g, int(ref), mark, value, stamp) for ref, (value, stamp) in group.get(letter, {}).items()],
            )
            if letter in private.OF_MEETINGS:
                self._keep_latest(g, mark)
        here = "SELECT 1 FROM positions WHERE group_id = ? AND thread = ? AND typeof(ref) = 'text'"
        self._db.many(
            "REPLACE INTO positions (group_id, thread, ref, stamp) VALUES (?, ?, ?, ?)",
            [
                (g, int(thread), ref, stamp)
                for thread, (ref, stamp) in group.get("p", {}).items()
                if not self._db.value(here, (g, int(thread)))
            ],
        )
        self._db.touch("marks", group=g)
