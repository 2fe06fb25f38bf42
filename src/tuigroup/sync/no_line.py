"""A client where there is no server: whatever is asked of it is refused here, and nothing ever leaves this machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from tuigroup.errors import Offline
from tuigroup.i18n import N_
from tuigroup.sync.client import Client

if TYPE_CHECKING:
    from tuigroup.sync.answers import Answer
    from tuigroup.sync.behind import Behind
    from tuigroup.sync.reading import Heard

_NOWHERE: Final = "http://localhost"  # an address has to be there; it is never asked


class NoLine(Client):
    def __init__(self) -> None:
        super().__init__(_NOWHERE)

    async def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        kind: str,
        said: Any = None,
        heard: Heard | None = None,
        behind: Behind | None = None,
    ) -> Answer:
        raise Offline(N_("This is a bundle: there is no server behind it, and nothing is asked."))
