"""A person at the line mode: what they type one line after the other, and everything they hear."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC

from tests.ui.stubs import StubSession, StubSettings
from tuigroup.line.console import Ended
from tuigroup.line.shell import Leaving, Shell
from tuigroup.store import Store
from tuigroup.views.settings import SETTINGS, THEME


class Script:
    """A console whose lines are known beforehand; when they are used up, the input has ended."""

    interactive = True

    def __init__(self, width: int = 76, height: int = 0) -> None:
        self.lines: list[str] = []
        self.heard = ""
        self._size = (width, height)

    def size(self) -> tuple[int, int]:
        return self._size

    async def write(self, text: str) -> None:
        self.heard += text

    async def read(self, prompt: str, *, keep: bool = False) -> str:
        if not self.lines:
            raise Ended
        self.heard += f"{prompt}\n"
        return self.lines.pop(0)

    async def secret(self, prompt: str) -> str:
        return await self.read(prompt)

    async def stirred(self) -> None:
        await asyncio.Event().wait()


class Desk:
    """``type`` does what each line says and gives back what was said since."""

    def __init__(self, store: Store, *, account: str | None = "moss", width: int = 76, height: int = 0) -> None:
        self.script = Script(width, height)
        self.session = StubSession(store, account=account)
        self.shell = Shell(self.session, StubSettings(), self.script, zone=UTC, patience=0)

    @property
    def heard(self) -> str:
        return self.script.heard

    async def begin(self) -> str:
        await self.shell.begin()
        return self.heard

    async def type(self, *lines: str) -> str:
        before = len(self.heard)
        self.script.lines = list(lines)
        with suppress(Ended):
            while self.script.lines:
                await self.shell.step()
        return self.heard[before:]

    async def to_the_end(self, *lines: str) -> Leaving:
        """The whole of a session."""
        self.script.lines = list(lines)
        return await self.shell.run()


def spoken(text: str) -> str:
    """Without line breaks, as it is heard."""
    return " ".join(text.split())


def number_of(setting: str) -> str:
    """Under which number a setting stands in lines, for who runs a group, where nothing can be chosen of what stays."""
    names = [found.name for found in SETTINGS if found.name not in (THEME, "stays")]
    return str(names.index(setting) + 1)
