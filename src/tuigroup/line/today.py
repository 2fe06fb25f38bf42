"""Today: who answered, what is new in each group, what is unfinished. The first thing that is said."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tuigroup.errors import BadInput, Unwritten
from tuigroup.i18n import N_
from tuigroup.line.place import Item, Place
from tuigroup.store.changing import KINDS
from tuigroup.store.rows import Answer, Draft, JoinedGroup, NoticeRow, ThreadRow, Wished
from tuigroup.views import (
    account,
    beginnings,
    check_ins,
    notices,
    partners,
    reminders,
    titles,
    visitors,
    waiting,
    wishes,
)
from tuigroup.views import today as told
from tuigroup.views.agenda import Entry
from tuigroup.views.boards import is_guest, is_member, looks_after
from tuigroup.views.clean import shown_line
from tuigroup.views.meetings import Occurrence, when
from tuigroup.views.times import ago

if TYPE_CHECKING:
    from tuigroup.wire.guests import GuestSession


class Today(Place):
    async def enter(self) -> None:
        for want in waiting.wants(self.store):
            self.engine.want(want)

    async def tell(self) -> None:
        self.begin_list()
        marks = self.store.marks
        since = self.shell.since
        if since is None:
            self.shell.since = since = marks.last_visit()
            with suppress(Unwritten):
                marks.set_last_visit(self.now)
        status = self.engine.status()
        joined = sorted(self.store.groups.joined(), key=lambda group: not group.unread)
        fresh = told.fresh(self.store, since, self.now, joined)
        name, zone = self.shell.session.account, self.shell.zone
        await self.say(told.greeted(self.t, name, since, self.now, zone, fresh=fresh))
        if status.state in ("offline", "paused"):
            await self.say(self.t(status.sentence))
        items = [self._reminder(one) for one in reminders.due(self.store, self.now)]
        items += [self._session(one, found) for one, found in visitors.upcoming(self.store, joined, self.now)]
        items += [self._notice(notice) for notice in self.store.notices.all()]
        items += [self._answer(answer) for answer in told.answers(self.store, since, self.now)]
        items += [self._asks(row) for row in partners.asked(self.store)]
        items += [self._wished(one) for one in self.store.threads.wished(own=True)]
        if said := check_ins.today_words(self.t, self.store, self.now, self.shell.zone):
            label = self.t("You: {how}", how=said)
            items.append(Item(label, lambda: self.shell.always.do_check_in("")))
        items += self._watched(joined)
        items += [self._group(group) for group in joined]
        if waits := told.who_waits(self.t, self.store):
            label = self.t("Second voice: {who}", who=waits)
            items.append(Item(label, lambda: self.shell.always.do_waiting("")))
        if beginnings.tour_waits(self.store):
            label = self.t("A short look around, a minute; discard passes it by")
            items.append(Item(label, lambda: self.shell.always.do_tour(""), "tour"))
        items += [self._meets(at, one) for at, one in told.later_meetings(self.store, joined, self.now)]
        if not joined:
            items += self._beginnings()
        if self.shell.session.record_closed:
            items.append(Item(self.t(account.CLOSED), lambda: self.shell.always.do_account("")))
        if self.shell.session.account is not None and self.store.marks.phrase_missing():
            label = self.t("Your recovery phrase is not written down yet. Your account makes a new one.")
            items.append(Item(label, lambda: self.shell.always.do_account("")))
        items += [self._draft(draft) for draft in self.store.drafts.all()]
        if waiting := told.unsent(self.t, self.store, status):
            items.append(Item(self.t("To send: {what}", what=waiting), lambda: self.shell.always.do_outbox("")))
        await self.list_items(items)
        await self.say(self.t("Type a number, next for what is unread, or help for words."))

    def _session(self, joined: JoinedGroup, found: GuestSession) -> Item:
        from tuigroup.line.thread import Thread

        label = visitors.today(self.t, joined, found, self.now, self.shell.zone)
        go = lambda: self.shell.go(Thread(self.shell, joined.group.group, found.thread))  # noqa: E731
        return Item(f"{self.t('Guest')}: {label}", go, found)

    def _notice(self, notice: NoticeRow) -> Item:
        from tuigroup.line.cases import GroupCases
        from tuigroup.line.decided import Decided
        from tuigroup.line.given import Given
        from tuigroup.line.meetings import Meetings

        async def open_() -> None:
            self.store.notices.dismiss(notice.id)
            place = notices.opens(notice) if notice.group else ""
            if notice.type in KINDS:
                await self.shell.go(Meetings(self.shell, notice.group))
            elif place == "decisions":
                await self.shell.go(Decided(self.shell, notice.group))
            elif place == "given":
                await self.shell.go(Given(self.shell, notice.group))
            elif place == "cases" and looks_after(self.store.groups.membership(notice.group)):
                await self.shell.go(GroupCases(self.shell, notice.group))
            elif notice.group and self.store.groups.get(notice.group) is not None:
                await self._to_group(notice.group)
            else:
                await self.tell()

        return Item(told.notice(self.t, self.store, notice, self.shell.zone), open_, notice)

    def _reminder(self, one: Entry) -> Item:
        label = reminders.words(self.t, self.store, one, self.now, self.shell.zone)
        return Item(label, lambda: self.shell.always.do_meetings(""), one)

    def _answer(self, answer: Answer) -> Item:
        from tuigroup.line.thread import Thread

        group = self.store.groups.get(answer.group)
        note = told.answer_note(self.store, answer)
        snippet = self.t("note: {note}", note=note) if note else f'"{shown_line(answer.snippet or answer.title, 80)}"'
        parts = (
            told.who(self.t, answer),
            shown_line(group.name, 48) if group is not None else "",
            snippet,
            ago(self.t, answer.at, self.now),
        )
        return Item(
            ", ".join(part for part in parts if part),
            lambda: self.shell.go(Thread(self.shell, answer.group, answer.thread, answer.ref)),
            answer,
        )

    def _asks(self, row: ThreadRow) -> Item:
        from tuigroup.line.thread import Thread

        label = partners.asks(self.t, row)
        return Item(label, lambda: self.shell.go(Thread(self.shell, row.group, row.ref)), row)

    def _wished(self, one: Wished) -> Item:
        from tuigroup.line.thread import Thread

        label = wishes.own_post(self.t, one)
        return Item(label, lambda: self.shell.go(Thread(self.shell, one.group, one.thread, one.ref)), one)

    def _watched(self, joined: list[JoinedGroup]) -> list[Item]:
        rows = [
            row
            for group in joined
            if group.unread
            for row in self.store.threads.list(group.group.group)
            if row.watched and row.unread and not row.muted
        ]
        return [self._thread(row) for row in rows[: told.WATCHED]]

    def _thread(self, row: ThreadRow) -> Item:
        from tuigroup.line.thread import Thread

        new = self.t.plural("{count} new", "{count} new", row.unread)
        label = self.t("Watched: {title}, {new}", title=titles.of_thread(self.t, row.title, 200), new=new)
        return Item(label, lambda: self.shell.go(Thread(self.shell, row.group, row.ref)), row)

    def _group(self, joined: JoinedGroup) -> Item:
        new = self.t.plural("{count} new", "{count} new", joined.unread) if joined.unread else ""
        words = told.group_words(self.t, self.store, joined, self.now, self.shell.zone)
        label = ", ".join(part for part in (shown_line(joined.group.name, 48), new, words) if part)
        return Item(label, lambda: self._to_group(joined.group.group), joined)

    def _meets(self, at: Occurrence, joined: JoinedGroup) -> Item:
        from tuigroup.line.group import Group

        group, words = joined.group, when(self.t, at, self.now, self.shell.zone)
        label = self.t("Meets {when}: {name}", when=words, name=shown_line(group.name, 48))
        return Item(label, lambda: self.shell.go(Group(self.shell, group.group)), group)

    async def _to_group(self, group: int) -> None:
        from tuigroup.line.board import Board
        from tuigroup.line.group import Group

        mine = self.store.groups.membership(group)
        member = is_member(mine) or is_guest(mine)
        await self.shell.go(Board(self.shell, group) if member else Group(self.shell, group))

    def _beginnings(self) -> list[Item]:
        items = [
            Item(self.t("Find a group that feels right"), lambda: self.shell.always.do_choose("")),
            Item(self.t("Look through all groups"), lambda: self.shell.always.do_directory("")),
            Item(self.t("Read in the library"), lambda: self.shell.always.do_library("")),
        ]
        if self.shell.session.account is None:
            items.append(Item(self.t("Sign in, or make an account"), self.shell.always.welcome))
        return items

    def _draft(self, draft: Draft) -> Item:
        from tuigroup.line.compose import compose

        label = self.t("Draft: {what}", what=told.draft(self.t, self.store, draft, self.now))
        return Item(label, lambda: compose(self.shell, draft), draft)

    async def do_discard(self, rest: str) -> None:
        draft = self.picked(rest).about
        if draft == "tour":
            self.store.marks.set_shown_around()
            await self.say(self.t("Passed by; tour says it later."))
            return
        if not isinstance(draft, Draft):
            raise BadInput(N_("That is no draft."))
        if await self.shell.asking.yes(self.t("Throw this draft away?")):
            self.store.drafts.delete(draft.id)
            await self.say(self.t("Thrown away."))
