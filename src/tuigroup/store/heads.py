"""What is known of each thread of a group: its head, what is here, what is unread; and the sums of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from sqlite3 import Row
from typing import TYPE_CHECKING

from tuigroup.late import Late
from tuigroup.store import overlay, ranges, rowmaps, topics
from tuigroup.store.database import Database
from tuigroup.store.overlay import Waiting
from tuigroup.store.rows import Ref, ThreadRow
from tuigroup.wire import limits
from tuigroup.wire.records import voices_of
from tuigroup.wire.words import Audience, BoardPurpose, Intent, PostState

if TYPE_CHECKING:
    from tuigroup.wire import ops
else:
    ops = Late("tuigroup.wire.ops")

_SUMMARY = """
SELECT threads.*, coalesce(held.here, 0) AS here,
    (SELECT count(*) FROM posts AS later WHERE later.group_id = threads.group_id AND later.thread = threads.number
        AND later.number > threads.last) AS beyond,
    (SELECT count(*) FROM posts AS later WHERE later.group_id = threads.group_id AND later.thread = threads.number
        AND later.number > threads.last AND later.member != threads.member AND later.state = '') AS beyond_others,
    coalesce(held.unread, 0) AS held_unread,
    first.number IS NOT NULL AS first_here, coalesce(first.unread, 0) AS first_unread,
    coalesce(first.state, '') AS first_state, substr(coalesce(first.body, ''), 1, 200) AS first_body,
    threads.audience = '' AND threads.member IN (
        SELECT ref FROM marks WHERE group_id = :g AND mark = 'hush' AND value) AS hushed,
    coalesce(watch.value, 0) AS watched, coalesce(mute.value, 0) AS muted,
    threads.audience = '' AND threads.note IN (SELECT value FROM json_each(:notes)) AS of_topic,
    coalesce(boards.purpose, '') AS purpose, coalesce(boards.closed, 0) AS closed
FROM threads
LEFT JOIN (SELECT thread, count(*) AS here, sum(unread AND (number >= :apart OR member NOT IN (
        SELECT ref FROM marks WHERE group_id = :g AND mark = 'hush' AND value)
        AND note NOT IN (SELECT value FROM json_each(:notes)))) AS unread
    FROM posts WHERE group_id = :g GROUP BY thread) AS held ON held.thread = threads.number
LEFT JOIN posts AS first ON first.group_id = threads.group_id AND first.number = threads.number
LEFT JOIN marks AS watch ON watch.group_id = threads.group_id AND watch.ref = threads.number AND watch.mark = 'watch'
LEFT JOIN marks AS mute ON mute.group_id = threads.group_id AND mute.ref = threads.number AND mute.mark = 'mute'
LEFT JOIN boards ON boards.group_id = threads.group_id AND boards.board = threads.board
WHERE threads.group_id = :g AND (:number = 0 OR threads.number = :number)
ORDER BY threads.last_at DESC, threads.number DESC
"""


_LED = (BoardPurpose.ANNOUNCEMENTS.value, BoardPurpose.GUEST_SESSION.value)


@dataclass(slots=True)
class Totals:
    """Sums over a group. ``boards`` gives threads and unread posts by board. Muted threads count no unread.

    ``unanswered`` and ``second`` count what ``Heads.waiting`` lists.
    """

    unread: int = 0
    new_threads: int = 0
    unanswered: int = 0
    second: int = 0
    last_at: int = 0
    boards: dict[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unsent:
    """One's own posts of a group that wait. ``arrived`` gives the numbers of those that came back before their acks."""

    items: list[Waiting]
    arrived: dict[Ref, int]

    def posts(self) -> list[Waiting]:
        return [item for item in self.items if item.writes and item.key not in self.arrived]

    def ref(self, ref: Ref | None) -> Ref | None:
        return ref if ref is None else self.arrived.get(ref, ref)


class Heads:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def me(self, g: int) -> int:
        """One's own number in the group, 0 where there is none."""
        return int(self._db.value("SELECT member FROM memberships WHERE group_id = ?", (g,), 0))

    def my_alias(self, g: int) -> str:
        return str(self._db.value("SELECT alias FROM memberships WHERE group_id = ?", (g,), ""))

    def unsent(self, g: int) -> Unsent:
        items = overlay.waiting(self._db, g)
        return Unsent(items, {item.key: item.arrived for item in items if item.arrived})

    def rows(self, g: int, number: int = 0) -> list[ThreadRow]:
        """Threads that the server knows, latest activity first."""
        return [row for row, _ in self._summaries(g, self.unsent(g), number)]

    def unsent_threads(self, g: int, unsent: Unsent) -> list[ThreadRow]:
        alias = self.my_alias(g)
        out = []
        for item in unsent.posts():
            if isinstance(item.shown, ops.Starts):
                count = sum(1 for other in unsent.posts() if other.thread == item.key)
                out.append(
                    ThreadRow(
                        g,
                        item.key,
                        overlay.titled(item.key, item.shown.title, overlay.effective(unsent.items)),
                        alias,
                        getattr(item.shown, "board", 0),
                        posts=count,
                        here=count,
                        last_at=item.created,
                        intent=item.shown.intent,
                        note=item.shown.note,
                        watched=self._marked(g, item.key, "watch"),
                        muted=self._marked(g, item.key, "mute"),
                        unsent=True,
                        mine=True,
                        audience=overlay.audience_of(item.shown),
                    )
                )
        return out

    def _marked(self, g: int, ref: Ref, mark: str) -> bool:
        return bool(
            self._db.value("SELECT value FROM marks WHERE group_id = ? AND ref = ? AND mark = ?", (g, ref, mark), 0)
        )

    def hushed(self, g: int) -> frozenset[int]:
        """Members of the group whom the reader muted."""
        rows = self._db.rows("SELECT ref FROM marks WHERE group_id = ? AND mark = 'hush' AND value", (g,))
        return frozenset(row[0] for row in rows)

    def on_break(self, g: int) -> bool:
        return self._marked(g, 1, "break")

    def spans(self, g: int) -> ranges.Ranges:
        """What was read in the group."""
        return ranges.from_text(self._db.value("SELECT spans FROM marks_read WHERE group_id = ?", (g,), ""))

    def waiting(self, g: int, since: int) -> list[ThreadRow]:
        """Other people's threads begun since a minute that wait for a first answer or a second voice, as they came."""
        return [row for row, raw in self._summaries(g, self.unsent(g)) if _waits(row, raw, since)]

    def totals(self, g: int, since: int) -> Totals:
        """``since`` as for ``waiting``."""
        unsent, spans = self.unsent(g), self.spans(g)
        totals = Totals()
        for row, raw in self._summaries(g, unsent):
            unread = 0 if row.muted else row.unread
            totals.unread += unread
            totals.last_at = max(totals.last_at, row.last_at)
            threads, before = totals.boards.get(row.board, (0, 0))
            totals.boards[row.board] = (threads + 1, before + unread)
            if not (row.muted or row.mine or raw["hushed"]):
                totals.new_threads += _is_new(raw, spans)
            if _waits(row, raw, since):
                totals.unanswered += row.voices == 0
                totals.second += row.voices == 1
        for row in self.unsent_threads(g, unsent):
            threads, before = totals.boards.get(row.board, (0, 0))
            totals.boards[row.board] = (threads + 1, before)
        return totals

    def _summaries(self, g: int, unsent: Unsent, number: int = 0) -> Iterable[tuple[ThreadRow, Row]]:
        me, spans = self.me(g), self.spans(g)
        edits = overlay.effective(unsent.items)
        waiting = unsent.posts()
        hushed = self.hushed(g)
        notes = topics.muted_notes(self._db, g)
        for raw in self._db.rows(_SUMMARY, {"g": g, "number": number, "apart": limits.APART, "notes": notes}):
            # Asked to be somebody's partner, and not wanting to be: it is as if nobody had asked.
            if raw["pair"] == 1 and raw["member"] != me and (raw["muted"] or raw["member"] in hushed):
                continue
            own = [item for item in waiting if unsent.ref(item.thread) == raw["number"]]
            missing = max(0, raw["posts"] + raw["beyond"] - raw["here"]) if raw["headed"] else 0
            if missing and ranges.holds(spans, raw["last"]):
                missing = 0  # read elsewhere
            head = rowmaps.thread_record(raw) if raw["headed"] else None
            of_topic = bool(raw["of_topic"]) and raw["member"] != me
            title = raw["title"] or raw["first_body"].split("\n")[0]
            row = ThreadRow(
                g,
                raw["number"],
                overlay.titled(raw["number"], title, edits),
                raw["alias"],
                raw["board"],
                head=head,
                unread=raw["held_unread"] + missing,
                posts=max(raw["posts"] + raw["beyond"], raw["here"]) + len(own),
                here=raw["here"] + len(own),
                last_at=max([raw["last_at"], *(item.created for item in own)]),
                intent=Intent(raw["intent"]),
                note=raw["note"],
                watched=bool(raw["watched"]),
                muted=bool(raw["muted"]) or of_topic,
                of_topic=of_topic,
                mine=raw["member"] == me > 0,
                audience=Audience(raw["audience"]),
                voices=_voices(raw, me, bool(own)),
                closed=bool(raw["closed"]),
            )
            yield row, raw


def _is_new(raw: Row, spans: ranges.Ranges) -> bool:
    if raw["first_here"]:
        return bool(raw["first_unread"])
    return bool(raw["headed"]) and not ranges.holds(spans, raw["number"])


def _voices(raw: Row, me: int, own: bool) -> int:
    """Posts of others than who began the thread, at most 2; ``own`` says that the reader has written one meanwhile."""
    told = raw["voices"] if raw["voices"] >= 0 else voices_of(raw["posts"])
    return min(2, int(told) + int(raw["beyond_others"]) + int(own and raw["member"] != me))


def _waits(row: ThreadRow, raw: Row, since: int) -> bool:
    """Whether somebody waits there. One answer is enough for a private word: nobody else is to come in."""
    return (
        bool(raw["headed"])
        and row.voices < (1 if row.audience else 2)
        and not (row.mine or row.muted or raw["hushed"] or raw["locked"] or raw["closed"])
        and raw["at"] >= since
        and raw["first_state"] != PostState.REMOVED.value
        and raw["purpose"] not in _LED
        and not raw["pair"]
    )
