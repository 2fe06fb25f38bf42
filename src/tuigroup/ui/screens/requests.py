"""Who asks to join, for facilitators: a word from each, and an answer with a word back."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.views import group_words
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.lines import Line, between, line, wrap
from tuigroup.views.times import ago
from tuigroup.wire import limits
from tuigroup.wire.ops import AnswerRequest
from tuigroup.wire.records import JoinRequestRecord
from tuigroup.wire.words import Standing

NOBODY = N_("Nobody asks to join at the moment.")


class RequestsScreen(BaseScreen):
    BINDINGS = bindings("admit", "decline", "update")
    KEYS = ("admit", "decline", "update")

    def __init__(self, group: int) -> None:
        super().__init__()
        self.group = group

    def crumbs(self) -> tuple[str, ...]:
        record = self.store.groups.get(self.group)
        return (group_words.name(record) if record is not None else self.t("a group"), self.t("Who asks to join"))

    def info(self) -> str:
        waiting = len(self._by_standing()[0])
        return self.t.plural("{count} waits", "{count} wait", waiting)

    def body(self) -> ComposeResult:
        yield RowList(id="list", empty=self.t(NOBODY))

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("memberships", "outbox", group=self.group)

    def _by_standing(self) -> tuple[list[JoinRequestRecord], list[JoinRequestRecord]]:
        """Those who wait, and those answered here whose answer is still on its way."""
        found = self.store.groups.join_requests(self.group)
        rows = self.store.outbox.rows()
        unsent = {row.op.member for row in rows if isinstance(row.op, AnswerRequest) and row.group == self.group}
        waiting = [one for one in found if one.standing is Standing.REQUESTED]
        return waiting, [one for one in found if one.standing is not Standing.REQUESTED and one.member in unsent]

    def load(self) -> None:
        waiting, answered = self._by_standing()
        rows: list[Row] = [BLANK]
        for one in waiting:
            rows += [self._row(one, ""), BLANK]
        if not waiting:
            rows += [text_row(line((self.t(NOBODY), "dim"))), BLANK]
        if answered:
            rows.append(text_row(line((self.t("Answered, waiting to be sent"), "title"))))
        for one in answered:
            said = self.t("let in") if one.standing is Standing.ACTIVE else self.t("declined")
            rows.append(self._row(one, said))
        self.query_one(RowList).set_rows(rows)
        self.refresh_bindings()
        self.refresh_edges()

    def _row(self, one: JoinRequestRecord, answered: str) -> Row:
        alias, word = shown_line(one.alias, limits.ALIAS * 2), shown(one.word, limits.WORD * 2)
        when = answered or ago(self.t, one.at, self.now)

        def draw(room: int) -> list[Line]:
            head = between(line((alias, "alias")), line((when, "dim")), room)
            if answered:
                return [head]
            text = wrap(word, room - 2) if word else [self.t("no word with it")]
            return [head, *(line("  ", (part, "" if word else "dim")) for part in text)]

        return Row(None if answered else one.member, draw, 0, one)

    @property
    def selected(self) -> JoinRequestRecord | None:
        row = self.query_one(RowList).row if self.ready else None
        return row.item if row is not None and isinstance(row.item, JoinRequestRecord) else None

    def works(self, name: str) -> bool:
        return name not in ("admit", "decline") or self.selected is not None

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        if self.selected is not None:
            self.tell(self.t("a lets them in, d declines; each with a word back."))

    def action_admit(self) -> None:
        self._ask(admit=True)

    def action_decline(self) -> None:
        self._ask(admit=False)

    def action_update(self) -> None:
        self.engine.wake()
        self.tell(self.t("Asking the server."))

    def _ask(self, *, admit: bool) -> None:
        one = self.selected
        if one is None:
            return
        alias = shown_line(one.alias, limits.ALIAS * 2)
        question = self.t("Let {alias} in. A word of welcome; it may be empty.", alias=alias)
        if not admit:
            question = self.t(
                "Decline {alias}. A kind word why, and where else to look, helps; it may be empty.", alias=alias
            )
        self.prompt(
            question,
            limit=limits.WORD,
            enter=self.t("let in") if admit else self.t("decline"),
            then=lambda word: self._answer(one, admit, word),
        )

    def _answer(self, one: JoinRequestRecord, admit: bool, word: str) -> None:
        if self.attempt(actions.answer_request, self.store, self.group, one.member, admit, word) is not None:
            self.load()
            self.tell(self.t("Your answer is on its way."))
