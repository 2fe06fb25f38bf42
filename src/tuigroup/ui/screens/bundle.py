"""A bundle from a stick: where it is from, how old it is, and the ways into it. Nothing here asks a network."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.errors import BadInput
from tuigroup.helplines import Helplines, load
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.help_now import HelpNowScreen
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.views import bundle
from tuigroup.views.lines import Line, line, wrap
from tuigroup.views.needs import SessionLike

LINES = N_("Crisis lines")


class BundleScreen(BaseScreen):
    """``before`` is the session that one came from, None where the program was opened with the bundle."""

    BINDINGS = bindings("directory", "library")
    KEYS = ("open", "directory", "library")
    LAST_KEYS = ("back", "help", "leave")

    def __init__(self, before: SessionLike | None = None) -> None:
        super().__init__()
        self._before = before

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("A bundle"), bundle.name(self.store))

    def info(self) -> str:
        return bundle.age(self.t, self.store, self.now)

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def works(self, name: str) -> bool:
        return name != "back" or self._before is not None

    def load(self) -> None:
        t, store = self.t, self.store
        groups, texts = bundle.counts(t, store)
        rows = [self._words(text, "warn") for text in bundle.warnings(t, store, self.now)]
        rows += [self._words(text) for text in bundle.about(t, store, self.now, self.zone)]
        rows.append(self._words("  ".join([t("Signed with the key"), *bundle.key_lines(store)]), "dim"))
        rows += [
            text_row(line((f"{t('Directory'):<20}", "strong"), groups), key="directory"),
            text_row(line((f"{t('Library'):<20}", "strong"), texts), key="library"),
        ]
        if (facts := bundle.crisis_lines(store)) is not None:
            since = t("as of {date}", date=t.date(facts.seen, "{day} {month} {year}"))
            rows.append(text_row(line((f"{t(LINES):<20}", "strong"), since), key="bundle_lines"))
        if bundle.changed(store) and self.shell.bundles is not None:
            rows += [BLANK, text_row(line((t(bundle.TRUST), "strong")), key="trust")]
        self.query_one(RowList).set_rows(rows)
        self.query_one(RowList).select("directory")

    def _words(self, text: str, style: str = "") -> Row:
        return Row(None, lambda room: [*_lines(text, style, min(room, 76)), ()], 0)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        key = str(message.row.key)
        if key == "trust":
            if self.shell.bundles is not None:
                self.shell.bundles.trust(self.store)
            self.load()
            self.tell(self.t(bundle.TRUSTED))
        else:
            self.open(key)

    def action_directory(self) -> None:
        self.open("directory")

    def action_library(self) -> None:
        self.open("library")

    def action_back(self) -> None:
        if self._before is not None:
            self.shell.use(self._before)
            self.shell.start_over("welcome")


class BundleLinesScreen(HelpNowScreen):
    """The crisis lines that came with the bundle; those of the program itself stay under help now."""

    def crumbs(self) -> tuple[str, ...]:
        return (bundle.name(self.store), self.t(LINES))

    def facts(self) -> Helplines:
        return bundle.crisis_lines(self.store) or load()


def ask_file(screen: BaseScreen, typed: str = "", wrong: str = "") -> None:
    """From the welcome screen: which file, and then what is in it."""
    screen.prompt(
        screen.t(bundle.WHERE),
        value=typed,
        wrong=wrong,
        then=lambda named: _open(screen, named),
        enter=screen.t("open"),
    )


def _open(screen: BaseScreen, typed: str) -> None:
    bundles, before = screen.shell.bundles, screen.session
    if bundles is None:
        return
    try:
        session = bundles.open(typed)
    except BadInput as problem:
        ask_file(screen, typed, problem.sentence(screen.t))
        return
    screen.shell.use(session)
    screen.shell.start_over("bundle", before=before)


def _lines(text: str, style: str, room: int) -> list[Line]:
    return [line((found, style)) for found in wrap(text, room)]
