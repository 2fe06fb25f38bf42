"""The first contact with a server that has a key of its own: its fingerprint, what to compare it with, and no hurry."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from textual.app import ComposeResult

from tuigroup import fingerprint
from tuigroup.errors import TuigroupError
from tuigroup.session import contact
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.rowlist import Row, RowList, text_row
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, line, wrap

T = TypeVar("T")


class ServerKeyScreen(BaseScreen):
    """``trust`` acts on the member's word that the key is the right one, and ``then`` goes on with what it brings."""

    KEYS = ("open", "quick_exit")

    def __init__(
        self, key: str, address: str, trust: Callable[[], Coroutine[Any, Any, T]], then: Callable[[T], Any]
    ) -> None:
        super().__init__()
        self._key = key
        self._address = address
        self._trust = trust
        self._then = then

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Welcome"), self.t("The server's key"))

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def load(self) -> None:
        def draw(room: int) -> list[Line]:
            lines = [line(found) for found in wrap(self.t(contact.ABOUT), room)]
            lines += [line(), *(line("  ", (four, "strong")) for four in fingerprint.groups(self._key)), line()]
            for words in (contact.COMPARE, contact.OTHERWISE):
                lines += [*(line(found) for found in wrap(self.t(words), room)), line()]
            return [line((shown_line(self._address, room), "strong")), *lines]

        self.query_one(RowList).set_rows(
            [
                Row(None, draw, 0),
                text_row(line((self.t("Type the one I was given, to compare"), "strong")), key="type"),
                text_row(line((self.t("I compared: it is the same"), "strong")), key="same"),
                text_row(line((self.t("Not now"), "strong")), key="back"),
            ]
        )

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        match message.row.key:
            case "type":
                self.prompt(
                    self.t("The fingerprint that you were given. Blanks don't matter."),
                    check=lambda typed: contact.compare(typed, self._key),
                    then=lambda _: self._go_on(),
                    enter=self.t("compare"),
                )
            case "same":
                self._go_on()
            case _:
                self.shell.go_back()

    def _go_on(self) -> None:
        self.tell(self.t("Going on..."))
        self.do(self._trust(), self._done, wrong=self._not_done)

    def _done(self, brought: Any) -> None:
        self.shell.go_back()
        self._then(brought)

    def _not_done(self, problem: TuigroupError) -> None:
        self.tell(problem.sentence(self.t))
