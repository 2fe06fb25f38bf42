"""Account routes with the keys that go with them: what is sent is derived, and a lost answer is never a locked door.

Every change here may succeed on the server while its answer is lost. So what was tried is remembered for as long
as the program runs, the same again sends the very same, and where the server says that the old no longer holds, the
new is tried. Knows no store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tuigroup import text
from tuigroup.errors import BadInput, MalformedWire, Refused, SignInRefused
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.session import keys
from tuigroup.session.keys import Cost, Keys
from tuigroup.sync.client import Client
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.wire import accounts, documents, leaving, publickeys
    from tuigroup.wire.leaving import Leaving, PostsFate
    from tuigroup.wire.sync import SyncAnswer, SyncRequest
else:
    accounts = Late("tuigroup.wire.accounts")
    documents = Late("tuigroup.wire.documents")
    leaving = Late("tuigroup.wire.leaving")
    publickeys = Late("tuigroup.wire.publickeys")

Stretch = Callable[[Callable[[], Keys]], Awaitable[Keys]]


async def in_thread(work: Callable[[], Keys]) -> Keys:
    """Where stretching happens at home: it takes 64 MiB and a tenth of a second. A door of many has its own way."""
    return await asyncio.to_thread(work)


@dataclass(frozen=True, slots=True)
class Entered:
    """A sign-in that worked. ``token`` and ``record_key`` are secrets; ``phrase`` is '' where there is no new one."""

    name: str
    token: str = field(repr=False)
    record_key: bytes = field(repr=False)
    operator: bool = False
    phrase: str = field(default="", repr=False)
    wrapped: str = field(default="", repr=False)  # the record key under the passphrase's key, as the server has it
    record: accounts.SealedRecord | None = field(default=None, repr=False)
    along: SyncAnswer | None = field(default=None, repr=False)  # to what was asked along
    leaving: Leaving | None = None  # the account is to be erased


@dataclass(frozen=True, slots=True)
class _Tried:
    """What was sent and had no answer."""

    what: tuple[str, ...] = field(repr=False)
    record_key: bytes = field(repr=False)
    phrase: str = field(repr=False)


class Accounts:
    """``server_id`` salts every key. ``random`` gives that many random bytes."""

    def __init__(
        self,
        client: Client,
        server_id: str,
        random: Callable[[int], bytes],
        cost: Cost = keys.FULL,
        stretch: Stretch = in_thread,
    ) -> None:
        self._client = client
        self._server_id = server_id
        self._random = random
        self._cost = cost
        self._stretch = stretch
        self._tried: _Tried | None = None

    async def create(self, name: str, passphrase: str) -> Entered:
        """Raises BadInput, Refused (name-taken), Offline."""
        name, passphrase = sign_in_name(name), keys.check_passphrase(passphrase)
        tried = self._again(("create", name, passphrase))
        record_key = tried.record_key if tried else keys.new_record_key(self._random)
        phrase = tried.phrase if tried else keys.new_phrase(self._random)
        mine, other = await self._keys(name, passphrase), keys.from_phrase(self._server_id, name, phrase)
        new = accounts.NewAccount(
            name=name,
            secret=mine.secret,
            recovery_secret=other.secret,
            wrapped=keys.wrap(record_key, mine.wrapping, self._random),
            recovery_wrapped=keys.wrap(record_key, other.wrapping, self._random),
        )
        self._tried = _Tried(("create", name, passphrase), record_key, phrase)
        try:
            signed = await self._client.create_account(new)
        except Refused as error:
            if error.type != "name-taken" or tried is None:
                self._tried = None
                raise
            signed = await self._sign_in(name, mine, otherwise=error)
        self._tried = None
        return Entered(
            name, signed.token, self._opened(signed, mine), signed.operator, phrase, signed.wrapped, signed.record
        )

    async def sign_in(self, name: str, passphrase: str, along: SyncRequest | None = None) -> Entered:
        """``along`` is the new session's first exchange. Raises BadInput, SignInRefused, Offline."""
        name = sign_in_name(name)
        mine = await self._keys(name, passphrase)
        signed, news = await self._client.sign_in(accounts.SignIn(name=name, secret=mine.secret, sync=along))
        record_key = self._opened(signed, mine)
        return Entered(
            name, signed.token, record_key, signed.operator, "", signed.wrapped, signed.record, news, signed.leaving
        )

    async def sign_in_by_key(self, name: str, fingerprint: str) -> Entered:
        """What a door vouches for: there is no record key to it. Raises BadInput, SignInRefused, Refused, Offline."""
        asked = documents.read(accounts.SignInByKey, {"name": sign_in_name(name), "fingerprint": fingerprint})
        signed = await self._client.sign_in_by_key(asked)
        return Entered(asked.name, signed.token, b"", signed.operator, leaving=signed.leaving)

    async def open_record(self, name: str, passphrase: str) -> tuple[bytes, accounts.SealedRecord]:
        """The record's key and the record, for who is signed in without. Raises SignInRefused, Refused, Offline."""
        mine = await self._keys(name, passphrase)
        answer = await self._client.record_key(accounts.Proof(secret=mine.secret))
        return keys.unwrap(answer.wrapped, mine.wrapping), answer.record

    async def add_key(self, name: str, passphrase: str, pasted: str, label: str) -> accounts.KeyRow:
        """Raises BadInput for what is no public key, SignInRefused, Refused, Offline."""
        line = publickeys.read(pasted).line  # without the comment, which often says who and where somebody is
        mine = await self._keys(name, passphrase)
        new = {"secret": mine.secret, "public_key": line, "label": text.line(label, limits.KEY_LABEL)}
        return await self._client.add_key(documents.read(accounts.NewKey, new))

    async def recover(self, name: str, phrase: str, passphrase: str) -> Entered:
        """A new passphrase and a new phrase, which replaces the old one. Raises BadInput, SignInRefused, Offline."""
        name, passphrase = sign_in_name(name), keys.check_passphrase(passphrase)
        old = keys.from_phrase(self._server_id, name, phrase)
        tried = self._again(("recover", name, passphrase, keys.normal(phrase)))
        mine = await self._keys(name, passphrase)
        try:
            start = accounts.RecoveryStart(name=name, recovery_secret=old.secret)
            wrapped = (await self._client.start_recovery(start)).recovery_wrapped
        except SignInRefused as error:
            if tried is None:
                raise
            signed = await self._sign_in(name, mine, otherwise=error)
            self._tried = None
            record_key = self._opened(signed, mine)
            return Entered(
                name, signed.token, record_key, signed.operator, tried.phrase, signed.wrapped, leaving=signed.leaving
            )
        record_key = keys.unwrap(wrapped, old.wrapping)
        new_phrase = tried.phrase if tried else keys.new_phrase(self._random)
        other = keys.from_phrase(self._server_id, name, new_phrase)
        self._tried = _Tried(("recover", name, passphrase, keys.normal(phrase)), record_key, new_phrase)
        signed = await self._client.finish_recovery(
            accounts.Recover(
                name=name,
                recovery_secret=old.secret,
                secret=mine.secret,
                wrapped=keys.wrap(record_key, mine.wrapping, self._random),
                new_recovery_secret=other.secret,
                new_recovery_wrapped=keys.wrap(record_key, other.wrapping, self._random),
            )
        )
        self._tried = None
        return Entered(
            name, signed.token, record_key, signed.operator, new_phrase, signed.wrapped, leaving=signed.leaving
        )

    async def change(self, name: str, old: str, new: str, record_key: bytes) -> Entered | str:
        """A new passphrase; every other session ends.

        The answer is the record key as it is wrapped now where this session goes on as it is.

        Raises BadInput, SignInRefused, Offline.
        """
        new = keys.check_passphrase(new)
        before, after = await self._keys(name, old), await self._keys(name, new)
        tried = self._again(("change", name, old, new))
        self._tried = _Tried(("change", name, old, new), record_key, "")
        wrapped = keys.wrap(record_key, after.wrapping, self._random)
        change = accounts.ChangeSecret(secret=before.secret, new_secret=after.secret, new_wrapped=wrapped)
        try:
            await self._client.change_secret(change)
        except SignInRefused as error:
            if tried is None:
                self._tried = None
                raise
            signed = await self._sign_in(name, after, otherwise=error)
            self._tried = None
            return Entered(name, signed.token, self._opened(signed, after), signed.operator, wrapped=signed.wrapped)
        self._tried = None
        return wrapped

    async def new_phrase(self, name: str, passphrase: str, record_key: bytes) -> str:
        """Another recovery phrase, which replaces the old one. Raises SignInRefused, Offline."""
        mine = await self._keys(name, passphrase)
        tried = self._again(("phrase", name, passphrase))
        phrase = tried.phrase if tried else keys.new_phrase(self._random)
        other = keys.from_phrase(self._server_id, name, phrase)
        self._tried = _Tried(("phrase", name, passphrase), record_key, phrase)
        await self._client.change_recovery(
            accounts.ChangeRecovery(
                secret=mine.secret,
                new_recovery_secret=other.secret,
                new_recovery_wrapped=keys.wrap(record_key, other.wrapping, self._random),
            )
        )
        self._tried = None
        return phrase

    async def leave(self, name: str, passphrase: str, posts: PostsFate) -> Leaving:
        """The account is to be erased, and every session ends. Raises SignInRefused, Refused, Offline."""
        mine = await self._keys(name, passphrase)
        return await self._client.leave(leaving.Farewell(secret=mine.secret, posts=posts))

    def _again(self, what: tuple[str, ...]) -> _Tried | None:
        return self._tried if self._tried is not None and self._tried.what == what else None

    async def keys_of(self, name: str, passphrase: str) -> Keys:
        """Needs no line. Raises BadInput."""
        return await self._keys(name, passphrase)

    async def _keys(self, name: str, passphrase: str) -> Keys:
        return await self._stretch(lambda: keys.from_passphrase(self._server_id, name, passphrase, self._cost))

    async def _sign_in(self, name: str, mine: Keys, *, otherwise: Exception) -> accounts.SignedIn:
        """Whether the change that had no answer went through after all."""
        try:
            return (await self._client.sign_in(accounts.SignIn(name=name, secret=mine.secret)))[0]
        except (SignInRefused, Refused):
            raise otherwise from None

    @staticmethod
    def _opened(signed: accounts.SignedIn, mine: Keys) -> bytes:
        return keys.unwrap(signed.wrapped, mine.wrapping)


def sign_in_name(typed: str) -> str:
    """A sign-in name as the server takes it. Raises BadInput."""
    name = typed.strip().lower()
    try:
        return documents.read(accounts.SignIn, {"name": name, "secret": "A" * 43}).name
    except MalformedWire:
        raise BadInput(
            N_(
                "A sign-in name has 3 to 40 small letters, digits, dots, hyphens or underscores, and begins "
                "with a letter or digit."
            ),
            field="name",
        ) from None
