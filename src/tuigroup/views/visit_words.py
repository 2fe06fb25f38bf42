"""What is said of a visit's clock, on screens and in lines."""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import N_

CLOSING: Final = N_(
    "This visit ends in about two minutes. What you wrote is kept: what is finished is sent, the rest is sealed for "
    "you."
)
STILL_THERE: Final = N_("Are you still there? In {count} seconds the visit ends and the screen is cleared.")
SEALED: Final = N_("What you wrote is sent if it was finished, or sealed in your private record.")
ANY_KEY: Final = N_("Any key goes on.")
GO_ON_TYPING: Final = N_("Enter goes on.")
