"""What a shared terminal says of a visit that ended: why, what became of unsent writing, and what was cleared.

Numbers and our own words only: the next person reads it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tuigroup.i18n import N_, Translator
from tuigroup.session.ending import Became
from tuigroup.views import leaving

WHY: Final = {
    "key": N_("The visit has ended."),
    "idle": N_("The visit has ended: no key was pressed for a while."),
    "clock": N_("The visit has ended: its time was up."),
    "signal": N_("The visit was ended from outside."),
    "crash": N_("The visit ended by a fault of ours. We are sorry."),
    "cut": N_("The visit was cut off. What was not sent or sealed before is gone."),
}
CLEARED: Final = N_(
    "Cleared: the screen and what could be scrolled back to, the window's title, the clipboard, and everything that "
    "was in memory. Nothing was written to this machine."
)
SIGNED_OUT: Final = N_("Signed out at the server.")
WILL_END: Final = N_(
    "The server could not be told yet that the sign-in ended. It is told as soon as the line is back; in any case the "
    "sign-in ends by itself within five minutes."
)


def receipt(t: Translator, ended: Mapping[str, Any]) -> Iterator[str]:
    """Sentences; none where no visit was. ``ended`` is what a visit's process said of its end."""
    if not ended:
        return
    yield t(WHY.get(str(ended.get("ended")), WHY["key"]))
    yield from leaving.receipt(t, became(ended.get("became")))
    if ended.get("revoked") is not None:
        yield t(SIGNED_OUT if ended["revoked"] else WILL_END)
    elif ended.get("ended") == "cut":
        yield t(WILL_END)
    yield t(CLEARED)


def became(numbers: object) -> Became:
    """From another process's words: anything else than numbers counts as none."""
    if not isinstance(numbers, dict):
        return Became()
    names = Became.__slots__
    return Became(**{name: value for name, value in numbers.items() if name in names and type(value) is int})
