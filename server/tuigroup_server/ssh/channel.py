"""One SSH session channel: what it may ask for, and the far end that it is for the person's session.

A terminal, three variables, a resize, and bytes. Everything else is refused: subsystems (sftp), commands that are none
of ours (scp), X11, agents, signals.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import asyncssh

from tuigroup.doors.far_end import FarEnd
from tuigroup_server.ssh import terminals

if TYPE_CHECKING:
    from tuigroup_server.ssh.keeper import Keeper

WINDOW: Final = 65_536  # bytes that may come in before they are taken
PACKET: Final = 16_384
AGAIN: Final = 0.05  # seconds until somebody who types faster than is worked off is listened to again


class Channel(asyncssh.SSHServerChannel[bytes]):
    """A channel that remembers of the environment only what is believed, so that nothing can be piled up in it."""

    @classmethod
    def on(cls, connection: asyncssh.SSHServerConnection) -> Channel:
        loop = asyncio.get_running_loop()
        return cls(connection, loop, True, False, False, 0, 1024, None, "strict", WINDOW, PACKET)

    def _process_env_request(self, packet: Any) -> bool:
        name, value = packet.get_string(), packet.get_string()
        packet.check_end()
        known = name.decode("ascii", "replace") in terminals.NAMES and len(value) <= 64
        if known:
            self._env[name] = value
        return known

    def given(self) -> dict[str, str]:
        return {name.decode("ascii"): value.decode("ascii", "replace") for name, value in self._env.items()}

    def _process_signal_request(self, packet: Any) -> bool:
        return False

    def _process_x11_req_request(self, packet: Any) -> bool:
        return False


class Session(asyncssh.SSHServerSession[bytes]):
    """What comes in goes to ``sink``, once the keeper has decided whose channel it is."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._chan: Channel | None = None
        self._term: str | None = None
        self._size = terminals.USUAL
        self._command: str | None = None
        self._resumes: asyncio.TimerHandle | None = None
        self.far: FarEnd | None = None
        self.sink: Sink | None = None
        self._ahead: list[bytes] = []
        self._eof = False

    # What asyncssh calls

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        assert isinstance(chan, Channel)
        self._chan = chan

    def pty_requested(self, term_type: str, term_size: Any, term_modes: Any) -> bool:
        self._term = term_type
        self._size = terminals.size(*term_size[:2])
        return True

    def shell_requested(self) -> bool:
        return True

    def exec_requested(self, command: str) -> bool:
        self._command = command
        return True

    def subsystem_requested(self, subsystem: str) -> bool:
        return False

    def session_started(self) -> None:
        assert self._chan is not None
        chan = self._chan
        terminal = self._term is not None
        environ = terminals.environ(self._term or "dumb", chan.given())
        self.far = FarEnd(
            self._send, self._close, environ, self._size, terminal, self._command == "line", chan.get_write_buffer_size
        )
        self._keeper.opened(self, self.far, self._command)

    def data_received(self, data: bytes, datatype: Any) -> None:
        if self.sink is None:
            self._ahead.append(data)  # no more than the window
            return
        self.sink.received(data)
        if self.sink.behind and self._chan is not None and self._resumes is None:
            self._chan.pause_reading()
            self._listen_later()

    def eof_received(self) -> bool:
        self._eof = True
        if self.sink is not None:
            self.sink.ended()
        return True  # what is said to a pipe whose other end was closed is still heard

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        self._size = terminals.size(width, height)
        if self.sink is not None:
            self.sink.resized(*self._size)

    def signal_received(self, signal: str) -> None:
        """Signals are for programs; a session has keys."""

    def connection_lost(self, exc: Exception | None) -> None:
        if self._resumes is not None:
            self._resumes.cancel()
        sink, self.sink, self._chan = self.sink, None, None
        if sink is not None:
            sink.lost()
        self._keeper.closed(self)

    # The keeper's side

    def listen(self, sink: Sink) -> None:
        """Whom everything goes to from now on, what came before included."""
        self.sink = sink
        if self.far is not None and self.far.size != self._size:
            sink.resized(*self._size)
        ahead, self._ahead = self._ahead, []
        for data in ahead:
            sink.received(data)
        if self._eof:
            sink.ended()

    def _listen_later(self) -> None:
        self._resumes = asyncio.get_running_loop().call_later(AGAIN, self._listen_again)

    def _listen_again(self) -> None:
        self._resumes = None
        if self._chan is None or self.sink is None:
            return
        if self.sink.behind:
            self._listen_later()
        else:
            self._chan.resume_reading()

    def _send(self, data: bytes) -> None:
        if self._chan is not None:
            with suppress(OSError):
                self._chan.write(data)

    def _close(self, code: int) -> None:
        if self._chan is not None:
            with suppress(OSError):
                self._chan.exit(code)


class Sink:
    """Whom a channel's bytes go to. This one lets them fall."""

    @property
    def behind(self) -> bool:
        return False

    def received(self, data: bytes) -> None: ...

    def ended(self) -> None: ...

    def resized(self, width: int, height: int) -> None: ...

    def lost(self) -> None: ...
