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


def in_live_meeting(store: Store) -> bool:
    now = store.now_min()
    for row in store.threads.meetings():
        meeting = rounds.settle(rounds.of_text(row.meeting), now)
        mine = store.groups.membership(row.group)
        begun = not meeting.over and meeting.step is not rounds.Step.ANNOUNCED
        if begun and meeting.plan.length <= LIVE and mine is not None and meeting.seat(mine.member) is not None:
            return True
    return False
