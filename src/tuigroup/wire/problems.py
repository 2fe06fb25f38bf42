"""Problem documents (RFC 9457): every refusal's type, status and title. The detail is a sentence of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    status: int
    title: str


PROBLEMS: Final[dict[str, Kind]] = {
    "bad-body": Kind(400, "The request could not be read"),
    "bad-field": Kind(422, "A field can't be used"),
    "too-large": Kind(413, "The request is too large"),
    "unknown-generation": Kind(415, "Unknown dictionary generation"),
    "not-signed-in": Kind(401, "Please sign in"),
    "sign-in-refused": Kind(401, "Name and passphrase do not match"),
    "not-allowed": Kind(403, "Not allowed"),
    "door-refused": Kind(403, "This door is not known here"),
    "account-leaving": Kind(403, "This account is to be erased"),
    "not-found": Kind(404, "Not found"),
    "method-not-allowed": Kind(405, "Method not allowed"),
    "name-taken": Kind(409, "This sign-in name is taken"),
    "alias-taken": Kind(409, "This alias, or one that looks like it, is taken here"),
    "alias-unfit": Kind(422, "This alias can't be used"),
    "already-member": Kind(409, "Already a member"),
    "not-a-member": Kind(403, "Only members can do this"),
    "agree-first": Kind(403, "The group has new guidelines"),
    "suspended": Kind(403, "Suspended from the group"),
    "group-closed": Kind(409, "The group is closed"),
    "group-full": Kind(409, "The group is full"),
    "listing-only": Kind(409, "A listing has nothing to join here"),
    "invite-needed": Kind(403, "An invitation is needed"),
    "thread-locked": Kind(409, "The thread is locked"),
    "board-closed": Kind(409, "The board is closed"),
    "no-cross-talk": Kind(409, "In a written meeting nobody answers while somebody shares"),
    "not-your-turn": Kind(409, "It is not your turn in this meeting"),
    "post-removed": Kind(409, "The post was removed"),
    "unknown-ref": Kind(409, "It refers to something that is not there"),
    "key-reused": Kind(409, "The key was used before with another body"),
    "too-many-keys": Kind(409, "The account has as many keys as it may"),
    "record-conflict": Kind(409, "The record was changed by another machine"),
    "no-meeting": Kind(409, "No such meeting is on now"),
    "cursor-expired": Kind(410, "The cursor is too old"),
    "precondition": Kind(412, "It changed in the meantime"),
    "bad-range": Kind(416, "Not satisfiable range"),
    "too-many": Kind(429, "Too many requests"),
    "server": Kind(500, "The server had a problem"),
    "busy": Kind(503, "The server is busy"),
}


class Problem(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    type: str
    title: str = ""
    status: int
    detail: str = ""
    field: str = ""

    @property
    def key(self) -> str:
        """The key in PROBLEMS, '' for a type this version does not know."""
        key = self.type.rpartition("/")[2]
        return key if key in PROBLEMS else ""


def problem(key: str, detail: str = "", *, field: str = "") -> Problem:
    kind = PROBLEMS[key]
    return Problem(type=f"/problems/{key}", title=kind.title, status=kind.status, detail=detail, field=field)
