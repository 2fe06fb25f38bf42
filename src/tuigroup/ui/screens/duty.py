"""Saying until when one is there for a group: one key, and one more."""

from __future__ import annotations

from tuigroup import actions
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import duty


def ask_duty(screen: BaseScreen, group: int) -> None:
    def say(value: str) -> None:
        if screen.attempt(actions.say_here, screen.store, group, int(value)) is not None:
            screen.tell(duty.told(screen.t, int(value), screen.zone))

    choices = [Choice(*choice) for choice in duty.choices(screen.t, screen.now, screen.zone)]
    screen.ask(screen.t("Until when are you here for this group?"), *choices, then=say)
