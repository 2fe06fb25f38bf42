"""Setting up a group, for its facilitators: words, access, topics, zone and meetings. Only what changed is sent."""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.group_sheet import GroupSheet
from tuigroup.ui.widgets.rowlist import RowList
from tuigroup.views import group_words
from tuigroup.views.sheets import SettingUp
from tuigroup.wire.sync import WantGroup

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
