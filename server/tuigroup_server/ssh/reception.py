"""What becomes of a channel that was opened: a session, the session that was left here, one command, or a word."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tuigroup.doors.channel_lines import ChannelLines
from tuigroup.doors.far_end import FarEnd
from tuigroup.doors.signals import RESTORE
from tuigroup.doors.visit import Visit
from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator, locale_of, translator
from tuigroup_server.ssh import oneshots
from tuigroup_server.ssh.channel import Session, Sink
from tuigroup_server.ssh.stays import Stay

if TYPE_CHECKING:
    from tuigroup_server.ssh.door import Door
    from tuigroup_server.ssh.handing import Peers

FULL_HOUSE: Final = N_(
    "The door is full at the moment: every place is taken. Please try again in a few minutes. If you need somebody "
    "now: ssh HOST help-now shows crisis lines, whoever you are."
)
STOPPED: Final = N_(
    "Your session stopped unexpectedly. What you sent is there, and drafts are as they were last sealed. "
    "Please sign in again."
)


class StayLine(Sink):
    """A channel on somebody's stay."""

    def __init__(self, stay: Stay, far: FarEnd) -> None:
        self._stay = stay
        self._far = far

    @property
    def behind(self) -> bool:
        return self._stay.behind

    def received(self, data: bytes) -> None:
        self._stay.received(self._far, data)

    def ended(self) -> None:
        self._stay.ended(self._far)

    def resized(self, width: int, height: int) -> None:
        self._stay.resized(self._far, width, height)

    def lost(self) -> None:
        self._stay.detach(self._far)


class CommandLine(Sink):
    """A channel on a one-shot command."""

    def __init__(self, console: ChannelLines) -> None:
        self._console = console

    @property
    def behind(self) -> bool:
        return self._console.behind

    def received(self, data: bytes) -> None:
        self._console.received(data)

    def ended(self) -> None:
        self._console.ended()

    def lost(self) -> None:
        self._console.lost()
        self._console.ended()


class Reception:
    def __init__(self, door: Door) -> None:
        self._door = door

    async def welcome(
        self, session: Session, far: FarEnd, command: str | None, visit: Visit | None, network: str
    ) -> None:
        """A channel is open: of a member (``visit`` is signed in) or of a guest (None)."""
        language = locale_of(far.environ) or self._door.settings.language
        t = translator(language)
        words = None
        if command is not None:
            words = self._understood(session, far, command, t)
        if command is not None and words is None:
            self._let_go(visit)
            return
        if visit is None:
            await self._begin(session, far, words, None, t, lambda: self._door.visits.open(network, language))
            return
        visit.settings = replace(visit.settings, language=language)
        stay = self._door.stays.find(visit.session.account)
        if (
            stay is None
            and (words is None or words.door == oneshots.LINE)
            and await self._elsewhere(session, far, visit, t)
        ):
            self._let_go(visit)
        else:
            await self._begin(session, far, words, stay, t, lambda: visit)
            if stay is not None:
                self._let_go(visit)  # it has proved who they are, and theirs is here already

    def _understood(self, session: Session, far: FarEnd, command: str, t: Translator) -> argparse.Namespace | None:
        """A command that has somebody's session to work on; None where the answer was said already."""
        try:
            words = oneshots.parse(command, t)
        except oneshots.Told as told:
            self._say(session, far, str(told).rstrip(), 0)
        except BadInput as problem:
            self._say(session, far, problem.sentence(t), oneshots.USAGE)
        else:
            if words.door != oneshots.HELP_NOW:
                return words
            self._say(session, far, oneshots.help_now(words.country, t, self._door.visits.base.store).rstrip(), 0)
        return None

    async def _elsewhere(self, session: Session, far: FarEnd, visit: Visit, t: Translator) -> bool:
        """Whether another worker has this member's session; then it goes on there."""
        peers, account = self._door.peers, visit.session.account
        found = await peers.find(account, far) if peers is not None and account is not None else None
        if peers is None or found is None:
            return False
        sink, reader = found
        session.listen(sink)
        self._door.spawn(self._pass_back(peers, reader, far, t))
        return True

    async def _pass_back(self, peers: Peers, reader: asyncio.StreamReader, far: FarEnd, t: Translator) -> None:
        """Until the session there ends, or the worker that it is in; then that is said."""
        if not await peers.pass_back(reader, far):
            if not far.plain:
                far.send(RESTORE)
            far.say(t(STOPPED))
            far.close(1)

    async def _begin(
        self,
        session: Session,
        far: FarEnd,
        words: argparse.Namespace | None,
        stay: Stay | None,
        t: Translator,
        opened: Callable[[], Visit],
    ) -> None:
        if stay is None and self._door.stays.full:
            self._door.log("full")
            self._say(session, far, t(FULL_HOUSE), 1)
            self._let_go(opened())
        elif words is not None and words.door != oneshots.LINE:
            await self._command(session, far, words, stay, t, opened)
        else:
            stay = stay or self._door.stays.new(opened())
            stay.attach(far)
            session.listen(StayLine(stay, far))

    async def _command(
        self,
        session: Session,
        far: FarEnd,
        words: argparse.Namespace,
        stay: Stay | None,
        t: Translator,
        opened: Callable[[], Visit],
    ) -> None:
        console = ChannelLines(far, t)
        session.listen(CommandLine(console))
        own = stay or self._door.stays.new(opened())
        code = 70
        try:
            code = await oneshots.call(own.visit.session, far, console, words, t)
        except Exception as error:
            far.say(self._door.crashed(error, t))
        finally:
            far.close(code)
            if stay is None and own.visit.session.store.outbox.count():
                own.hold()  # it goes out as soon as the server answers
            elif stay is None:
                own.leave()

    def _say(self, session: Session, far: FarEnd, said: str, code: int) -> None:
        session.listen(Sink())
        far.say(said)
        far.close(code)

    def _let_go(self, visit: Visit | None) -> None:
        if visit is not None:
            self._door.end_visit(visit)
