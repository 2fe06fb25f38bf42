"""Small applications of Textual's own widgets, for drivers to drive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from textual.app import App, ComposeResult
from textual.widgets import Input, OptionList, Static, TextArea

from tuigroup.terminal.drivers.recorder import Recorder

_ROUND: Final = 0.02  # seconds


class Desk(App[str]):
    """A title, a list, a line and a page to write on."""

    CSS = """
    Screen, OptionList, TextArea, Input { background: ansi_default; color: ansi_default; border: none; }
    OptionList { height: 10; scrollbar-size: 0 0; }
    Input, Static { height: 1; }
    TextArea { height: 5; scrollbar-size: 0 0; }
    """
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Static("a desk", id="title")
        yield OptionList(*[f"choice {number} of many" for number in range(40)])
        field = Input("name")
        field.cursor_blink = False
        yield field
        area = TextArea("", id="page")
        area.cursor_blink = False
        yield area

    def __init__(self, **how: Any) -> None:
        super().__init__(ansi_color=True, **how)
        self.animation_level = "none"


@asynccontextmanager
async def running(app: App[Any], recorder: Recorder) -> AsyncIterator[None]:
    """The app on a recorder's terminal, until the block ends."""
    app.driver_class = recorder.driver_class()
    task = asyncio.create_task(app.run_async(mouse=False))
    try:
        await settled(recorder)
        yield
    finally:
        if not app._exit:
            app.exit()
        await task
    if app._exception is not None:
        raise app._exception


async def until(told: Callable[[], bool], most: float = 20.0) -> None:
    """Until it is so."""
    async with asyncio.timeout(most):
        while not told():
            await asyncio.sleep(0.01)


async def settled(recorder: Recorder, quiet: float = 0.2, most: float = 20.0) -> None:
    """Until nothing has been written or sent for a moment. What is waited for by name is waited for by ``until``.

    The moment is counted in rounds of the loop, so that a machine with no time for this process is not quiet.
    """
    last, rounds = -1, 0
    async with asyncio.timeout(most):
        while rounds * _ROUND <= quiet:
            await asyncio.sleep(_ROUND)
            count = len(recorder.written) + len(recorder.frames)  # looked at last: nothing comes between
            rounds = rounds + 1 if count and count == last and not recorder.pending else 0
            last = count
