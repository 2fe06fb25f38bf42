"""What every operation of the outbox is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tuigroup.wire import limits

Key = Annotated[str, Field(min_length=8, max_length=limits.KEY, pattern=r"^[A-Za-z0-9_-]+$")]
Number = Annotated[int, Field(ge=1, le=2**53)]
Ref = Number | Key
Body = Annotated[str, Field(min_length=1, max_length=limits.BODY)]
Title = Annotated[str, Field(min_length=1, max_length=limits.TITLE)]
Note = Annotated[str, Field(max_length=limits.NOTE)]
Word = Annotated[str, Field(max_length=limits.WORD)]


class Op(BaseModel):
    """Base of every operation: ``k`` its key, ``g`` the group's number (a key where the group is new)."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    k: Key
