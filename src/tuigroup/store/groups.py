"""Groups as the directory and their pages show them, meetings, and what one has joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from tuigroup.store import changing, cleaning, rowmaps
from tuigroup.store.database import Database
from tuigroup.store.notices import Notices
from tuigroup.store.rows import BoardRow, GroupDetail, JoinedGroup
from tuigroup.store.search import Index
from tuigroup.store.settings import Settings
from tuigroup.store.standing import Standings
from tuigroup.store.threads import Threads
from tuigroup.wire.records import FacilitatorRecord, GroupRecord, MeetingRecord
from tuigroup.wire.words import GroupState, Standing

if TYPE_CHECKING:
    from tuigroup.wire.guests import GuestSession

_COLUMNS: Final = (
    "id", "rev", "slug", "name", "about", "kind", "format", "access", "state", "language", "timezone", "country",
    "place", "url", "topics", "members", "posts_week", "first_reply", "source", "updated",
    "no_room",
)  # fmt: skip
_UPSERT: Final = (
    f"INSERT INTO groups ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)}) "
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)
_MEETING_COLUMNS: Final = (
    "group_id", "place", "weekday", "start", "duration", "timezone", "name", "at_place", "url", "online", "notes",
    "rule", "since", "changes",
)  # fmt: skip
_MEETING: Final = (
    f"INSERT INTO meetings ({', '.join(_MEETING_COLUMNS)}) "
    f"VALUES ({', '.join(':' + name for name in _MEETING_COLUMNS)})"
)


class Groups(Standings):
    """Also ``memberships``, ``join_requests`` and ``members`` of Standings."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        index: Index,
        threads: Threads,
        notices: Notices,
        now_min: Callable[[], int],
    ) -> None:
        super().__init__(database)
        self._notices = notices
        self._now = now_min
        self._settings = settings
        self._index = index
        self._threads = threads

    # What screens read

    def directory(self, listings: bool = False) -> list[GroupRecord]:
        """Open groups by name; with ``listings`` those of public directories instead."""
        state = GroupState.LISTING if listings else GroupState.OPEN
        rows = self._db.rows("SELECT * FROM groups WHERE state = ? ORDER BY name COLLATE NOCASE, id", (state.value,))
        return [rowmaps.group_record(row) for row in rows]

    def get(self, g: int) -> GroupRecord | None:
        row = self._db.row("SELECT * FROM groups WHERE id = ?", (g,))
        return None if row is None else rowmaps.group_record(row)

    def page(self, g: int) -> GroupDetail | None:
        """The whole page, None while it is not here."""
        row = self._db.row("SELECT * FROM groups WHERE id = ? AND paged", (g,))
        if row is None:
            return None
        boards = self._db.rows("SELECT * FROM boards WHERE group_id = ? ORDER BY place", (g,))
        facilitators = self._db.rows("SELECT * FROM facilitators WHERE group_id = ? ORDER BY place", (g,))
        return GroupDetail(
            rowmaps.group_record(row),
            row["welcome"],
            row["guidelines"],
            tuple(map(rowmaps.board_record, boards)),
            tuple(map(rowmaps.facilitator_record, facilitators)),
            tuple(self.meetings_of(g)),
            rowmaps.figures(row["figures"]),
            rowmaps.care(row["care"]),
            rowmaps.sessions(row["sessions"]),
            row["version"],
            tuple(map(int, row["quiet"].split())),
        )

    def meetings(self) -> list[MeetingRecord]:
        """Of all groups known."""
        return [rowmaps.meeting_record(row) for row in self._db.rows("SELECT * FROM meetings ORDER BY group_id, place")]

    def meetings_of(self, g: int) -> list[MeetingRecord]:
        rows = self._db.rows("SELECT * FROM meetings WHERE group_id = ? ORDER BY place", (g,))
        return [rowmaps.meeting_record(row) for row in rows]

    def joined(self) -> list[JoinedGroup]:
        """Groups one is in or has asked to join, by name; without those one is leaving."""
        out = []
        for mine in self.memberships():
            group = self.get(mine.group)
            if group is None or mine.standing not in (Standing.ACTIVE, Standing.REQUESTED):
                continue
            if self._threads.on_break(mine.group):
                out.append(JoinedGroup(group, mine, on_break=True))
                continue
            totals = self._threads.totals(mine.group)
            told = (totals.unread, totals.new_threads, totals.unanswered, totals.last_at, totals.second)
            out.append(JoinedGroup(group, mine, *told))
        return sorted(out, key=lambda joined: (joined.group.name.casefold(), joined.group.group))

    def sessions(self, g: int) -> tuple[GuestSession, ...]:
        """The guest sessions of a group, as far as its page is here."""
        return rowmaps.sessions(self._db.value("SELECT sessions FROM groups WHERE id = ?", (g,), ""))

    def session_of(self, g: int, thread: object) -> GuestSession | None:
        return next((one for one in self.sessions(g) if one.thread == thread), None)

    def boards(self, g: int) -> list[BoardRow]:
        """The boards of a group whose page is here."""
        totals = self._threads.totals(g)
        rows = self._db.rows("SELECT * FROM boards WHERE group_id = ? ORDER BY place", (g,))
        boards = [rowmaps.board_record(row) for row in rows]
        return [BoardRow(board, *totals.boards.get(board.board, (0, 0))) for board in boards]

    def board_closed(self, g: int, board: int) -> bool:
        """Whether nobody writes on a board any more, as far as is known."""
        return bool(self._db.value("SELECT closed FROM boards WHERE group_id = ? AND board = ?", (g, board), 0))

    def directory_rev(self, listings: bool = False) -> int:
        """How far the directory is here: what to ask changes since."""
        return self._settings.number(_rev_name(listings))

    # What sync writes

    def put_directory(
        self, records: Iterable[GroupRecord], meetings: Iterable[MeetingRecord], rev: int = 0, *, listings: bool = False
    ) -> None:
        """Rows of the directory with all meetings of these groups. ``rev`` 0 (a search) leaves ``directory_rev``."""
        with self._db.transaction():
            kept = [cleaning.group(record) for record in records]
            for record in kept:
                self._put(record)
            self._put_meetings([record.group for record in kept], meetings)
            if rev:
                self._settings.set(_rev_name(listings), str(cleaning.number(rev)))
            self._db.touch("groups")

    def put_page(self, detail: GroupDetail) -> None:
        with self._db.transaction():
            group = cleaning.group(detail.group)
            self._put(group)
            self._put_meetings([group.group], detail.meetings)
            welcome, guidelines = cleaning.page_texts(detail.welcome, detail.guidelines)
            self._db.run(
                "UPDATE groups SET paged = 1, welcome = ?, guidelines = ?, figures = ?, care = ?, sessions = ?, "
                "version = ?, quiet = ? WHERE id = ?",
                (
                    welcome,
                    guidelines,
                    rowmaps.figures_value(detail.figures),
                    rowmaps.care_value(cleaning.care(detail.care)),
                    rowmaps.sessions_value(map(cleaning.session, detail.sessions)),
                    max(1, cleaning.number(detail.version)),
                    " ".join(map(str, cleaning.quiet(detail.quiet))),
                    group.group,
                ),
            )
            self._db.run("DELETE FROM boards WHERE group_id = ?", (group.group,))
            boards = {board.board: board for board in map(cleaning.board, detail.boards)}
            self._db.many(
                "INSERT INTO boards (group_id, board, purpose, title, closed, place) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (group.group, board.board, board.purpose.value, board.title, int(board.closed), place)
                    for place, board in enumerate(boards.values())
                ],
            )
            self.put_facilitators(group.group, detail.facilitators)
            self._db.touch("groups", group=group.group)

    def put_facilitators(self, g: int, records: Iterable[FacilitatorRecord]) -> None:
        """All who run a group."""
        with self._db.transaction():
            self._db.run("DELETE FROM facilitators WHERE group_id = ?", (g,))
            self._db.many(
                "INSERT INTO facilitators (group_id, place, alias, role, professional, credentials, until) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (g, place, who.alias, who.role.value, int(who.professional), who.credentials, who.until)
                    for place, who in enumerate(map(cleaning.facilitator, records))
                ],
            )
            self._db.touch("groups", group=g)

    def drop(self, g: int) -> None:
        """Forgets what members of a group see; its place in the directory stays, and so does what waits to be sent."""
        with self._db.transaction():
            for table in (
                "posts",
                "threads",
                "join_requests",
                "members",
                "memberships",
                "responses_seen",
                "positions",
                "slips",
            ):
                self._db.run(f"DELETE FROM {table} WHERE group_id = ?", (g,))
            self._db.run("UPDATE groups SET sessions = '' WHERE id = ?", (g,))
            self._db.run("DELETE FROM casebook WHERE group_id = ? AND kind IN ('cases', 'queue')", (g,))
            self._index.drop_posts(g)
            self._db.touch("groups", "memberships", "threads", "posts", group=g)

    def forget_revs(self) -> None:
        """The whole directory is asked for again next time."""
        for listings in (False, True):
            self._settings.remove(_rev_name(listings))

    def _put(self, record: GroupRecord) -> None:
        self._db.run(_UPSERT, rowmaps.group_values(record))
        if record.state in (GroupState.OPEN, GroupState.LISTING):
            words = "\n".join((record.about, record.place, " ".join(record.topics)))
            self._index.put("group", record.group, record.group, title=record.name, body=words)
        else:
            self._index.drop("group", record.group, record.group)

    def _put_meetings(self, groups: Sequence[int], meetings: Iterable[MeetingRecord]) -> None:
        kept = [meeting for meeting in map(cleaning.meeting, meetings) if meeting.group in set(groups)]
        self._tell_changes(groups, kept)
        self._db.many("DELETE FROM meetings WHERE group_id = ?", [(group,) for group in groups])
        self._db.many(_MEETING, [rowmaps.meeting_values(meeting, place) for place, meeting in enumerate(kept)])

    def _tell_changes(self, groups: Sequence[int], meetings: Sequence[MeetingRecord]) -> None:
        """A notice of each date that one's groups leave out or move from now on, or hold after all."""
        for mine in self.memberships():
            if mine.group in groups and mine.standing is Standing.ACTIVE:
                after = [meeting for meeting in meetings if meeting.group == mine.group]
                for told in changing.told(self.meetings_of(mine.group), after, self._now()):
                    self._notices.replace(told)


def _rev_name(listings: bool) -> str:
    return "directory.rev.listings" if listings else "directory.rev"
