"""Handing a group over: choose the member who runs it from now on, alone or beside you; or who moderates it."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.i18n import N_
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList
from tuigroup.views import group_words, roles
from tuigroup.views.clean import shown_line
from tuigroup.views.facets import fold
from tuigroup.views.lines import Line, between, line, wrap
from tuigroup.wire import limits
from tuigroup.wire.records import MemberRecord

WORDS = N_(
    "Choose who runs the group from now on, or moderates it. They are told here, and you decide whether you stay "
    "beside them."
)
EMPTY = N_("No other member is known here yet. They come with the next update.")


class MembersScreen(BaseScreen):
    BINDINGS = bindings("search")
    KEYS = ("open", "search")
    LABELS = {"open": N_("hand over", context="key"), "search": N_("find", context="key")}

    def __init__(self, group: int) -> None:
        super().__init__()
        self.group = group
        self._text = ""

    def crumbs(self) -> tuple[str, ...]:
        record = self.store.groups.get(self.group)
        return (group_words.name(record) if record is not None else self.t("a group"), self.t("Hand over"))

    def info(self) -> str:
        return self.t('found by "{text}"', text=self._text) if self._text else ""

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("memberships", "outbox", group=self.group)

    def load(self) -> None:
        mine = self.store.groups.membership(self.group)
        own = mine.member if mine is not None else 0
        members = [one for one in self.store.groups.members(self.group) if one.member != own]
        found = [one for one in members if fold(self._text) in fold(shown_line(one.alias))]
        rows: list[Row] = [BLANK, _words(self.t(WORDS)), BLANK]
        rows += [self._row(one) for one in found]
        if not found:
            rows.append(
                _words(self.t('Nobody is called "{text}" here.', text=self._text) if members else self.t(EMPTY))
            )
        self.query_one(RowList).set_rows(rows)
        self.refresh_edges()

    def _row(self, one: MemberRecord) -> Row:
        alias = shown_line(one.alias, limits.ALIAS * 2)
        said = roles.said(self.t, self.store, self.group, one)

        def draw(room: int) -> list[Line]:
            return [between(line((alias, "alias")), line((said, "dim")), min(room, 60))]

        return Row(one.member, draw, item=one)

    def action_search(self) -> None:
        self.prompt(self.t("Whose alias?"), value=self._text, limit=limits.ALIAS, enter=self.t("find"), then=self._find)

    def _find(self, text: str) -> None:
        self._text = shown_line(text)
        self.load()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        one = message.row.item
        if not isinstance(one, MemberRecord):
            return
        alias = shown_line(one.alias, limits.ALIAS * 2)
        self.ask(
            self.t("What shall {alias} do here?", alias=alias),
            *(Choice(*choice) for choice in roles.choices(self.t, self.store, self.group, one)),
            then=lambda how: self._chosen(one, how),
        )

    def _chosen(self, one: MemberRecord, how: str) -> None:
        if how in (roles.OVER, roles.SHARE):
            self._hand_over(one, how == roles.OVER)
        elif self.attempt(actions.name_moderator, self.store, self.group, one.member, how == roles.MODERATE):
            self.load()
            self.tell(self.t(roles.NAMED if how == roles.MODERATE else roles.NO_MORE))

    def _hand_over(self, one: MemberRecord, step_down: bool) -> None:
        if self.attempt(actions.hand_over, self.store, self.group, one.member, step_down) is not None:
            self.load()
            self.tell(self.t("On its way. They run the group as soon as the server has it."))


def _words(text: str) -> Row:
    def draw(room: int) -> list[Line]:
        return [line((found, "dim")) for found in wrap(text, room)]

    return Row(None, draw, 0)
