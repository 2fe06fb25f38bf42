"""Leaving for good: asked for, thought over, called off; and all of one's own taken along.

Who signs in to an account that is to be erased is held at the door: nothing is known here of the account until they
say that they stay. Knows no screen.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tuigroup.errors import Offline, Refused, SignInRefused, TuigroupError
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.store import Store
from tuigroup.sync.client import Client

if TYPE_CHECKING:
    from tuigroup.session import belongings
    from tuigroup.session.account import Accounts, Entered
    from tuigroup.wire.leaving import Leaving, PostsFate
else:
    belongings = Late("tuigroup.session.belongings")


class Farewell:
    """``held`` is somebody whose account is to be erased, between their sign-in and their answer; None else."""

    def __init__(self, client: Client, store: Store) -> None:
        self.held: Entered | None = None
        self._client = client
        self._store = store

    @property
    def leaving(self) -> Leaving | None:
        return self.held.leaving if self.held is not None else None

    async def ask(self, accounts: Accounts, name: str, passphrase: str, posts: PostsFate) -> Leaving:
        """Raises SignInRefused, Refused (``too-many``), Offline."""
        return await accounts.leave(name, passphrase, posts)

    async def stay(self) -> Entered:
        """Who was held comes in as they are. Raises SignInRefused where the days are over, Offline."""
        held = self.held
        if held is None:
            raise SignInRefused(N_("Nobody is signed in here."))
        try:
            await self._client.stay(held.token)
        except SignInRefused:
            self.held = None
            raise
        self.held = None
        return replace(held, leaving=None)

    async def let_go(self) -> None:
        """Who was held goes again, and what they asked for stands."""
        held, self.held = self.held, None
        if held is not None:
            with suppress(TuigroupError):  # else the session ends there by itself
                await self._client.sign_out(token=held.token)

    async def take(self, *, whole: bool) -> dict[str, Any]:
        """All of one's own: what the server has, and what only this machine can read.

        ``whole`` says whether the private record is open here. Raises SignInRefused, Refused, Offline.
        """
        try:
            taken = await self._client.export()
        except (Offline, Refused) as error:
            raise Offline(
                N_("What the server has of yours could not be asked for."),
                kept=N_("Nothing was written."),
                todo=N_("Please try again when the line is back."),
            ) from error
        return {**taken, "private": belongings.belongings(self._store, whole=whole)}
