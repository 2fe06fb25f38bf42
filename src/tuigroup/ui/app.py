"""The shell around all screens: which there are, what is on top, what works from everywhere, and how it ends.

It must not read the store for a screen, nor speak to the server; it passes on that something changed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import tzinfo
from enum import Enum
from typing import Any

from textual.app import App
from textual.driver import Driver
from textual.message import Message

from tuigroup.commands import BY_NAME
from tuigroup.errors import TuigroupError, Unwritten
from tuigroup.i18n import translator
from tuigroup.session.ending import Became
from tuigroup.store import StoreChanged as Committed
from tuigroup.store import bundled
from tuigroup.terminal.drivers.base import FrameDriver, SlowLine
from tuigroup.ui import themes
from tuigroup.ui.bindings import always
from tuigroup.ui.closed import Closed
from tuigroup.ui.crash import CrashGuard
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.reminding import CONCERNS as REMINDED
from tuigroup.ui.reminding import Reminding
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.stack import Stack
from tuigroup.ui.turning import CONCERNS as TURNS
from tuigroup.ui.turning import Turning
from tuigroup.ui.typeahead import TypeAhead
from tuigroup.views import account, bundle, edges, fetching, locked, zones
from tuigroup.views.needs import BundlesLike, Connect, SessionLike, SettingsLike


class Leaving(Enum):
    """How the program was left; a door cleans up accordingly."""

    PLAIN = "plain"
    QUICK = "quick"  # revoke, forget or lock as the door is set, and show something plain


class TuigroupApp(Stack[Leaving], TypeAhead[Leaving], CrashGuard[Leaving], Closed[Leaving], inherit_bindings=False):
    """Run it with ``mouse=False``.

    ``zone`` None means the machine's time zone; ``first`` names the first screen; ``connect`` makes a session
    for another server's address (BadServerAddress, Offline, VersionMismatch), None where a door fixes the server;
    ``bundles`` opens files that are bundles, None where a door lets no files be opened;
    ``begin`` is called once the first screen stands; ``rich`` has a rich look, "fast" until the line is found slow,
    "always" for good, '' not at all.
    """

    CSS_PATH = "style.tcss"
    BINDINGS = always()
    AT_ONCE = frozenset(BY_NAME["quick_exit"].keys)
    TITLE = "tuigroup"

    def __init__(
        self,
        session: SessionLike,
        settings: SettingsLike,
        *,
        zone: tzinfo | None = None,
        first: str = "",
        connect: Connect | None = None,
        begin: Callable[[], None] | None = None,
        driver_class: type[Driver] | None = None,
        rich: str = "",
        bundles: BundlesLike | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.session = session
        self.settings = settings
        self._zone = zone
        self.first = first
        self.connect = connect
        self.bundles = bundles
        self._begin = begin
        self.became = Became()  # of unsent writing, where that was decided on leaving
        self.animation_level = "none"
        self.t = translator(session.store.settings.get("language") or settings.language)
        self.rich = rich
        self.look = themes.look(session.store.settings.get("theme", settings.theme), rich=bool(rich))
        self._changed: StoreChanged | None = None
        self._coming = (0, False)  # bytes still to come, and whether they wait for the member's word
        self._unsubscribe: list[Callable[[], None]] = []
        self._reminding = Reminding(self)
        self._turning = Turning(self)
        self._listen()
        for known in themes.LOOKS.values():
            self.register_theme(known.theme())
        self.set_reactive(App.theme, self.look.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_keymap(dict(settings.keys))
        if "quick_exit" in settings.keys:  # another key overtakes those typed ahead just the same
            self.AT_ONCE = frozenset(settings.keys["quick_exit"].split(","))

    def use(self, session: SessionLike) -> None:
        """Another session from now on: after another server was chosen."""
        self.session = session
        self._listen()

    def _listen(self) -> None:
        for stop in self._unsubscribe:
            stop()
        store, engine = self.session.store, self.session.engine
        self._unsubscribe = [store.subscribe(self._committed), engine.subscribe(self._line_changed)]

    # Screens

    def make(self, name: str, **where: Any) -> BaseScreen:
        """As in Stack; while the store is locked nothing opens that could show what is in it."""
        if self.session.locked and name not in locked.OPEN:
            return super().make("locked")
        return super().make(name, **where)

    async def on_mount(self) -> None:
        self.push_screen(self.make(self.first or self._beginning()))
        if self.session.asks_once():
            self.open("asked_record")
        if not self.session.locked:
            self._reminding.again()

    def _beginning(self) -> str:
        if bundled.is_one(self.session.store):
            return "bundle"
        if self.session.locked:
            return "locked"
        return "today" if self.session.account else "welcome"

    def home(self, group: int = 0, *, join: bool = False) -> None:
        """Begin again with today, and from there with the page of a group and the way into it where that was wanted.

        Who came to an account that is to be erased is asked first of all whether they stay.
        """
        if self.session.leaving is not None:
            self.start_over("welcome")
            return
        self.start_over("today")
        if group:
            self.open("group", group=group)
        if group and join:
            self.open("join", group=group)

    @property
    def zone(self) -> tzinfo | None:
        """The reader's time zone, None for the machine's."""
        return zones.own(self.session.store, self._zone)

    # Where a kind of app does otherwise

    @property
    def public(self) -> str:
        """A warning where anybody may look at this screen, '' at home."""
        return ""

    def show_phrase(self, phrase: str, then: Callable[[], Any], *, name: str = "", passphrase: str = "") -> None:
        """A recovery phrase in the place of the screen on top, with what it belongs to where that is new."""
        self.replace("phrase", phrase=phrase, then=then)

    def signed_out(self) -> None:
        self.start_over("welcome")

    # What changed

    def _committed(self, change: Committed) -> None:
        found = StoreChanged(change.kinds, change.groups)
        first = self._changed is None
        self._changed = found if self._changed is None else self._changed.and_also(found)
        if first:
            self.call_later(self._pass_on)

    def _pass_on(self) -> None:
        change, self._changed = self._changed, None
        if change is None or self.session.locked:
            return
        if change.touches(*REMINDED):
            self._reminding.again()
        if change.touches(*TURNS):
            self._turning.again()
        self.pass_on(change)

    def pass_on(self, change: StoreChanged) -> None:
        """Every screen looks at the store again: the top one now, the others when they are in front."""
        for place, screen in enumerate(self.base_screens()):
            if place == 0:
                screen.post_message(change)
            else:
                screen.changed_meanwhile(change)

    def _line_changed(self, *_: object) -> None:
        self.call_later(self._pass_on_line)

    def _pass_on_line(self) -> None:
        displaced = self.session.displaced()
        if self.session.locked and not self._exit and all(one.known_as != "locked" for one in self.base_screens()):
            self.start_over(
                "locked"
            )  # the passphrase was changed on another machine, or it was locked in another window
        elif displaced and not self._exit:
            self.start_over(self._beginning())
            self.call_after_refresh(self.tell, self.t(account.DISPLACED))
        status = self.session.engine.status()
        before, self._coming = self._coming, (status.coming, status.asks)
        if status.asks and not before[1]:
            keys = (self.t(edges.key_of(name, self.settings.keys)) for name in ("fetch_rest", "leave_rest"))
            self.tell(fetching.still_to_come(self.t, self.session.engine, *keys))
        if self.front is not None:
            self.front.post_message(LinkChanged())
            if self._coming != before:
                self.front.refresh_bindings()

    def link_words(self) -> str:
        """The line in a word or two, for the title."""
        if self.session.locked:
            return ""
        status = self.session.engine.status()
        if bundled.is_one(self.session.store):
            return self.t(bundle.NO_LINE)
        if not self.settings.server and self.session.server is None:
            return self.t("no server yet")
        return edges.link_words(self.t, status)

    def switch_line(self) -> str:
        """Stop using the line, or use it again; the sentence says which."""
        engine = self.session.engine
        if engine.status().reason == "signed-out":
            return self.t("Your sign-in has ended. Please sign in again; what you wrote is kept here.")
        if engine.status().state == "paused":
            engine.go_online()
            return self.t("The line is used again.")
        engine.go_offline()
        return self.t("The line is not used now. What you write waits here.")

    def show_look(self, name: str) -> None:
        """Change the theme at once."""
        self.look = themes.look(name, rich=bool(self.rich))
        self.theme = self.look.name
        for screen in self.screen_stack:
            screen.refresh(repaint=True, layout=True)
            for widget in screen.query("*"):
                widget.refresh()

    def on_slow_line(self, message: SlowLine) -> None:
        """The terminal is far away: what is rich gives way."""
        if self.rich == "fast":
            self.rich = ""
            self.show_look(self.look.name)
            self.tell(self.t("The line is slow: plainer screens from now on, which ask less of it."))

    def speak(self, locale: str) -> None:
        """Another language from now on, on every screen that is open."""
        self.t = translator(locale)
        for screen in self.base_screens():
            screen.load()
            screen.refresh_edges()

    # From everywhere

    def action_help_now(self) -> None:
        self._open_once("help_now")

    def action_help(self) -> None:
        self._open_once("help")

    def _open_once(self, name: str) -> None:
        if not any(screen.known_as == name for screen in self.base_screens()):
            self.open(name)

    def keep(self) -> None:
        """Everything being written is on disk after this. For the end, and for signals that bring it."""
        for screen in self.base_screens():
            screen.keep()

    async def _dispatch_message(self, message: Message) -> None:
        # Keys act here: see BaseScreen, which does the same.
        try:
            await super()._dispatch_message(message)
        except Unwritten as problem:
            self.tell(problem.sentence(self.t))

    def action_leave(self) -> None:
        try:
            self.keep()
        except TuigroupError as problem:
            self._leave_unkept(problem)
            return
        from tuigroup.ui.screens.quit import leave_question

        if self.front is None or self.session.locked or not leave_question(self, self.front):
            self.exit(Leaving.PLAIN)

    def _leave_unkept(self, problem: TuigroupError) -> None:
        from tuigroup.ui.screens.quit import leave_unkept_question

        if self.front is not None:
            leave_unkept_question(self, self.front, problem)

    def action_quick_exit(self) -> None:
        if isinstance(self._driver, FrameDriver):
            self._driver.blank()
        self.exit(Leaving.QUICK)
        with suppress(Exception):  # whatever it is, nothing may be said of it now
            self.keep()
        with suppress(Exception):
            self.session.lock()

    def on_unmount(self) -> None:
        for stop in self._unsubscribe:
            stop()
