"""Before sign-in: what this is, and the few ways to go on. Help now works from here too."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.errors import TuigroupError, UnknownServerKey
from tuigroup.i18n import N_
from tuigroup.ui.messages import LinkChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.leaving import ask_to_stay
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.views import edges
from tuigroup.views.checks import check_address, nobody_there
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, line, wrap
from tuigroup.views.needs import SessionLike

WHAT = (
    "",
    (
        N_(
            "tuigroup is a place for support groups, made for slow lines. You read and write at your own "
            "pace, under a name you choose for each group. No e-mail, no real name."
        )
    ),
    "",
    (
        N_(
            "H shows crisis lines, here and everywhere, also without a network. {key} is the quick exit: "
            "the screen is blank at once, and nothing is asked."
        )
    ),
    "",
)


class WelcomeScreen(BaseScreen):
    KEYS = ("open", "quick_exit")
    LAST_KEYS = ("help", "leave")

    def __init__(self) -> None:
        super().__init__()
        self._asked = False  # whether somebody stays after all
        self._shown = ""  # the key that was shown by itself: once is enough

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Welcome to tuigroup"),)

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def works(self, name: str) -> bool:
        return name != "back" or self.shell.deep

    def load(self) -> None:
        server = self.session.server
        address = self.shell.settings.server
        if server is not None:
            where = self.t("Server: {name}", name=shown_line(server.name, 60))
            about = shown_line(server.about, 200)
        elif address:
            where, about = (
                self.t("Server: {address}, not answering yet.", address=shown_line(address, 60)),
                self.t(self.engine.status().sentence),
            )
        else:
            where, about = self.t("No server is set yet. Someone who runs one can tell you its address."), ""
        if self.engine.status().reason == "stopped":
            about = self.t(self.engine.status().sentence)
        quick = self.t(edges.key_of("quick_exit", self.shell.settings.keys))
        words = [*(self.t(text, key=quick) for text in WHAT), where, *([shown_line(about, 400)] if about else []), ""]

        def draw(room: int) -> list[Line]:
            return [line(found) for text in words for found in wrap(text, room)]

        self.query_one(RowList).set_rows([Row(None, draw, 0), *self._rows(bool(address or server))])
        if self.is_current and self.session.unknown_key not in ("", self._shown):
            self._shown = self.session.unknown_key
            self.call_after_refresh(self._show_key)
        if self.is_current and self.session.leaving is not None and not self._asked:
            self._asked = True
            self.call_after_refresh(ask_to_stay, self)

    def _rows(self, reachable: bool) -> list[Row]:
        rows: list[Row] = []
        if self.session.unknown_key:
            rows.append(_choice("key", self.t("Look at the server's key"), self.t("before anything is sent to it")))
        if reachable:
            rows.append(_choice("create", self.t("I am new here"), self.t("make an account, two minutes")))
            rows.append(_choice("sign_in", self.t("I have an account"), self.t("sign in")))
            rows.append(_choice("recover", self.t("I forgot my passphrase"), self.t("with the recovery phrase")))
            if self.session.server is None or self.session.server.guests:
                rows.append(
                    _choice("guest", self.t("I would like to look around first"), self.t("as a guest, nothing is kept"))
                )
        if self.shell.connect is not None:
            rows.append(
                _choice("server", self.t("Use another server") if reachable else self.t("Type a server's address"), "")
            )
        if self.shell.bundles is not None:
            rows.append(_choice("bundle", self.t("Open a bundle from a stick"), self.t("a file, no network needed")))
        return [*rows, BLANK, _choice("help_now", self.t("I need help now"), self.t("crisis lines by country"))]

    def on_link_changed(self, message: LinkChanged) -> None:
        super().on_link_changed(message)
        self.load()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        key = str(message.row.key)
        if key == "server":
            self._ask_server()
        elif key == "key":
            self._show_key()
        elif key == "guest":
            self.shell.replace("today")
        elif key == "bundle":
            from tuigroup.ui.screens.bundle import ask_file

            ask_file(self)
        else:
            self.open(key)

    def _ask_server(self, typed: str = "", wrong: str = "") -> None:
        """``wrong`` is what was wrong with what was ``typed`` before, which stays to be mended."""
        self.prompt(
            self.t("The server's address, such as https://groups.example.org"),
            value=typed or self.shell.settings.server,
            wrong=wrong,
            check=check_address,
            then=self._connect,
        )

    def _connect(self, address: str) -> None:
        connect = self.shell.connect
        if connect is None:
            return
        self.tell(self.t("Asking {address}...", address=shown_line(address, 60)))

        def wrong(problem: TuigroupError) -> None:
            if isinstance(problem, UnknownServerKey):
                self.tell(problem.sentence(self.t))
                key = problem.fingerprint
                self.open(
                    "server_key", key=key, address=address, trust=lambda: connect(address, key), then=self._connected
                )
            else:
                self.tell("")
                self._ask_server(address, nobody_there(problem, shown_line(address, 60)).sentence(self.t))

        self.do(connect(address), then=self._connected, wrong=wrong)

    def _show_key(self) -> None:
        key, session = self.session.unknown_key, self.session
        self.open(
            "server_key",
            key=key,
            address=self.shell.settings.server,
            trust=lambda: session.trust(key),
            then=self._trusted,
        )

    def _trusted(self, _: object) -> None:
        self.load()
        self.tell(self.t("The key is remembered. Asking the server..."))

    def _connected(self, session: SessionLike) -> None:
        self.shell.use(session)
        if session.locked:
            self.shell.start_over("locked")
            return
        self.load()
        self.query_one(RowList).select("create")
        self.tell(self.t("There is a tuigroup server at this address."))


def _choice(key: str, label: str, hint: str) -> Row:
    return text_row(line((f"{label:<36}", "strong"), (hint, "dim")), key=key)
