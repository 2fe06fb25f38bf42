"""Questions: one line, one of several, yes or no, something secret. ``back`` or an empty line leaves each of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from tuigroup.commands import BY_NAME
from tuigroup.errors import BadInput
from tuigroup.i18n import Translator
from tuigroup.line.console import Console
from tuigroup.line.voice import Voice

BACK: Final = ("back", "b")
EMPTY: Final = "-"

Choice = tuple[str, str, str]  # a letter, what it says, the value


class Asking:
    """``aside`` gets every line typed first, and says whether it was one of the words that work everywhere."""

    def __init__(self, voice: Voice, aside: Callable[[str], Awaitable[bool]]) -> None:
        self._voice = voice
        self._aside = aside

    @property
    def _t(self) -> Translator:
        return self._voice.t

    @property
    def _console(self) -> Console:
        return self._voice.console

    async def line(self, *, keep: bool = False, prompt: str = "> ") -> str:
        """A line that is none of the words that work everywhere."""
        while True:
            await self._voice.rest()
            typed = await self._console.read(prompt, keep=keep)
            if typed.strip().lower() in ("", BY_NAME["page_down"].word) and await self._voice.more():
                continue
            self._voice.afresh()
            if not await self._aside(typed.strip()):
                return typed

    async def choose(self, question: str, choices: Sequence[Choice], *, back: str = "") -> str | None:
        """The value of what was chosen, by its number, its letter or its first word; None for none."""
        await self._voice.say(question)
        await self._voice.say(*(f"{place}. {label}" for place, (_, label, _) in enumerate(choices, 1)))
        while True:
            typed = (await self.line(prompt=f"{back or self._t('number, or back')}> ")).strip()
            if not typed or typed.lower() in BACK:
                return None
            if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(choices):
                return choices[int(typed) - 1][2]
            for letter, label, value in choices:
                if typed == letter or typed.casefold() in (label.casefold(), value.casefold()):
                    return value
            await self._voice.say(self._t("Please type one of the numbers, or back."))

    async def several(self, question: str, choices: Sequence[Choice]) -> list[str] | None:
        """The values of the numbers typed, with blanks between; [] where nothing was typed, None for back."""
        await self._voice.say(question)
        await self._voice.say(*(f"{place}. {label}" for place, (_, label, _) in enumerate(choices, 1)))
        while True:
            words = (await self.line(prompt=f"{self._t('numbers, or Enter')}> ")).replace(",", " ").split()
            if words and words[0].lower() in BACK:
                return None
            if all(word.isascii() and word.isdigit() and 1 <= int(word) <= len(choices) for word in words):
                return [choices[int(word) - 1][2] for word in words]
            await self._voice.say(self._t("Please type numbers of the list, with blanks between."))

    async def yes(self, question: str) -> bool:
        await self._voice.say(question)
        typed = (await self.line(prompt=f"{self._t('yes or no')}> ")).strip().casefold()
        return typed in ("y", "yes", self._t("yes").casefold())

    async def prompt(
        self,
        question: str,
        *,
        value: str = "",
        check: Callable[[str], object] | None = None,
        empty: bool = False,
    ) -> str | None:
        """A line of text, None for back. Enter keeps ``value`` where there is one; a dash makes it empty.

        ``empty`` lets nothing be an answer.
        """
        await self._voice.say(question)
        if value:
            await self._voice.say(self._t("Now: {value}. Enter keeps it; a dash alone makes it empty.", value=value))
        while True:
            typed = (await self.line(prompt=f"{self._t('text, or back')}> ")).strip()
            if typed.lower() == BACK[0] or (not typed and not value and not empty):
                return None
            text = "" if typed == EMPTY else typed or value
            try:
                if check is not None:
                    check(text)
            except BadInput as problem:
                await self._voice.say(problem.sentence(self._t))
                continue
            return text

    async def secret(self, question: str) -> str | None:
        """Something that is not shown while it is typed, None for nothing."""
        await self._voice.say(question)
        while True:
            self._voice.afresh()
            typed = await self._console.secret(f"{self._t('not shown')}> ")
            if not await self._aside(typed.strip()):
                return typed if typed.strip() else None
