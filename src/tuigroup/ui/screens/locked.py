"""Where the quick exit has locked the store: nothing of anybody's, and the ways to go on."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.errors import TuigroupError
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.form import Field, Form, Text
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.views import account, locked
from tuigroup.views.lines import line


class LockedScreen(BaseScreen):
    KEYS = ("open", "quick_exit")
    LAST_KEYS = ("help", "leave")

    def crumbs(self) -> tuple[str, ...]:
        return ("tuigroup", self.t(locked.TITLE))

    def body(self) -> ComposeResult:
        yield Text("", self.t(locked.shut(self.store)), "")
        yield RowList(id="list")

    def works(self, name: str) -> bool:
        return name != "back" or self.shell.deep

    def load(self) -> None:
        self.query_one(RowList).set_rows(
            [
                _choice("unlock", self.t("Type the passphrase"), ""),
                _choice("recover", self.t("I forgot my passphrase"), self.t("with the recovery phrase")),
                _choice("forget", self.t("It is not me"), self.t("forget everything here")),
                BLANK,
                _choice("help_now", self.t("I need help now"), self.t("crisis lines by country")),
            ]
        )

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        if str(message.row.key) != "forget":
            self.open(str(message.row.key))
            return
        self.ask(
            self.t(locked.FORGET),
            Choice("f", self.t("forget everything here"), "forget"),
            then=lambda _: self._forget(),
            escape=self.t("leave it locked"),
        )

    def _forget(self) -> None:
        self.session.forget_here()
        self.shell.signed_out()
        self.shell.tell(self.t(locked.FORGOTTEN))


class UnlockScreen(BaseScreen):
    BINDINGS = bindings("send")
    KEYS = ("send",)
    LABELS = {"send": N_("open it", context="key")}

    def crumbs(self) -> tuple[str, ...]:
        return ("tuigroup", self.t(locked.TITLE))

    def body(self) -> ComposeResult:
        yield Text("", self.t(locked.shut(self.store)), "")
        yield Form([Field("passphrase", self.t("Passphrase"), secret=True)])

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self._unlock(message.values)

    def action_send(self) -> None:
        self._unlock(self.query_one(Form).values)

    def _unlock(self, values: dict[str, str]) -> None:
        if not values["passphrase"]:
            self.tell(self.t("Please type your passphrase."))
            return
        self.tell(self.t(account.MOMENT))
        self.do(self.session.unlock(values["passphrase"]), lambda _: self.shell.home(), wrong=self._still_locked)

    def _still_locked(self, problem: TuigroupError) -> None:
        self.tell(problem.sentence(self.t))
        self.query_one(Form).set_value("passphrase", "")
        self.query_one(Form).focus_on("passphrase")


def _choice(key: str, label: str, hint: str) -> Row:
    return text_row(line((f"{label:<36}", "strong"), (hint, "dim")), key=key)
