"""Reminders of meetings while the program runs: a line above the keys when the time has come, and nothing before it.

One timer, set for the next reminder of the day, or none; it draws nothing until then and rings no bell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.timer import Timer

from tuigroup.ui.messages import StoreChanged
from tuigroup.views import reminders

if TYPE_CHECKING:
    from tuigroup.ui.app import TuigroupApp

CONCERNS: Final = frozenset({"groups", "memberships", "marks", "settings"})


class Reminding:
    """``again`` looks anew at when the next one is due; call it when what it depends on may have changed."""

    def __init__(self, app: TuigroupApp) -> None:
        self._app = app
        self._timer: Timer | None = None
        self._moment = 0

    def again(self) -> None:
        store = self._app.session.store
        moment = reminders.next_moment(store, store.now_min())
        if moment == self._moment and self._timer is not None:
            return
        if self._timer is not None:
            self._timer.stop()
        self._moment, self._timer = moment, None
        if moment:
            seconds = max(1, (moment - store.now_min()) * 60)
            self._timer = self._app.set_timer(seconds, self._due)

    def _due(self) -> None:
        app, moment = self._app, self._moment
        store = app.session.store
        self._moment, self._timer = 0, None
        now = max(store.now_min(), moment)
        fresh = [one for one in reminders.due(store, now) if one.at.start - reminders.minutes(store) == moment]
        fresh = [one for one in fresh if reminders.speaks(store, one)]
        app.pass_on(StoreChanged(frozenset({"groups"})))
        if fresh:
            app.tell(" ".join(reminders.words(app.t, store, one, now, app.zone) for one in fresh))
        self.again()
