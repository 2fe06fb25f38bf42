"""Taking everything along, and leaving for good: what it means, the choice, and the passphrase again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from tuigroup.errors import BadInput, TuigroupError
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.form import Field, Form, Text
from tuigroup.ui.widgets.rowlist import Row, RowList, text_row
from tuigroup.views import account, farewell, taking
from tuigroup.views.lines import Line, line, wrap
from tuigroup.wire.leaving import Leaving, PostsFate


class ExportScreen(BaseScreen):
    BINDINGS = bindings("send")
    KEYS = ("send",)
    LABELS = {"send": N_("write the files", context="key")}

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Account"), self.t("Take everything along"))

    def works(self, name: str) -> bool:
        return name != "send" or self.session.disk

    def body(self) -> ComposeResult:
        if not self.session.disk:
            yield Text("", self.t(taking.NO_DISK))
            return
        closed = [self.t(taking.CLOSED), ""] if self.session.record_closed else []
        yield Text("", self.t(taking.ABOUT), "", self.t(taking.READABLE), "", *closed, self.t(taking.WHERE), "")
        yield Form([Field("folder", self.t("Folder"), taking.proposed(self.now, self.zone))])

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self._take(message.values)

    def action_send(self) -> None:
        self._take(self.query_one(Form).values)

    def _take(self, values: dict[str, str]) -> None:
        self.tell(self.t("One moment: the server is asked for what it has of yours."))

        def write(document: dict[str, Any]) -> None:
            try:
                self._written(taking.write(values["folder"], document, self.t, self.zone))
            except BadInput as problem:
                self.tell(problem.sentence(self.t))
                self.query_one(Form).focus_on("folder")

        self.do(self.session.take_along(), write)

    def _written(self, place: Path) -> None:
        self.shell.go_back()
        self.shell.tell(taking.written(self.t, place))


class FarewellScreen(BaseScreen):
    """What happens when, above the choices; nothing happens before the passphrase."""

    KEYS = ("open", "quick_exit")

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Account"), self.t("Leave for good"))

    def load(self) -> None:
        words = farewell.words(self.t, self.session, self.now, self.zone)

        def draw(room: int) -> list[Line]:
            return [line(found) for text in words for found in ["", *wrap(text, room)]] + [line("")]

        self.query_one(RowList).set_rows(
            [
                _choice("export", self.t(farewell.EXPORT_FIRST)),
                _choice("erase", self.t(farewell.ERASE)),
                _choice("keep", self.t(farewell.KEEP)),
                Row(None, draw, 0),
            ]
        )

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        match message.row.key:
            case "export":
                self.open("export")
            case "erase":
                self._confirm(PostsFate.ERASE)
            case "keep":
                self._confirm(PostsFate.KEEP)

    def _confirm(self, posts: PostsFate) -> None:
        """The passphrase is what says that they mean it."""

        def leave(passphrase: str) -> None:
            if not passphrase:
                self.tell(self.t("Nothing was done."))
                return
            self.tell(self.t(account.MOMENT))
            self.do(self.session.leave_for_good(passphrase, posts), self._left, wrong=self._wrong)

        chosen = self.t(farewell.ERASE if posts is PostsFate.ERASE else farewell.KEEP)
        question = f"{chosen}. {self.t(farewell.PASSPHRASE)}"
        self.prompt(question, secret=True, enter=self.t("leave for good"), then=leave)

    def _left(self, said: Leaving) -> None:
        self.shell.signed_out()
        self.shell.call_after_refresh(self.shell.tell, farewell.asked(self.t, said, self.zone))

    def _wrong(self, problem: TuigroupError) -> None:
        self.tell(problem.sentence(self.t))


def ask_to_stay(screen: BaseScreen) -> None:
    """To who came to an account that is to be erased: one key, and it is not."""
    said, session = screen.session.leaving, screen.session
    if said is None:
        return

    def answered(value: str | None) -> None:
        if value:
            screen.do(session.stay(), stayed)
        else:
            screen.do(session.let_go())
            screen.tell(farewell.gone(screen.t, said, screen.zone))

    def stayed(_: object) -> None:
        screen.shell.home()
        screen.shell.call_after_refresh(screen.shell.tell, screen.t(farewell.STAYED))

    screen.ask_either(
        farewell.question(screen.t, said, screen.zone),
        Choice("s", screen.t("stay: nothing is erased"), "stay"),
        then=answered,
        escape=screen.t("it stays as I asked"),
    )


def _choice(key: str, label: str) -> Row:
    return text_row(line((label, "strong")), key=key)
