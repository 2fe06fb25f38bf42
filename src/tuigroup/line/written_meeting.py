"""A written meeting, line by line: a sentence on where it stands, and words for coming in, passing, being later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.commands import BY_NAME
from tuigroup.i18n import N_
from tuigroup.line.answering import Answering
from tuigroup.line.filling import FormPlace
from tuigroup.store.rows import PostRow, ThreadRow
from tuigroup.views import drafting, written_meetings
from tuigroup.views.written_form import WORDS, WrittenForm
from tuigroup.views.written_meetings import Room
from tuigroup.wire import rounds
from tuigroup.wire.rounds import Step
from tuigroup.wire.words import InMeeting

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

SAID = {
    InMeeting.IN: N_("You are in."),
    InMeeting.OUT: N_("You are out. Nothing is kept of it."),
    InMeeting.PASS: N_("You pass in this round."),
    InMeeting.LATER: N_("Your turn is the last one of this round."),
}


class WrittenMeeting(Answering):
    """A kind of place gives the thread's ``head`` and its first post, ``opening``."""

    @property
    def head(self) -> ThreadRow | None:
        return None

    @property
    def opening(self) -> PostRow | None:
        return None

    @property
    def room(self) -> Room | None:
        return written_meetings.room(self.store, self.head)

    async def tell_meeting(self) -> None:
        """Where it stands; and for who is not in it how it works."""
        found = self.room
        if found is None:
            return
        said = written_meetings.status(self.t, found, self.now, self.shell.zone, lambda name: BY_NAME[name].word)
        await self.say(*said)
        if found.mine is None and not found.meeting.over:
            await self.say(*(self.t(sentence) for sentence in written_meetings.HOW))
        self.shell.used_to(meetings=True)

    def works(self, name: str) -> bool:
        if name in ("come_in", "pass_turn", "later", "go_out", "move_on"):
            found = self.room
            return found is not None and found.works(name)
        return super().works(name)

    async def do_reply(self, rest: str) -> None:
        if not await self._writes():
            await super().do_reply(rest)

    async def do_quote(self, rest: str) -> None:
        if not await self._writes():
            await super().do_quote(rest)

    async def _writes(self) -> bool:
        """A turn, or why nobody answers now; False where one answers as everywhere."""
        from tuigroup.line.compose import compose

        found, first = self.room, self.opening
        if found is None or first is None or found.meeting.free:
            return False
        step = found.writes
        if step is None:
            await self.say(self.t(written_meetings.NO_CROSS_TALK, respond=BY_NAME["respond"].word))
        else:
            await compose(self.shell, drafting.for_turn(self.store, first, int(step)))
        return True

    async def do_come_in(self, rest: str) -> None:
        await self._say_in(InMeeting.IN)

    async def do_go_out(self, rest: str) -> None:
        await self._say_in(InMeeting.OUT)

    async def do_pass_turn(self, rest: str) -> None:
        await self._say_in(InMeeting.PASS)

    async def do_later(self, rest: str) -> None:
        await self._say_in(InMeeting.LATER)

    async def _say_in(self, say: InMeeting) -> None:
        found = self.room
        if found is not None:
            actions.say_in_meeting(self.store, found.group, found.thread, say, int(found.meeting.step))
            await self._told(self.t(SAID[say]))

    async def do_move_on(self, rest: str) -> None:
        found = self.room
        if found is None:
            return
        step = rounds.following(found.meeting)
        if step is Step.OVER and not await self.shell.asking.yes(self.t("End the meeting now?")):
            return
        actions.move_meeting(self.store, found.group, found.thread, step)
        await self._told("")

    async def _told(self, said: str) -> None:
        """What was done, and where the meeting stands with it."""
        self.engine.wake()
        self.shell.used_to(meetings=True)
        found = self.room
        now = written_meetings.where(self.t, found, self.now, self.shell.zone) if found is not None else ""
        await self.say(*(sentence for sentence in (said, now) if sentence))


class OpenMeeting(FormPlace):
    """A meeting to fill in, by who runs the group."""

    form: WrittenForm

    def __init__(self, shell: Shell, group: int, board: int) -> None:
        super().__init__(shell)
        self.form = WrittenForm(shell.store, group, board, shell.zone)

    async def tell(self) -> None:
        self.begin_list()
        await self.say(f"{self.t('A written meeting')}: {self.form.place(self.t)}.", self.t(WORDS))
        await self.list_items([self.field(field) for field in self.form.fields])
        await self.say(self.t("A number changes a field; send sends; discard throws it away."))

    def works(self, name: str) -> bool:
        return name != "discard" or self.form.changed

    async def do_send(self, rest: str) -> None:
        self.form.send()
        self.engine.wake()
        self.shell.used_to()
        await self.say(self.t(written_meetings.ANNOUNCED))
        await self.shell.always.do_back("")

    async def do_discard(self, rest: str) -> None:
        if await self.shell.asking.yes(self.t("Throw away what you filled in here?")):
            self.form.forget()
            await self.say(self.t("Thrown away."))
            await self.tell()
