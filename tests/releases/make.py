"""``python -m tests.releases.make VERSION``: what this version leaves on disk, as a server and a member have it.

Run once for a release, before it; the archive is never made anew. The server's folder, without what is made again
where it is missing (the SSH door's key and credential), and the store of bea, who has something of every kind.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from tests.processes import ServerProcess
from tuigroup import actions
from tuigroup.config import Settings
from tuigroup.session import Session
from tuigroup.store import Draft, Store
from tuigroup.sync.client import Client
from tuigroup.wire.cases import Category
from tuigroup.wire.sync import WantLibrary, WantThread
from tuigroup.wire.words import ResponseKind

HERE: Final = Path(__file__).parent
PASSPHRASE: Final = "four plain words here"
GROUP: Final = "Evening Porch"
TITLE, FIRST, ANSWER = "Rain on the roof", "I sat by the window until it was light.", "So did I, one street away."
BEGUN: Final = "What I did not say yet"
WAITS: Final = "Written where no line reaches."
ARTICLE: Final = """---
title: Slow breathing
kind: coping
topics: [sleep]
---
# Slow breathing

In and out.
"""
LEFT_OUT: Final = ("ssh.key", "door.credential")


async def visit(url: str, path: Path, doing: Callable[[Session], Awaitable[None]]) -> None:
    store = Store.open(path)
    session = Session.open(Settings(server=url), store, Client(url))
    try:
        await doing(session)
    finally:
        await session.close()
        store.close()


async def rounds(session: Session) -> None:
    while await session.engine.round():
        pass


async def _begin(session: Session) -> None:
    await session.create_account("ines", PASSPHRASE)
    session.store.marks.set_phrase(written=True)


async def _write(session: Session) -> None:
    await rounds(session)
    actions.start_thread(session.store, 1, 1, TITLE, FIRST)
    await rounds(session)


async def _answer(session: Session) -> None:
    await session.create_account("bea", PASSPHRASE)
    store = session.store
    store.marks.set_phrase(written=True)
    actions.join(store, 1, "old_bicycle")
    session.engine.want(WantLibrary())
    await rounds(session)
    (thread,) = store.threads.list(1)
    session.engine.want(WantThread(g=1, n=int(thread.ref)))
    await rounds(session)
    actions.reply(store, 1, thread.ref, ANSWER)
    actions.respond(store, 1, thread.ref, ResponseKind.WITH_YOU)
    actions.report(store, 1, thread.ref, Category.OTHER, "A note.")
    actions.watch(store, 1, thread.ref, on=True)
    store.marks.mark_thread_read(1, thread.ref)
    store.drafts.save(Draft("", "reply", 1, target=thread.ref, body=BEGUN))
    await rounds(session)
    await session.keep_record()
    actions.reply(store, 1, thread.ref, WAITS)


def make(version: str) -> Path:
    """The archive of a version; its path."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        (folder / "articles" / "slow.md").write_text(ARTICLE, "utf-8")
        server = ServerProcess(folder / "server")
        data = ("--data", str(server.folder))
        server.init()
        server.run("new-group", *data, GROUP)
        server.run("import-resources", *data, str(folder / "articles"))
        server.start()
        try:
            asyncio.run(visit(server.url, folder / "ines.sqlite3", _begin))
            server.run("add-facilitator", *data, "1", "ines", "--alias", "lantern")
            asyncio.run(visit(server.url, folder / "ines.sqlite3", _write))
            asyncio.run(visit(server.url, folder / "bea.sqlite3", _answer))
        finally:
            server.stop()
        archive = HERE / f"{version}.zip"
        with zipfile.ZipFile(archive, "x", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for path in sorted(server.folder.iterdir()):
                if path.name not in LEFT_OUT:
                    packed.write(path, f"server/{path.name}")
            packed.write(folder / "bea.sqlite3", "bea.sqlite3")
    return archive


if __name__ == "__main__":
    print(make(sys.argv[1]))
