"""The app at a shared terminal: it waits for somebody, keeps the visit's clock, and ends with nothing on the screen.

One app is one visit at most: whatever ends it, the next one is another process.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.driver import Driver
from textual.screen import ModalScreen

from tuigroup.i18n import Translator
from tuigroup.ui.app import Leaving, TuigroupApp
from tuigroup.ui.widgets.ask import Words
from tuigroup.views import paper_pass, visit_words
from tuigroup.views.lines import WIDEST, line, wrap
from tuigroup.views.needs import SessionLike, SettingsLike
from tuigroup.views.paper_pass import PaperPass
from tuigroup.views.visit_clock import Phase, VisitClock


@dataclass(frozen=True, slots=True)
class Kiosk:
    """What the door gives. ``begin`` begins a visit and its clock; ``staff`` says whether a code is right and how many
    seconds to wait otherwise, None where there is no code; ``printing`` prints a pass, None where there is no printer.

    ``ended`` is how the visit before ended, in numbers.
    """

    clock: VisitClock
    minutes: int
    begin: Callable[[], None]
    staff: Callable[[str], Coroutine[Any, Any, tuple[bool, int]]] | None = None
    printing: Callable[[PaperPass, Translator], Coroutine[Any, Any, bool]] | None = None
    ended: Mapping[str, Any] = field(default_factory=dict)


class KioskApp(TuigroupApp):
    """``over`` says why it ended, '' by key: idle, clock, signal, lines (the line mode is wanted), renew, staff."""

    def __init__(
        self, session: SessionLike, settings: SettingsLike, kiosk: Kiosk, *, driver_class: type[Driver] | None = None
    ) -> None:
        first = "plain_clock" if kiosk.ended.get("ended") == "quick" else "attract"
        super().__init__(session, settings, first=first, driver_class=driver_class)
        self.kiosk = kiosk
        self.over = ""
        self._warning: StillThere | None = None
        self._said_closing = False
        self._minutes = -1
        self._touched = False  # somebody pressed a key, and did not begin

    @property
    def public(self) -> str:
        return paper_pass.PUBLIC

    # The visit

    def begin_visit(self) -> None:
        self.kiosk.begin()
        self.start_over("welcome")

    def action_leave(self) -> None:
        if self.kiosk.clock.began:
            super().action_leave()

    def signed_out(self) -> None:
        """Somebody else is nobody for this process."""
        self.exit(Leaving.PLAIN)

    def end_now(self, why: str) -> None:
        """The screen is blank first; what is unsent is the door's to see to."""
        if not self.over:
            self.over = why
            self.action_quick_exit()

    def give_up(self, why: str) -> None:
        """Another process takes over the waiting."""
        if not self.kiosk.clock.began:
            self.over = why
            self.exit(Leaving.PLAIN)

    def renew(self) -> None:
        """There is newer public data. Who reads the waiting screen is not disturbed: it begins again once they go."""
        if not self._touched:
            self.give_up("renew")

    def show_phrase(self, phrase: str, then: Callable[[], Any], *, name: str = "", passphrase: str = "") -> None:
        paper = PaperPass(self.settings.server, phrase, name, passphrase)
        self.replace("paper_pass", paper=paper, then=then)

    # Its clock

    def local_time(self) -> datetime:
        return datetime.now(self.zone)

    async def on_mount(self) -> None:
        await super().on_mount()
        self.set_interval(1.0, self._tick)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._touched = True
            self.kiosk.clock.stirred()
        await super().on_event(event)

    def _tick(self) -> None:
        clock = self.kiosk.clock
        standing = clock.standing()
        if not clock.began:
            if self._touched and clock.silent():
                self.give_up("renew")  # whoever looked at it has gone; their look and their language go too
            return
        if standing.over:
            self.end_now("idle" if standing.phase is Phase.IDLE_OVER else "clock")
            return
        self._warn(standing.left if standing.phase is Phase.IDLE else None)
        if standing.phase is Phase.CLOSING and not self._said_closing:
            self._said_closing = True
            self.tell(self.t(visit_words.CLOSING))
        if self.front is not None and clock.minutes_left() != self._minutes:
            self._minutes = clock.minutes_left()
            self.front.refresh_title()

    def _warn(self, left: float | None) -> None:
        """``left`` seconds until the end, None where there is nothing to warn of."""
        if left is None:
            if self._warning is not None and self._warning.is_current:
                self._warning.dismiss()
            self._warning = None
            return
        if self._warning is None:
            self._warning = StillThere()
            self.push_screen(self._warning)
        self._warning.count(round(left))

    def link_words(self) -> str:
        if not self.kiosk.clock.began:
            return ""
        left = self.t("{count} min left", count=self.kiosk.clock.minutes_left())
        return f"{super().link_words()}, {left}"


class StillThere(ModalScreen[None]):
    """The last third of the idle time. Any key closes it, and does nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._left = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="ask"):
            yield Words(id="words")

    def on_mount(self) -> None:
        self.count(self._left)

    def on_resize(self, event: events.Resize) -> None:
        self.count(self._left)

    def count(self, left: int) -> None:
        self._left = left
        for words in self.query("#words"):
            assert isinstance(words, Words)
            room = min(WIDEST, self.size.width - 2)
            said = [
                words.t(visit_words.STILL_THERE, count=left),
                words.t(visit_words.SEALED),
                words.t(visit_words.ANY_KEY),
            ]
            words.show((), *(line(" ", (found, "strong")) for text in said for found in wrap(text, room)))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.dismiss()
