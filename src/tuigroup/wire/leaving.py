"""Models of leaving for good: what is asked, and what the server says of an account that is to be erased.

Taking everything along is a JSON document of its own (GET /v1/accounts/me/export), described in docs/leaving.md.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

DAYS: Final = 14  # to think again
APART_DAYS: Final = 7  # within which the groups follow, each at a moment of its own

Secret = Annotated[str, Field(min_length=43, max_length=43, pattern=r"^[A-Za-z0-9_-]+$")]


class PostsFate(StrEnum):
    """What becomes of what somebody wrote: it goes, or it stays and says no more who wrote it."""

    ERASE = "erase"
    KEEP = "keep"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Farewell(_Model):
    """POST /v1/accounts/me/leaving: the secret again, and what becomes of one's posts. Leaving."""

    secret: Secret
    posts: PostsFate


class Leaving(_Model):
    """An account that is to be erased: from ``until`` on (seconds since 1970 UTC) nothing brings it back."""

    until: Annotated[int, Field(ge=0, le=2**53)]
    posts: PostsFate = PostsFate.ERASE
