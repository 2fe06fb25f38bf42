"""Today: who answered, what is new in each group, what meets next, what is unfinished. The first screen."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from textual import events
from textual.app import ComposeResult

from tuigroup.errors import DiskFull
from tuigroup.store.changing import KINDS
from tuigroup.store.rows import Answer, Draft, JoinedGroup, NoticeRow, ThreadRow
from tuigroup.text import width
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.reader import Reader
from tuigroup.ui.widgets.rowlist import BLANK, Draw, Row, RowList, text_row
from tuigroup.views import account, beginnings, check_ins, notices, partners, reminders, waiting
from tuigroup.views import today as told
from tuigroup.views.agenda import Entry
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, Paragraph, between, cells, line, wrap
from tuigroup.views.meetings import when
from tuigroup.views.times import ago
from tuigroup.wire.records import GroupRecord
from tuigroup.wire.words import Role, Standing

WATCHED = 4
WHO = 25, 34  # columns for who answered: at least, and at most


class TodayScreen(BaseScreen):
    BINDINGS = bindings(
        "next_unread", "directory", "library", "outbox", "search", "settings", "account", "update", "choose", "offline",
        "waiting", "meetings", "tour", "discard", "check_in",
    )  # fmt: skip
    KEYS = (
        "open", "next_unread", "directory", "library", "check_in", "outbox", "search", "settings", "account", "update",
    )  # fmt: skip
    LAST_KEYS = ("help", "leave")

    def __init__(self) -> None:
        super().__init__()
        self._since: int | None = None
        self._record_was_closed = False  # whether the private record was when this was drawn

    # Words

    def crumbs(self) -> tuple[str, ...]:
        return ("tuigroup",)

    def info(self) -> str:
        up, down = self.store.usage.today()
        return self.t("{amount} today", amount=self.t.size(up + down)) if up + down else ""

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def side(self) -> ComposeResult:
        yield Reader(id="meetings")

    def works(self, name: str) -> bool:
        match name:
            case "back":
                return self.shell.deep
            case "next_unread":
                return self.ready and self.store.threads.next_unread() is not None
            case "discard":
                row = self.query_one("#list", RowList).row if self.ready else None
                return row is not None and row.key == "tour"
            case _:
                return True

    # What is drawn

    def on_mount(self) -> None:
        for want in waiting.wants(self.store):
            self.engine.want(want)

    def load(self) -> None:
        self._record_was_closed = self.session.record_closed
        marks = self.store.marks
        if self._since is None:
            self._since = marks.last_visit()
            with suppress(DiskFull):
                marks.set_last_visit(self.now)
        joined = sorted(self.store.groups.joined(), key=lambda group: not group.unread)
        fresh = told.fresh(self.store, self._since, self.now, joined)
        greeting = told.greeted(self.t, self.session.account, self._since, self.now, self.zone, fresh=fresh)
        rows = [Row(None, lambda room: [(), *(line(found) for found in wrap(greeting, room)), ()], 0)]
        rows += self._line_stopped()
        rows += [self._reminder(one) for one in reminders.due(self.store, self.now)]
        rows += [self._notice(notice) for notice in self.store.notices.all()]
        rows += self._answers(self._since)
        rows += self._asked()
        rows += self._own()
        rows += self._watched(joined)
        rows += [self._group(group) for group in joined]
        if waits := told.who_waits(self.t, self.store):
            rows.append(text_row(line((self.t("Second voice"), "strong"), f"  {waits}"), key="waiting"))
        if beginnings.tour_waits(self.store):
            words = self.t("a minute; x passes it by, T shows it later")
            rows.append(text_row(line((self.t("A short look around"), "strong"), f"  {words}"), key="tour"))
        rows += self._later(joined)
        rows += self._beginnings(joined)
        rows += self._unfinished()
        self.query_one("#list", RowList).set_rows(rows)
        self.query_one("#meetings", Reader).set_paragraphs(self._meetings(joined))

    def on_resize(self, event: events.Resize) -> None:
        if self.ready:
            self.load()

    def concerns(self, change: StoreChanged) -> bool:
        kinds = ("groups", "memberships", "threads", "posts", "outbox", "drafts", "marks", "notices", "cases")
        return change.touches(*kinds)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.ready and self._record_was_closed and not self.session.record_closed:
            self.load()

    def on_link_changed(self, message: LinkChanged) -> None:
        if self.ready:
            self.load()

    def _notice(self, notice: NoticeRow) -> Row:
        text = told.notice(self.t, self.store, notice, self.zone)

        def draw(room: int) -> list[Line]:
            return [*(line((found, "warn")) for found in wrap(text, room)), ()]

        return Row(("notice", notice.id), draw, 0, notice)

    def _reminder(self, one: Entry) -> Row:
        text = reminders.words(self.t, self.store, one, self.now, self.zone)

        def draw(room: int) -> list[Line]:
            return [*(line((found, "strong")) for found in wrap(text, room)), ()]

        return Row(("reminder", one.number, one.at.slot), draw, 0, one)

    def _asked(self) -> list[Row]:
        """Who asks to be accountability partners."""
        return [
            text_row(line((partners.asks(self.t, row), "new")), key=("asked", row.group, row.ref), item=row)
            for row in partners.asked(self.store)
        ]

    def _own(self) -> list[Row]:
        """How one is today, and one's goals, for who uses that."""
        said = check_ins.today_words(self.t, self.store, self.now, self.zone)
        return [text_row(line((self.t("You"), "strong"), f"  {said}"), key="check_ins"), BLANK] if said else []

    def _line_stopped(self) -> list[Row]:
        """What keeps the line from being used, other than the member."""
        status = self.engine.status()
        if status.reason in ("", "chosen"):
            return []
        sentence = self.t(status.sentence)

        def draw(room: int) -> list[Line]:
            return [*(line((found, "warn")) for found in wrap(sentence, room)), ()]

        return [Row("sign_in" if status.reason == "signed-out" else None, draw, 0)]

    def _answers(self, since: int) -> list[Row]:
        fresh = told.answers(self.store, since, self.now)
        column = min(WHO[1], max([WHO[0], *(width(told.who(self.t, answer)) for answer in fresh)]))
        rows = [
            Row(("answer", a.group, a.kind, a.ref, a.response), self._answer_drawn(a, column), item=a) for a in fresh
        ]
        return [*rows, BLANK] if rows else []

    def _answer_drawn(self, answer: Answer, column: int) -> Draw:
        group = self.store.groups.get(answer.group)
        name = shown_line(group.name, 48) if group is not None else ""
        note = told.answer_note(self.store, answer)
        snippet = self.t("note: {note}", note=note) if note else f'"{shown_line(answer.snippet or answer.title, 80)}"'
        now, who = self.now, told.who(self.t, answer)

        def draw(room: int) -> list[Line]:
            end = line(("  " + ago(self.t, answer.at, now), "dim"))
            if room < 60:
                return [between(line((who, "alias" if answer.unread else "")), end, room)]
            wide = min(column, room // 2)
            left = cells(
                (who, wide, "alias" if answer.unread else ""),
                (name, min(24, room // 3)),
                (snippet, 92, "note" if note else ""),
            )
            return [between(left, end, room)]

        return draw

    def _watched(self, joined: Iterable[JoinedGroup]) -> list[Row]:
        """Watched threads with something unread in them."""
        rows = [
            self._thread(group, thread)
            for group in joined
            if group.unread
            for thread in self.store.threads.list(group.group.group)
            if thread.watched and thread.unread and not thread.muted
        ][:WATCHED]
        return [*rows, BLANK] if rows else []

    def _thread(self, joined: JoinedGroup, thread: ThreadRow) -> Row:
        name, title = shown_line(joined.group.name, 48), shown_line(thread.title, 80)
        end = line(("  " + self.t.plural("{count} new", "{count} new", thread.unread), "new"))

        def draw(room: int) -> list[Line]:
            left = line(self.t("Watched") + "  ", (title, "strong"), f"  {name}" if room >= 60 else "")
            return [between(left, end, room)]

        return Row(("watched", thread.group, thread.ref), draw, item=thread)

    def _group(self, joined: JoinedGroup) -> Row:
        name = shown_line(joined.group.name, 48)
        new = self.t.plural("{count} new", "{count} new", joined.unread) if joined.unread else ""
        room_new = max(7, width(self.t.plural("{count} new", "{count} new", 12)))
        words = told.group_words(self.t, self.store, joined, self.now, self.zone)

        def draw(room: int) -> list[Line]:
            wide = 29 if room >= 60 else max(12, room - 9)
            row = cells((name, wide, "strong" if joined.unread else ""), (f"{new:>{room_new}}", room_new, "new"))
            return [line(*row, "   ", words) if room >= 60 else row]

        return Row(("group", joined.group.group), draw, item=joined)

    def _later(self, joined: list[JoinedGroup]) -> list[Row]:
        """The next meetings, where there is no room for them beside the list."""
        found = [] if self.wide else told.later_meetings(self.store, joined, self.now)
        rows = [self._meets(when(self.t, at, self.now, self.zone), one) for at, one in found]
        return [BLANK, *rows] if rows else []

    def _meets(self, words: str, joined: JoinedGroup) -> Row:
        name = shown_line(joined.group.name, 48)
        return text_row(
            line((self.t("Meets"), "strong"), f"  {words}", f"  {name}"),
            key=("meets", joined.group.group),
            item=joined.group,
        )

    def _beginnings(self, joined: Iterable[JoinedGroup]) -> list[Row]:
        if any(True for _ in joined):
            return []
        rows = [
            text_row(
                line((self.t("Find a group that feels right"), "strong")),
                "  " + self.t("Four questions, stored nowhere."),
                key="find",
            ),
            text_row(line((self.t("Look through all groups"), "strong")), key="directory"),
            text_row(
                line((self.t("Read in the library"), "strong")),
                "  " + self.t("What groups are, coping strategies, stories."),
                key="library",
            ),
        ]
        if self.session.account is None:
            rows.append(text_row(line((self.t("Sign in, or make an account"), "strong")), key="welcome"))
        return rows

    def _unfinished(self) -> list[Row]:
        rows = self._account() + [self._draft(draft) for draft in self.store.drafts.all()]
        text = told.unsent(self.t, self.store, self.engine.status())
        if text:
            rows.append(text_row(line((self.t("To send"), "strong"), f"  {text}"), key="outbox"))
        return [BLANK, *rows] if rows else []

    def _account(self) -> list[Row]:
        """What the member should see to on the account's page."""
        if self.session.record_closed:
            words = self.t(account.CLOSED)
        elif self.session.account is not None and self.store.marks.phrase_missing():
            words = self.t("Your recovery phrase is not written down yet. Enter makes a new one, or says that it is.")
        else:
            return []
        return [Row("account", lambda room: [line((found, "warn")) for found in wrap(words, room)], 0)]

    def _draft(self, draft: Draft) -> Row:
        text = f"  {told.draft(self.t, self.store, draft, self.now)}"
        words = line((self.t("Draft"), "strong"), text)
        if not draft.also:
            return Row(("draft", draft.id), lambda room: [words], item=draft)
        why = self.t("Two machines wrote at once; both texts are kept.")
        return Row(("draft", draft.id), lambda room: [words, line((f"  {why}", "dim"))], 2, draft)

    def _meetings(self, joined: list[JoinedGroup]) -> list[Paragraph]:
        found = told.next_meetings(self.store, joined, self.now)[:10]
        lines = [Paragraph(()), Paragraph(line((self.t("Next meetings"), "title")))]
        for at, one in found:
            words, name = when(self.t, at, self.now, self.zone), shown_line(one.group.name, 48)
            lines.append(Paragraph(line((f"{words:<15}", "key"), name), rest=" " * 15))
        return lines if found else []

    # What a member does

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        item = message.row.item
        match item:
            case Answer():
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
