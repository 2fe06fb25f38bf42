"""A joined group's home: its boards and threads with what is unread in each. Also one board of it alone.

Heads are asked for and shown as they come; what is here is shown at once. On a wide terminal the thread that
the marker stands on is seen beside the list.
"""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.store.rows import BoardRow, Place, ThreadRow
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.duty import ask_duty
from tuigroup.ui.screens.muting import mute_topic, topic_key
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.ui.widgets.thread_lines import Reading
from tuigroup.ui.widgets.thread_row import thread_row, words_row
from tuigroup.ui.widgets.thread_tree import ThreadTree
from tuigroup.views import agreement, drafting, fetching, guests, muting, standing
from tuigroup.views.boards import CLOSED, can_whisper, closed, is_guest, is_member, looks_after, runs, writable
from tuigroup.views.boards import title as board_title
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, between, line
from tuigroup.views.posts import topics_folded
from tuigroup.wire import limits
from tuigroup.wire.sync import WantBoard, WantGroup

MANY = 200  # threads in a list
OLDER = "older"


class BoardScreen(BaseScreen):
    """``board`` 0 is the whole group."""

    BINDINGS = bindings(
        "new_thread", "private", "next_unread", "search", "about", "watch", "mute", "mute_topic", "take_break",
        "requests", "duty", "cases", "given", "session", "update", "meet", "agree",
    )  # fmt: skip
    KEYS = (
        "agree", "open", "next_unread", "new_thread", "private", "about", "search", "requests", "cases", "duty", "meet",
        "session", "take_break", "update", "given",
    )  # fmt: skip
    LIST_LEFT = True

    def __init__(self, group: int, board: int = 0) -> None:
        super().__init__()
        self.group = group
        self.board = board
        self._unread = 0
        self._asked_older = 0

    # Words

    def crumbs(self) -> tuple[str, ...]:
        group = self.store.groups.get(self.group)
        name = shown_line(group.name, limits.GROUP_NAME) if group is not None else self.t("Group")
        return (name, *(title for title in (board_title(self.t, self.store, self.group, self.board),) if title))

    def info(self) -> str:
        if self.store.marks.on_break(self.group):
            return self.t("you take a break")
        return self.t.plural("{count} new", "{count} new", self._unread) if self._unread else ""

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def side(self) -> ComposeResult:
        preview = ThreadTree(id="preview")
        preview.can_focus = False
        yield preview

    def works(self, name: str) -> bool:
        match name:
            case "new_thread":
                return self.ready and self._member and bool(writable(self.store, self.group, self.board))
            case "agree":
                return self.ready and bool(agreement.asked(self.store, self.group))
            case "private":
                return self.ready and can_whisper(self.store, self.group)
            case "take_break" | "given":
                return self.ready and self._member
            case "watch" | "mute":
                return self.ready and self._thread() is not None
            case "cases":
                return self.ready and looks_after(self.store.groups.membership(self.group))
            case "mute_topic":
                thread = self._thread() if self.ready else None
                return thread is not None and bool(thread.note)
            case "requests":
                return self.ready and standing.answers_requests(self.store, self.group)
            case "duty" | "meet" | "session":
                return self.ready and runs(self.store.groups.membership(self.group))
            case _:
                return True

    @property
    def _member(self) -> bool:
        return is_member(self.store.groups.membership(self.group))

    # What is drawn

    def on_mount(self) -> None:
        if self._member:
            if self.store.groups.page(self.group) is None:
                self.engine.want(WantGroup(g=self.group))
            self.engine.want(WantBoard(g=self.group, d=self.board))
        if agreement.first_time(self.store, self.group):
            self.call_after_refresh(self.action_agree)

    def load(self) -> None:
        boards = self.store.groups.boards(self.group)
        threads = self.store.threads.list(self.group, self.board, MANY)
        self._unread = sum(row.unread for row in boards if self.board in (0, row.board.board))
        rows: list[Row] = []
        if agreement.asked(self.store, self.group):
            key = self.working_keys().get("agree", "")
            rows += [words_row(self.t(agreement.ROW, key=key)), BLANK]
        if not self.board and len(boards) > 1:
            rows += [self._board_row(row) for row in boards]
            rows.append(BLANK)
        rows += [thread_row(self.t, thread, self.now, self.zone) for thread in threads]
        rows += self._foot(threads)
        self.query_one("#list", RowList).set_rows(rows, select=self._first(rows))
        self._show_preview()

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("groups", "memberships", "threads", "posts", "outbox", "marks", group=self.group)

    def _first(self, rows: list[Row]) -> object | None:
        """Opened for the first time, the marker goes to the first thread with something new."""
        if self.query_one("#list", RowList).rows:
            return None
        unread = (row.key for row in rows if isinstance(row.item, ThreadRow) and row.item.unread)
        return next(unread, None)

    def _board_row(self, row: BoardRow) -> Row:
        title = shown_line(row.board.title, 60)
        count = self.t.plural("{count} thread", "{count} threads", row.threads) if row.threads else ""
        count = self.t("closed", context="board") if row.board.closed else count
        new = self.t.plural("{count} new", "{count} new", row.unread) if row.unread else ""

        def draw(room: int) -> list[Line]:
            end = line((new, "new"), (f"{count:>12}", "dim"))
            return [between(line((title, "title")), end, room)]

        return Row(("board", row.board.board), draw, 1, row)

    def _foot(self, threads: list[ThreadRow]) -> list[Row]:
        """What stands under the threads: what to do where there are none, and a way to older ones."""
        if is_guest(self.store.groups.membership(self.group)):
            return [BLANK, words_row(self.t(guests.GUEST))]
        if not self._member:
            return [words_row(self.t("Only members read and write here. i shows what this group is and how to join."))]
        if closed(self.store, self.group, self.board):
            return [BLANK, words_row(self.t(CLOSED)), *(self._older(threads) if threads else ())]
        if not threads:
            if fetching.offline(self.engine):
                return [
                    words_row(
                        self.t("No threads are here yet. They come when the line is back. t begins one meanwhile.")
                    )
                ]
            return [words_row(self.t("No threads are here yet. t begins one; it needs no more than a line."))]
        return self._older(threads)

    def _older(self, threads: list[ThreadRow]) -> list[Row]:
        if len(threads) < MANY and threads[-1].last_at != self._asked_older:
            return [BLANK, text_row(line((self.t("Older threads, if there are any"), "dim")), key=OLDER)]
        return []

    def _thread(self) -> ThreadRow | None:
        row = self.query_one("#list", RowList).row
        return row.item if row is not None and isinstance(row.item, ThreadRow) else None

    def _show_preview(self) -> None:
        """Beside the list on wide terminals: the thread as it is here, which does not make it read."""
        if not self.wide:
            return
        thread, preview = self._thread(), self.query_one("#preview", ThreadTree)
        posts = self.store.threads.posts(self.group, thread.ref) if thread is not None else []
        posts = guests.worded(self.t, self.store, posts, thread)
        reading = Reading(
            now=self.now,
            zone=self.zone,
            t=self.t,
            fresh=frozenset(post.ref for post in posts if post.unread),
            folds=topics_folded(self.store.settings.get("folds", "*")),
            tail=()
            if posts or thread is None
            else (line(("   " + self.t("Not here yet; it is fetched when you open it."), "dim")),),
        )
        preview.begin(posts, self.store.marks.folded(self.group, thread.ref) if thread is not None else (), reading)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self._show_preview()

    def on_resize(self, event: events.Resize) -> None:
        if self.ready:
            self._show_preview()

    def on_link_changed(self, message: LinkChanged) -> None:
        self.load()

    # What a member does

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        item = message.row.item
        if isinstance(item, ThreadRow):
            self.open("thread", group=self.group, thread=item.ref)
        elif isinstance(item, BoardRow):
            self.open("board", group=self.group, board=item.board.board)
        elif message.row.key == OLDER:
            threads = self.store.threads.list(self.group, self.board, MANY)
            self._asked_older = threads[-1].last_at if threads else 0
            self.engine.want(WantBoard(g=self.group, d=self.board, before=self._asked_older))
            self.tell(self.t("Asked for older threads. They appear here when they come."))
            self.load()

    def action_new_thread(self) -> None:
        row = self.query_one("#list", RowList).row
        boards = writable(self.store, self.group, self.board)
        if row is not None and isinstance(row.item, BoardRow) and row.item.board in boards:
            self._begin(row.item.board.board)
        elif self.board or len(boards) == 1:
            self._begin(self.board or boards[0].board)
        else:
            choices = [
                Choice(str(place), shown_line(board.title, 60), str(board.board))
                for place, board in enumerate(boards[:9], 1)
            ]
            self.ask(self.t("On which board?"), *choices, then=lambda board: self._begin(int(board)))

    def _begin(self, board: int) -> None:
        self.open("compose", draft=drafting.for_board(self.store, self.group, board))

    def action_meet(self) -> None:
        boards = writable(self.store, self.group, self.board)
        if len(boards) == 1:
            self.open("open_meeting", group=self.group, board=boards[0].board)
        elif boards:
            choices = [
                Choice(str(place), shown_line(board.title, 60), str(board.board))
                for place, board in enumerate(boards[:9], 1)
            ]
            then = lambda board: self.open("open_meeting", group=self.group, board=int(board))  # noqa: E731
            self.ask(self.t("On which board?"), *choices, then=then)

    def action_private(self) -> None:
        self.open("compose", draft=drafting.for_facilitators(self.store, self.group))

    def action_next_unread(self) -> None:
        thread = self._thread()
        after = Place(self.group, thread.ref, thread.ref) if thread is not None and not thread.unread else None
        place = self.store.threads.next_unread(after=after, g=self.group) or self.store.threads.next_unread()
        if place is None:
            self.tell(self.t("Nothing is unread any more, here or in your other groups."))
        else:
            self.open("thread", group=place.group, thread=place.thread, post=place.ref)

    def action_search(self) -> None:
        self.open("search", group=self.group)

    def action_about(self) -> None:
        self.open("group", group=self.group)

    def action_requests(self) -> None:
        self.open("requests", group=self.group)

    def action_cases(self) -> None:
        self.open("cases", group=self.group)

    def action_session(self) -> None:
        self.open("announce", group=self.group)

    def action_given(self) -> None:
        self.open("given", group=self.group)

    def action_take_break(self) -> None:
        self.tell(muting.switch_break(self.t, self.store, self.group))

    def action_agree(self) -> None:
        self.open("agree", group=self.group)

    def action_duty(self) -> None:
        ask_duty(self, self.group)

    def action_watch(self) -> None:
        thread = self._thread()
        if thread is not None:
            actions.watch(self.store, self.group, thread.ref, not thread.watched)
            self.tell(
                self.t("Not watched any more.")
                if thread.watched
                else self.t("Watched: it comes first on your page for today.")
            )

    def action_mute(self) -> None:
        thread = self._thread()
        if thread is not None:
            self.tell(muting.switch_thread(self.t, self.store, self.group, thread.ref, thread, topic_key(self)))

    def action_mute_topic(self) -> None:
        thread = self._thread()
        if thread is not None:
            mute_topic(self, thread.note)

    def action_update(self) -> None:
        self.engine.want(WantBoard(g=self.group, d=self.board))
        self.engine.wake()
        self.tell(self.t("Asking the server."))
