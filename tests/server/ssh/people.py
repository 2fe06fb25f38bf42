"""Who comes to a door in tests: the sample member, and their key."""

from __future__ import annotations

import asyncio
from typing import Final

from tuigroup.config import Settings
from tuigroup.session import Session
from tuigroup.store import Store
from tuigroup.sync.client import Client

NAME: Final = "sample-member"
PASSPHRASE: Final = "sixteen-lanterns-by-the-quiet-water"


def register(url: str, line: str) -> None:
    """The sample member adds a public key."""
    asyncio.run(_register(url, line))


async def _register(url: str, line: str) -> None:
    store = Store.open(None)
    session = Session.open(Settings(server=url), store, Client(url))
    try:
        await session.sign_in(NAME, PASSPHRASE)
        await session.add_key(line, "a test's", PASSPHRASE)
        await session.sign_out()
    finally:
        await session.close()
        store.close()
