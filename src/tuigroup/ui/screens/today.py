"""Today: who answered, what is new in each group, what meets next, what is unfinished. The first screen."""

from __future__ import annotations

from contextlib import suppress

from textual import events
from textual.app import ComposeResult

from tuigroup.errors import Unwritten
from tuigroup.store.changing import KINDS
from tuigroup.store.rows import Answer, Draft, JoinedGroup, NoticeRow, ThreadRow, Wished
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.reader import Reader
from tuigroup.ui.widgets.rowlist import RowList
from tuigroup.views import notices, today_page, waiting
from tuigroup.views.agenda import Entry
from tuigroup.views.today_page import TodayPage
from tuigroup.wire.records import GroupRecord
from tuigroup.wire.words import Role, Standing


class TodayScreen(BaseScreen):
    BINDINGS = bindings(
        "next_unread", "directory", "library", "outbox", "search", "settings", "account", "update", "choose", "offline",
        "waiting", "meetings", "tour", "discard", "check_in",
    )  # fmt: skip
    KEYS = today_page.KEYS
    LAST_KEYS = today_page.LAST_KEYS

    def __init__(self) -> None:
        super().__init__()
        self._since: int | None = None
        self._asked = False  # for what waits on the server, once
        self._unread = False  # whether something is, anywhere
        self._beside = False  # whether there was a second pane when this was drawn
        self._record_was_closed = False  # whether the private record was when this was drawn

    # Words

    def crumbs(self) -> tuple[str, ...]:
        return today_page.CRUMBS

    def info(self) -> str:
        return today_page.info(self.t, self.store)

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def side(self) -> ComposeResult:
        yield Reader(id="meetings")

    def works(self, name: str) -> bool:
        match name:
            case "back":
                return self.shell.deep
            case "next_unread":
                return self._unread
            case "discard":
                row = self.query_one("#list", RowList).row if self.ready else None
                return row is not None and row.key == "tour"
            case _:
                return True

    # What is drawn

    def went_out(self) -> None:
        if not self._asked:
            self._asked = True
            for want in waiting.wants(self.store):
                self.engine.want(want)

    def load(self) -> None:
        self._record_was_closed = self.session.record_closed
        marks = self.store.marks
        if self._since is None:
            self._since = marks.last_visit()
            with suppress(Unwritten):
                marks.set_last_visit(self.now)
        self._beside = self.wide
        page = TodayPage(
            self.t,
            self.store,
            self.engine.status(),
            who=self.session.account,
            closed=self.session.record_closed,
            since=self._since,
            now=self.now,
            zone=self.zone,
            beside=self.wide,
        )
        self._unread = page.unread
        self.query_one("#list", RowList).set_rows(page.rows())
        self.query_one("#meetings", Reader).set_paragraphs(page.meetings())

    def on_resize(self, event: events.Resize) -> None:
        if self.ready and self.wide != self._beside:
            self.load()

    def concerns(self, change: StoreChanged) -> bool:
        kinds = ("groups", "memberships", "threads", "posts", "outbox", "drafts", "marks", "notices", "cases", "offers")
        return change.touches(*kinds)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.ready and self._record_was_closed and not self.session.record_closed:
            self.load()

    def on_link_changed(self, message: LinkChanged) -> None:
        if self.ready:
            self.load()

    # What a member does

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        item = message.row.item
        match item:
            case Answer() | Wished():
                self.open("thread", group=item.group, thread=item.thread, post=item.ref)
            case ThreadRow():
                self.open("thread", group=item.group, thread=item.ref)
            case JoinedGroup():
                if item.membership.standing is Standing.ACTIVE:
                    self.open("board", group=item.group.group)
                else:
                    self.open("group", group=item.group.group)
            case Draft():
                self.open("compose", draft=item)
            case NoticeRow():
                self._notice_opened(item)
            case GroupRecord():
                self.open("group", group=item.group)
            case Entry():
                self.open("meetings")
            case _:
                if message.row.key == "welcome":
                    self.shell.start_over("welcome")
                else:
                    self.open(str(message.row.key))

    def _notice_opened(self, notice: NoticeRow) -> None:
        """It was read; where it is about a group that is here, that opens."""
        self.store.notices.dismiss(notice.id)
        if notice.type in KINDS:
            self.open("meetings", group=notice.group)
            return
        mine = self.store.groups.membership(notice.group) if notice.group else None
        runs = mine is not None and mine.role is not Role.MEMBER
        place = notices.opens(notice)
        if notice.group and place and (place != "cases" or runs):
            self.open(place, group=notice.group)
        elif mine is not None and mine.standing is Standing.ACTIVE:
            self.open("board", group=notice.group)
        elif notice.group and self.store.groups.get(notice.group) is not None:
            self.open("group", group=notice.group)

    def action_next_unread(self) -> None:
        place = self.store.threads.next_unread()
        if place is None:
            self.tell(self.t("Nothing is unread."))
        else:
            self.open("thread", group=place.group, thread=place.thread, post=place.ref)

    def action_directory(self) -> None:
        self.open("directory")

    def action_tour(self) -> None:
        self.open("tour")

    def action_discard(self) -> None:
        self.store.marks.set_shown_around()

    def action_check_in(self) -> None:
        self.open("check_ins")

    def action_waiting(self) -> None:
        self.open("waiting")

    def action_meetings(self) -> None:
        self.open("meetings")

    def action_library(self) -> None:
        self.open("library")

    def action_outbox(self) -> None:
        self.open("outbox")

    def action_search(self) -> None:
        self.open("search")

    def action_settings(self) -> None:
        self.open("settings")

    def action_account(self) -> None:
        self.open("account")

    def action_choose(self) -> None:
        self.open("find")

    def action_update(self) -> None:
        self.engine.wake()
        self.tell(self.t("Asking the server."))

    def action_offline(self) -> None:
        self.tell(self.shell.switch_line())
