"""The rich look: a bar, a scrollbar, colours; only where it is asked for, and gone where the line turns out slow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.terminal_layer.apps import running, until
from tests.terminal_layer.emulator import Screen, Stream
from tests.ui.sample import fill
from tests.ui.stubs import screen_text
from tuigroup.doors.local import rich_here
from tuigroup.store import Store
from tuigroup.terminal.drivers.base import FrameDriver
from tuigroup.terminal.drivers.recorder import Recorder
from tuigroup.terminal.pacing import ASK, LATE, LATE_ANSWERS
from tuigroup.terminal.replies import ANSWER
from tuigroup.ui.app import TuigroupApp

Make = Callable[..., TuigroupApp]
REVERSED = 7  # of what ``Screen.cells`` tells of a cell


def bars(recorder: Recorder) -> list[str]:
    """What stands in rows that are reversed from one end to the other, the scrollbar's column left out."""
    screen = Screen(80, 24)
    Stream(screen).feed(recorder.sent)
    rows = [screen.cells(y)[:-1] for y in range(24)]
    return ["".join(str(cell[0]) for cell in row).strip() for row in rows if all(cell[REVERSED] for cell in row[:78])]


async def test_the_marked_row_is_a_bar_only_where_that_is_asked_for(make_app: Make, store: Store) -> None:
    fill(store)
    for rich, count in (("", 0), ("always", 1)):
        recorder = Recorder()
        app = make_app(rich=rich)
        async with running(app, recorder):
            await until(lambda recorder=recorder: "Ines answered you" in recorder.remote.shown.text())  # type: ignore[misc]
            assert len(bars(recorder)) == count
            if rich:
                recorder.type("j")
                await until(lambda recorder=recorder: "heron answered" in "".join(bars(recorder)))  # type: ignore[misc]
                assert len(bars(recorder)) == 1


async def test_a_scrollbar_says_how_far_one_is(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="settings", rich="always")
    async with app.run_test(size=(80, 14)) as pilot:
        await pilot.pause()
        column = [line.ljust(80)[79] for line in screen_text(app).splitlines()[1:-1]]
        assert set(column) == {"\u2588", "\u2502"}
        assert column[0] == "\u2588"
        await pilot.press("end")
        await pilot.pause()
        column = [line.ljust(80)[79] for line in screen_text(app).splitlines()[1:-1]]
        assert (column[0], column[-1]) == ("\u2502", "\u2588")


class Late(Recorder):
    """A terminal whose answers come late, by a clock of the driver's own loop."""

    def _record(self, data: bytes) -> None:
        self.frames.append(data)
        driver = self._driver
        if ASK in data and driver is not None:
            driver._loop.call_later(LATE + 0.05, self.received, ANSWER)


@pytest.mark.parametrize(("rich", "left"), [("fast", ""), ("always", "always")])
async def test_on_a_slow_line_rich_gives_way_unless_it_is_wanted_anywhere(
    make_app: Make, store: Store, rich: str, left: str
) -> None:
    fill(store)
    recorder, app = Late(), make_app(rich=rich)
    async with running(app, recorder):
        driver = app._driver
        assert isinstance(driver, FrameDriver)
        for _ in range(LATE_ANSWERS):
            before = recorder.sent.count(ASK)
            recorder.type("\x0c")
            await until(lambda before=before: recorder.sent.count(ASK) > before)  # type: ignore[misc]
            await until(lambda: not driver._pacer.waiting)
        if rich == "fast":
            await until(lambda: "The line is slow: plainer screens" in recorder.remote.shown.text())
        assert app.rich == left
        assert app.look.rich is bool(left)


@pytest.mark.parametrize(
    ("wanted", "environ", "found"),
    [
        ("", {}, ""),
        ("fast", {}, "fast"),
        ("always", {}, "always"),
        ("fast", {"SSH_CONNECTION": "192.0.2.1 50022 192.0.2.2 22"}, ""),
        ("fast", {"SSH_TTY": "/dev/pts/3"}, ""),
        ("always", {"SSH_CONNECTION": "192.0.2.1 50022 192.0.2.2 22"}, "always"),
    ],
)
def test_over_ssh_only_a_wish_for_anywhere_counts(wanted: str, environ: Mapping[str, str], found: str) -> None:
    assert rich_here(wanted, environ) == found
