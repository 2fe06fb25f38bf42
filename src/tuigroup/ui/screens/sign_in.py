"""Signing in, and the way back in with the recovery phrase. What is typed goes to the session and nowhere else."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.errors import BadInput, TuigroupError
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.staying import AsksStays
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.form import Field, Form, Text
from tuigroup.views import account, leaving
from tuigroup.views.checks import check_name, check_passphrase


class SignInScreen(AsksStays):
    """``group`` is what somebody wanted to join: there they go on."""

    BINDINGS = bindings("send")
    KEYS = ("send", "stays")
    LABELS = {"send": N_("sign in", context="key")}

    def __init__(self, group: int = 0) -> None:
        super().__init__()
        self._group = group

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Welcome"), self.t("Sign in"))

    def body(self) -> ComposeResult:
        sees = [self.t(self.session.sees)] if self.session.sees else []
        yield Text(
            "", self.t("Your sign-in name and your passphrase. The server never sees the passphrase."), *sees, ""
        )
        yield Form(
            [
                Field("name", self.t("Sign-in name"), self.session.account or "", limit=40),
                Field("passphrase", self.t("Passphrase"), secret=True),
            ]
        )
        yield self.stays_text()

    def on_mount(self) -> None:
        if self.session.account:  # whose sign-in has ended
            self.query_one(Form).focus_on("passphrase")

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self._sign_in(message.values)

    def action_send(self) -> None:
        self._sign_in(self.query_one(Form).values)

    def _sign_in(self, values: dict[str, str]) -> None:
        try:
            check_name(values["name"])
            if not values["passphrase"]:
                raise BadInput(N_("Please type your passphrase."), field="passphrase")
        except BadInput as problem:
            self.tell(problem.sentence(self.t))
            self.query_one(Form).focus_on(problem.field)
            return
        name, passphrase = values["name"].lower(), values["passphrase"]
        if question := leaving.taking_over(self.t, self.session, name):
            self.ask(
                question,
                Choice("s", self.t("sign in all the same"), "yes"),
                then=lambda _: self._enter(name, passphrase),
            )
        else:
            self._enter(name, passphrase)

    def _enter(self, name: str, passphrase: str) -> None:
        self.tell(self.t(account.MOMENT))
        self.do(self.session.sign_in(name, passphrase), lambda _: self.shell.home(self._group), wrong=self._refused)

    def _refused(self, problem: TuigroupError) -> None:
        self.tell(problem.sentence(self.t))
        self.query_one(Form).set_value("passphrase", "")
        self.query_one(Form).focus_on("passphrase")


class RecoverScreen(AsksStays):
    BINDINGS = bindings("send")
    KEYS = ("send", "stays")
    LABELS = {"send": N_("set the new passphrase", context="key")}

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Welcome"), self.t("Forgot the passphrase"))

    def body(self) -> ComposeResult:
        yield Text(
            "",
            self.t(
                "With the recovery phrase you set a new passphrase. You get a new recovery phrase; the old one, "
                "all other sign-ins and all keys for SSH end."
            ),
            *([self.t(self.session.sees)] if self.session.sees else []),
            "",
        )
        yield Form(
            [
                Field("name", self.t("Sign-in name"), limit=40),
                Field("phrase", self.t("Recovery phrase"), limit=400),
                Field("passphrase", self.t("New passphrase"), self.session.suggest_passphrase()),
            ]
        )
        yield self.stays_text()

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self._recover(message.values)

    def action_send(self) -> None:
        self._recover(self.query_one(Form).values)

    def _recover(self, values: dict[str, str]) -> None:
        try:
            check_name(values["name"])
            if len(values["phrase"].split()) < 2:
                raise BadInput(N_("Please type all words of the recovery phrase, with blanks between."), field="phrase")
            check_passphrase(values["passphrase"])
        except BadInput as problem:
            self.tell(problem.sentence(self.t))
            self.query_one(Form).focus_on(problem.field)
            return
        self.tell(self.t(account.MOMENT))
        phrase = " ".join(values["phrase"].lower().split())
        name, passphrase = values["name"].lower(), values["passphrase"]

        def recovered(fresh: str) -> None:
            self.shell.show_phrase(fresh, self.shell.home, name=name, passphrase=passphrase)

        self.do(self.session.recover(name, phrase, passphrase), recovered)
