"""Joining a group: its guidelines first, then an alias, and a word or a code where the group asks for one.

Nothing is sent before the member has seen the guidelines and named an alias; what is typed stays on the
screen when something about it can't be used.
"""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.group import GroupScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.form import Field, Form, Text
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import group_page, group_words, standing
from tuigroup.views.lines import Paragraph, line
from tuigroup.wire import limits
from tuigroup.wire.records import GroupRecord
from tuigroup.wire.sync import WantGroup
from tuigroup.wire.words import Access


class JoinScreen(BaseScreen):
    BINDINGS = bindings("open", "send")
    KEYS = ("open", "send")
    LABELS = {"open": N_("I agree, go on", context="key"), "send": N_("join", context="key")}
    AUTO_FOCUS = "Reader"

    def __init__(self, group: int) -> None:
        super().__init__()
        self.group = group
        self._agreed = False

    def crumbs(self) -> tuple[str, ...]:
        record = self._record
        return (group_words.name(record) if record is not None else self.t("a group"), self.t("Join"))

    def body(self) -> ComposeResult:
        yield Reader(id="guidelines")
        with Form(self._fields(), id="form") as form:
            form.display = False
        words = Text(id="words", style="dim")
        words.display = False
        yield words

    @property
    def _record(self) -> GroupRecord | None:
        return self.store.groups.get(self.group)

    @property
    def _access(self) -> Access:
        record = self._record
        return record.access if record is not None else Access.OPEN

    def _fields(self) -> list[Field]:
        before = standing.coming_back(self.t, self.store, self.group)
        hint = " ".join(filter(None, [self.t(standing.ALIAS_HINT), before]))
        fields = [Field("alias", self.t("Alias"), hint=hint, limit=limits.ALIAS)]
        match self._access:
            case Access.REQUEST:
                fields.append(Field("word", self.t("A word"), hint=standing.WORD_HINT, limit=limits.WORD))
            case Access.INVITE:
                fields.append(Field("code", self.t("Code"), hint=self.t("The code that you were given."), limit=64))
        return fields

    def _key_label(self, name: str) -> str:
        detail = self.store.groups.page(self.group)
        if name == "open" and detail is not None and not detail.guidelines.strip():
            return self.t("go on", context="key")
        if name == "send" and self._access is Access.REQUEST:
            return self.t("ask to join", context="key")
        return super()._key_label(name)

    # What is drawn

    def on_mount(self) -> None:
        if self.store.groups.page(self.group) is None:
            self.engine.want(WantGroup(g=self.group))

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("groups", group=self.group)

    def on_link_changed(self, message: LinkChanged) -> None:
        self.load()

    def load(self) -> None:
        if self._agreed:
            return
        detail = self.store.groups.page(self.group)
        if detail is None:
            status = self.engine.status()
            offline = status.state in ("offline", "paused")
            text = self.t("This group's guidelines are not here yet, and you should see them before you join.")
            more = (
                self.t("{sentence} They come when it is back.", sentence=self.t(status.sentence))
                if offline
                else self.t("Asking the server.")
            )
            self.query_one(Reader).set_lines(["", text, "", more])
        else:
            self.query_one(Reader).set_paragraphs(self._text(group_page.guidelines(self.t, detail)))
        self.refresh_bindings()

    def _text(self, guidelines: list[Paragraph]) -> list[Paragraph]:
        full = self._record is not None and self._record.full
        words = Paragraph(line((self.t(standing.FULL), "warn")))
        first = [Paragraph(()), words] if full else []
        if not guidelines:
            none = self.t("This group has written no guidelines. Enter goes on.")
            return [*first, Paragraph(()), Paragraph(line(none))]
        agree = self.t("Enter says that you will keep to them, and goes on to your alias.")
        return [*first, *guidelines, Paragraph(()), Paragraph(line((agree, "strong")))]

    def works(self, name: str) -> bool:
        match name:
            case "open":
                return not self._agreed and self.ready and self.store.groups.page(self.group) is not None
            case "send":
                return self._agreed
        return True

    # What a member does

    def action_open(self) -> None:
        if not self.query_one(Reader).at_end:
            self.query_one(Reader).action_page_down()
            return
        self._agreed = True
        form, words = self.query_one(Form), self.query_one("#words", Text)
        self.query_one(Reader).display = False
        form.display = words.display = True
        words.say(*self._after())
        form.focus_on("alias")
        self.refresh_bindings()

    def _after(self) -> list[str]:
        status = self.engine.status()
        text = {
            Access.OPEN: self.t("Enter on the last line joins. You can leave again at any time."),
            Access.REQUEST: self.t("Enter on the last line asks to join. A facilitator reads it and answers you here."),
            Access.INVITE: self.t("Enter on the last line joins, when the code is right."),
        }[self._access]
        offline = [
            self.t("{sentence} It waits here and goes out when the line is back.", sentence=self.t(status.sentence))
        ]
        return ["", text, *(offline if status.state in ("offline", "paused") else [])]

    def on_form_submitted(self, message: Form.Submitted) -> None:
        self._check(message.values)

    def action_send(self) -> None:
        self._check(self.query_one(Form).values)

    def _check(self, values: dict[str, str]) -> None:
        elsewhere = standing.used_elsewhere(self.t, self.store, self.group, values["alias"])
        if not elsewhere:
            self._join(values)
            return
        self.ask(
            self.t(
                "You have this alias, or one like it, in {elsewhere} too. Who is in both could guess that it is you.",
                elsewhere=elsewhere,
            ),
            Choice("k", self.t("keep it"), "keep"),
            then=lambda _: self._join(values),
            escape=self.t("choose another"),
        )

    def _join(self, values: dict[str, str]) -> None:
        try:
            actions.join(self.store, self.group, values["alias"], values.get("word", ""), values.get("code", ""))
        except BadInput as problem:
            self.tell(problem.sentence(self.t))
            self.query_one(Form).focus_on(problem.field if problem.field in values else "alias")
            return
        self.engine.wake()
        self._done()

    def _done(self) -> None:
        below = self.app.screen_stack[-2] if len(self.app.screen_stack) > 1 else None
        if isinstance(below, GroupScreen) and below.group == self.group:
            below.has_asked()
            self.shell.go_back()
        else:
            self.shell.replace("group", group=self.group, joining=True)

    def action_back(self) -> None:
        if not self._agreed:
            super().action_back()
            return
        self._agreed = False
        self.query_one(Form).display = self.query_one("#words", Text).display = False
        self.query_one(Reader).display = True
        self.query_one(Reader).focus()
        self.load()
