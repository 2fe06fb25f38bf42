"""Screens one above the other: made by name, put on top, closed again; and when one of them stands on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Generic

from textual.app import App, ReturnType

from tuigroup.terminal.drivers.base import FrameDriver
from tuigroup.ui.places import PLACES
from tuigroup.ui.screens.base import BaseScreen


class Stack(App[ReturnType], Generic[ReturnType], inherit_bindings=False):
    """``_begin`` is called once the first screen stands."""

    _begin: Callable[[], None] | None = None

    def make(self, name: str, **where: Any) -> BaseScreen:
        """A new screen by its name in PLACES. KeyError for a name that is not there."""
        module, _, kind = PLACES[name].partition(":")
        screen = getattr(import_module(module), kind)(**where)
        self._begin_screen()
        assert isinstance(screen, BaseScreen)
        screen.known_as = name
        return screen

    def open(self, name: str, **where: Any) -> None:
        """Put a screen on top."""
        self.push_screen(self.make(name, **where))

    def replace(self, name: str, **where: Any) -> None:
        """Put a screen in the place of the one on top."""
        self.switch_screen(self.make(name, **where))

    def start_over(self, name: str, **where: Any) -> None:
        """Close every screen and begin with this one."""
        while self.deep:
            self.pop_screen()
        self.replace(name, **where)

    @property
    def deep(self) -> bool:
        """Whether there is a screen to go back to. (The lowest of all is Textual's own, and blank.)"""
        return len(self.screen_stack) > 2

    def go_back(self) -> None:
        """Back to the screen below; on the lowest one nothing happens."""
        if self.deep:
            self._begin_screen()
            self.pop_screen()

    def _begin_screen(self) -> None:
        if isinstance(self._driver, FrameDriver):
            self._driver.hold()

    def screen_stands(self) -> None:
        """All of the screen on top was drawn."""
        if isinstance(self._driver, FrameDriver):
            self._driver.release()
            self._driver.after_frame(self._went_out)
        else:
            self._went_out()

    def _went_out(self) -> None:
        """And all of it was sent: what the first one need not wait for begins."""
        begin, self._begin = self._begin, None
        if begin is not None:
            begin()
        if self.front is not None:
            self.front.went_out()

    def base_screens(self) -> Iterator[BaseScreen]:
        """The screens of ours, the top one first."""
        return (screen for screen in reversed(self.screen_stack) if isinstance(screen, BaseScreen))

    @property
    def front(self) -> BaseScreen | None:
        """The screen of ours on top."""
        return next(self.base_screens(), None)

    def tell(self, sentence: str) -> None:
        """Say it on the screen on top. ``sentence`` is ours or clean."""
        if self.front is not None:
            self.front.tell(sentence)
