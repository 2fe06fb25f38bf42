"""Attendance slips: signed for a member of a group while it meets. Nothing is kept of who asked, nor that anybody did.

The signing key lies in the data folder, outside the database, and is made when it is first needed; the database knows
only its public half, so that several servers on one database sign with the same key or not at all.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from tuigroup.errors import ConfigError
from tuigroup.wire import limits, slips
from tuigroup.wire.occurrences import Occurrence, at, held_on
from tuigroup.wire.slips import SignedSlip, SlipKey, WantSlip
from tuigroup_server.rules import Action
from tuigroup_server.service import records, scene
from tuigroup_server.service.context import Actor, Context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage import groups, meetings, memberships, server

FILE: Final = "slip.key"


def give(context: Context, actor: Actor, number: int, want: WantSlip) -> SignedSlip:
    """A slip for a meeting that is on, or just before or after it. Raises Refusal."""
    seed = signing_key(context)
    with context.database.read() as connection:
        group = groups.by_id(connection, number)
        if group is None:
            raise Refusal("not-found", scene.SENTENCES["not-found"])
        account = actor.account_id
        mine = None if account is None else memberships.of_account_in(connection, number, account)
        scene.allow(Action.TAKE_SLIP, scene.standing(account, mine), group)
        found = _on(connection, number, want.at, context.now_min())
    return SignedSlip(code=slips.sign(seed, group.name, held_on(found), context.random(slips.NONCE)))


def _on(connection: Connection, group: int, slot: int, now: int) -> Occurrence:
    """The group's meeting that is known by this minute, where it is on now. Raises Refusal ``no-meeting``."""
    for row in meetings.of_groups(connection, [group])[group]:
        found = at(records.meeting(row), slot)
        if found is not None and found.start - limits.SLIP_BEFORE <= now < found.end + limits.SLIP_AFTER:
            return found
    raise Refusal(
        "no-meeting",
        "Slips are given while a meeting is on: from 10 minutes before to 20 minutes after it.",
    )


def public_key(context: Context) -> SlipKey:
    return SlipKey(key=slips.public_key(signing_key(context)))


def signing_key(context: Context) -> bytes:
    """The operator's 32 bytes, made where there are none yet. Raises ConfigError."""
    path = context.folder / FILE
    made = not path.exists()
    seed = _make(path, context) if made else _read(path)
    public = slips.public_key(seed)
    with context.database.read() as connection:
        known = server.get(connection, server.SLIP_KEY)
    if not known:
        known = context.database.transact(lambda connection: _known(connection, public))
    if known != public:
        if made:
            path.unlink(missing_ok=True)
        raise ConfigError(
            f"The file {FILE} in this folder does not belong to this database.",
            kept="Nothing was changed.",
            todo="Please copy it from the server's other folder or a backup: slips that were given are checked by it.",
        )
    return seed


def _known(connection: Connection, public: str) -> str:
    """The public half that the database knows, from now on this one where it knew none."""
    known = server.get(connection, server.SLIP_KEY)
    if not known:
        server.put(connection, server.SLIP_KEY, public)
    return known or public


def _read(path: Path) -> bytes:
    try:
        seed = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise _damaged() from error
    if len(seed) != slips.SEED:
        raise _damaged()
    return seed


def _damaged() -> ConfigError:
    return ConfigError(
        f"The file {FILE} in the data folder can't be read.",
        kept="Nothing was changed.",
        todo="Please restore it from a backup: slips that were given are checked by it.",
    )


def _make(path: Path, context: Context) -> bytes:
    """Whole or not at all, and never over another's: written beside, then put in place."""
    half_made = path.with_name(f"{FILE}.{context.random(4).hex()}")
    try:
        with open(os.open(half_made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(context.random(slips.SEED).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(half_made, path)
        except FileExistsError:
            pass  # another one was quicker
        finally:
            half_made.unlink()
    except OSError as error:
        raise ConfigError(f"The key for slips can't be kept in the data folder: {error.strerror}.") from error
    return _read(path)
