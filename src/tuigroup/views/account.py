"""What the account's page says, on screens and in lines: what ends with what, and keys for SSH. Pure."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Final

from tuigroup.i18n import N_, Translator
from tuigroup.late import Late
from tuigroup.views.clean import shown_line
from tuigroup.views.times import said
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.wire import publickeys
    from tuigroup.wire.accounts import KeyRow
else:
    publickeys = Late("tuigroup.wire.publickeys")

DISPLACED: Final = N_("In another window somebody signed out or in. What was shown here is closed.")
MOMENT: Final = N_("One moment. The passphrase is stretched on this machine first.")
CHANGING: Final = N_(
    "All other sign-ins of yours end, and keys for SSH are removed: please add again those that are yours. "
    "The recovery phrase stays as it is."
)
EVERYWHERE: Final = N_(
    "Every machine on which you are signed in is signed out. Keys for SSH stay; "
    "remove those that you do not trust any more."
)
CLOSED: Final = N_(
    "Your private record is closed, since you came by a key: what you read, watch and draft here goes with this "
    "visit. Your passphrase opens it, and keeps what is here so far."
)
ASKED: Final = N_(
    "Your key has let you in. Your passphrase opens your private record: what you have read, watch and have drafted. "
    "You can do without; what you read, watch and draft here then goes with this visit. This is asked once; your "
    "account opens it later too."
)
DOOR_SEES: Final = N_("This door sees your passphrase while it makes your keys from it, and keeps neither.")
TERMINAL_SEES: Final = N_("This terminal sees your passphrase while it makes your keys from it, and keeps neither.")
_NAME: Final = N_("The sign-in name is only for signing in; nobody in a group sees it.")
_STAYS: Final = N_("The passphrase never leaves this machine.")
OPENED: Final = N_("Your private record is open. What is here so far is in it.")

KEYS: Final = N_(
    "Whoever has the private half of one of these comes in over SSH as you, without your passphrase; only your "
    "private record stays closed to them. The server keeps a mark of each key, not the key, so you see here what you "
    "call it."
)
NO_KEYS: Final = N_("There are no keys yet.")
ADDING: Final = N_(
    "Paste the one line of the file that ends in .pub, the public half. Its comment is left out, since it often says "
    "who and where you are. A notice on your page for today tells that a key was added."
)
REMOVING: Final = N_("This key opens nothing any more, and what was opened by it ends.")

_DAY: Final = 86_400


def creating(t: Translator, sees: str, proposals: str) -> str:
    """What a name and a passphrase are for; ``sees`` is what a door says of the passphrase, '' at home."""
    return " ".join(t(words) for words in (_NAME, sees or _STAYS, proposals))


def key_label(t: Translator, row: KeyRow) -> str:
    """What the member calls it; where it was called nothing, its kind."""
    return shown_line(row.label, limits.KEY_LABEL) or _kind(t, row.kind)


def key_words(t: Translator, row: KeyRow, now: int, zone: tzinfo | None) -> str:
    """``ed25519, added Tuesday, used today``; ``now`` in minutes. Its last use is known by the day only."""
    added = t("added {when}", when=said(t, row.created // 60, now, zone))
    if not row.used:
        used = t("not used yet")
    elif now * 60 < row.used + _DAY:
        used = t("used today")
    else:
        used = t("last used {when}", when=said(t, (row.used + _DAY // 2) // 60, now, zone))
    return ", ".join((_kind(t, row.kind), added, used))


def added(t: Translator, pasted: str) -> str:
    """After adding: its fingerprint, to be compared with what ssh-keygen prints."""
    return t("The key is added: {fingerprint}", fingerprint=publickeys.read(pasted).fingerprint)


def _kind(t: Translator, name: str) -> str:
    """An algorithm as people know it."""
    bare = shown_line(name, 60).removesuffix("@openssh.com")
    kind = next((kind for kind in ("ed25519", "ecdsa", "rsa") if kind in bare), bare)
    return t("{kind}, in a security key", kind=kind) if bare.startswith("sk-") else kind
