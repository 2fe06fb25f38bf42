"""The account: another passphrase, signing out here or everywhere. Nothing here is shown to any group."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult

from tuigroup.errors import BadInput, TuigroupError
from tuigroup.i18n import N_
from tuigroup.session.ending import Became, Fate
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.form import Field, Form, Text
from tuigroup.ui.widgets.rowlist import Row, RowList, text_row
from tuigroup.views import account, leaving
from tuigroup.views.checks import check_passphrase
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import line

MEMBERS: Final = frozenset({"ssh_keys", "export", "leave_for_good"})


class AccountScreen(BaseScreen):
    BINDINGS = bindings("ssh_keys", "open_record", "export", "leave_for_good")
    KEYS = ("open", "ssh_keys", "open_record", "quick_exit")

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Account"),)

    def body(self) -> ComposeResult:
        yield Text(id="who")
        yield RowList(id="list")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.ready:
            self.load()  # the record may be open now

    def works(self, name: str) -> bool:
        if name == "open_record":
            return self.session.record_closed
        return name not in MEMBERS or self.session.account is not None

    def load(self) -> None:
        mine = self.session.account
        server = self.session.server
        if mine is None:
            self.query_one("#who", Text).say("", self.t("You are looking around as a guest. Nothing is kept."), "")
            rows = [_choice("welcome", self.t("Sign in, or make an account"))]
        else:
            name = shown_line(mine, 40)
            if server is None:
                who = self.t("Signed in as {account}. Nobody in a group sees this name.", account=name)
            else:
                who = self.t(
                    "Signed in as {account} on {server}. Nobody in a group sees this name.",
                    account=name,
                    server=shown_line(server.name, 40),
                )
            closed = self.session.record_closed
            self.query_one("#who", Text).say("", who, "", *([self.t(account.CLOSED), ""] if closed else []))
            missing = self.store.marks.phrase_missing()
            rows = [
                *([_choice("record", self.t("Open your private record"))] if closed else []),
                _choice("change", self.t("Change the passphrase")),
                _choice("phrase", self.t("Make a new recovery phrase")),
                *([_choice("written", self.t("I have written down my recovery phrase"))] if missing else []),
                _choice("keys", self.t("Keys for SSH")),
                _choice("out", self.t("Sign out here")),
                _choice("everywhere", self.t("Sign out everywhere")),
                _choice("export", self.t("Take everything along")),
                _choice("leave", self.t("Leave for good")),
            ]
        self.query_one(RowList).set_rows(rows)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        match message.row.key:
            case "welcome":
                self.shell.start_over("welcome")
            case "change":
                self.app.push_screen(ChangeScreen())
            case "phrase":
                self.app.push_screen(NewPhraseScreen())
            case "record":
                self.action_open_record()
            case "keys":
                self.action_ssh_keys()
            case "written":
                self.store.marks.set_phrase(written=True)
                self.tell(self.t("Good. Your page for today reminds you no more."))
            case "out":
                self._ask_out(False, self.t("You can sign in again at any time."))
            case "export":
                self.action_export()
            case "leave":
                self.action_leave_for_good()
            case "everywhere":
                self._ask_out(True, self.t(account.EVERYWHERE))

    def action_ssh_keys(self) -> None:
        self.open("ssh_keys")

    def action_export(self) -> None:
        self.open("export")

    def action_leave_for_good(self) -> None:
        self.open("farewell")

    def action_open_record(self) -> None:
        self.app.push_screen(OpenRecordScreen())

    def _ask_out(self, everywhere: bool, words: str) -> None:
        label = self.t("sign out everywhere") if everywhere else self.t("sign out here")
        question, choices = leaving.signing_out(self.t, self.session, words, label)
        self.ask(
            question,
            *(Choice(*choice) for choice in choices),
            then=lambda value: self._sign_out(value, everywhere),
            escape=self.t("stay signed in"),
        )

    def _sign_out(self, value: str, everywhere: bool) -> None:
        if value == "out":
            self.do(self.session.sign_out(everywhere), lambda _: self._out(Became()))
        else:
            self.tell(self.t("One moment."))
            self.do(self.session.sign_out_after(Fate(value), everywhere), self._out)

    def _out(self, became: Became) -> None:
        self.shell.became = became  # a shared terminal tells it once the visit has ended
        self.shell.signed_out()
        self.shell.call_after_refresh(self.shell.tell, " ".join(leaving.receipt(self.t, became)))


class ChangeScreen(BaseScreen):
    BINDINGS = bindings("send")
    KEYS = ("send",)
    LABELS = {"send": N_("change it", context="key")}

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Account"), self.t("Another passphrase"))

    def body(self) -> ComposeResult:
        yield Text("", self.t(account.CHANGING), "")
        yield Form(
            [
                Field("old", self.t("Passphrase now"), secret=True),
                Field("new", self.t("New passphrase"), self.session.suggest_passphrase()),
            ]
        )

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self._change(message.values)

    def action_send(self) -> None:
        self._change(self.query_one(Form).values)

    def _change(self, values: dict[str, str]) -> None:
        try:
            if not values["old"]:
                raise BadInput(N_("Please type the passphrase you have now."), field="old")
            check_passphrase(values["new"], field="new")
        except BadInput as problem:
            self.tell(problem.sentence(self.t))
            self.query_one(Form).focus_on(problem.field)
            return
        self.tell(self.t(account.MOMENT))
        self.do(self.session.change_passphrase(values["old"], values["new"]), self._changed, wrong=self._not_changed)

    def _changed(self, _: object) -> None:
        self.shell.go_back()
        self.shell.tell(self.t("The passphrase is changed. Please keep the new one where you can find it."))

    def _not_changed(self, problem: TuigroupError) -> None:
        self.tell(problem.sentence(self.t))
        self.query_one(Form).focus_on("old")


class OpenRecordScreen(BaseScreen):
    """For who signed in by a key. A passphrase that is not the one signs nobody out."""

    BINDINGS = bindings("send")
    KEYS = ("send",)
    LABELS = {"send": N_("open it", context="key")}
    WHY: ClassVar[str] = account.CLOSED

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Account"), self.t("Private record"))

    def body(self) -> ComposeResult:
        sees = [self.t(self.session.sees)] if self.session.sees else []
        yield Text("", self.t(self.WHY), *sees, "")
        yield Form([Field("passphrase", self.t("Passphrase"), secret=True)])

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self._open(message.values)

    def action_send(self) -> None:
        self._open(self.query_one(Form).values)

    def _open(self, values: dict[str, str]) -> None:
        if not values["passphrase"]:
            self.tell(self.t("Please type your passphrase."))
            return
        self.tell(self.t(account.MOMENT))
        self.do(self.session.open_record(values["passphrase"]), self._opened, wrong=self._still_closed)

    def _opened(self, _: object) -> None:
        self.shell.go_back()
        self.shell.tell(self.t(account.OPENED))

    def _still_closed(self, problem: TuigroupError) -> None:
        self.tell(problem.sentence(self.t))
        self.query_one(Form).set_value("passphrase", "")


class AskedRecordScreen(OpenRecordScreen):
    """The same, asked once at the beginning of a visit."""

    LABELS = {**OpenRecordScreen.LABELS, "back": N_("go on without", context="key")}
    WHY = account.ASKED


class NewPhraseScreen(BaseScreen):
    """Another recovery phrase, for who knows the passphrase: the first one may never have been seen, or be lost."""

    BINDINGS = bindings("send")
    KEYS = ("send",)
    LABELS = {"send": N_("make it", context="key")}

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Account"), self.t("New recovery phrase"))

    def body(self) -> ComposeResult:
        yield Text(
            "",
            self.t("The new words are shown next. The old recovery phrase opens nothing any more from then on."),
            "",
        )
        yield Form([Field("passphrase", self.t("Passphrase"), secret=True)])

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self._make(message.values)

    def action_send(self) -> None:
        self._make(self.query_one(Form).values)

    def _make(self, values: dict[str, str]) -> None:
        if not values["passphrase"]:
            self.tell(self.t("Please type your passphrase."))
            return
        self.tell(self.t(account.MOMENT))
        self.do(self.session.new_phrase(values["passphrase"]), self._made)

    def _made(self, phrase: str) -> None:
        self.shell.show_phrase(phrase, self.shell.go_back)


def _choice(key: str, label: str) -> Row:
    return text_row(line((label, "strong")), key=key)
