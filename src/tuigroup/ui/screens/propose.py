"""Proposing a group of one's own: the operator looks at it and opens it, and the proposer is its facilitator."""

from __future__ import annotations

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.ui.screens.group_sheet import GroupSheet
from tuigroup.views.sheets import Proposal


class ProposeScreen(GroupSheet):
    LABELS = {
        "open": N_("change", context="key"),
        "send": N_("propose", context="key"),
        "discard": N_("discard", context="key"),
    }
    WORDS = N_(
        "Name it and say for whom it is; the rest can follow later. The operator looks at every "
        "proposal, and you will be its facilitator. What you fill in is kept here until you send it."
    )

    def __init__(self) -> None:
        super().__init__()
        self.form = Proposal(self.store, timezone=str(getattr(self.zone, "key", "UTC")))

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Directory"), self.t("Propose a group"))

    def action_send(self) -> None:
        try:
            self.form.send()
        except BadInput as problem:
            self.point_out(problem)
            return
        self.engine.wake()
        self.shell.go_back()
        self.shell.tell(self.t("Your proposal is on its way. You hear here when the operator has looked at it."))
