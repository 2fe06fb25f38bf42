"""Who has a server or a store of an earlier release goes on with it: nothing is lost, and what waits arrives."""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path

import pytest

from tests.releases.make import ANSWER, BEGUN, FIRST, HERE, PASSPHRASE, TITLE, WAITS, rounds, visit
from tests.warm import WarmServer
from tuigroup.session import Session
from tuigroup.store import Store
from tuigroup.wire.sync import WantThread

RELEASES = sorted(HERE.glob("*.zip"))


def test_the_first_is_there() -> None:
    assert "0.1.0" in [path.stem for path in RELEASES]


@pytest.mark.parametrize("archive", RELEASES, ids=lambda path: path.stem)
def test_a_server_and_a_store_go_on(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path)
    server = WarmServer(tmp_path / "server")
    server.start()
    try:
        asyncio.run(visit(server.url, tmp_path / "bea.sqlite3", _at_home))
        asyncio.run(visit(server.url, tmp_path / "elsewhere.sqlite3", _elsewhere))
    finally:
        server.stop()


def _there(store: Store) -> None:
    (thread,) = store.threads.list(1)
    assert thread.title == TITLE
    assert thread.watched
    assert [draft.body for draft in store.drafts.all()] == [BEGUN]


async def _at_home(session: Session) -> None:
    """What was here is here before any line is used; then the passphrase opens it, and what waited goes out."""
    store = session.store
    _there(store)
    (thread,) = store.threads.list(1)
    assert [post.body for post in store.threads.posts(1, thread.ref)] == [FIRST, ANSWER, WAITS]
    assert not [post for post in store.threads.posts(1, thread.ref) if post.unread]
    await session.sign_in("bea", PASSPHRASE)
    await rounds(session)
    assert not store.outbox.count()
    _there(store)


async def _elsewhere(session: Session) -> None:
    """On another machine, with the passphrase alone."""
    await session.sign_in("bea", PASSPHRASE)
    await rounds(session)
    store = session.store
    _there(store)
    (thread,) = store.threads.list(1)
    session.engine.want(WantThread(g=1, n=int(thread.ref)))
    await rounds(session)
    assert [post.body for post in store.threads.posts(1, thread.ref)] == [FIRST, ANSWER, WAITS]
