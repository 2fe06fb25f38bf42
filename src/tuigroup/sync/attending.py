"""Whether somebody is in a written meeting whose turns are minutes: then news are wanted as they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuigroup.late import Late
from tuigroup.store import Store

if TYPE_CHECKING:
    from tuigroup.wire import rounds
else:
    rounds = Late("tuigroup.wire.rounds")

LIVE: Final = 4 * 60  # minutes that such a meeting lasts at most; over a longer one nobody sits there
AFTER: Final = 15  # minutes in which the server says that it is over


def in_live_meeting(store: Store) -> bool:
    now = store.now_min()
    for row in store.threads.meetings():
        meeting = rounds.of_text(row.meeting)
        mine = store.groups.membership(row.group)
        on = meeting.plan.opens <= now < meeting.plan.ends + AFTER
        if on and meeting.plan.length <= LIVE and mine is not None and meeting.seat(mine.member) is not None:
            return True
    return False
