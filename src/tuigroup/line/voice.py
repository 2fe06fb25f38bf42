"""What is said: cleaned once more, wrapped to the width, and no more at a time than the terminal has rows.

Append-only: there is no way here to write a control character other than a newline.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tuigroup.i18n import Translator
from tuigroup.line.console import Console
from tuigroup.views.lines import WIDEST, Paragraph, plain, wrap
from tuigroup.views.markdown import wrapped

LEAST: Final = 20  # columns taken at least
SPARE: Final = 2  # rows for the words about the rest, and the prompt


class Voice:
    def __init__(self, console: Console, t: Translator) -> None:
        self.console = console
        self.t = t
        self._said: list[str] = []  # since the last command
        self._shown = 0  # of these, how many lines were shown
        self._top = 0  # where this page began

    @property
    def width(self) -> int:
        return max(LEAST, min(WIDEST, self.console.size()[0] or WIDEST))

    @property
    def left(self) -> int:
        """Lines said and not yet shown."""
        return len(self._said) - self._shown

    def afresh(self) -> None:
        """A new command: what was not shown is dropped."""
        self._said, self._shown, self._top = [], 0, 0

    async def say(self, *texts: str) -> None:
        """Sentences, each beginning a line; '' is an empty line."""
        await self.lines(found for text in texts for found in wrap(text, self.width))

    async def read(self, paragraphs: Iterable[Paragraph]) -> None:
        """A longer text."""
        await self.lines(plain(of) for of in wrapped(paragraphs, self.width))

    async def lines(self, lines: Iterable[str]) -> None:
        """Lines that fit already."""
        found = ["".join(c for c in line if c.isprintable()).rstrip() for line in lines]
        waiting = self.left > 0
        self._said += found
        if not waiting:
            await self._page()

    async def more(self) -> bool:
        """The next page; False where there is none."""
        if not self.left:
            return False
        self._top = self._shown
        await self._page()
        return True

    async def _page(self) -> None:
        rows = self.console.size()[1]
        end = self._top + max(1, rows - SPARE) if rows else len(self._said)
        # One line more fits as well as the words about it.
        end = len(self._said) if end + 1 >= len(self._said) else end
        page, self._shown = self._said[self._shown : end], max(self._shown, min(end, len(self._said)))
        if page:
            await self.console.write("".join(f"{line}\n" for line in page))

    async def rest(self) -> None:
        """Before a prompt: how much was not shown."""
        if self.left:
            words = self.t.plural("({count} line more: Enter)", "({count} lines more: Enter)", self.left)
            await self.console.write(f"{words}\n")
