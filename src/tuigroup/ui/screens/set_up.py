"""Setting up a group, for its facilitators: words, access, topics, zone and meetings. Only what changed is sent."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.group_sheet import GroupSheet
from tuigroup.ui.screens.sheet import field_row
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.views import board_settings, group_words
from tuigroup.views.lines import line
from tuigroup.views.sheets import SettingUp
from tuigroup.wire import limits
from tuigroup.wire.ops import BoardIn
from tuigroup.wire.sync import WantGroup

ADD_BOARD = "board+"
MISSING = N_("This group's page is not here yet. It comes when the server has answered.")


class SetUpScreen(GroupSheet):
    LABELS = {
        "open": N_("change", context="key"),
        "send": N_("send the changes", context="key"),
        "discard": N_("discard", context="key"),
    }
    WORDS = N_("Change what you like; it is kept here, and members see it once you send it.")
    form: SettingUp

    def __init__(self, group: int) -> None:
        super().__init__()
        self.group = group
        self.form = SettingUp(self.store, group)

    def crumbs(self) -> tuple[str, ...]:
        record = self.store.groups.get(self.group)
        return (group_words.name(record) if record is not None else self.t("a group"), self.t("Set up"))

    def info(self) -> str:
        if self.form.here and self.form.changed:
            return self.t("not sent yet")
        return self.t("changes wait to be sent") if self.form.waits else ""

    def body(self) -> ComposeResult:
        yield RowList(id="list", empty=self.t(MISSING))

    def on_mount(self) -> None:
        if not self.form.here:
            self.engine.want(WantGroup(g=self.group))

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("groups", "outbox", group=self.group)

    # Boards

    def more(self) -> list[Row]:
        rows = [*super().more(), BLANK, text_row(line((self.t(board_settings.HEADING), "title")))]
        for place, board in enumerate(self.form.boards):
            words = board_settings.words(self.t, board)
            item = None if self.form.fixed(board) else board
            rows.append(field_row(f"board-{place}", self.t("Board"), words, item=item))
        if board_settings.room(self.form.boards):
            rows.append(text_row(line((self.t(board_settings.ADD), "key")), key=ADD_BOARD))
        return rows

    def open_more(self, row: Row) -> None:
        if row.key == ADD_BOARD:
            self.prompt(
                self.t(board_settings.NAME),
                limit=limits.BOARD_TITLE,
                check=self.form.check_board,
                then=self._ask_purpose,
            )
        elif isinstance(row.item, BoardIn):
            self._ask_what(row.item)
        else:
            super().open_more(row)

    def _ask_purpose(self, title: str) -> None:
        choices = [Choice(*choice) for choice in board_settings.purposes(self.t)]
        self.ask(
            self.t(board_settings.PURPOSE),
            *choices,
            then=lambda purpose: self._done(self.form.add_board, title, purpose),
        )

    def _ask_what(self, board: BoardIn) -> None:
        found = board_settings.choices(self.t, board, edited=self.form.edited(board))
        self.ask(
            self.t(board_settings.WHAT),
            *(Choice(*choice) for choice in found),
            then=lambda what: self._about(board, what),
            escape=self.t("leave it as it is"),
        )

    def _about(self, board: BoardIn, what: str) -> None:
        match what:
            case "name":
                self.prompt(
                    self.t(board_settings.NAME),
                    value=board.title,
                    limit=limits.BOARD_TITLE,
                    check=lambda text: self.form.check_board(text, board),
                    then=lambda text: self._done(self.form.rename_board, board, text),
                )
            case "out":
                self._done(self.form.forget_board, board)
            case _:
                self._done(self.form.close_board, board, what == "close")

    def _done(self, act: Callable[..., None], *given: object) -> None:
        act(*given)
        self.fill()

    def load(self) -> None:
        if self.form.here:
            self.form.afresh()
            self.fill()
        else:
            self.query_one(RowList).set_rows([])

    def works(self, name: str) -> bool:
        if name == "send":
            return self.ready and self.form.here and self.form.changed
        return super().works(name)

    def action_send(self) -> None:
        try:
            sent = self.form.send()
        except BadInput as problem:
            self.point_out(problem)
            return
        self.engine.wake()
        self.load()
        if sent:
            self.tell(self.t("On its way. Members see it as soon as the server has it."))
        else:
            self.tell(self.t("Nothing differs from what is there, so nothing was sent."))
