"""One check-in: a word, a note, what helped. Each change is on disk at once; nothing is sent to anybody."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.i18n import N_
from tuigroup.store.check_ins import HELPED, MOST_HELPED, NOTE, CheckIn
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.own import OwnScreen
from tuigroup.ui.screens.sheet import LongTextScreen, field_row
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.rowlist import BLANK, RowList, text_row
from tuigroup.ui.widgets.thread_row import words_row
from tuigroup.views import check_ins as words


class CheckInScreen(OwnScreen):
    BINDINGS = bindings("share", "erase")
    KEYS = ("open", "share", "erase")
    LABELS = {"open": N_("change", context="key")}

    def __init__(self, id: str) -> None:
        super().__init__()
        self.check_in_id = id

    def crumbs(self) -> tuple[str, ...]:
        one = self._one()
        day = words.when(self.t, one.day, self.today) if one is not None else ""
        return (self.t("Check-ins and goals"), *([day] if day else []))

    def body(self) -> ComposeResult:
        yield RowList(id="list")

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("marks")

    def works(self, name: str) -> bool:
        return self._one() is not None if name in ("share", "erase") else True

    def _one(self) -> CheckIn | None:
        return self.store.check_ins.get(self.check_in_id)

    def load(self) -> None:
        one = self._one()
        if one is None:
            gone = self.t("This is not here any more: it was erased, perhaps on another machine of yours.")
            self.query_one(RowList).set_rows([BLANK, words_row(gone)])
            return
        rows = [
            BLANK,
            field_row("mood", self.t("How"), words.mood(self.t, one.mood)),
            field_row("note", self.t("Note"), one.note),
            field_row("helped", self.t("Helped"), ", ".join(one.helped)),
            BLANK,
            text_row(self.t("Share it with a group; you see it first"), key="share"),
            BLANK,
            words_row(words.where_kept(self.t, self.session)),
        ]
        self.query_one(RowList).set_rows(rows)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        one = self._one()
        if one is None:
            return
        match message.row.key:
            case "mood":
                self.ask_mood(lambda mood: self._change(mood=mood))
            case "note":
                put = lambda text: self._change(note=text)  # noqa: E731
                self.app.push_screen(LongTextScreen(self.t("Note"), self.t(words.ASK_NOTE), one.note, NOTE, put))
            case "helped":
                self.prompt(
                    words.ask_helped(self.t, self.store),
                    value=", ".join(one.helped),
                    limit=(HELPED + 2) * MOST_HELPED,
                    then=lambda text: self._change(helped=words.parse_helped(text)),
                    enter=N_("keep"),
                )
            case "share":
                self.action_share()

    def _change(self, *, mood: int = 0, note: str | None = None, helped: list[str] | None = None) -> None:
        one = self.write(self.store.check_ins.change, self.check_in_id, mood=mood, note=note, helped=helped)
        if one is not None:
            self.check_in_id = one.id
            self.load()

    def action_share(self) -> None:
        one = self._one()
        if one is not None:
            self.share_with(self.sharer(one))

    def action_erase(self) -> None:
        self.ask(
            self.t(words.ERASE_CHECK_IN),
            Choice("e", self.t("erase it"), "erase"),
            then=lambda _: self._erase(),
            escape=self.t("keep it"),
        )

    def _erase(self) -> None:
        self.write(self.store.check_ins.erase, self.check_in_id)
        self.shell.go_back()
        self.shell.tell(self.t("Erased, here and on your other machines."))
