"""The first contact with a server that proves itself by a key of its own: what is said, and what counts as the same.

Every front end asks with these words and decides with this check; ``Session.trust`` and a door's ``connect`` act.
"""

from __future__ import annotations

import hmac
from typing import Final

from tuigroup import fingerprint
from tuigroup.errors import BadInput
from tuigroup.i18n import N_

ABOUT: Final = N_(
    "This server proves who it is by a key of its own, as small servers often do. This machine does not know the key "
    "yet. Nothing has been sent to it so far. The key's fingerprint is:"
)
COMPARE: Final = N_(
    "Please compare it with the one you were given: on paper, by telephone, on a page you trust. Whoever runs the "
    "server sees it with: tuigroup-server certificate. If it is the same, it is remembered, and tuigroup stops if it "
    "ever changes."
)
OTHERWISE: Final = N_(
    "If it is another one, or you have none to compare, please ask first: somebody on the line may be showing a key of "
    "theirs, to read along. There is no hurry."
)


def compare(typed: str, shown: str) -> None:
    """Raises BadInput where what a person was given is no fingerprint, or not the one that the server shows."""
    if not hmac.compare_digest(fingerprint.parse(typed), shown):
        raise BadInput(
            N_("This is another fingerprint than the one that the server shows."),
            kept=N_("Nothing was sent to it."),
            todo=N_("Please look for a slip first; if there is none, ask whoever runs the server, and don't go on."),
        )
