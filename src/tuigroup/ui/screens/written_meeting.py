"""A written meeting in its thread: where it stands above the posts, and what its keys do. A base of that screen."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.commands import BY_NAME
from tuigroup.store.rows import PostRow, ThreadRow
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.answering import Answering
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.form import Text
from tuigroup.views import drafting, written_meetings
from tuigroup.views.written_meetings import Room
from tuigroup.wire import rounds
from tuigroup.wire.rounds import Step
from tuigroup.wire.words import InMeeting

ROOMY = 20  # lines of a screen that has room to say how it works


class WrittenMeeting(Answering):
    """``room`` is None where the thread is no meeting. A kind calls ``load_meeting`` and gives ``opening``."""

    DEFAULT_CSS = """
    WrittenMeeting #meeting { display: none; }
    WrittenMeeting.-meeting #meeting { display: block; }
    """
    BINDINGS = bindings("come_in", "pass_turn", "later", "go_out", "move_on")

    def __init__(self) -> None:
        super().__init__()
        self.room: Room | None = None

    @property
    def opening(self) -> PostRow | None:
        """The thread's first post, None where it is not here."""
        return None

    def above(self) -> ComposeResult:
        yield Text(id="meeting")

    def load_meeting(self, head: ThreadRow | None) -> None:
        self.room = written_meetings.room(self.store, head)
        said = self._lines()
        self.set_class(bool(said), "-meeting")
        if said:
            self.query_one("#meeting", Text).say(*said, style="note")

    def _lines(self) -> list[str]:
        """Where it stands; and for who is not in it how it works."""
        if self.room is None:
            return []
        keys = self.working_keys()
        said = written_meetings.status(
            self.t, self.room, self.now, self.zone, lambda name: keys.get(name) or BY_NAME[name].shown
        )
        if self.room.mine is None and not self.room.meeting.over and self.size.height >= ROOMY:
            said += [self.t(sentence) for sentence in written_meetings.HOW]
        return said

    def key_order(self) -> tuple[str, ...]:
        """Whose turn it is sees first how to write it; nobody is offered to answer while somebody shares."""
        keys = super().key_order()
        if self.room is None or self.room.meeting.free:
            return keys
        others = tuple(name for name in keys if name not in ("reply", "quote"))
        return ("reply", *others) if self.room.writes is not None else others

    def _key_label(self, name: str) -> str:
        turn = name == "reply" and self.room is not None and not self.room.meeting.free
        return self.t("your turn", context="key") if turn else super()._key_label(name)

    def works(self, name: str) -> bool:
        if name in ("come_in", "pass_turn", "later", "go_out", "move_on"):
            return self.room is not None and self.room.works(name)
        return super().works(name)

    # What a member does

    def action_reply(self) -> None:
        if not self._writes():
            super().action_reply()

    def action_quote(self) -> None:
        if not self._writes():
            super().action_quote()

    def _writes(self) -> bool:
        """Begin a turn, or say why nobody answers now; False where one answers as everywhere."""
        first = self.opening
        if self.room is None or first is None or self.room.meeting.free:
            return False
        step = self.room.writes
        if step is None:
            self.tell(self.t(written_meetings.NO_CROSS_TALK, respond=BY_NAME["respond"].shown))
        else:
            self.open("compose", draft=drafting.for_turn(self.store, first, int(step)))
        return True

    def action_come_in(self) -> None:
        self._say(InMeeting.IN)

    def action_go_out(self) -> None:
        self._say(InMeeting.OUT)

    def action_pass_turn(self) -> None:
        self._say(InMeeting.PASS)

    def action_later(self) -> None:
        self._say(InMeeting.LATER)

    def _say(self, say: InMeeting) -> None:
        if self.room is not None:
            where = (self.room.group, self.room.thread)
            self.attempt(actions.say_in_meeting, self.store, *where, say, int(self.room.meeting.step))

    def action_move_on(self) -> None:
        if self.room is None:
            return
        step = rounds.following(self.room.meeting)
        if step is Step.OVER:
            self.ask(
                self.t("End the meeting now?"), Choice("e", self.t("end it"), "end"), then=lambda _: self._to(step)
            )
        else:
            self._to(step)

    def _to(self, step: Step) -> None:
        if self.room is not None:
            self.attempt(actions.move_meeting, self.store, self.room.group, self.room.thread, step)
