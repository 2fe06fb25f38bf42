"""The private record: what was read, watched, drafted, carried from machine to machine, sealed on the way.

Machines merge, none wins: what another one wrote first is pulled, merged and pushed again, and of a draft that two
of them changed both texts are kept. The server sees a size class and a version. A record of a later form is left
alone, and of one that a later program wrote in this form, what is not known here goes back as it came.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from tuigroup.errors import MalformedWire, Refused
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.store import Draft, Store, private
from tuigroup.store.settings import KEY, LOCKED
from tuigroup.sync.client import Client
from tuigroup.wire import limits
from tuigroup.wire.binary import b64, unb64

if TYPE_CHECKING:
    from tuigroup.session import sealing
    from tuigroup.sync.behind import Behind
    from tuigroup.wire import accounts
else:
    sealing = Late("tuigroup.session.sealing")
    accounts = Late("tuigroup.wire.accounts")

TRIES: Final = 4
VERSION: Final = "record.version"
TAG: Final = "record.tag"
_BEYOND: Final = "record.beyond"


class PrivateRecord:
    """One account's record under its 32-byte ``key``. ``random`` gives that many random bytes.

    ``before`` is the one that was here: what arrived with it did, where it is the same account's.
    """

    def __init__(
        self,
        store: Store,
        client: Client,
        key: bytes,
        random: Callable[[int], bytes],
        before: PrivateRecord | None = None,
    ) -> None:
        self._store = store
        self._client = client
        self._key = key
        self._random = random
        same = before is not None and before._key == key
        self.arrived: dict[str, Draft] = before.arrived if before and same else {}  # drafts as they came from elsewhere
        self.closed = False  # somebody signed out: what is under way is not for the store any more

    def _mine(self) -> bool:
        """Whether the store is this account's still: another program with the same file may have signed out or in.

        What the quick exit has locked is.
        """
        if self.closed:
            return False
        key = self._store.settings.get(KEY)
        return key == b64(self._key) if key else bool(self._store.settings.get(LOCKED))

    def dirty(self) -> bool:
        """Whether something here has not been pushed yet."""
        return bool(self._store.marks.dirty())

    async def pull(self, found: accounts.SealedRecord | None = None, behind: Behind | None = None) -> None:
        """Merges what the server has, asked for where it is not ``found`` yet: nothing comes where it is known here.

        Raises MalformedWire where it does not open, and the errors of an exchange.
        """
        found = found or await self._client.read_record(self._store.settings.get(TAG), behind)
        if found is not None:
            self._take(found)

    async def push(self, behind: Behind | None = None) -> None:
        """Writes what is here, merged with what another machine wrote meanwhile."""
        for _ in range(TRIES):
            if not self._mine():
                return
            seen = self._store.marks.dirty()
            version, tag = self._store.settings.number(VERSION), self._store.settings.get(TAG)
            content, sealed = self._sealed()
            self._store.drafts.offered(content["d"])
            self._store.journal.offered()
            record = accounts.SealedRecord(version=version, sealed=b64(sealed))
            try:
                written = await self._client.write_record(record, behind, tag=tag)
            except Refused as error:
                if error.type != "record-conflict":
                    raise
                await self.pull(behind=behind)
                continue
            with self._store.transaction():
                if not self._mine():
                    return
                self._known(written, record.sealed)
                self._store.drafts.had(content["d"])
                self._store.journal.had(content)
                if seen:
                    self._store.marks.clean(seen)
            return
        raise Refused(N_("Other machines keep writing your private record."), type="record-conflict", status=409)

    def _take(self, found: accounts.SealedRecord) -> None:
        store = self._store
        with store.transaction():
            if not self._mine():
                return
            if found.version:
                theirs = sealing.unseal(unb64(found.sealed), self._key, self._client.codec)
                if not isinstance(theirs, dict):
                    raise MalformedWire(N_("Your private record could not be read."))
                was_clean = not store.marks.dirty()
                self._keep_beyond(theirs)
                store.marks.merge(theirs)
                store.journal.merge(theirs)
                store.exposure.merge(theirs)
                self._merge_drafts(theirs)
                if was_clean and self._content() == theirs:
                    store.marks.clean()
            elif self._content() != _EMPTY:
                store.marks.changed()  # the server has none (any more): what is here is worth writing
            self._known(found.version, found.sealed)

    def _known(self, version: int, sealed: str) -> None:
        """What the server has is here, all of it."""
        self._store.settings.set(VERSION, str(version))
        self._store.settings.set(TAG, accounts.record_tag(version, sealed) if version else "")

    def _merge_drafts(self, theirs: dict[str, Any]) -> None:
        before = {draft.id: draft for draft in self._store.drafts.all()}
        self._store.drafts.merge(theirs)
        for draft in self._store.drafts.all():
            if before.get(draft.id) == self.arrived.get(draft.id):  # nobody wrote on it here
                self.arrived[draft.id] = draft

    def _content(self, room: int | None = None) -> dict[str, Any]:
        drafts = self._store.drafts.export() if room is None else self._store.drafts.export(room)
        own = {**self._store.journal.export(), **self._store.exposure.export()}
        known = {**self._store.marks.export(), **drafts, **own}
        return private.together(known, self._beyond())

    def _keep_beyond(self, theirs: dict[str, Any]) -> None:
        found = private.beyond(theirs)
        if found:
            self._store.settings.set(_BEYOND, json.dumps(found))
        else:
            self._store.settings.remove(_BEYOND)

    def _beyond(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._store.settings.get(_BEYOND) or "{}")
        return found

    def _sealed(self) -> tuple[dict[str, Any], bytes]:
        """What is pushed, and sealed: with as many drafts as fit; one's marks always fit."""
        room = limits.RECORD_BYTES
        while True:
            content = self._content(room)
            try:
                return content, sealing.seal(content, self._key, self._client.codec, self._random)
            except sealing.RecordTooLarge:
                if not room:
                    raise
                room = room // 2 if room > 1024 else 0


_EMPTY: Final[dict[str, Any]] = {"g": {}, "v": 0, "d": {}}
