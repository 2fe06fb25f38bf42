"""Accounts: made without e-mail or name; sign in and out, change, recover; the private record.

The secrets that arrive are stretched by the client; here they are only compared, as keyed BLAKE2b under the
pepper, in constant time, with the same work and the same answer for a name that nobody has.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from importlib.metadata import version
from typing import Final

from sqlalchemy import Connection

from tuigroup.errors import MalformedWire
from tuigroup.wire import limits
from tuigroup.wire.accounts import (
    ChangeRecovery,
    ChangeSecret,
    NewAccount,
    Proof,
    RecordKey,
    Recover,
    RecoveryKey,
    RecoveryStart,
    SealedRecord,
    ServerInfo,
    SignedIn,
    SignIn,
    record_tag,
)
from tuigroup.wire.binary import b64, unb64
from tuigroup.wire.leaving import Leaving, PostsFate
from tuigroup_server import rules
from tuigroup_server.service import doors
from tuigroup_server.service.context import Actor, Context, Door
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage import account_keys, accounts, records, server, sessions
from tuigroup_server.storage.accounts import AccountRow
from tuigroup_server.storage.sessions import OpenedBy

TOKEN_BYTES: Final = 16  # enough that nobody guesses one, and every request carries it
HASH_BYTES: Final = 32
DAY: Final = 86_400
TOUCH_EVERY: Final = 3_600  # a session's last use is written at most this often, in seconds

_SIGN_IN: Final = b"tuigroup-signin"
_RECOVERY: Final = b"tuigroup-recover"
_SESSION: Final = b"tuigroup-session"


def server_info(context: Context) -> ServerInfo:
    """What anybody may know. The id never changes: it salts every passphrase."""
    with context.database.read() as connection:
        server_id = server.get(connection, server.ID)
    settings, given = context.settings, context.helplines.current()
    return ServerInfo(
        id=server_id,
        name=settings.name,
        version=version("tuigroup"),
        guests=settings.guests,
        proposals=settings.proposals,
        about=settings.about,
        backups_days=settings.backups_days,
        helplines=given.version if given is not None else "",
    )


def create(context: Context, new: NewAccount, *, operator: bool = False, door: Door | None = None) -> SignedIn:
    """A new account, signed in. Raises Refusal ``name-taken``."""

    def work(connection: Connection) -> str:
        if accounts.by_name(connection, new.name) is not None:
            raise Refusal("name-taken", "This sign-in name is taken. Please choose another.", field="name")
        account_id = accounts.add(
            connection,
            name=new.name,
            secret_hash=_hash(context, _SIGN_IN, new.name, new.secret),
            recovery_hash=_hash(context, _RECOVERY, new.name, new.recovery_secret),
            wrapped=new.wrapped,
            recovery_wrapped=new.recovery_wrapped,
            operator=operator,
            created=context.now(),
        )
        return open_session(context, connection, account_id, door)

    token = context.database.transact(work)
    return SignedIn(token=token, wrapped=new.wrapped, operator=operator, record=SealedRecord(version=0))


def sign_in(context: Context, asked: SignIn, door: Door | None = None) -> SignedIn:
    """A new session. Raises Refusal ``sign-in-refused``, alike for a wrong secret and an unknown name."""
    with context.database.read() as connection:
        row = accounts.by_name(connection, asked.name)
    fits = _fits(context, _SIGN_IN, asked.name, asked.secret, None if row is None else row.secret_hash)
    if row is None or not fits:
        raise _refused()
    with context.database.write() as connection:
        # The secret may have been changed in between: only the one compared opens a session.
        again = accounts.by_id(connection, row.id, lock=True)
        if again is None or again.secret_hash != row.secret_hash:
            raise _refused()
        token = open_session(context, connection, row.id, door)
        record = sealed_record(connection, row.id)
    return SignedIn(
        token=token, wrapped=again.wrapped, operator=again.operator, record=record, leaving=leaving_of(again)
    )


def identify(context: Context, token: str) -> Actor | None:
    """Whose token it is; None when it is nobody's or its session has ended. Use keeps a session alive."""
    if not 20 <= len(token) <= 64 or not token.isascii():
        return None
    token_hash = _token_hash(context, token)
    now = context.now()
    with context.database.read() as connection:
        session = sessions.find(connection, token_hash, now=now)
    if session is None:
        return None
    idle = _idle(context) if session.idle is None else session.idle
    if now - session.used >= min(TOUCH_EVERY, idle // 10):
        with context.database.write() as connection:
            sessions.touch(connection, token_hash, now=now, expires=now + idle)
    return Actor(session.account_id, session.operator, token_hash, session.leaving)


def present(context: Context, actor: Actor) -> bool:
    """Whether the session by which the actor was identified goes on."""
    with context.database.read() as connection:
        session = None if actor.session is None else sessions.find(connection, actor.session, now=context.now())
    return session is not None


def sign_out(context: Context, actor: Actor, *, everywhere: bool = False) -> None:
    """End the actor's session, or all of the account's."""
    account_id = account_of(actor)
    with context.database.write() as connection:
        if everywhere:
            sessions.end_all(connection, account_id)
        elif actor.session is not None:
            sessions.end(connection, actor.session)


def change_secret(context: Context, actor: Actor, change: ChangeSecret) -> None:
    """A new passphrase; every session but the actor's ends, and every key for SSH goes: whoever knew the old one may
    have added theirs. Raises Refusal ``sign-in-refused``."""
    with context.database.write() as connection:
        row = proven(context, connection, actor, change.secret)
        secret_hash = _hash(context, _SIGN_IN, row.name, change.new_secret)
        accounts.set_secret(connection, row.id, secret_hash, change.new_wrapped)
        sessions.end_all(connection, row.id, but=actor.session)
        sessions.keep_without_keys(connection, row.id)
        account_keys.remove_all(connection, row.id)


def change_recovery(context: Context, actor: Actor, change: ChangeRecovery) -> None:
    """A new recovery phrase; the old one ends, sessions go on. Raises Refusal ``sign-in-refused``."""
    with context.database.write() as connection:
        row = proven(context, connection, actor, change.secret)
        recovery_hash = _hash(context, _RECOVERY, row.name, change.new_recovery_secret)
        accounts.set_recovery(connection, row.id, recovery_hash, change.new_recovery_wrapped)


def start_recovery(context: Context, start: RecoveryStart) -> RecoveryKey:
    """First step: the wrapped key for who has the phrase. Raises Refusal ``sign-in-refused``."""
    with context.database.read() as connection:
        found = accounts.by_name(connection, start.name)
    row = _recoverable(context, found, start.name, start.recovery_secret)
    return RecoveryKey(recovery_wrapped=row.recovery_wrapped)


def recover(context: Context, asked: Recover, door: Door | None = None) -> SignedIn:
    """Second step: new passphrase, new phrase, all sessions and keys for SSH ended, a new session.

    Raises Refusal ``sign-in-refused``.
    """
    with context.database.write() as connection:
        found = accounts.by_name(connection, asked.name, lock=True)
        row = _recoverable(context, found, asked.name, asked.recovery_secret)
        secret_hash = _hash(context, _SIGN_IN, row.name, asked.secret)
        recovery_hash = _hash(context, _RECOVERY, row.name, asked.new_recovery_secret)
        accounts.set_secret(connection, row.id, secret_hash, asked.wrapped)
        accounts.set_recovery(connection, row.id, recovery_hash, asked.new_recovery_wrapped)
        sessions.end_all(connection, row.id)
        account_keys.remove_all(connection, row.id)
        token = open_session(context, connection, row.id, door)
    return SignedIn(token=token, wrapped=asked.wrapped, operator=row.operator, leaving=leaving_of(row))


def read_record(context: Context, actor: Actor) -> SealedRecord:
    with context.database.read() as connection:
        return sealed_record(connection, account_of(actor))


def record_key(context: Context, actor: Actor, proof: Proof) -> RecordKey:
    """What opens the record, for who signed in by a key and knows the passphrase. Raises ``sign-in-refused``."""
    with context.database.read() as connection:
        row = proven(context, connection, actor, proof.secret, lock=False)
        return RecordKey(wrapped=row.wrapped, record=sealed_record(connection, row.id))


def sealed_record(connection: Connection, account: int) -> SealedRecord:
    stands, sealed = records.get(connection, account)
    return SealedRecord(version=stands, sealed=b64(sealed))


def write_record(context: Context, actor: Actor, record: SealedRecord, known: Callable[[str], bool]) -> SealedRecord:
    """Follow ``record.version``; the new version. Raises Refusal ``record-conflict``, ``bad-field``, ``too-large``.

    ``known`` is asked whether the writer means the record of this tag: numbers alone begin anew with a backup.
    """
    try:
        sealed = unb64(record.sealed)
    except MalformedWire:
        sealed = b""
    if not sealed:
        raise Refusal("bad-field", "The sealed record can't be read. The one before is kept.", field="sealed")
    if len(sealed) > limits.RECORD_BYTES:
        raise Refusal("too-large", "The sealed record is larger than allowed. The one before is kept.", field="sealed")
    account = account_of(actor)

    def work(connection: Connection) -> None:
        stands = sealed_record(connection, account)
        meant = known(record_tag(stands.version, stands.sealed))
        if not meant or not records.put(connection, account, follows=record.version, sealed=sealed):
            raise Refusal("record-conflict", "Another machine wrote this record first. Please read it and merge.")

    context.database.transact(work)
    return SealedRecord(version=record.version + 1)


def purge_sessions(context: Context) -> None:
    """Forget sessions that ended by themselves."""
    with context.database.write() as connection:
        sessions.purge(connection, now=context.now())


def leaving_of(row: AccountRow) -> Leaving | None:
    """Until when and how, of an account that is to be erased."""
    return Leaving(until=row.leaving, posts=PostsFate(row.leaving_posts)) if row.leaving else None


def account_of(actor: Actor) -> int:
    """The actor's account. Raises Refusal ``not-signed-in``."""
    if actor.account_id is None:
        raise Refusal("not-signed-in", "Please sign in first.")
    return actor.account_id


def proven(context: Context, connection: Connection, actor: Actor, secret: str, *, lock: bool = True) -> AccountRow:
    """The actor's account, for who shows its secret again. Raises Refusal ``sign-in-refused``."""
    row = accounts.by_id(connection, account_of(actor), lock=lock)
    if row is None or not _fits(context, _SIGN_IN, row.name, secret, row.secret_hash):
        raise Refusal("sign-in-refused", "The present passphrase does not match. Nothing was changed.")
    return row


def open_session(
    context: Context, connection: Connection, account_id: int, door: Door | None, key_id: int | None = None
) -> str:
    """The token of a new session, opened directly or through a door, with the limits of that door's kind."""
    by = OpenedBy()
    if door is not None:
        doors.check(connection, door)
        by = OpenedBy(door.id, rules.IDLE[door.kind], key_id)
    token = b64(context.random(TOKEN_BYTES))
    expires = context.now() + (_idle(context) if by.idle is None else by.idle)
    sessions.add(connection, _token_hash(context, token), account_id, now=context.now(), expires=expires, by=by)
    return token


def _idle(context: Context) -> int:
    """Seconds without use after which a session ends that came through no door."""
    return context.settings.session_days * DAY


def _token_hash(context: Context, token: str) -> bytes:
    return hashlib.blake2b(token.encode(), digest_size=HASH_BYTES, key=context.pepper, person=_SESSION).digest()


def _hash(context: Context, purpose: bytes, name: str, secret: str) -> bytes:
    """Bound to purpose and name, so that no hash is of use in another's row or column."""
    told = unb64(secret) + name.encode()
    return hashlib.blake2b(told, digest_size=HASH_BYTES, key=context.pepper, person=purpose).digest()


def _fits(context: Context, purpose: bytes, name: str, secret: str, hashed: bytes | None) -> bool:
    """Whether the secret is the one hashed. Without a hash the same work is done, and the answer is no."""
    given = _hash(context, purpose, name, secret)
    equal = hmac.compare_digest(given, bytes(HASH_BYTES) if hashed is None else hashed)
    return equal and hashed is not None


def _refused() -> Refusal:
    return Refusal("sign-in-refused", "Name and passphrase do not match. Please look at both again.")


def _recoverable(context: Context, row: AccountRow | None, name: str, secret: str) -> AccountRow:
    """The account found by this name, for who has its recovery phrase. Raises Refusal ``sign-in-refused``."""
    if not _fits(context, _RECOVERY, name, secret, None if row is None else row.recovery_hash) or row is None:
        raise Refusal("sign-in-refused", "Name and recovery phrase do not match. Please look at both again.")
    return row
