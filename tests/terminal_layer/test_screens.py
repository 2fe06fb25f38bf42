"""The program's own screens: what we send shows what Textual's own driver would have shown, cell by cell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.terminal_layer.apps import running, settled
from tests.terminal_layer.emulator import Screen, Stream
from tests.ui.conftest import make_app, session, store  # noqa: F401
from tests.ui.sample import fill
from tuigroup.store import Store
from tuigroup.terminal.drivers.recorder import Recorder
from tuigroup.ui.app import TuigroupApp

ESCAPE, ENTER, PAGE = "\x1b", "\r", "\x1b[6~"
WAY = (
    "j", "j", ENTER, "j", ENTER, " ", "n", "z", "z", "r", "Not silly, heron", "\x1b[D", "\x1b[D", "!", ESCAPE, "?",
    PAGE, ESCAPE, ESCAPE, ESCAPE, "d", "j", "/", "night", ENTER, "f", ESCAPE, ESCAPE,
    "l", ESCAPE, "s", ESCAPE, "H", ESCAPE,
)  # fmt: skip
PATIENCE = 20


class Both:
    """Two terminals: one gets our frames, one what Textual wrote."""

    def __init__(self, recorder: Recorder, size: tuple[int, int]) -> None:
        self.recorder = recorder
        self.ours, self.theirs = Screen(*size), Screen(*size)
        self._streams = Stream(self.ours), Stream(self.theirs)
        self._taken = [0, 0]

    def follow(self) -> None:
        sent, written = self.recorder.frames, self.recorder.written
        frames = b"".join(sent[self._taken[0] :])
        plain = "".join(written[self._taken[1] :]).replace("\n", "\r\n").encode()
        self._taken = [len(sent), len(written)]
        for stream, data in zip(self._streams, (frames, plain), strict=True):
            stream.feed(data)

    def differ(self) -> list[object]:
        """Cells that are not the same; the one under the cursor may be drawn by the terminal or by the program."""
        at = self.ours.cursor.x, self.ours.cursor.y
        return [
            (x, y, one, two)
            for y in range(self.ours.lines)
            for x, (one, two) in enumerate(zip(self.ours.cells(y), self.theirs.cells(y), strict=True))
            if one != two and (x, y) != at
        ]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_both_drivers_show_the_same(
    make_app: Callable[..., TuigroupApp],  # noqa: F811
    store: Store,  # noqa: F811
    size: tuple[int, int],
) -> None:
    fill(store)
    recorder, app = Recorder(size), make_app()
    both, seen = Both(recorder, size), ""
    async with running(app, recorder):
        for number, keys in enumerate(("", *WAY)):
            recorder.type(keys)
            await settled(recorder, quiet=0.12)
            both.follow()
            for _ in range(PATIENCE):  # what a clock brings may be written already and not yet sent
                if not both.differ():
                    break
                await settled(recorder, quiet=0.12)
                both.follow()
            assert not both.differ()[:3], f"after {WAY[:number]}"
            assert not recorder.held, f"it was not said that the screen stands: {WAY[:number]}"
            seen += "\n".join(both.ours.display)
    for words in ("Reply to", "Not silly, heron", "Directory", "Samaritans", "heron", "Esc keep as draft"):
        assert words in seen
    assert len(recorder.sent) < sum(map(len, recorder.written)) / 4


SHORT = ("j", ENTER, ENTER, " ", "r", "Not silly, heron", ESCAPE, ESCAPE, ESCAPE, "d", "j", "i", ESCAPE)


@pytest.mark.parametrize("term", ["vt100", "linux", "putty", "somebody's own"])
async def test_the_plainest_terminals_show_the_same_text(
    make_app: Callable[..., TuigroupApp],  # noqa: F811
    store: Store,  # noqa: F811
    term: str,
) -> None:
    fill(store)
    recorder, app = Recorder(environ={"TERM": term}), make_app()
    both = Both(recorder, recorder.size)
    async with running(app, recorder):
        for number, keys in enumerate(("", *SHORT)):
            recorder.type(keys)
            await settled(recorder, quiet=0.12)
            both.follow()
            assert both.ours.display == both.theirs.display, f"after {SHORT[:number]}"
