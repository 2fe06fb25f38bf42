"""What stands where a store is locked, on screens and in lines: nothing of whoever locked it. Pure."""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import N_

TITLE: Final = N_("Locked")
SHUT: Final = N_(
    "The quick exit has locked what is kept here. A passphrase opens it, also without a network. Drafts and what was "
    "not sent yet are kept until then."
)
FORGOTTEN: Final = N_("Nothing of anybody's is kept on this machine any more.")
FORGET: Final = N_(
    "Everything of the account that was here goes from this machine: what was read, drafts, and what was not sent yet. "
    "The account itself stays on the server. A sign-in that could not be ended there ends by itself."
)
NOBODY: Final = N_("This is locked. tuigroup, or tuigroup --line, asks for the passphrase.")
# What the quick exit does and does not, where it is explained.
HOME: Final = N_(
    "At home the quick exit signs out and locks: the next start shows nothing until the passphrase is typed. What is "
    "stored stays on the disk unencrypted, for whoever can read your files without tuigroup."
)
OPEN: Final = frozenset({"unlock", "recover", "help_now", "help"})  # screens that a locked store lets through
EVERYWHERE: Final = frozenset({"help_now", "help", "leave", "quick_exit", "back", "page_down", "page_up"})
