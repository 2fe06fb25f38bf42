"""Guest sessions as a group's page tells them: a named guest, a window in which they answer, a thread."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tuigroup.wire.words import Licence

Whole = Annotated[int, Field(ge=0, le=2**53)]


class GuestSession(BaseModel):
    """``member`` is the guest's number in the group; ``here``: they came; ``closed``: they left, and it is locked.

    ``code`` is what the guest joins with, for who runs the group and until the guest came. ``slug`` names the
    transcript in the library, '' for none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    thread: Whole
    member: Whole = 0
    name: str = ""
    credentials: str = ""
    start: Whole = 0
    until: Whole = 0
    licence: str = Licence.READ.value
    here: bool = False
    closed: bool = False
    slug: str = ""
    code: str = ""
