"""What a person is told about the line: a state, since when, what waits, one sentence. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from tuigroup.i18n import N_

State = Literal["online", "offline", "connecting", "paused"]
Reason = Literal["", "chosen", "signed-out", "stopped"]

ONLINE: Final = N_("The line is up.")
CONNECTING: Final = N_("Asking the server.")
CHOSEN: Final = N_("The line is not used now, as you chose. What you write waits here.")
BUNDLE: Final = N_("This is a bundle: there is no line, and nothing more comes.")
SIGNED_OUT: Final = N_("Your sign-in has ended. What you wrote is kept here. Please sign in again.")


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """``since`` is in seconds; ``waiting`` counts what is in the outbox; ``up`` and ``down`` are this run's bytes.

    ``reason`` says why a line is paused: the member chose it, the session ended, or going on could do harm.
    ``coming`` is about how many bytes are still to come, ``asks`` whether they wait for the member's word;
    ``listening`` says that a second line is open for news.
    """

    state: State
    since: float
    waiting: int
    up: int
    down: int
    sentence: str
    reason: Reason = ""
    coming: int = 0
    asks: bool = False
    listening: bool = False
