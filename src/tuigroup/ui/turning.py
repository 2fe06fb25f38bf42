"""Whose turn it is in a written meeting, told on whatever screen is in front, once a turn; nothing blinks or rings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuigroup.late import Late

if TYPE_CHECKING:
    from tuigroup.ui.app import TuigroupApp
    from tuigroup.views import written_meetings
else:
    written_meetings = Late("tuigroup.views.written_meetings")

CONCERNS: Final = frozenset({"threads"})


class Turning:
    """``again`` looks anew; call it when what it depends on may have changed."""

    def __init__(self, app: TuigroupApp) -> None:
        self._app = app
        self._told: dict[tuple[int, int], tuple[int, int]] = {}

    def again(self) -> None:
        app, store = self._app, self._app.session.store
        if not store.threads.meetings():
            self._told = {}
            return
        stands = dict(written_meetings.stands(store))
        fresh = [place for place in stands if self._told.get(place) != stands[place]]
        self._told = stands
        for row in written_meetings.mine_now(store, fresh):
            if app.front is None or not app.front.reads(row.group, row.ref):
                app.tell(written_meetings.your_turn(app.t, row))
