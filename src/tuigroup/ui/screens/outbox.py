"""What waits to be sent, and how much data was used: by kind, in this session and this month."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.i18n import Translator
from tuigroup.store.rows import OutboxRow
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.reader import Reader
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.views import drafting, unsent, usage
from tuigroup.views.lines import Line, between, cut, line, wrap
from tuigroup.views.times import stamp

NAMES, NARROW_NAMES, NARROW = 26, 19, 9


class OutboxScreen(BaseScreen):
    BINDINGS = bindings("retry", "edit", "withdraw", "update", "offline")
    KEYS = ("retry", "edit", "withdraw", "update", "offline")

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("To send, and data used"),)

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def side(self) -> ComposeResult:
        yield Reader(id="used")

    def works(self, name: str) -> bool:
        row = self._row() if self.ready else None
        match name:
            case "retry":
                return row is not None and row.state == "refused"
            case "withdraw":
                return row is not None and row.state != "sending"
            case "edit":
                return row is not None and row.state != "sending" and row.op.op in drafting.CHANGEABLE
            case "open":
                return False
            case _:
                return True

    def load(self) -> None:
        waiting = self.store.outbox.rows()
        status = self.engine.status()
        rows: list[Row] = [BLANK]
        if not waiting:
            rows.append(text_row(self.t("Nothing waits to be sent.")))
        rows += [self._waiting(row) for row in waiting]
        words, used = self.t(status.sentence) or status.state, self._used()
        if status.listening:
            words += " " + self.t("A second line is open for news.")
        if status.coming:
            words += " " + self.t("About {amount} is still to come.", amount=self.t.size(status.coming))
        rows += [BLANK, Row(None, lambda room: [line((self.t("The line"), "title")), *map(line, wrap(words, room))], 0)]
        if not self.wide:
            rows += [BLANK, *(text_row(of) for of in used)]
        self.query_one(RowList).set_rows(rows)
        self.query_one(Reader).set_lines([(), *used])

    def on_resize(self, event: events.Resize) -> None:
        if self.ready:
            self.load()

    def on_link_changed(self, message: LinkChanged) -> None:
        super().on_link_changed(message)
        self.load()

    def _waiting(self, row: OutboxRow) -> Row:
        words, style = unsent.what(self.t, self.store, row), "warn" if row.state == "refused" else ""
        state = unsent.state(self.t, row, self.now, self.zone, online=self.engine.status().state == "online")
        if row.state == "refused":
            state = self.t("{detail} It is kept here: r sends it again, e changes it, x takes it back.", detail=state)
        when, begins = stamp(self.t, row.created, self.now, self.zone), unsent.beginning(row)

        def draw(room: int) -> list[Line]:
            return [
                between(line((words, "strong")), line((when, "dim")), room),
                *([cut(line(f"  {begins}"), room)] if begins else []),
                *(line((f"  {found}", style)) for found in wrap(state, room - 2)),
            ]

        return Row(row.key, draw, 0, row)

    def _used(self) -> list[Line]:
        """Bytes by kind, a line each; on a wide terminal in a pane of half the width."""
        session, month = self.store.usage.session(), self.store.usage.month()
        names, columns = (NARROW_NAMES, NARROW) if self.wide else (NAMES, 24)
        session_head, month_head = (
            (self.t("session"), self.t("month")) if self.wide else (self.t("this session"), self.t("this month"))
        )
        heads = f"{session_head:>{columns}}{month_head:>{columns}}"
        lines = [line((self.t("Data used").ljust(names), "title"), (heads, "dim"))]
        for name, *parts in usage.in_order(session, month):
            lines.append(_usage(self.t, self.t(name), *parts, narrow=self.wide))
        sums = usage.total(session), usage.total(month)
        return [*lines, _usage(self.t, self.t("all together"), *sums, narrow=self.wide)]

    def _row(self) -> OutboxRow | None:
        row = self.query_one(RowList).row
        return row.item if row is not None else None

    # What a member does

    def action_retry(self) -> None:
        row = self._row()
        if row is not None:
            self.attempt(actions.retry, self.store, row.key)
            self.tell(self.t("It goes out with the next exchange."))

    def action_withdraw(self) -> None:
        row = self._row()
        if row is None:
            return
        self.ask(
            self.t("Take it back? What you wrote will be gone."),
            Choice("y", self.t("yes, take it back"), row.key),
            then=self._withdraw,
            escape=self.t("keep it"),
        )

    def _withdraw(self, key: str) -> None:
        try:
            actions.withdraw(self.store, key)
        except BadInput as problem:
            self.tell(problem.sentence(self.t))
        else:
            self.tell(self.t("Taken back."))

    def action_edit(self) -> None:
        row = self._row()
        if row is not None and row.op.op in drafting.CHANGEABLE:
            self.open("compose", draft=drafting.for_unsent(row))

    def action_update(self) -> None:
        self.engine.wake()
        self.tell(self.t("Asking the server."))

    def action_offline(self) -> None:
        self.tell(self.shell.switch_line())


def _usage(t: Translator, name: str, session: usage.UpDown, month: usage.UpDown, *, narrow: bool) -> Line:
    """A row of the table of data used; ``narrow`` gives one sum instead of up and down."""
    if narrow:
        parts = "".join(f"{t.size(up + down):>{NARROW}}" for up, down in (session, month))
        return line(name.ljust(NARROW_NAMES), parts)
    both = (t("{up} up, {down} down", up=t.size(up), down=t.size(down)) for up, down in (session, month))
    parts = "".join(f"{found:>24}" for found in both)
    return line(name.ljust(NAMES), parts)
