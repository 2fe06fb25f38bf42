"""What stays on this machine: one question, on the settings and where somebody signs in."""

from __future__ import annotations

from collections.abc import Callable

from tuigroup.errors import TuigroupError
from tuigroup.session.staying import Stays
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.form import Text
from tuigroup.views import staying


def ask_stays(screen: BaseScreen, then: Callable[[], object]) -> None:
    """``then`` is called once it is another."""

    def decided(value: str) -> None:
        stays, before = Stays(value), screen.session.stays
        try:
            screen.session.let_stay(stays)
            screen.tell(staying.chosen(screen.t, screen.session, stays, before))
        except TuigroupError as problem:
            screen.tell(problem.sentence(screen.t))
        then()

    screen.ask(screen.t(staying.QUESTION), *(Choice(*one) for one in staying.choices(screen.t)), then=decided)


class AsksStays(BaseScreen):
    """Says below its form what stays, and lets it be changed; it asks nothing by itself."""

    BINDINGS = bindings("stays")

    def stays_text(self) -> Text:
        return Text(*self._stays(), style="dim", id="stays")

    def works(self, name: str) -> bool:
        return self._offered if name == "stays" else super().works(name)

    @property
    def _offered(self) -> bool:
        """Nobody decides about what they have not opened."""
        return self.session.choosable and not self.session.locked

    def action_stays(self) -> None:
        ask_stays(self, lambda: self.query_one("#stays", Text).say(*self._stays()))

    def _stays(self) -> list[str]:
        if not self._offered:
            return []
        return ["", f"{self.t(staying.LABEL)}: {staying.is_so(self.t, self.session)}."]
