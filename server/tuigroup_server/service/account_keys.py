"""A member's public keys for SSH: added by who knows the passphrase, and a way in that a door vouches for.

Anybody can have anybody's public key. So adding one says nothing of other accounts: a key waits until a door has seen
its private half, belongs to the account for which that was first, and opens no other from then on. The table holds
hashes under the pepper: whoever reads it can't look for a key that is known from elsewhere.
"""

from __future__ import annotations

import hashlib
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from tuigroup import text
from tuigroup.wire import limits, publickeys
from tuigroup.wire.accounts import KeyList, KeyRow, NewKey, SignedInByKey, SignInByKey
from tuigroup_server.rules import DoorAction
from tuigroup_server.service import doors
from tuigroup_server.service.accounts import account_of, leaving_of, open_session, proven
from tuigroup_server.service.context import Actor, Context, Door
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage import account_keys, accounts, notices, sessions

MOST: Final = 20  # keys of one account
HASH_BYTES: Final = 32
DAY: Final = 86_400
ADDED: Final = (
    "A key for SSH was added to your account. If that was not you, please change your passphrase: "
    "that removes every key and ends every other session."
)
_PERSON: Final = b"tuigroup-sshkey"


def add(context: Context, actor: Actor, new: NewKey) -> KeyRow:
    """The key as it is listed. One that the account has already is no second one.

    Raises BadInput, Refusal ``sign-in-refused``, ``too-many-keys``.
    """
    key = publickeys.read(new.public_key)
    label = text.line(new.label, limits.KEY_LABEL) or key.kind
    hashed = _hash(context, key.fingerprint)

    def work(connection: Connection) -> KeyRow:
        account = proven(context, connection, actor, new.secret).id
        found = account_keys.find(connection, account, hashed)
        if found is not None:
            return _shown(found)
        if account_keys.count(connection, account) >= MOST:
            raise Refusal("too-many-keys", "Your account has as many keys as it may. Please remove one first.")
        id = account_keys.add(connection, account, hashed, key.kind, label, now=context.now())
        notices.add(connection, account, "key-added", ADDED, now=context.now())
        return KeyRow(id=id, kind=key.kind, label=label, created=context.now())

    return context.database.transact(work)


def listed(context: Context, actor: Actor) -> KeyList:
    with context.database.read() as connection:
        return KeyList(keys=[_shown(row) for row in account_keys.of_account(connection, account_of(actor))])


def remove(context: Context, actor: Actor, key_id: int) -> None:
    """The key opens nothing any more, and what it opened ends, the actor's own session apart. Raises ``not-found``."""
    account = account_of(actor)

    def work(connection: Connection) -> None:
        sessions.end_of_key(connection, account, key_id, but=actor.session)
        if not account_keys.remove(connection, account, key_id):
            raise Refusal("not-found", "There is no such key in your account.")

    context.database.transact(work)


def sign_in(context: Context, asked: SignInByKey, door: Door | None) -> SignedInByKey:
    """A session for the account of this name, if the key that the door verified opens it; no session while nobody
    has signed with it.

    Raises Refusal ``door-refused``, ``not-allowed``, and ``sign-in-refused``, alike for an unknown name and a key that
    is not this account's.
    """
    vouching = doors.may(door, DoorAction.VOUCH)
    hashed = _hash(context, asked.fingerprint)
    with context.database.read() as connection:  # who offers key after key must not keep writers waiting
        if account_keys.named(connection, asked.name, hashed) is None:
            raise _refused()
    if not asked.signed:
        return SignedInByKey(token="")

    def work(connection: Connection) -> SignedInByKey:
        found = account_keys.named(connection, asked.name, hashed)
        if found is None:
            raise _refused()
        key, account = found
        if key.used is None and account_keys.owned_by_another(connection, account, hashed):
            raise _refused()
        today = context.now() // DAY * DAY
        if key.used != today:
            account_keys.use(connection, key.id, today)
        row = accounts.by_id(connection, account)
        assert row is not None
        token = open_session(context, connection, account, vouching, key.id)
        return SignedInByKey(token=token, operator=row.operator, leaving=leaving_of(row))

    try:
        return context.database.transact(work)
    except IntegrityError:  # at the same moment it was proven to be another's, or removed
        raise _refused() from None


def _shown(row: account_keys.AccountKeyRow) -> KeyRow:
    return KeyRow(id=row.id, kind=row.kind, label=row.label, created=row.created, used=row.used or 0)


def _hash(context: Context, fingerprint: str) -> bytes:
    told = fingerprint.encode()
    return hashlib.blake2b(told, digest_size=HASH_BYTES, key=context.pepper, person=_PERSON).digest()


def _refused() -> Refusal:
    return Refusal("sign-in-refused", "This key opens no account of that name.")
