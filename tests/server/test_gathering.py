"""What is written in one turn leaves in one piece, in order, and nothing of it is lost when the end comes."""

from __future__ import annotations

import asyncio

from tuigroup_server.http.gathering import Gathering


class Line(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.ended = ""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.pieces.append(bytes(data))

    def close(self) -> None:
        self.ended = "closed"

    def abort(self) -> None:
        self.ended = "aborted"

    def get_write_buffer_size(self) -> int:
        return 0


async def test_head_and_body_leave_together() -> None:
    line = Line()
    gathering = Gathering(line, asyncio.get_running_loop())
    gathering.write(b"head ")
    gathering.write(bytearray(b"body"))
    gathering.write(b"")
    assert line.pieces == []
    assert gathering.get_write_buffer_size() == 9
    await asyncio.sleep(0)
    assert line.pieces == [b"head body"]
    gathering.write(b"next")
    await asyncio.sleep(0)
    assert line.pieces == [b"head body", b"next"]
    assert gathering.get_write_buffer_size() == 0


async def test_what_was_written_goes_before_the_end_and_nothing_after_a_break() -> None:
    closing, breaking = Line(), Line()
    for line, end in ((closing, "close"), (breaking, "abort")):
        gathering = Gathering(line, asyncio.get_running_loop())
        gathering.write(b"the last word")
        getattr(gathering, end)()
        await asyncio.sleep(0)
    assert (closing.pieces, closing.ended) == ([b"the last word"], "closed")
    assert (breaking.pieces, breaking.ended) == ([], "aborted")
