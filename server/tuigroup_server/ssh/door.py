"""The whole door: who comes in gets a session, who comes back gets theirs, and at the end all leave in order."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import asyncssh

from tuigroup.doors.crash import CrashReports, sentence
from tuigroup.doors.far_end import FarEnd
from tuigroup.doors.visit import Visit
from tuigroup.i18n import Translator, translator
from tuigroup.session.keys import FULL, Cost
from tuigroup.sync.shared import SharedLine
from tuigroup_server.ssh.channel import Sink
from tuigroup_server.ssh.gate import Gate
from tuigroup_server.ssh.handing import Peers
from tuigroup_server.ssh.keeper import Keeper
from tuigroup_server.ssh.packets import CIPHERS
from tuigroup_server.ssh.reception import Reception, StayLine
from tuigroup_server.ssh.settings import Settings
from tuigroup_server.ssh.stays import Stays
from tuigroup_server.ssh.stretching import Stretching
from tuigroup_server.ssh.visits import Visits

KEEPALIVE: Final = 45.0  # seconds of silence after which the far end is asked whether it is there
MISSED: Final = 3
ENDING: Final = 15.0  # seconds for everything at the end
PARTING: Final = 2.0  # and for those inside to hang up by themselves

_LOG: Final = logging.getLogger(__name__)


class Door:
    """``line`` is the way to the server; ``credential`` lets the door vouch for keys, '' where it can't; ``crashes`` is
    where reports go, None for nowhere. ``clock`` gives seconds that only go on; ``cost`` is for tests."""

    def __init__(
        self,
        settings: Settings,
        line: SharedLine,
        *,
        credential: str = "",
        crashes: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        cost: Cost = FULL,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.t = translator(settings.language)
        self.gate = Gate(settings)
        self.keepers: set[Keeper] = set()
        self.visits = Visits(line, Stretching(), credential, cost, danger=settings.danger)
        self._reports = CrashReports(crashes)
        self.stays = Stays(
            settings.sessions,
            resume=settings.resume_minutes * 60,
            idle=settings.idle_minutes * 60,
            fault=self.crashed,
        )
        self.reception = Reception(self)
        self.peers: Peers | None = None
        self._listener: asyncssh.SSHAcceptor | None = None
        self._closed = False
        self.tasks: set[asyncio.Task[None]] = set()

    # From the beginning to the end

    async def share(self, folder: Path, number: int, count: int) -> None:
        """Be one of several workers, who say to each other in ``folder`` whose session is where."""
        self.peers = Peers(folder, number, count, self.take)
        await self.peers.open()

    async def open(self, key: Path, sock: socket.socket) -> None:
        """Listen on a bound socket."""
        self._listener = await asyncssh.listen(
            sock=sock,
            server_factory=lambda: Keeper(self),
            server_host_keys=[str(key)],
            server_version="tuigroup",
            encoding=None,
            line_editor=False,
            allow_scp=False,
            sftp_factory=None,
            agent_forwarding=False,
            x11_forwarding=False,
            gss_host=None,
            password_auth=False,
            host_based_auth=False,
            login_timeout=self.settings.sign_in_seconds + 30,
            keepalive_interval=KEEPALIVE,
            keepalive_count_max=MISSED,
            encryption_algs=CIPHERS,
            compression_algs=["none", "zlib@openssh.com"],
        )
        self.spawn(self.visits.base.keep_fresh())

    @property
    def port(self) -> int:
        assert self._listener is not None
        return int(self._listener.get_port())

    async def close(self) -> None:
        """Nobody new; everybody leaves with a word, and what they wrote is kept."""
        if self._closed:
            return
        self._closed = True
        if self._listener is not None:
            self._listener.close()
        if self.peers is not None:
            self.peers.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDING):
                await self.stays.end_all()
        with suppress(TimeoutError):
            # A client that is cut off forgets what it has not shown yet, and that was the word why.
            async with asyncio.timeout(PARTING):
                await asyncio.gather(*(keeper.gone() for keeper in self.keepers))
        for keeper in list(self.keepers):
            keeper.close()
        for task in list(self.tasks):
            task.cancel()
        if self.tasks:
            await asyncio.wait(list(self.tasks), timeout=2)
        await self.visits.close()

    def take(self, account: str, far: FarEnd) -> Sink | None:
        """The session of an account that another worker has verified, for ``far``; None where there is none here."""
        stay = self.stays.find(account)
        if stay is None:
            return None
        stay.attach(far)
        return StayLine(stay, far)

    # For all of it

    def end_visit(self, visit: Visit) -> None:
        """Sign it out and close it, in its own time."""
        self.spawn(self._end_visit(visit))

    async def _end_visit(self, visit: Visit) -> None:
        with suppress(Exception):
            await visit.end()

    def log(self, what: str, address: str = "") -> None:
        """What an operator may want to know; an address only where they asked for addresses."""
        if self.settings.address_log and address:
            _LOG.warning("%s from %s", what, address)
        elif what == "full":
            _LOG.warning("full")

    def crashed(self, error: BaseException, t: Translator) -> str:
        number = self._reports.write(error)
        _LOG.error("a session stopped unexpectedly, report %s", number)
        return sentence(number, t)

    def unseen(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """A task that comes to grief unseen writes a report: what it would print could hold anything."""
        error = context.get("exception")
        if isinstance(error, BaseException):
            self._reports.write(error)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
