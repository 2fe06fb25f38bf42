"""Several workers: who comes back to another one than their session is in is handed over to it, over a socket.

Each worker listens on a socket of its own in a folder that only this user may enter. A worker that has verified an
account, and does not have its session, asks the others; the one that has it takes the far end over, and from then on
the first only passes bytes on. Frames: a letter, four bytes of length (big-endian), the content.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from tuigroup.doors.far_end import FarEnd
from tuigroup_server.ssh.channel import Sink

LONGEST: Final = 1 << 20
PATIENCE: Final = 2.0  # seconds for another worker's answer
_HEAD: Final = struct.Struct(">cI")
_UID: Final = struct.Struct("3i")  # pid, uid, gid of SO_PEERCRED
ASK, YES, NO, DATA, SIZE, ENDED, CLOSE = b"A", b"Y", b"N", b"D", b"S", b"E", b"C"

Frame = tuple[bytes, bytes]


async def _read(reader: asyncio.StreamReader) -> Frame | None:
    """The next frame, None where the other worker is gone."""
    try:
        kind, length = _HEAD.unpack(await reader.readexactly(_HEAD.size))
        return None if length > LONGEST else (kind, await reader.readexactly(length))
    except (asyncio.IncompleteReadError, OSError):
        return None


def _write(writer: asyncio.StreamWriter, kind: bytes, content: bytes = b"") -> None:
    if not writer.is_closing():
        writer.write(_HEAD.pack(kind, len(content)) + content)


class PassedOn(Sink):
    """A channel here whose session is in another worker."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    @property
    def behind(self) -> bool:
        return self._writer.transport.get_write_buffer_size() > LONGEST

    def received(self, data: bytes) -> None:
        _write(self._writer, DATA, data)

    def ended(self) -> None:
        _write(self._writer, ENDED)

    def resized(self, width: int, height: int) -> None:
        _write(self._writer, SIZE, json.dumps([width, height]).encode())

    def lost(self) -> None:
        self._writer.close()


class Peers:
    """This worker's socket (its number's, in ``folder``) and those of the ``count`` there are.

    ``take`` gives a far end to the session of an account that is here: whom its bytes go to, None where none is.
    """

    def __init__(self, folder: Path, number: int, count: int, take: Callable[[str, FarEnd], Sink | None]) -> None:
        self._folder = folder
        self._number = number
        self._count = count
        self._take = take
        self._server: asyncio.AbstractServer | None = None

    async def open(self) -> None:
        path = self._path(self._number)
        path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._asked, path)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()

    def _path(self, number: int) -> Path:
        return self._folder / f"{number}.sock"

    # Asking

    async def find(self, account: str, far: FarEnd) -> tuple[PassedOn, asyncio.StreamReader] | None:
        """The worker that has this verified account's session, and has taken ``far`` over; None where none has."""
        asked = {"account": account, "environ": dict(far.environ), "size": far.size,
                 "terminal": far.terminal, "lines": far.lines}  # fmt: skip
        for number in range(self._count):
            if number == self._number:
                continue
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    reader, writer = await asyncio.open_unix_connection(self._path(number))
                    _write(writer, ASK, json.dumps(asked).encode())
                    answer = await _read(reader)
                if answer is not None and answer[0] == YES:
                    return PassedOn(writer), reader
                writer.close()
        return None

    @staticmethod
    async def pass_back(reader: asyncio.StreamReader, far: FarEnd) -> bool:
        """What the session says, to the far end, until one of them is gone. False where it did not end by itself."""
        while frame := await _read(reader):
            if frame[0] == DATA:
                far.send(frame[1])
                while far.queued() > LONGEST:
                    await asyncio.sleep(0.05)
            elif frame[0] == CLOSE:
                far.close(frame[1][0])
                return True
        return False

    # Being asked

    async def _asked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sink: Sink | None = None
        try:
            asked = await _read(reader) if _same_user(writer) else None
            if asked is None or asked[0] != ASK:
                return
            wanted = json.loads(asked[1])
            sink = self._take(wanted["account"], _far(wanted, writer))
            _write(writer, NO if sink is None else YES)
            while sink is not None and (frame := await _read(reader)):
                _give(sink, *frame)
        finally:
            if sink is not None:
                sink.lost()
            with suppress(OSError):
                await writer.drain()
            writer.close()


def _far(wanted: dict[str, Any], writer: asyncio.StreamWriter) -> FarEnd:
    """A far end whose bytes go to the other worker; what it says before the answer waits behind that."""
    held: list[Frame] | None = []

    def send(kind: bytes, content: bytes) -> None:
        nonlocal held
        if held is None:
            _write(writer, kind, content)
            return
        held.append((kind, content))
        if len(held) == 1:
            asyncio.get_running_loop().call_soon(release)

    def release() -> None:
        nonlocal held
        before, held = held or [], None
        for frame in before:
            _write(writer, *frame)

    return FarEnd(
        lambda data: send(DATA, data),
        lambda code: send(CLOSE, bytes([code & 0xFF])),
        {str(name): str(value) for name, value in wanted["environ"].items()},
        (int(wanted["size"][0]), int(wanted["size"][1])),
        bool(wanted["terminal"]),
        bool(wanted["lines"]),
        lambda: writer.transport.get_write_buffer_size(),
    )


def _give(sink: Sink, kind: bytes, content: bytes) -> None:
    if kind == DATA:
        sink.received(content)
    elif kind == SIZE:
        sink.resized(*json.loads(content))
    elif kind == ENDED:
        sink.ended()


def _same_user(writer: asyncio.StreamWriter) -> bool:
    """The folder lets nobody else in; this is the second lock."""
    peer = writer.get_extra_info("socket")
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    told = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UID.size)
    return bool(_UID.unpack(told)[1] == os.getuid())
