"""How a written meeting stands in its thread's row, and what is said to whose turn it is not. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tuigroup.wire import rounds
from tuigroup.wire.rounds import Came, Meeting
from tuigroup_server.storage.threads import ThreadRow

# A key of wire.problems and the sentence; the words themselves stay with their author.
SAID: Final[Mapping[Came, tuple[str, str]]] = MappingProxyType(
    {
        Came.EARLY: ("not-your-turn", "It is not your turn yet. Your words are kept; send them when it is."),
        Came.AGAIN: ("not-your-turn", "You had your turn in this round. Your words are kept."),
        Came.APART: ("not-your-turn", "Please come in first, so that there is a turn for you. Your words are kept."),
        Came.CLOSED: ("thread-locked", "The meeting is over, and its record can only be read. Your words are kept."),
    }
)


def meeting_of(thread: ThreadRow) -> Meeting | None:
    """None for a thread that is no written meeting."""
    return rounds.of_text(thread.meeting) if thread.meeting else None
