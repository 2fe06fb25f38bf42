"""The page for today before anything draws it: the rows of its list, what stands beside them, which keys it names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING, Final

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.rows import Answer, Draft, JoinedGroup, NoticeRow, ThreadRow
from tuigroup.text import width
from tuigroup.views import account, beginnings, check_ins, partners, reminders, titles, visitors, wishes
from tuigroup.views import today as told
from tuigroup.views.agenda import Entry
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, Paragraph, between, cells, line, wrap
from tuigroup.views.meetings import when
from tuigroup.views.needs import Link
from tuigroup.views.rows import BLANK, Draw, Row, text_row
from tuigroup.views.times import ago

if TYPE_CHECKING:
    from tuigroup.wire.guests import GuestSession

CRUMBS: Final = ("tuigroup",)
KEYS: Final = (
    "open", "next_unread", "directory", "library", "check_in", "outbox", "search", "settings", "account", "update",
)  # fmt: skip
LAST_KEYS: Final = ("help", "leave")
WATCHED: Final = 4
WHO: Final = 25, 34  # columns for who answered: at least, and at most


def info(t: Translator, store: Store) -> str:
    """What the line carried today, for the title."""
    up, down = store.usage.today()
    return t("{amount} today", amount=t.size(up + down)) if up + down else ""


class TodayPage:
    """What there is to tell at this minute. ``unread`` says whether anything is unread, anywhere.

    ``who`` is the account, None for a guest; ``closed`` whether its private record is; ``since`` the minute of the
    visit before; ``beside`` whether there is room beside the list, where meetings stand then.
    """

    def __init__(
        self,
        t: Translator,
        store: Store,
        status: Link,
        *,
        who: str | None,
        closed: bool,
        since: int,
        now: int,
        zone: tzinfo | None,
        beside: bool,
    ) -> None:
        self._t = t
        self._store = store
        self._status = status
        self._account = who
        self._closed = closed
        self._since = since
        self._now = now
        self._zone = zone
        self._beside = beside
        self._joined = sorted(store.groups.joined(), key=lambda group: not group.unread)
        self.unread = any(group.unread for group in self._joined)

    def rows(self) -> list[Row]:
        joined = self._joined
        fresh = told.fresh(self._store, self._since, self._now, joined)
        greeting = told.greeted(self._t, self._account, self._since, self._now, self._zone, fresh=fresh)
        rows = [Row(None, lambda room: [(), *(line(found) for found in wrap(greeting, room)), ()], 0)]
        rows += self._line_stopped()
        rows += [self._reminder(one) for one in reminders.due(self._store, self._now)]
        rows += [self._session(one, found) for one, found in visitors.upcoming(self._store, joined, self._now)]
        rows += [self._notice(notice) for notice in self._store.notices.all()]
        rows += self._answers(self._since)
        rows += self._asked()
        rows += self._wished()
        rows += self._own()
        rows += self._watched(joined)
        rows += [self._group(group) for group in joined]
        if waits := told.who_waits(self._t, self._store, joined):
            rows.append(text_row(line((self._t("Second voice"), "strong"), f"  {waits}"), key="waiting"))
        if beginnings.tour_waits(self._store, joined):
            words = self._t("a minute; x passes it by, T shows it later")
            rows.append(text_row(line((self._t("A short look around"), "strong"), f"  {words}"), key="tour"))
        rows += self._later(joined)
        rows += self._beginnings(joined)
        rows += self._unfinished()
        return rows

    def meetings(self) -> list[Paragraph]:
        """The next ones, for beside the list."""
        return self._meetings(self._joined)

    def _notice(self, notice: NoticeRow) -> Row:
        text = told.notice(self._t, self._store, notice, self._zone)

        def draw(room: int) -> list[Line]:
            return [*(line((found, "warn")) for found in wrap(text, room)), ()]

        return Row(("notice", notice.id), draw, 0, notice)

    def _reminder(self, one: Entry) -> Row:
        text = reminders.words(self._t, self._store, one, self._now, self._zone)

        def draw(room: int) -> list[Line]:
            return [*(line((found, "strong")) for found in wrap(text, room)), ()]

        return Row(("reminder", one.number, one.at.slot), draw, 0, one)

    def _session(self, joined: JoinedGroup, found: GuestSession) -> Row:
        """A guest who is announced, or answers now."""
        words = visitors.today(self._t, joined, found, self._now, self._zone)
        item = self._store.threads.get(joined.group.group, found.thread) or joined
        return text_row(
            line((self._t("Guest"), "strong"), f"  {words}"),
            key=("session", joined.group.group, found.thread),
            item=item,
        )

    def _asked(self) -> list[Row]:
        """Who asks to be accountability partners."""
        return [
            text_row(line((partners.asks(self._t, row), "new")), key=("asked", row.group, row.ref), item=row)
            for row in partners.asked(self._store)
        ]

    def _wished(self) -> list[Row]:
        """Content notes that somebody wishes for on one's own posts."""
        return [
            text_row(line((wishes.own_post(self._t, one), "note")), key=("wished", one.group, one.ref), item=one)
            for one in self._store.threads.wished(own=True)
        ]

    def _own(self) -> list[Row]:
        """How one is today, and one's goals, for who uses that."""
        said = check_ins.today_words(self._t, self._store, self._now, self._zone)
        return [text_row(line((self._t("You"), "strong"), f"  {said}"), key="check_ins"), BLANK] if said else []

    def _line_stopped(self) -> list[Row]:
        """What keeps the line from being used, other than the member."""
        status = self._status
        if status.reason in ("", "chosen"):
            return []
        sentence = self._t(status.sentence)

        def draw(room: int) -> list[Line]:
            return [*(line((found, "warn")) for found in wrap(sentence, room)), ()]

        return [Row("sign_in" if status.reason == "signed-out" else None, draw, 0)]

    def _answers(self, since: int) -> list[Row]:
        fresh = told.answers(self._store, since, self._now)
        column = min(WHO[1], max([WHO[0], *(width(told.who(self._t, answer)) for answer in fresh)]))
        rows = [
            Row(("answer", a.group, a.kind, a.ref, a.response), self._answer_drawn(a, column), item=a) for a in fresh
        ]
        return [*rows, BLANK] if rows else []

    def _answer_drawn(self, answer: Answer, column: int) -> Draw:
        group = self._store.groups.get(answer.group)
        name = shown_line(group.name, 48) if group is not None else ""
        note = told.answer_note(self._store, answer)
        snippet = self._t("note: {note}", note=note) if note else f'"{shown_line(answer.snippet or answer.title, 80)}"'
        now, who = self._now, told.who(self._t, answer)

        def draw(room: int) -> list[Line]:
            end = line(("  " + ago(self._t, answer.at, now), "dim"))
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
            for thread in self._store.threads.list(group.group.group)
            if thread.watched and thread.unread and not thread.muted
        ][:WATCHED]
        return [*rows, BLANK] if rows else []

    def _thread(self, joined: JoinedGroup, thread: ThreadRow) -> Row:
        name, title = shown_line(joined.group.name, 48), titles.of_thread(self._t, thread.title, 80)
        end = line(("  " + self._t.plural("{count} new", "{count} new", thread.unread), "new"))

        def draw(room: int) -> list[Line]:
            left = line(self._t("Watched") + "  ", (title, "strong"), f"  {name}" if room >= 60 else "")
            return [between(left, end, room)]

        return Row(("watched", thread.group, thread.ref), draw, item=thread)

    def _group(self, joined: JoinedGroup) -> Row:
        name = shown_line(joined.group.name, 48)
        new = self._t.plural("{count} new", "{count} new", joined.unread) if joined.unread else ""
        room_new = max(7, width(self._t.plural("{count} new", "{count} new", 12)))
        words = told.group_words(self._t, self._store, joined, self._now, self._zone)

        def draw(room: int) -> list[Line]:
            wide = 29 if room >= 60 else max(12, room - 9)
            row = cells((name, wide, "strong" if joined.unread else ""), (f"{new:>{room_new}}", room_new, "new"))
            return [line(*row, "   ", words) if room >= 60 else row]

        return Row(("group", joined.group.group), draw, item=joined)

    def _later(self, joined: list[JoinedGroup]) -> list[Row]:
        """The next meetings, where there is no room for them beside the list."""
        found = [] if self._beside else told.later_meetings(self._store, joined, self._now)
        rows = [self._meets(when(self._t, at, self._now, self._zone), one) for at, one in found]
        return [BLANK, *rows] if rows else []

    def _meets(self, words: str, joined: JoinedGroup) -> Row:
        name = shown_line(joined.group.name, 48)
        return text_row(
            line((self._t("Meets"), "strong"), f"  {words}", f"  {name}"),
            key=("meets", joined.group.group),
            item=joined.group,
        )

    def _beginnings(self, joined: Iterable[JoinedGroup]) -> list[Row]:
        if any(True for _ in joined):
            return []
        rows = [
            text_row(
                line((self._t("Find a group that feels right"), "strong")),
                "  " + self._t("Four questions, stored nowhere."),
                key="find",
            ),
            text_row(line((self._t("Look through all groups"), "strong")), key="directory"),
            text_row(
                line((self._t("Read in the library"), "strong")),
                "  " + self._t("What groups are, coping strategies, stories."),
                key="library",
            ),
        ]
        if self._account is None:
            rows.append(text_row(line((self._t("Sign in, or make an account"), "strong")), key="welcome"))
        return rows

    def _unfinished(self) -> list[Row]:
        rows = self._to_see_to() + [self._draft(draft) for draft in self._store.drafts.all()]
        text = told.unsent(self._t, self._store, self._status)
        if text:
            rows.append(text_row(line((self._t("To send"), "strong"), f"  {text}"), key="outbox"))
        return [BLANK, *rows] if rows else []

    def _to_see_to(self) -> list[Row]:
        """What the member should see to on the account's page."""
        if self._closed:
            words = self._t(account.CLOSED)
        elif self._account is not None and self._store.marks.phrase_missing():
            words = self._t("Your recovery phrase is not written down yet. Enter makes a new one, or says that it is.")
        else:
            return []
        return [Row("account", lambda room: [line((found, "warn")) for found in wrap(words, room)], 0)]

    def _draft(self, draft: Draft) -> Row:
        text = f"  {told.draft(self._t, self._store, draft, self._now)}"
        words = line((self._t("Draft"), "strong"), text)
        if not draft.also:
            return Row(("draft", draft.id), lambda room: [words], item=draft)
        why = self._t("Two machines wrote at once; both texts are kept.")
        return Row(("draft", draft.id), lambda room: [words, line((f"  {why}", "dim"))], 2, draft)

    def _meetings(self, joined: list[JoinedGroup]) -> list[Paragraph]:
        found = told.next_meetings(self._store, joined, self._now)[:10]
        lines = [Paragraph(()), Paragraph(line((self._t("Next meetings"), "title")))]
        for at, one in found:
            words, name = when(self._t, at, self._now, self._zone), shown_line(one.group.name, 48)
            lines.append(Paragraph(line((f"{words:<15}", "key"), name), rest=" " * 15))
        return lines if found else []
