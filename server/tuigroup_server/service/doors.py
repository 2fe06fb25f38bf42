"""Front doors: made and revoked by the operator, known by a secret, told apart by what they may do (rules.AT_THE_DOOR).

A door's credential is one line, NAME:SECRET. The secret is kept as a keyed hash, bound to the name. What a door may
never do is open an account by its own word: it vouches for a key that a member registered.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Final

from sqlalchemy import Connection

from tuigroup.errors import BadInput
from tuigroup.wire.binary import b64
from tuigroup_server import rules
from tuigroup_server.service.context import Context, Door
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage import doors, sessions
from tuigroup_server.storage.doors import DoorRow

SECRET_BYTES: Final = 16  # as many as a session's token
HASH_BYTES: Final = 32
LONGEST: Final = 100  # characters of a credential
DAY: Final = 86_400

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_PERSON: Final = b"tuigroup-door"


def add(context: Context, name: str, kind: rules.Door) -> str:
    """A new door; its credential, shown once. The name of a revoked one may be used again. Raises BadInput."""
    if _NAME.fullmatch(name) is None:
        raise BadInput(
            "A door's name has up to 40 small letters, digits, dots or hyphens, and begins with a letter or digit.",
            field="name",
        )
    secret = b64(context.random(SECRET_BYTES))
    hashed = _hash(context, name, secret)

    def work(connection: Connection) -> None:
        found = doors.by_name(connection, name)
        if found is None:
            doors.add(connection, name, kind, hashed, now=context.now())
        elif found.revoked is not None:
            doors.renew(connection, found.id, kind, hashed, now=context.now())
        else:
            raise BadInput(
                "There is a door of this name.",
                field="name",
                kept="Nothing was changed.",
                todo="Please choose another name, or revoke that door first.",
            )

    context.database.transact(work)
    return f"{name}:{secret}"


def listed(context: Context) -> list[tuple[DoorRow, int]]:
    """Every door by name, revoked ones too, and how many sessions are open through it."""
    with context.database.read() as connection:
        return doors.with_sessions(connection, now=context.now())


def revoke(context: Context, name: str) -> int:
    """The door and every session that was opened through it end now; how many those were. Raises BadInput."""

    def work(connection: Connection) -> int:
        found = doors.by_name(connection, name)
        if found is None:
            raise BadInput("There is no door of this name.", field="name", kept="Nothing was changed.")
        if found.revoked is None:
            doors.revoke(connection, found.id, now=context.now())
        return sessions.end_of_door(connection, found.id)

    return context.database.transact(work)


def identify(context: Context, credential: str) -> Door:
    """The door of a credential. Raises Refusal ``door-refused``, alike for an unknown, a wrong and a revoked one."""
    name, _, secret = credential.partition(":")
    if len(credential) > LONGEST or not credential.isascii():
        raise _refused()
    with context.database.read() as connection:
        row = doors.by_name(connection, name)
    fits = hmac.compare_digest(_hash(context, name, secret), bytes(HASH_BYTES) if row is None else row.secret_hash)
    if row is None or not fits or row.revoked is not None:
        raise _refused()
    today = context.now() // DAY * DAY
    if row.used != today:
        with context.database.write() as connection:
            doors.use(connection, row.id, today)
    return Door(row.id, row.name, rules.Door(row.kind))


def check(connection: Connection, door: Door) -> None:
    """In a write that opens something through the door: that it was not revoked meanwhile. Raises Refusal."""
    row = doors.by_name(connection, door.name, hold=True)
    if row is None or row.id != door.id or row.revoked is not None:
        raise _refused()


def end_sessions(context: Context, door: Door | None) -> None:
    """End every session that was opened through the asking door. Raises Refusal."""
    passed = may(door, rules.DoorAction.END_SESSIONS)
    with context.database.write() as connection:
        sessions.end_of_door(connection, passed.id)


def may(door: Door | None, action: rules.DoorAction) -> Door:
    """The door, where it may do this. Raises Refusal ``door-refused``, ``not-allowed``."""
    key = rules.door_refusal(action, None if door is None else door.kind)
    if door is None:
        raise Refusal(key, "Only a door can ask this, with its credential in the header door.")
    if key:
        raise Refusal(key, "A door of this kind can't do that.")
    return door


def _hash(context: Context, name: str, secret: str) -> bytes:
    told = f"{name}:{secret}".encode()
    return hashlib.blake2b(told, digest_size=HASH_BYTES, key=context.pepper, person=_PERSON).digest()


def _refused() -> Refusal:
    return Refusal("door-refused", "This door is not known here, or not any more. Please ask who runs the server.")
