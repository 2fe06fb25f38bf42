"""How a written meeting stands in its thread's row, and what is said to whose turn it is not. Writes nothing."""

from __future__ import annotations

from tuigroup.wire import rounds
from tuigroup.wire.rounds import Came, Meeting
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage.threads import ThreadRow


def meeting_of(thread: ThreadRow) -> Meeting | None:
    """None for a thread that is no written meeting."""
    return rounds.of_text(thread.meeting) if thread.meeting else None


def not_taken(came: Came) -> Refusal:
    """Why a turn does not stand in the meeting; its words stay with their author."""
    match came:
        case Came.EARLY:
            return Refusal("not-your-turn", "It is not your turn yet. Your words are kept; send them when it is.")
        case Came.AGAIN:
            return Refusal("not-your-turn", "You had your turn in this round. Your words are kept.")
        case Came.APART:
            return Refusal(
                "not-your-turn", "Please come in first, so that there is a turn for you. Your words are kept."
            )
    return Refusal("thread-locked", "The meeting is over, and its record can only be read. Your words are kept.")
