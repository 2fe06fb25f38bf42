"""A visit through a front door of the server's, in memory only: at a kiosk, or behind OpenSSH."""

from __future__ import annotations

from tuigroup.config import Settings
from tuigroup.doors.visit import Visit
from tuigroup.session import Session
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.sync.door import Door


def opened(settings: Settings, door: Door | None, image: bytes = b"", *, sees: str = "") -> Visit:
    """Nobody is signed in yet; its store begins as ``image``. Without a ``door`` it is a client like any other.

    ``sees`` is what it says where a passphrase is typed.
    """
    client = Client(settings.server, proof=settings.pin, door=door)
    session = Session.open(settings, Store.open(None, image=image), client)
    session.passing, session.disk, session.sees = True, False, sees
    return Visit(settings, session)
