"""What stands where a store is locked, on screens and in lines: nothing of whoever locked it; and what the quick exit
does. Pure."""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import N_
from tuigroup.session.staying import Stays
from tuigroup.store import Store
from tuigroup.views.needs import SessionLike

TITLE: Final = N_("Locked")
SHUT: Final = N_(
    "The quick exit has closed what is kept here: tuigroup shows nothing of it before the passphrase, also without a "
    "network. Drafts and what was not sent yet are kept. Whoever can read your files without tuigroup still can; the "
    "settings can lock them."
)
SHUT_FILE: Final = N_(
    "What is kept here is locked. Your passphrase opens it, also without a network. Drafts and what was not sent yet "
    "are in it, and nobody can read them without it."
)
FORGOTTEN: Final = N_("Nothing of anybody's is kept on this machine any more.")
FORGET: Final = N_(
    "Everything of the account that was here goes from this machine: what was read, drafts, and what was not sent yet. "
    "The account itself stays on the server. A sign-in that could not be ended there ends by itself."
)
NOBODY: Final = N_("This is locked. tuigroup, or tuigroup --line, asks for the passphrase.")
# What the quick exit does and does not, where it is explained.
_HOME: Final = N_(
    "At home the quick exit signs out and locks: the next start shows nothing until the passphrase is typed. What is "
    "stored stays on the disk unencrypted, for whoever can read your files without tuigroup; the settings can lock it."
)
_HOME_LOCKED: Final = N_(
    "At home the quick exit signs out, and what is kept here is locked: each start asks for your passphrase, and "
    "nobody reads what lies on the disk without it."
)
_HOME_GOES: Final = N_(
    "The quick exit takes everything of yours off this machine at once. What was not sent yet is sent or sealed in "
    "your private record within ten seconds, if there is a line."
)
OPEN: Final = frozenset({"unlock", "recover", "help_now", "help"})  # screens that a locked store lets through
EVERYWHERE: Final = frozenset({"help_now", "help", "leave", "quick_exit", "back", "page_down", "page_up"})


def shut(store: Store) -> str:
    """What is locked, to be translated: the whole file, or what tuigroup shows of it."""
    return SHUT_FILE if store.file.locked else SHUT


def home(session: SessionLike) -> str:
    """What the quick exit does on a machine of the member's own, to be translated; '' elsewhere."""
    if session.choosable and session.stays in (Stays.FORGET, Stays.MEMORY):
        return _HOME_GOES
    if not session.disk or session.passing:
        return ""
    return _HOME_LOCKED if session.stays is Stays.LOCKED else _HOME
