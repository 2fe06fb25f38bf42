"""Posts offered for the library as they travel: asked for seldom, and so in plain JSON without columns.

An author sees what became of their own, who runs the group what waits for them. Times are whole minutes.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from tuigroup.wire.words import Licence, Stand

Whole = Annotated[int, Field(ge=0, le=2**53)]
MARK: Final = 8
# What a resource says of it, the same in every language.
LICENCES: Final = {Licence.READ: "read here only", Licence.SHARE: "CC BY-SA 4.0", Licence.FREE: "CC0 1.0"}


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class OwnOffer(_Model):
    """A post of the reader's own. ``slug`` names it in the library; ``word`` is what it was sent back with."""

    post: Whole
    thread: Whole = 0
    title: str = ""
    stand: str = Stand.OFFERED.value
    named: bool = False
    licence: str = Licence.READ.value
    slug: str = ""
    word: str = ""
    helped: Whole = 0
    at: Whole = 0


class Waiting(_Model):
    """A post as who runs the group sees it. ``mark`` names the words that are shown: see ``mark_of``."""

    post: Whole
    thread: Whole = 0
    title: str = ""
    body: str = ""
    alias: str = ""
    stand: str = Stand.OFFERED.value
    named: bool = False
    licence: str = Licence.READ.value
    slug: str = ""
    helped: Whole = 0
    at: Whole = 0
    mark: str = ""


class Offers(_Model):
    """``own`` are the reader's; ``queue`` is for who runs the group."""

    own: list[OwnOffer] = []
    queue: list[Waiting] = []


def mark_of(title: str, body: str) -> str:
    """What tells one wording from another, so that nothing is taken that its author changed meanwhile."""
    return hashlib.blake2b(f"{title}\n{body}".encode(), digest_size=MARK // 2).hexdigest()
