"""Making an account: a name and a passphrase are proposed; the recovery phrase is shown once and asked back.

Neither is ever stored, logged or sent by a screen: they go to the session and are forgotten.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult

from tuigroup.errors import BadInput, TuigroupError
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.staying import AsksStays
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.form import Field, Form, Text
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import account
from tuigroup.views.checks import check_name, check_passphrase
from tuigroup.views.lines import Paragraph, line

LEAST_PASSPHRASE = 12

PROPOSALS = N_("Both are proposals: keep them or write your own. Please put them where you can find them again.")


class CreateScreen(AsksStays):
    """``group`` is what somebody wanted to join: there they go on."""

    BINDINGS = bindings("send")
    KEYS = ("send", "stays")
    LABELS = {"send": N_("make the account", context="key")}

    def __init__(self, group: int = 0) -> None:
        super().__init__()
        self._group = group

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Welcome"), self.t("New account"))

    def body(self) -> ComposeResult:
        yield Text("", account.creating(self.t, self.session.sees, PROPOSALS), "")
        if self.shell.public:
            yield Text(self.shell.public, "", style="warn")
        yield Form(
            [
                Field("name", self.t("Sign-in name"), self.session.suggest_name(), limit=40),
                Field("passphrase", self.t("Passphrase"), self.session.suggest_passphrase()),
            ]
        )
        yield Text("", self.t("Enter on the last line makes the account."), style="dim")
        yield self.stays_text()

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self._make(message.values)

    def action_send(self) -> None:
        self._make(self.query_one(Form).values)

    def _make(self, values: dict[str, str]) -> None:
        try:
            check_name(values["name"])
            check_passphrase(values["passphrase"])
        except BadInput as problem:
            self.tell(problem.sentence(self.t))
            self.query_one(Form).focus_on(problem.field)
            return
        self.tell(self.t("Making the account. The passphrase is stretched here first, which takes a moment."))
        name, passphrase = values["name"].lower(), values["passphrase"]

        def made(phrase: str) -> None:
            home = partial(self.shell.home, self._group, join=True)
            self.shell.show_phrase(phrase, home, name=name, passphrase=passphrase)

        self.do(self.session.create_account(name, passphrase), made, wrong=self._not_made)

    def _not_made(self, problem: TuigroupError) -> None:
        self.tell(problem.sentence(self.t))
        self.query_one(Form).focus_on("name")


class PhraseScreen(BaseScreen):
    """Shows a recovery phrase, then asks one word of it back; ``then`` is called when that is done.

    While something else is in front, such as the question, the words are covered.
    """

    BINDINGS = bindings("open")
    KEYS: ClassVar[tuple[str, ...]] = ("open",)
    LABELS: ClassVar[dict[str, str]] = {"open": N_("I have written it down", context="key")}

    def __init__(self, phrase: str, then: Callable[[], Any], *, pick: Callable[[int], int] = secrets.randbelow) -> None:
        super().__init__()
        self.words = phrase.split()
        self._then = then
        self._place = pick(len(self.words)) if self.words else 0

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Your recovery phrase"),)

    def body(self) -> ComposeResult:
        yield Reader(id="text")

    def load(self) -> None:
        self._show(self.words)

    def on_screen_suspend(self) -> None:
        self._show(["." * len(word) for word in self.words])

    def on_screen_resume(self) -> None:
        self._show(self.words)

    def _show(self, words: list[str]) -> None:
        if self.ready:
            self.query_one(Reader).set_paragraphs(self.text(words))

    def text(self, words: list[str]) -> list[Paragraph]:
        """What is shown; ``words`` are the phrase's, or dots in their place."""
        text = [
            Paragraph(()),
            Paragraph(
                line(
                    self.t(
                        "If you ever forget your passphrase, these words are the only way back into the account. They "
                        "are shown once, now. Write them on paper and keep it where only you look."
                    )
                )
            ),
            Paragraph(()),
        ]
        for start in range(0, len(words), 4):
            part = words[start : start + 4]
            text.append(Paragraph(line(*((f"{start + i + 1:>3} {word:<10}", "strong") for i, word in enumerate(part)))))
        text += [
            Paragraph(()),
            Paragraph(line(self.t("Enter when they are written down. One of them is asked back, to be sure."))),
        ]
        return text

    def action_open(self) -> None:
        self.prompt(
            self.t("Which is word number {number}?", number=self._place + 1),
            check=self._check,
            limit=40,
            then=lambda _: self._written(),
        )

    def _written(self) -> None:
        self.store.marks.set_phrase(written=True)
        self._then()

    def _check(self, answer: str) -> None:
        if answer.strip().lower() != self.words[self._place].lower():
            raise BadInput(
                N_("That is not word number {number}.", number=self._place + 1),
                todo=N_("Esc shows the words again; nothing is lost."),
            )

    def action_back(self) -> None:
        self.ask(
            self.t("Without these words a forgotten passphrase can't be replaced by anyone."),
            Choice("g", self.t("go on without writing them down"), "go"),
            then=lambda _: self._then(),
            escape=self.t("stay here"),
        )
