"""How one stands to groups, who asks to join, who is a member; with what waits in the outbox already shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from tuigroup.late import Late
from tuigroup.store import cleaning, notes, overlay, rowmaps
from tuigroup.store.database import Database
from tuigroup.wire.records import JoinRequestRecord, MemberRecord, MembershipRecord
from tuigroup.wire.words import Audience, Role, Standing

if TYPE_CHECKING:
    from tuigroup.wire import ops
else:
    ops = Late("tuigroup.wire.ops")


class Standings:
    """The part of ``Groups`` about people."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def memberships(self) -> list[MembershipRecord]:
        """All standings. A join that waits to be sent shows as requested with member 0, a leave as left.

        An agreement that waits counts.
        """
        rows = self._db.rows("SELECT * FROM memberships ORDER BY group_id")
        known = {row["group_id"]: rowmaps.membership_record(row) for row in rows}
        for item in overlay.effective(overlay.waiting(self._db)):
            mine = known.get(item.group)
            if isinstance(item.op, ops.Join) and (mine is None or mine.standing is not Standing.ACTIVE):
                known[item.group] = MembershipRecord(
                    item.group, 0, cleaning.alias(item.op.alias), standing=Standing.REQUESTED
                )
            elif isinstance(item.op, ops.Agree) and mine is not None:
                known[item.group] = replace(mine, agreed=max(mine.agreed, item.op.version))
            elif isinstance(item.op, ops.Leave) and mine is not None:
                known[item.group] = replace(mine, standing=Standing.LEFT)
        return [known[group] for group in sorted(known)]

    def membership(self, g: int) -> MembershipRecord | None:
        return next((mine for mine in self.memberships() if mine.group == g), None)

    def join_requests(self, g: int) -> list[JoinRequestRecord]:
        """Oldest first; one that was answered here already shows the answer as its standing."""
        rows = self._db.rows("SELECT * FROM join_requests WHERE group_id = ? ORDER BY at, member", (g,))
        answers = {
            item.op.member: item.op.admit
            for item in overlay.effective(overlay.waiting(self._db, g))
            if isinstance(item.op, ops.AnswerRequest)
        }
        out = []
        for record in map(rowmaps.join_request_record, rows):
            if record.member in answers:
                standing = Standing.ACTIVE if answers[record.member] else Standing.DECLINED
                record = replace(record, standing=standing)
            out.append(record)
        return out

    def members(self, g: int) -> list[MemberRecord]:
        rows = self._db.rows("SELECT * FROM members WHERE group_id = ? ORDER BY alias COLLATE NOCASE, member", (g,))
        return [rowmaps.member_record(row) for row in rows]

    def put_memberships(self, records: Iterable[MembershipRecord]) -> None:
        """All of them: what is not among these is no longer so."""
        with self._db.transaction():
            before = {row[0]: row[1] for row in self._db.rows("SELECT group_id, member FROM memberships")}
            self._db.run("DELETE FROM memberships")
            kept = [cleaning.membership(record) for record in records]
            self._db.many(
                "REPLACE INTO memberships (group_id, member, alias, role, standing, word, until, guest, agreed) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (m.group, m.member, m.alias, m.role.value, m.standing.value, m.word, m.until, m.guest, m.agreed)
                    for m in kept
                ],
            )
            for mine in kept:
                if before.get(mine.group) != mine.member:
                    # What one wrote oneself is never unread.
                    self._db.run(
                        "UPDATE posts SET unread = 0 WHERE group_id = ? AND member = ? AND member > 0",
                        (mine.group, mine.member),
                    )
                if mine.role in (Role.MEMBER, Role.MODERATOR):
                    # Who asks to join is for those who run the group.
                    for table in ("join_requests", "members"):
                        self._db.run(f"DELETE FROM {table} WHERE group_id = ?", (mine.group,))
                    self._db.run("DELETE FROM casebook WHERE group_id = ? AND kind = 'queue'", (mine.group,))
                    self._drop_others_words(mine)
                if mine.role is Role.MEMBER:
                    self._db.run("DELETE FROM casebook WHERE group_id = ? AND kind = 'cases'", (mine.group,))
                    self._drop_kept_back(mine)
                    notes.no_longer_told(self._db, mine.group, mine.member)
                self._db.touch("memberships", group=mine.group)
            self._db.touch("memberships")

    def _drop_kept_back(self, mine: MembershipRecord) -> None:
        """What others wrote that is kept back or hidden, once one does not run the group any more."""
        where = "group_id = :g AND member != :me AND review != '' AND state = ''"
        found = "SELECT id FROM found WHERE kind = 'post' AND group_id = :g AND ref IN (SELECT number FROM posts {})"
        found = found.format(f"WHERE {where}")
        named = {"g": mine.group, "me": mine.member}
        self._db.run(f"DELETE FROM words WHERE rowid IN ({found})", named)
        self._db.run(f"DELETE FROM found WHERE id IN ({found})", named)
        emptied = "body = '', note = '', intent = '', state = 'removed', unread = 0"
        if self._db.run(f"UPDATE posts SET {emptied} WHERE {where}", named):
            self._db.touch("posts", group=mine.group)

    def _drop_others_words(self, mine: MembershipRecord) -> None:
        """What others wrote to the facilitators, once one is none any more."""
        others = "SELECT number FROM threads WHERE group_id = :g AND audience = :audience AND member != :me"
        where = {"g": mine.group, "audience": Audience.FACILITATORS.value, "me": mine.member}
        posts = f"SELECT number FROM posts WHERE group_id = :g AND thread IN ({others})"
        said = f"(ref IN ({posts}) OR ref IN ({others}))"
        found = f"SELECT id FROM found WHERE kind = 'post' AND group_id = :g AND {said}"
        self._db.run(f"DELETE FROM words WHERE rowid IN ({found})", where)
        self._db.run(f"DELETE FROM found WHERE id IN ({found})", where)
        self._db.run(f"DELETE FROM posts WHERE group_id = :g AND thread IN ({others})", where)
        if self._db.run(f"DELETE FROM threads WHERE group_id = :g AND number IN ({others})", where):
            self._db.touch("threads", "posts", group=mine.group)

    def put_join_requests(self, g: int, records: Iterable[JoinRequestRecord]) -> None:
        """New or changed ones; the others stay."""
        with self._db.transaction():
            self._db.many(
                "REPLACE INTO join_requests (group_id, member, alias, at, word, standing) VALUES (?, ?, ?, ?, ?, ?)",
                [(g, r.member, r.alias, r.at, r.word, r.standing.value) for r in map(cleaning.join_request, records)],
            )
            self._db.touch("memberships", group=g)

    def put_members(self, g: int, records: Iterable[MemberRecord]) -> None:
        """New or changed ones; the others stay. An empty alias is the place of one who has left."""
        with self._db.transaction():
            kept = [(record, cleaning.member(record)) for record in records]
            self._db.many(
                "DELETE FROM members WHERE group_id = ? AND member = ?",
                [(g, record.member) for given, record in kept if not given.alias],
            )
            self._db.many(
                "REPLACE INTO members (group_id, member, alias, role) VALUES (?, ?, ?, ?)",
                [(g, r.member, r.alias, r.role.value) for given, r in kept if given.alias],
            )
            self._db.touch("memberships", group=g)
