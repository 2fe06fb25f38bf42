"""How people's sessions are opened here: a store in memory, a client on the shared line, stretching in turn."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tuigroup.config import Settings as MemberSettings
from tuigroup.doors.visit import Visit
from tuigroup.errors import TuigroupError
from tuigroup.session import Session
from tuigroup.session.keys import FULL, Cost
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.sync.door import Door
from tuigroup.sync.shared import SharedLine
from tuigroup.views.account import DOOR_SEES
from tuigroup.wire.accounts import SignInByKey
from tuigroup.wire.documents import read
from tuigroup_server.ssh.base import PublicBase
from tuigroup_server.ssh.stretching import Stretching

NEVER_ASK: Final = 100_000  # KB: the line between door and server is not the member's to pay for


class Visits:
    """``credential`` is the door's, '' where it has none and can vouch for nobody; ``cost`` is for tests."""

    def __init__(
        self, line: SharedLine, stretching: Stretching, credential: str = "", cost: Cost = FULL, *, danger: str = "on"
    ) -> None:
        self._line = line
        self._credential = credential
        self._stretching = stretching
        self._cost = cost
        self._usual = MemberSettings(server=line.server, leave_nothing=True, ask_above_kb=NEVER_ASK, danger=danger)
        self.base = PublicBase(self._session(Store.open(None), "", self._usual))

    def open(self, network: str, language: str) -> Visit:
        """Somebody's, whoever it turns out to be; ``network`` is where they come from, for the server's limits."""
        settings = replace(self._usual, language=language)
        return Visit(settings, self._session(Store.open(None, like=self.base.store), network, settings))

    @property
    def vouches(self) -> bool:
        """Whether the server believes this door about keys."""
        return bool(self._credential)

    async def close(self) -> None:
        await self.base.close()
        await self._line.close()
        self._stretching.close()

    def client(self, network: str) -> Client:
        """Somebody's line to the server, on the shared connections."""
        line, door = self._line, Door(self._credential, network) if self._credential else None
        return Client(line.server, transport=line.lane(), proof=line.proof, codec=line.codec, door=door)

    async def would_open(self, name: str, fingerprint: str, network: str) -> bool:
        """Whether a key that nobody has signed with yet is one of this name's. Nothing is opened."""
        try:
            asked = read(SignInByKey, {"name": name, "fingerprint": fingerprint, "signed": False})
            await self.client(network).sign_in_by_key(asked)
        except TuigroupError:
            return False
        return True

    def _session(self, store: Store, network: str, settings: MemberSettings) -> Session:
        client = self.client(network)
        session = Session.open(settings, store, client, cost=self._cost, stretch=self._stretching)
        session.passing, session.disk, session.sees = True, False, DOOR_SEES
        return session
