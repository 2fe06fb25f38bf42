"""What stays on this machine, in words: what is so, what may be chosen, and what follows from it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.session.staying import Stays
from tuigroup.views.needs import SessionLike

LABEL: Final = N_("On this machine")
HELP: Final = N_("What stays here of what you read and write.")
QUESTION: Final = N_("What stays on this machine? Locked asks for your passphrase at each start, also offline.")

WORDS: Final[Mapping[Stays, str]] = MappingProxyType(
    {
        Stays.KEEP: N_("everything stays"),
        Stays.LOCKED: N_("everything stays, locked"),
        Stays.FORGET: N_("nothing stays after leaving"),
        Stays.MEMORY: N_("nothing is written to the disk"),
    }
)
_CHOICES: Final[Mapping[str, tuple[Stays, str]]] = MappingProxyType(
    {
        "k": (Stays.KEEP, N_("everything, readable in my files")),
        "l": (Stays.LOCKED, N_("everything, locked by passphrase")),
        "f": (Stays.FORGET, N_("nothing, once I have left")),
        "m": (Stays.MEMORY, N_("nothing at any time, memory only")),
    }
)
_NOW: Final[Mapping[Stays, str]] = MappingProxyType(
    {
        Stays.KEEP: N_("Everything stays here for the next time. Who can read your files can read it."),
        Stays.LOCKED: N_("Locked. Each start asks for your passphrase now; nobody reads what is here without it."),
        Stays.FORGET: N_(
            "When you leave, you are asked about what is not sent, and nothing of yours stays here. The server's "
            "address does, and this choice."
        ),
        Stays.MEMORY: N_("It is in memory only now, and gone when tuigroup ends, however it ends."),
    }
)
_LATER: Final = N_("It is so from the next start on; this visit goes without a trace.")
_ONCE_IN: Final = N_("It is locked as soon as you are signed in.")


def is_so(t: Translator, session: SessionLike) -> str:
    """``everything stays``."""
    return t(WORDS[session.stays])


def choices(t: Translator) -> list[tuple[str, str, str]]:
    """Key, words, value."""
    return [(key, t(words), stays.value) for key, (stays, words) in _CHOICES.items()]


def chosen(t: Translator, session: SessionLike, stays: Stays, before: Stays) -> str:
    """What follows, where it was ``before``."""
    if before is Stays.MEMORY is not stays:
        return t(_LATER)
    if stays is Stays.LOCKED and session.account is None:
        return t(_ONCE_IN)
    return t(_NOW[stays])
