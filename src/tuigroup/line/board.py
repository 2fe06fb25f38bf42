"""A group's boards and threads, the latest first; ``board`` 0 is the whole group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.commands import BY_NAME
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.line import agreeing
from tuigroup.line.duty import say_here
from tuigroup.line.muting import WORD, mute_topic
from tuigroup.line.place import Item, Place
from tuigroup.store.rows import BoardRow, ThreadRow
from tuigroup.views import agreement, boards, guests, muting, partners, standing, titles, written_meetings
from tuigroup.views.clean import shown_line
from tuigroup.views.drafting import for_board, for_facilitators
from tuigroup.views.posts import HOPES, called
from tuigroup.views.times import ago
from tuigroup.wire import limits
from tuigroup.wire.sync import WantBoard, WantGroup

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

MANY = 200  # threads in a list


class Board(Place):
    def __init__(self, shell: Shell, group: int, board: int = 0) -> None:
        super().__init__(shell)
        self.group = group
        self.board = board

    @property
    def member(self) -> bool:
        return boards.is_member(self.store.groups.membership(self.group))

    async def enter(self) -> None:
        if self.member:
            wants = [WantBoard(g=self.group, d=self.board)]
            page = self.store.groups.page(self.group)
            here = page is not None and self.store.threads.list(self.group, self.board, 1)
            if here:
                self.engine.want(wants[0])
            else:
                await self.shell.arrives(WantGroup(g=self.group), *wants)
            self.shell.used_to()

    async def tell(self) -> None:
        self.begin_list()
        group = self.store.groups.get(self.group)
        known = self.store.groups.boards(self.group)
        unread = sum(row.unread for row in known if self.board in (0, row.board.board))
        name = shown_line(group.name, limits.GROUP_NAME) if group is not None else self.t("Group")
        title = boards.title(self.t, self.store, self.group, self.board)
        parts = [name, title, self.t.plural("{count} new", "{count} new", unread) if unread else ""]
        await self.say(", ".join(part for part in parts if part) + ".")
        if boards.is_guest(self.store.groups.membership(self.group)):
            await self.say(self.t(guests.GUEST))
        elif not self.member:
            await self.say(self.t("Only members read and write here. about says what this group is, and how to join."))
            return
        if agreement.first_time(self.store, self.group) and not await agreeing.ask(self.shell, self.group):
            await self.say(self.t(agreement.LATER))
        if agreement.asked(self.store, self.group):
            await self.say(self.t(agreement.ROW, key=BY_NAME["agree"].word))
        items = [self._board(row) for row in known] if not self.board and len(known) > 1 else []
        threads = self.store.threads.list(self.group, self.board, MANY)
        items += [self._thread(row) for row in threads]
        if boards.closed(self.store, self.group, self.board):
            await self.say(self.t(boards.CLOSED))
        if not threads and not boards.closed(self.store, self.group, self.board):
            await self.say(self.t("No threads are here yet. new begins one; it needs no more than a line."))
        elif threads and len(threads) < MANY:
            items.append(Item(self.t("Older threads, if there are any"), self._older))
        await self.list_items(items)

    def _board(self, row: BoardRow) -> Item:
        parts = [
            self.t("Board {title}", title=shown_line(row.board.title, 60)),
            self.t("closed", context="board") if row.board.closed else "",
            self.t.plural("{count} thread", "{count} threads", row.threads) if row.threads else "",
            self.t.plural("{count} new", "{count} new", row.unread) if row.unread else "",
        ]
        open_ = lambda: self.shell.go(Board(self.shell, self.group, row.board.board))  # noqa: E731
        return Item(", ".join(part for part in parts if part), open_, row)

    def _thread(self, row: ThreadRow) -> Item:
        from tuigroup.line.thread import Thread

        note = shown_line(row.note, limits.NOTE * 2)
        parts = [
            self._title(row),
            written_meetings.short(self.t, row, self.now, self.shell.zone),
            partners.audience(self.t, row.audience),
            self.t("not sent yet") if row.unsent else self.t("muted") if row.muted else "",
            self.t.plural("{count} new", "{count} new", row.unread) if row.unread and not row.muted else "",
            self.t("note: {note}", note=note) if note and not row.of_topic else "",
            self.t("watched") if row.watched else "",
            self.t("locked") if row.head is not None and row.head.locked else "",
            self.t("by {alias}", alias=called(self.t, row.alias)) if row.alias or row.head is not None else "",
            self.t.plural("{count} post", "{count} posts", row.posts),
            self.t(HOPES[row.intent]),
            ago(self.t, row.last_at, self.now),
        ]
        label = ", ".join(part for part in parts if part)
        return Item(label, lambda: self.shell.go(Thread(self.shell, self.group, row.ref)), row)

    def _title(self, row: ThreadRow) -> str:
        if row.of_topic:
            return self.t("muted topic: {note}", note=muting.shown_note(row.note))
        return titles.of_thread(self.t, row.title) or self.t("(a thread whose title is not here yet)")

    async def _older(self) -> None:
        threads = self.store.threads.list(self.group, self.board, MANY)
        before = threads[-1].last_at if threads else 0
        await self.shell.arrives(WantBoard(g=self.group, d=self.board, before=before))
        if len(self.store.threads.list(self.group, self.board, MANY)) > len(threads):
            await self.tell()
        else:
            await self.say(self.t("Asked for older threads. They appear here when they come."))

    # What a member does

    def works(self, name: str) -> bool:
        match name:
            case "new_thread":
                return self.member and bool(boards.writable(self.store, self.group, self.board))
            case "take_break" | "given":
                return self.member
            case "agree":
                return bool(agreement.asked(self.store, self.group))
            case "private":
                return boards.can_whisper(self.store, self.group)
            case "cases":
                return boards.looks_after(self.store.groups.membership(self.group))
            case "requests":
                return standing.answers_requests(self.store, self.group)
            case "duty" | "meet" | "session":
                return boards.runs(self.store.groups.membership(self.group))
        return True

    async def do_new_thread(self, rest: str) -> None:
        from tuigroup.line.compose import compose

        board = await self._which()
        if board is not None:
            await compose(self.shell, for_board(self.store, self.group, board))

    async def do_meet(self, rest: str) -> None:
        from tuigroup.line.written_meeting import OpenMeeting

        board = await self._which()
        if board is not None:
            await self.shell.go(OpenMeeting(self.shell, self.group, board))

    async def _which(self) -> int | None:
        """A board on which one may begin something."""
        writable = boards.writable(self.store, self.group, self.board)
        board: int | None = writable[0].board
        if len(writable) > 1:
            choices = [("", shown_line(found.title, 60), str(found.board)) for found in writable]
            chosen = await self.shell.asking.choose(self.t("On which board?"), choices)
            board = int(chosen) if chosen else None
        return board

    async def do_take_break(self, rest: str) -> None:
        await self.say(muting.switch_break(self.t, self.store, self.group))
        self.shell.used_to()

    async def do_private(self, rest: str) -> None:
        from tuigroup.line.compose import compose

        await compose(self.shell, for_facilitators(self.store, self.group))

    def _picked_thread(self, rest: str) -> ThreadRow:
        row = self.picked(rest).about
        if not isinstance(row, ThreadRow):
            raise BadInput(N_("That is no thread."))
        return row

    async def do_watch(self, rest: str) -> None:
        row = self._picked_thread(rest)
        actions.watch(self.store, self.group, row.ref, not row.watched)
        watched = self.t("Watched: it comes first on your page for today.")
        await self.say(self.t("Not watched any more.") if row.watched else watched)

    async def do_mute(self, rest: str) -> None:
        row = self._picked_thread(rest)
        await self.say(muting.switch_thread(self.t, self.store, self.group, row.ref, row, WORD))
        self.shell.used_to()

    async def do_mute_topic(self, rest: str) -> None:
        """``topic food``, or the topic of a thread of the list."""
        named = rest if rest and not rest.isdecimal() else self._picked_thread(rest).note
        await mute_topic(self.shell, named)

    async def do_mark_read(self, rest: str) -> None:
        row = self._picked_thread(rest)
        self.store.marks.mark_thread_read(self.group, row.ref)
        await self.say(self.t("All of this thread counts as read."))

    async def do_search(self, rest: str) -> None:
        from tuigroup.line.search import Search

        await self.shell.go(Search(self.shell, rest, self.group))

    async def do_about(self, rest: str) -> None:
        from tuigroup.line.group import Group

        await self.shell.go(Group(self.shell, self.group))

    async def do_agree(self, rest: str) -> None:
        if not await agreeing.ask(self.shell, self.group):
            await self.say(self.t(agreement.LATER))

    async def do_duty(self, rest: str) -> None:
        await say_here(self.shell, self.group)

    async def do_requests(self, rest: str) -> None:
        from tuigroup.line.facilitate import Requests

        await self.shell.go(Requests(self.shell, self.group))

    async def do_cases(self, rest: str) -> None:
        from tuigroup.line.cases import GroupCases

        await self.shell.go(GroupCases(self.shell, self.group))

    async def do_session(self, rest: str) -> None:
        from tuigroup.line.hosting import Announce

        await self.shell.go(Announce(self.shell, self.group))

    async def do_given(self, rest: str) -> None:
        from tuigroup.line.given import Given

        await self.shell.go(Given(self.shell, self.group))

    async def do_update(self, rest: str) -> None:
        await self.shell.arrives(WantBoard(g=self.group, d=self.board))
        await self.tell()
