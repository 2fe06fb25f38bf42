"""A visit: one store, one engine, and whose they are. What a door opens, gives to screens, and closes.

Signing in makes the engine a member's; signing out takes everything of the account from this machine. The
private record is pulled and pushed between the engine's exchanges. Knows no screen.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol

from tuigroup.errors import MalformedWire, Offline, Refused, SignInRefused, TuigroupError
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.session import ending, keeping, keys, locking
from tuigroup.session.ending import Became, Fate
from tuigroup.session.farewell import Farewell
from tuigroup.session.keeping import Keeping
from tuigroup.session.keys import Cost
from tuigroup.session.locking import WRAPPED, Back, Locking
from tuigroup.session.staying import Staying, Stays
from tuigroup.store import Draft, Store, StoreChanged
from tuigroup.store.settings import KEY, NAME, OPERATOR, TOKEN
from tuigroup.sync.choices import Choices, Usual
from tuigroup.sync.client import Client
from tuigroup.sync.engine import Engine
from tuigroup.text import line as one_line
from tuigroup.wire.binary import b64

if TYPE_CHECKING:
    from tuigroup.session import account, bundled_file, words
    from tuigroup.session.account import Accounts, Entered, Stretch
    from tuigroup.store import given
    from tuigroup.wire import bundles, documents, frames, slips
    from tuigroup.wire.accounts import ServerInfo
    from tuigroup.wire.bundles import Bundle
    from tuigroup.wire.sync import SyncRequest
else:
    account = Late("tuigroup.session.account")
    words = Late("tuigroup.session.words")
    given = Late("tuigroup.store.given")
    documents = Late("tuigroup.wire.documents")
    frames = Late("tuigroup.wire.frames")
    slips = Late("tuigroup.wire.slips")
    bundles = Late("tuigroup.wire.bundles")
    bundled_file = Late("tuigroup.session.bundled_file")

GREETED: Final = 12 * 3600.0  # seconds after which a visit that lasts asks anew what the server says of itself
TRIES: Final = 3  # to fetch the operator's crisis lines, a visit
LEAVING: Final = 5.0  # seconds that leaving waits for the record

_SERVER: Final = "server.info"
_PROOF: Final = "server.proof"


def proof(store: Store) -> str:
    """What proves the store's server: the fingerprint of its key, AUTHORITIES, or '' while that is not known."""
    return store.settings.get(_PROOF)


class SettingsLike(Usual, Protocol):
    """What is usual about the line (sync.choices); ``offline`` begins without it."""

    @property
    def offline(self) -> bool: ...


class Session(Staying):
    """``account`` is the sign-in name, None for a guest; ``operator`` says whether the account runs the server."""

    def __init__(
        self,
        store: Store,
        client: Client,
        engine: Engine,
        *,
        clock: Callable[[], float],
        random: Callable[[int], bytes],
        cost: Cost,
        stretch: Stretch | None = None,
    ) -> None:
        self.store = store
        self.engine = engine
        self.account: str | None = None
        self.operator = False
        self.passing = False  # a door says so where what is here goes with the visit
        self.sees = ""  # what a door says where a passphrase is typed that it sees (views.account), '' at home
        self.disk = True  # false where a door has none of the member's: nothing can be taken along as files
        self.lasting = True  # false where the server, and the private record with it, goes with the visit too
        self.wish: Stays | None = None
        self.remember: Callable[[Stays], None] = lambda stays: None
        self.choosable = False
        self._info: ServerInfo | None = None
        self._client = client
        self._random = random
        self._cost = cost
        self._stretch = stretch
        self._accounts: Accounts | None = None
        self._keeping = Keeping(store, client, clock, random)
        self._farewell = Farewell(client, store)
        self._locking = Locking(store, clock, random)
        self._back: Back | None = None
        self._offline = False  # the line is not used before somebody says so
        self._shutting = False  # the line is still to be told of a quick exit
        self._displaced, self.arrivals = False, 0
        self._greeted = False
        self._greeted_at = 0.0
        self._clock = clock
        self._tries = 0  # that are left to fetch what the greeting named
        self._asked: str | None = None
        self._decided: dict[str, Draft] = {}
        engine.chore, engine.admit, engine.chore_due = self._chore, self._admit, self._chore_due
        store.subscribe(self._noticed)
        store.whose.heard = self._look_soon

    @classmethod
    def open(
        cls,
        settings: SettingsLike,
        store: Store,
        client: Client,
        *,
        clock: Callable[[], float] = time.time,
        random: Callable[[int], bytes] = os.urandom,
        cost: Cost = keys.FULL,
        stretch: Stretch | None = None,
    ) -> Session:
        """Whoever was signed in on this store still is. Asks nobody: the line is used when the engine runs.

        ``cost`` is for tests; another one gives other keys. Passphrases are stretched in ``stretch``, else in a thread.
        """
        engine = Engine(store, client, Choices(store, settings), clock=clock, random=random)
        session = cls(store, client, engine, clock=clock, random=random, cost=cost, stretch=stretch)
        session._offline = settings.offline
        session._restore()
        if session.locked:
            engine.go_offline(locking.SHUT)
        elif settings.offline:
            engine.go_offline()
        return session

    # Who is there

    @property
    def server(self) -> ServerInfo | None:
        """What the server said of itself, this time or an earlier one; None until it did."""
        if self._info is None and (told := self.store.settings.get(_SERVER)):
            from tuigroup.wire.accounts import ServerInfo

            with suppress(MalformedWire):
                self._info = documents.read(ServerInfo, frames.from_json(told.encode()))
        return self._info

    async def greet(self, *, again: bool = False) -> ServerInfo:
        """What the server says of itself, asked once a visit, or now, where a visit lasts for days (``again``).

        Raises BadServerAddress, VersionMismatch, Offline.
        """
        known = self.server
        if self._greeted and known is not None and not again:
            return known
        info = await self._client.server_info()
        if known is not None and known.id != info.id:
            self._accounts = None
        self._info, self._greeted, self._greeted_at, self._tries = info, True, self._clock(), TRIES
        self.store.settings.set(_SERVER, info.model_dump_json())
        if self._client.proof:
            self.store.settings.set(_PROOF, self._client.proof)
        return info

    async def fetch_helplines(self) -> None:
        """The crisis lines of the server's operator, where it has named others than those here.

        Nothing here may make the line look down, or be asked for ever: what does not come is tried a few times a visit,
        and what was here stays.
        """
        if self._info is None or not self._tries or self._info.helplines == given.version(self.store):
            return
        self._tries -= 1
        named = self._info.helplines
        try:
            given.keep(self.store, named, await self._client.helplines() if named else None)
        except Offline:
            pass
        except TuigroupError:
            self._tries = 0

    @property
    def unknown_key(self) -> str:
        """The fingerprint that a server with a key of its own showed, as long as nobody decided about it; else ''."""
        return self._client.unknown_key

    async def trust(self, fingerprint: str) -> None:
        """The member compared it: from now on the server is who has this key. Kept as long as the store is."""
        self.store.settings.set(_PROOF, fingerprint)
        await self._client.trust(fingerprint)
        self.engine.go_online()

    async def create_account(self, name: str, passphrase: str) -> str:
        """Makes the account and signs in; the recovery phrase, to be shown once.

        Raises BadInput, Refused (``name-taken``), Offline, BadServerAddress, VersionMismatch.
        """
        entered = await (await self._known()).create(name, passphrase)
        await self._enter(entered)
        return entered.phrase

    async def sign_in(self, name: str, passphrase: str) -> None:
        """What is new comes along. Raises BadInput, SignInRefused, Offline, BadServerAddress, VersionMismatch."""
        accounts = await self._known()
        asked = self.engine.opening(afresh=self.store.settings.get(NAME) != account.sign_in_name(name))
        await self._enter(await accounts.sign_in(name, passphrase, asked), asked)

    async def sign_in_by_key(self, name: str, fingerprint: str) -> None:
        """A door verified the key with this fingerprint (as OpenSSH prints it). The private record stays closed.

        Raises BadInput, SignInRefused, Refused, Offline, BadServerAddress, VersionMismatch.
        """
        await self._enter(await (await self._known()).sign_in_by_key(name, fingerprint))

    async def ask_slip(self, group: int, slot: int) -> str:
        """A slip for a meeting that is on, kept on this machine. Raises SignInRefused, Refused, Offline."""
        if not (code := self.store.attendance.slip(group, slot)):
            code = one_line(await self._client.slip(group, slips.WantSlip(at=slot)), slips.LONGEST)
            self.store.attendance.keep_slip(group, slot, code)
        return code

    async def take_bundle(self, typed: str, chosen: Sequence[str]) -> Bundle:
        """A bundle of the server's (wire.bundles) into a new file, once its signature was looked at.

        Raises BadInput, and what an exchange raises; then nothing was written.
        """
        raw = await self._client.bundle(chosen)
        made = bundles.read(raw, self._client.codec)
        bundled_file.write(typed, raw)
        return made

    async def sign_out(self, everywhere: bool = False, *, keep: bool = True) -> bool:
        """Ends the session on the server and takes everything of the account from this machine.

        Signing out here works without the line too; ``everywhere`` does not, and then raises Offline. ``keep``: the
        private record goes up first. Returns whether the server knows: else the session ends there later, by itself.
        """
        if self.account is None:
            return True
        if keep:
            await self.keep_record()
        told = True
        try:
            async with asyncio.timeout(None if everywhere else LEAVING):
                await self._client.sign_out(everywhere=everywhere)
        except SignInRefused:
            if everywhere:
                raise
        except (Offline, TimeoutError, Refused) as error:
            told = False
            if everywhere:
                raise Offline(
                    N_("The line is down, so the other machines could not be signed out."),
                    kept=N_("You are still signed in here."),
                    todo=N_("Please try again when the line is back."),
                ) from error
        self._leave()
        return told

    async def settle(self, fate: Fate = Fate.SEND, *, seconds: float = ending.SECONDS) -> Became:
        """What becomes of unsent writing where nothing stays behind: see session.ending."""
        return await ending.settle(self, fate, seconds=seconds)

    async def sign_out_after(self, fate: Fate, everywhere: bool = False) -> Became:
        """Signs out once that is settled, and not where something would be lost: see session.ending."""
        return await ending.sign_out(self, fate, everywhere)

    async def end_door_sessions(self) -> None:
        """Every session that was opened through this client's door ends. Raises Refused, Offline."""
        await self._client.end_door_sessions()

    def suggest_name(self) -> str:
        return words.suggest_name(self._random)

    def suggest_passphrase(self) -> str:
        return words.suggest_passphrase(self._random)

    @property
    def arrived(self) -> Mapping[str, Draft]:
        """Drafts by id as they came here from other machines; what else there is was begun here."""
        return self._keeping.arrived

    def undecided(self) -> list[Draft]:
        """Drafts that were written on here and of which nobody has said yet what becomes of them on leaving."""
        return [
            draft
            for draft in self.store.drafts.all()
            if draft != self._decided.get(draft.id, self.arrived.get(draft.id))
        ]

    def decided(self) -> None:
        """What becomes of all drafts was said."""
        self._decided = {draft.id: draft for draft in self.store.drafts.all()}

    async def keep_record(self, seconds: float = LEAVING) -> None:
        """On leaving: what was read and drafted goes along to the next machine, if the line lets it in time."""
        await self.engine.drop_chore()  # its piecemeal way is for who stays
        await self._keeping.leave(seconds)

    async def close(self) -> None:
        """Ends the visit: the private record is pushed if that goes quickly. The store stays the caller's to close."""
        if self.engine.status().state != "paused":
            await self.keep_record()
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVING):
                await self.let_go()
        await self.engine.close()
        await self._client.close()

    # Inside

    async def _known(self) -> Accounts:
        self.store.whose.check()  # before the server makes what could not be written down here
        info = await self.greet()
        return self._of(info)

    def _of(self, info: ServerInfo) -> Accounts:
        if self._accounts is None:
            stretch = self._stretch or account.in_thread
            self._accounts = account.Accounts(self._client, info.id, self._random, self._cost, stretch)
        return self._accounts

    async def _enter(self, entered: Entered, asked: SyncRequest | None = None) -> None:
        """``asked`` is what the sign-in took along. Who is to be erased is held: see ``leaving``."""
        if entered.leaving is not None:
            await self._farewell.let_go()
            self._farewell.held = entered
            return
        self._make_ready(entered)
        with self.store.transaction():
            for name, value in (
                (NAME, entered.name),
                (TOKEN, entered.token),
                (KEY, b64(entered.record_key)),
                (WRAPPED, entered.wrapped),
                (OPERATOR, "1" if entered.operator else ""),
            ):
                self.store.settings.set(name, value)
            self._locking.opened()
            # Not written down until the member says so, whatever ends the program: also where it ended between the
            # making of the account and this line, so that there never was a private record.
            unseen = entered.record is not None and not entered.record.version and not self.store.marks.phrase_known()
            if entered.phrase or unseen:
                self.store.marks.set_phrase(written=False)
        self._back = None
        self._restore()
        with suppress(Offline, Refused):
            await self._keeping.begin(entered.record)
        if asked is not None and entered.along is not None:
            self.engine.opened(asked, entered.along)
        else:
            self.engine.go_online()

    def _restore(self) -> None:
        """Who the store says is signed in."""
        settings = self.store.settings
        name = settings.get(NAME)
        self.store.whose.knows(name)
        self.account = None if self.locked else name or None
        token = settings.get(TOKEN)
        self._client.token = token or None
        self.engine.belongs_to(bool(token) or self._back is not None)
        self.operator = self.account is not None and bool(settings.get(OPERATOR))
        self._keeping.open()

    def _leave(self) -> None:
        self._forgotten()
        self._restore()
        self.engine.go_online()

    async def _chore(self) -> None:
        """Between exchanges: greet once, and see to the private record."""
        self._as_stored()
        async with self.engine.behind.turn():
            if not self._greeted or self._clock() - self._greeted_at > GREETED:
                await self.greet(again=True)
                self.engine.tell()
            await self.fetch_helplines()
            if token := self._locking.waiting():
                await self._revoke(token)
        await self._keeping.now_and_then(self.engine.behind, keeping.PUSH_EVERY if self.disk else keeping.NO_DISK)

    def _chore_due(self) -> float | None:
        """A draft that is on no disk does not wait for an exchange."""
        return None if self.disk else self._keeping.due(keeping.NO_DISK)

    def _noticed(self, change: StoreChanged) -> None:
        if not self.disk and "drafts" in change.kinds:
            self.engine.reconsider()
