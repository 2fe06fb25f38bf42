"""What tests of writing press, and the screen they find."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from textual.pilot import Pilot

from tests.ui.sample import NIGHT
from tests.ui.stubs import StubSettings
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.compose import ComposeScreen


@dataclass
class WithEditor(StubSettings):
    editor: str = "vi"


async def thread(pilot: Pilot[Any], app: TuigroupApp, post: int = 2) -> None:
    app.open("thread", group=NIGHT, thread=1, post=post)
    await pilot.pause()
    await pilot.pause()


async def write(pilot: Pilot[Any], text: str) -> None:
    """Into the field that has the focus, or will have it once its screen stands; all of it has arrived then."""
    app = pilot.app
    assert isinstance(app, TuigroupApp)
    async with asyncio.timeout(20):
        while app.focused is None:
            await pilot.pause()
        await pilot.press(*("space" if c == " " else "enter" if c == "\n" else c for c in text))
        while app.ahead:
            await pilot.pause()
    await pilot.pause()


def compose_screen(app: TuigroupApp) -> ComposeScreen:
    assert isinstance(app.screen, ComposeScreen)
    return app.screen
