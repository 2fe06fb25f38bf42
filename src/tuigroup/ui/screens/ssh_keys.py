"""Keys for SSH: which there are, adding one by its public line, removing one. Nothing of it is kept here."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult

from tuigroup.errors import BadInput, TuigroupError
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.form import Field, Form, Text
from tuigroup.ui.widgets.rowlist import Row, RowList, text_row
from tuigroup.views import account
from tuigroup.views.lines import line, wrap
from tuigroup.wire import limits, publickeys
from tuigroup.wire.accounts import KeyRow


class KeysScreen(BaseScreen):
    BINDINGS = bindings("add_key", "remove_key")
    KEYS = ("add_key", "remove_key")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[KeyRow] | None = None  # None until the server has answered
        self.trouble = ""  # why it did not

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Account"), self.t("Keys for SSH"))

    def body(self) -> ComposeResult:
        yield Text("", self.t(account.KEYS), "")
        yield RowList(id="list")

    def on_mount(self) -> None:
        super().on_mount()
        self.look()

    def works(self, name: str) -> bool:
        return name != "remove_key" or self._marked() is not None

    def look(self) -> None:
        """Ask the server again; until it answers, the rows are as they were."""
        self.do(self.session.list_keys(), self._listed, wrong=self._unknown)

    def _listed(self, found: list[KeyRow]) -> None:
        self.found, self.trouble = found, ""
        self.load()
        self.refresh_edges()

    def _unknown(self, problem: TuigroupError) -> None:
        self.trouble = problem.sentence(self.t)
        self.load()

    def load(self) -> None:
        rows = []
        if self.trouble:
            words = self.trouble
            rows = [Row(None, lambda room: [*(line((found, "warn")) for found in wrap(words, room)), ()], 0)]
        if self.found is None:
            rows = rows or [text_row(line((self.t("Asking the server."), "dim")))]
        elif not self.found:
            rows.append(text_row(self.t(account.NO_KEYS)))
        else:
            rows += [self._row(row) for row in self.found]
        self.query_one(RowList).set_rows(rows)

    def _row(self, row: KeyRow) -> Row:
        words = account.key_words(self.t, row, self.now, self.zone)
        label = line((account.key_label(self.t, row), "strong"))
        return text_row(label, line((f"  {words}", "dim")), key=row.id, item=row)

    def _marked(self) -> KeyRow | None:
        row = self.query_one(RowList).row if self.ready else None
        return row.item if row is not None and isinstance(row.item, KeyRow) else None

    def action_add_key(self) -> None:
        self.app.push_screen(AddKeyScreen(self.look))

    def action_remove_key(self) -> None:
        row = self._marked()
        if row is None:
            return
        self.ask(
            f"{account.key_label(self.t, row)}. {self.t(account.REMOVING)}",
            Choice("x", self.t("remove this key"), "remove"),
            then=lambda _: self.do(self.session.remove_key(row.id), self._removed),
            escape=self.t("leave it"),
        )

    def _removed(self, _: object) -> None:
        self.tell(self.t("The key is removed."))
        self.look()


class AddKeyScreen(BaseScreen):
    """``added`` is called when there is one more."""

    BINDINGS = bindings("send")
    KEYS = ("send",)
    LABELS = {"send": N_("add it", context="key")}

    def __init__(self, added: Callable[[], None]) -> None:
        super().__init__()
        self._added = added

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Keys for SSH"), self.t("Another key"))

    def body(self) -> ComposeResult:
        yield Text("", self.t(account.ADDING), "")
        yield Form(
            [
                Field("public_key", self.t("Public key"), limit=publickeys.LONGEST),
                Field("label", self.t("What you call it"), limit=limits.KEY_LABEL),
                Field("passphrase", self.t("Passphrase"), secret=True),
            ]
        )

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self._add(message.values)

    def action_send(self) -> None:
        self._add(self.query_one(Form).values)

    def _add(self, values: dict[str, str]) -> None:
        pasted = values["public_key"]
        try:
            publickeys.read(pasted)
            if not values["passphrase"]:
                raise BadInput(N_("Please type your passphrase."), field="passphrase")
        except BadInput as problem:
            self._not_added(problem)
            return
        self.tell(self.t(account.MOMENT))
        self.do(
            self.session.add_key(pasted, values["label"], values["passphrase"]),
            lambda _: self._done(pasted),
            wrong=self._not_added,
        )

    def _done(self, pasted: str) -> None:
        self.shell.go_back()
        self.shell.tell(account.added(self.t, pasted))
        self._added()

    def _not_added(self, problem: TuigroupError) -> None:
        self.tell(problem.sentence(self.t))
        self.query_one(Form).focus_on(problem.field if isinstance(problem, BadInput) else "passphrase")
