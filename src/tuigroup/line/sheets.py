"""Filling in what a group is, field by field, kept on disk after each; sent only when somebody says send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup.line.board_items import board_items
from tuigroup.line.filling import FormPlace
from tuigroup.line.place import Item
from tuigroup.views import group_settings as settings
from tuigroup.views.sheet_field import SheetField
from tuigroup.views.sheets import MOST_MEETINGS, GroupForm, MeetingForm, Proposal, SettingUp
from tuigroup.wire.ops import MeetingIn
from tuigroup.wire.sync import WantGroup

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


async def propose(shell: Shell) -> None:
    if shell.session.account is None:
        await shell.voice.say(
            shell.t("Proposing a group needs an account. Making one asks for no name and no address.")
        )
        return
    words = shell.t(
        "Name it and say for whom it is; the rest can follow later. The operator looks at every proposal, and you "
        "will be its facilitator. What you fill in is kept here until you send it."
    )
    sent = shell.t("Your proposal is on its way. You hear here when the operator has looked at it.")
    zone = str(getattr(shell.zone, "key", "UTC"))
    await shell.go(Sheet(shell, Proposal(shell.store, timezone=zone), words, sent))


async def set_up(shell: Shell, group: int) -> None:
    form = SettingUp(shell.store, group)
    if not form.here:
        await shell.arrives(WantGroup(g=group))
    if not form.here:
        await shell.voice.say(shell.t("This group's page is not here yet. It comes when the server has answered."))
        return
    words = shell.t("Change what you like; it is kept here, and members see it once you send it.")
    sent = shell.t("On its way. Members see it as soon as the server has it.")
    await shell.go(Sheet(shell, form, words, sent))


class Sheet(FormPlace):
    form: GroupForm

    def __init__(self, shell: Shell, form: GroupForm, words: str, sent: str) -> None:
        super().__init__(shell)
        self.form = form
        self._words = words
        self._sent = sent

    async def tell(self) -> None:
        self.begin_list()
        self.form.afresh()
        await self.say(self._words)
        await self.list_items([self.field(field) for field in self.form.fields])
        meetings = self.form.meetings
        await self.list_items([self._meeting(place, meeting) for place, meeting in enumerate(meetings)])
        if len(meetings) < MOST_MEETINGS:
            add = lambda: self._open_meeting(len(meetings))  # noqa: E731
            await self.list_items([Item(self.t("Add a meeting"), add)])
        if isinstance(self.form, SettingUp):
            await self.list_items(board_items(self, self.form))
        await self.say(self.t("A number changes a field; send sends; discard throws it away."))

    def _meeting(self, place: int, meeting: MeetingIn) -> Item:
        when = settings.meeting_words(self.t, meeting)
        label = self.t("Meets: {when}", when=when) if meeting.rule else self.t("Weekly: {when}", when=when)
        return Item(label, lambda: self._open_meeting(place), meeting)

    async def _open_meeting(self, place: int) -> None:
        await self.shell.go(Meeting(self.shell, self.form.meeting(place)))

    def works(self, name: str) -> bool:
        return name != "discard" or self.form.changed

    async def do_send(self, rest: str) -> None:
        sent = self.form.send()
        self.engine.wake()
        self.shell.used_to()
        await self.say(self._sent if sent else self.t("Nothing differs from what is there, so nothing was sent."))
        if sent and len(self.shell.stack) > 1:
            await self.shell.always.do_back("")

    async def do_discard(self, rest: str) -> None:
        if await self.shell.asking.yes(self.t("Throw away what you filled in here?")):
            self.form.forget()
            await self.say(self.t("Thrown away."))
            await self.tell()


class Meeting(FormPlace):
    """One weekly meeting; each change is kept at once."""

    form: MeetingForm

    def __init__(self, shell: Shell, form: MeetingForm) -> None:
        super().__init__(shell)
        self.form = form

    async def tell(self) -> None:
        self.begin_list()
        await self.say(self.form.words(self.t))
        await self.list_items([self.field(field) for field in self.form.fields])
        await self.say(self.t("A number changes a field; send keeps the meeting; discard takes it out."))

    def put_in(self, field: SheetField) -> str:
        return self.form.words(self.t)

    async def do_send(self, rest: str) -> None:
        self.form.keep()
        await self.shell.always.do_back("")

    async def do_discard(self, rest: str) -> None:
        self.form.take_out()
        await self.shell.always.do_back("")
