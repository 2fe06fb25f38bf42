"""The screen that all others are: title line, body, perhaps a second pane, a notice, and the keys that work now.

A screen reads the store in ``load`` and draws; it never waits for the network. What a member does goes
through ``attempt`` (a local write, then the engine is woken) or ``do`` (account work that needs the server).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final, ParamSpec, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from tuigroup.commands import BY_NAME, shown_key
from tuigroup.errors import BadInput, TuigroupError, Unwritten
from tuigroup.i18n import Translator
from tuigroup.store import bundled
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.whole import Whole
from tuigroup.ui.sizes import LEAST_HEIGHT, LEAST_WIDTH, WIDE
from tuigroup.ui.widgets.ask import Ask, Choice, Prompt
from tuigroup.ui.widgets.bars import KeyLine, NoticeLine, TitleLine, TooSmall
from tuigroup.ui.widgets.rowlist import RowList
from tuigroup.ui.widgets.textline import TextLine
from tuigroup.views import bundle, fetching
from tuigroup.views.edges import help_key

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

    from tuigroup.store import Store
    from tuigroup.store.rows import Ref
    from tuigroup.ui.app import TuigroupApp
    from tuigroup.views.needs import EngineLike, SessionLike

T = TypeVar("T")
A = TypeVar("A")
P = ParamSpec("P")

REST: Final = ("fetch_rest", "leave_rest")  # for what is still to come, on every screen


class BaseScreen(Whole):
    """What a kind of screen gives: ``KEYS``, ``crumbs``, ``body``, ``load``, and its ``action_<command>`` methods."""

    BINDINGS = bindings("back", *REST)
    AUTO_FOCUS = "RowList, Reader, Input, TextArea"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    KEYS: ClassVar[tuple[str, ...]] = ()  # commands for the key line, the most useful first
    LAST_KEYS: ClassVar[tuple[str, ...]] = ("back", "help")  # never left out, however narrow
    LABELS: ClassVar[dict[str, str]] = {}  # other words for a command's label, where a screen has better ones
    LIST_LEFT: ClassVar[bool] = False  # wide: a narrow list left and the content right; else content left

    def __init__(self) -> None:
        super().__init__()
        self._stale: StoreChanged | None = None
        self._follows: list[Callable[[], Any]] = []  # what became of work while something else was in front
        self._edges_wanted = False
        self._arrivals = 0
        self._letters = False  # whether letters are keys here, rather than typed
        self.ready = False
        self.known_as = ""  # its name in the app's table

    # What a kind of screen gives

    def crumbs(self) -> tuple[str, ...]:
        """Where one is, from the outside in. Clean text only."""
        return ("tuigroup",)

    def info(self) -> str:
        """A few words for the title line, such as "18 posts, 4 new"."""
        return ""

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def side(self) -> ComposeResult | None:
        """The second pane of a wide terminal; None where there is none."""
        return None

    def load(self) -> None:
        """Read the store and fill the widgets."""

    def went_out(self) -> None:
        """All of it was sent, after it came to the front: the time for what need not be there before it is seen."""

    def concerns(self, change: StoreChanged) -> bool:
        """Whether ``load`` has to run again for this change."""
        return True

    def works(self, name: str) -> bool:
        """Whether a command does something now; keys that do not are not shown and do nothing."""
        return True

    def shows(self, ref: Ref) -> bool:
        """Whether this post is what the screen stands on, so that an overlay need not repeat it."""
        return False

    def reads(self, group: int, thread: Ref) -> bool:
        """Whether this thread is what is read here."""
        return False

    def make_room(self, height: int) -> None:
        """Bring what the screen stands on above the first line of an overlay, which is ``height``."""

    def keep(self) -> None:
        """Put what is being written on disk, at once. Called before anything ends. Raises DiskFull and the like."""

    # What all screens share

    @property
    def shell(self) -> TuigroupApp:
        return cast("TuigroupApp", self.app)

    @property
    def session(self) -> SessionLike:
        return self.shell.session

    @property
    def store(self) -> Store:
        return self.shell.session.store

    @property
    def outlived(self) -> bool:
        """Whether it is of who was here before: nothing of it is written for who came in another window."""
        return self.ready and self.session.arrivals != self._arrivals

    @property
    def engine(self) -> EngineLike:
        return self.shell.session.engine

    @property
    def t(self) -> Translator:
        """What the session says things with."""
        return self.shell.t

    @property
    def now(self) -> int:
        """The minute it is."""
        return self.store.now_min()

    @property
    def zone(self) -> tzinfo | None:
        """The reader's time zone, None for the machine's."""
        return self.shell.zone

    @property
    def wide(self) -> bool:
        """Whether there is a second pane."""
        return (self.size.width or self.app.size.width) >= WIDE

    def open(self, name: str, **where: Any) -> None:
        """Open a screen by its name in the app's table."""
        self.shell.open(name, **where)

    def tell(self, sentence: str) -> None:
        """Say what happened, above the keys, until the next key. ``sentence`` is ours or clean."""
        if self.ready:
            self.query_one(NoticeLine).say(sentence)

    def ask(self, question: str, *choices: Choice, then: Callable[[str], Any], escape: str = "back") -> None:
        """Ask; ``then`` gets the value chosen, and is not called on Esc."""
        answered = self.told(then)
        self.app.push_screen(Ask(question, *choices, escape=escape), lambda value: answered(value) if value else None)

    def ask_either(
        self, question: str, *choices: Choice, then: Callable[[str | None], Any], escape: str = "back"
    ) -> None:
        """As ``ask``, where Esc is an answer too: ``then`` gets None for it."""
        self.app.push_screen(Ask(question, *choices, escape=escape), self.told(then))

    def prompt(self, question: str, *, then: Callable[[str], Any], **how: Any) -> None:
        """Ask for one line of text; ``then`` is not called on Esc."""
        answered = self.told(then)
        self.app.push_screen(Prompt(question, **how), lambda value: None if value is None else answered(value))

    def told(self, then: Callable[[A], Any]) -> Callable[[A], None]:
        """``then``, for what a screen on top comes back with: what can't be written is told, and ends nothing."""

        def answered(value: A) -> None:
            try:
                then(value)
            except TuigroupError as problem:
                self.shell.tell(problem.sentence(self.t))

        return answered

    def attempt(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Run an action on the store and wake the engine. What goes wrong is told, and None comes back."""
        try:
            result = call(*args, **kwargs)
        except TuigroupError as problem:
            self.tell(problem.sentence(self.t))
            return None
        self.engine.wake()
        return result

    def do(
        self,
        work: Coroutine[Any, Any, T],
        then: Callable[[T], Any] | None = None,
        *,
        wrong: Callable[[TuigroupError], Any] | None = None,
    ) -> None:
        """Await work that needs the server, without holding a key. What goes wrong is told, or given to ``wrong``.

        Where something else is in front when it is done (help now, a question), what follows waits until that is
        closed: nobody is taken away from what they are reading.
        """

        async def run() -> None:
            try:
                result = await work
            except TuigroupError as problem:
                self._when_in_front(partial(wrong or (lambda found: self.tell(found.sentence(self.t))), problem))
                return
            if then is not None:
                self._when_in_front(partial(then, result))

        self.run_worker(run(), exit_on_error=True)

    def _when_in_front(self, follow: Callable[[], Any]) -> None:
        """Now, or when this screen is in front again. A full disk and the like are told and end nothing."""
        if self.app.screen is not self:
            self._follows.append(follow)
            return
        try:
            follow()
        except TuigroupError as problem:
            self.shell.tell(problem.sentence(self.t))

    def complain(self, problem: BadInput) -> None:
        self.tell(problem.sentence(self.t))

    # Drawing

    def compose(self) -> ComposeResult:
        side = self.side()
        self.set_class(side is not None, "-sided")
        self.set_class(self.LIST_LEFT, "-list-left")
        self.set_class(self.wide, "-wide")
        yield TitleLine(id="title")
        with Horizontal(id="middle"):
            with Vertical(id="main"):
                yield from self.body()
            if side is not None:
                with Vertical(id="side"):
                    yield from side
        yield NoticeLine(id="notice")
        yield KeyLine(id="footer")
        yield TooSmall()

    def on_mount(self) -> None:
        self.ready, self._arrivals = True, self.session.arrivals
        self.hold()
        self.bindings_updated_signal.subscribe(self, lambda _screen: self._edges_soon())
        self.load()

    def on_resize(self, event: events.Resize) -> None:
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        self.set_class(small, "-too-small")
        self._edges_soon()

    def refresh_edges(self) -> None:
        """Title and keys again."""
        self.refresh_keys()

    def _edges_soon(self) -> None:
        """The same once, however often it is wanted until then."""
        if not self._edges_wanted:
            self._edges_wanted = True
            self.call_later(self._edges_now)

    def _edges_now(self) -> None:
        self._edges_wanted = False
        self.refresh_edges()

    def refresh_title(self) -> None:
        if not self.ready or not self.whole:
            return
        key = help_key(self.shell.settings.keys, letters=self.app.screen is self and self._letters)
        for line in self.query(TitleLine):  # none any more where all of it is ending
            line.title(self.crumbs(), self.info(), self.shell.link_words(), self.t(key))

    def refresh_keys(self) -> None:
        if not self.ready or not self.is_current or not self.whole:
            return
        active = self.active_bindings
        self._letters = any(len(key) == 1 and found.binding.action == "help_now" for key, found in active.items())
        keys = self._first_keys(active)
        self.query_one("#footer", KeyLine).keys(
            self.pairs((*REST, *self.key_order()), keys), self.pairs(self.LAST_KEYS, keys)
        )
        self.refresh_title()

    def key_order(self) -> tuple[str, ...]:
        """Commands for the key line as things stand, the most useful first."""
        return self.KEYS

    def working_keys(self) -> dict[str, str]:
        """Each command that does something now, with its first key as it is read."""
        return self._first_keys(self.active_bindings)

    def _first_keys(self, active: Mapping[str, ActiveBinding]) -> dict[str, str]:
        chosen = {key: name for name, keys in self.shell.settings.keys.items() for key in keys.split(",")}
        named: dict[str, str] = {}
        for first in (True, False):  # what the configuration says before what stays beside it
            for key, found in active.items():
                if found.enabled and (chosen.get(key) == found.binding.action) == first:
                    named.setdefault(found.binding.action, self.t(shown_key(key)))
        return named

    def pairs(self, names: tuple[str, ...], keys: dict[str, str]) -> list[tuple[str, str]]:
        return [(keys[name], self._key_label(name)) for name in names if name in keys]

    def _key_label(self, name: str) -> str:
        return self.t(self.LABELS[name]) if name in self.LABELS else BY_NAME[name].said(self.t)

    # Events

    async def _dispatch_message(self, message: Message) -> None:
        # A full disk ends nothing: what is here can still be read, and help now is.
        try:
            await super()._dispatch_message(message)
        except Unwritten as problem:
            if not isinstance(message, events.Unmount):
                self.tell(problem.sentence(self.t))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in REST:
            status = self.engine.status()
            return status.asks if action == "fetch_rest" else status.coming > fetching.SHOWN
        if action in bundle.CLOSED and bundled.is_one(self.store):
            return False
        return self.works(action) if action in BY_NAME else True

    def on_store_changed(self, message: StoreChanged) -> None:
        if self.concerns(message):
            self.load()
        self.refresh_edges()

    def on_link_changed(self, message: LinkChanged) -> None:
        self.refresh_title()

    def changed_meanwhile(self, change: StoreChanged) -> None:
        """The store changed while another screen was in front."""
        self._stale = change if self._stale is None else self._stale.and_also(change)

    def on_screen_resume(self) -> None:
        if self._stale is not None and self.ready:
            stale, self._stale = self._stale, None
            self.on_store_changed(stale)
        follows, self._follows = self._follows, []
        for follow in follows:
            self._when_in_front(follow)
        if self.whole:
            self.call_after_refresh(self._stands)

    def _stands(self) -> None:
        """Loaded and laid out: its edges are drawn, and then what follows from them (the cursor's place)."""
        self.refresh_edges()
        self.call_after_refresh(self.call_after_refresh, self.shell.screen_stands)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        self.tell("")

    def on_text_line_full(self, message: TextLine.Full) -> None:
        self.tell(message.sentence(self.t))

    def action_fetch_rest(self) -> None:
        self.engine.fetch_rest()
        self.tell(self.t("It comes now, behind whatever you open."))

    def action_leave_rest(self) -> None:
        self.engine.leave_rest()
        self.tell(self.t("Stopped. Titles come; a text comes when you open it."))

    def action_back(self) -> None:
        self.keep()
        self.shell.go_back()
