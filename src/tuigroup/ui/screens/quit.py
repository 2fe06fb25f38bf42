"""How leaving looks where something is unsent, or could not be kept: one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup.errors import TuigroupError
from tuigroup.session.ending import Fate
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import leaving

if TYPE_CHECKING:
    from tuigroup.ui.app import TuigroupApp
    from tuigroup.ui.screens.base import BaseScreen

FLUSH_SECONDS = 10.0


def leave_unkept_question(app: TuigroupApp, screen: BaseScreen, problem: TuigroupError) -> None:
    """Something last written or read could not be kept: ask whether to leave all the same."""
    from tuigroup.ui.app import Leaving

    screen.ask(
        app.t("{sentence} If you leave now, what is not saved yet is lost.", sentence=problem.sentence(app.t)),
        Choice("l", app.t("leave all the same"), "leave"),
        then=lambda _: app.exit(Leaving.PLAIN),
        escape=app.t("stay"),
    )


def leave_question(app: TuigroupApp, screen: BaseScreen) -> bool:
    """Where something is unsent: ask what becomes of it, and act on the answer. Whether anything was asked."""
    from tuigroup.ui.app import Leaving

    question, choices = leaving.question(app.t, app.session)
    if not question:
        return False

    async def settle(fate: Fate) -> None:
        app.became = await app.session.settle(fate)
        app.exit(Leaving.PLAIN)

    async def send() -> None:
        if await app.session.engine.flush(FLUSH_SECONDS):
            app.exit(Leaving.PLAIN)
        else:
            screen.tell(leaving.unsent(app.t, app.session))

    def decided(value: str) -> None:
        if value == "leave":
            app.exit(Leaving.PLAIN)
        elif app.session.passing and app.session.lasting and app.session.account:
            screen.tell(app.t("One moment."))
            screen.run_worker(settle(Fate(value)))
        else:
            screen.tell(app.t("Sending..."))
            screen.run_worker(send())

    screen.ask(question, *(Choice(*choice) for choice in choices), then=decided, escape=app.t("stay"))
    return True
