"""A new screen comes whole: no title that is still empty, no row that was cut before its list had its width."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.terminal_layer.apps import running, settled
from tests.terminal_layer.emulator import Screen, Stream
from tests.ui.sample import fill
from tuigroup.store import Store
from tuigroup.terminal.drivers.recorder import Recorder
from tuigroup.ui.app import TuigroupApp

ENTER = "\r"


class Steps:
    """What the screen showed after each time that Textual drew."""

    def __init__(self, recorder: Recorder, size: tuple[int, int]) -> None:
        self.recorder = recorder
        self.seen: list[list[str]] = []
        self._screen = Screen(*size)
        self._stream = Stream(self._screen)

    async def until(self, word: str) -> None:
        async with asyncio.timeout(20):
            while True:
                await settled(self.recorder, quiet=0.03)
                for written in self.recorder.written[len(self.seen) :]:
                    self._stream.feed(written.replace("\n", "\r\n").encode())
                    self.seen.append([row.rstrip() for row in self._screen.display])
                if self.seen and word in "\n".join(self.seen[-1]):
                    return


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    ("keys", "word", "title"),
    [
        ("", "Enter open", " tuigroup"),
        (f"jjj{ENTER}", "Older threads", " Night Shift Sleep Circle"),
        ("d", "Enter look", " Directory"),
        ("l", "Enter read", " Library"),
    ],
)
async def test_every_step_has_its_title_and_its_keys(
    make_app: Callable[..., TuigroupApp], store: Store, size: tuple[int, int], keys: str, word: str, title: str
) -> None:
    fill(store)
    recorder = Recorder(size)
    steps = Steps(recorder, size)
    async with running(make_app(), recorder):
        await steps.until("q leave")
        recorder.type(keys)
        await steps.until(word)
    halves = [rows for rows in steps.seen if any(rows) and not (rows[0] and rows[-1])]
    assert not halves, "\n".join(halves[0])
    new = [rows for rows in steps.seen if rows[0].startswith(title)]
    assert all(word in "\n".join(rows) for rows in new), "\n".join(new[0])
