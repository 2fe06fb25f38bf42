"""What an exchange with nothing new costs the server's processor, and whether that grows with what it keeps.

    .venv/bin/python -m tests.bench.cpu [POSTS_FEW POSTS_MANY]

Two server processes, one over few posts and one over many in the member's ten groups, asked in turn so that what
else the machine does falls on both.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, Final

from tests.bench.figures import Figures
from tests.processes import ServerProcess
from tuigroup.sync.client import Client
from tuigroup.wire import accounts
from tuigroup.wire.binary import b64
from tuigroup.wire.ops import GroupSettings
from tuigroup.wire.sync import SyncRequest
from tuigroup.wire.words import GroupState, Role
from tuigroup_server.service import groups, membership
from tuigroup_server.service.context import DATABASE_FILE, open_context
from tuigroup_server.settings import FILE_NAME, Settings
from tuigroup_server.storage import accounts as account_rows

FEW: Final = 10_000
MANY: Final = 1_000_000
GROUPS: Final = 10
THREAD: Final = 50  # posts of one thread
ROUNDS: Final = 9
EXCHANGES: Final = 150  # of one round
RATIO: Final = 1.2
MEMBER: Final = "quiet-harbour-41"
MINUTE: Final = 29_000_000
BODY: Final = "I fold the same three towels until the kettle is done, and then I sit down with whoever is awake."


class Server:
    """A server over so many posts, and a member of all its groups who has read everything."""

    def __init__(self, folder: Path, posts: int) -> None:
        self.posts = posts
        self.process = ServerProcess(folder)
        self._client: Client | None = None
        self._request = SyncRequest()

    async def start(self, dice: random.Random) -> None:
        self.process.init()
        (self.process.folder / FILE_NAME).write_text("limits = false\n", "utf-8")
        self.process.start()
        self._client = Client(self.process.url)
        secret = b64(dice.randbytes(32))
        new = accounts.NewAccount(
            name=MEMBER, secret=secret, recovery_secret=secret, wrapped="W" * 96, recovery_wrapped="R" * 96
        )
        self._client.token = (await self._client.create_account(new)).token
        fill(self.process.folder, self.posts)
        answer = await self._client.sync(SyncRequest(m=65536))
        assert answer.s is not None
        assert len(answer.c) == GROUPS
        self._request = SyncRequest(s=answer.s, m=65536)

    async def ask(self, times: int) -> float:
        """Microseconds of the processor for one of so many exchanges."""
        assert self._client is not None
        before = self._used()
        for _ in range(times):
            answer = await self._client.sync(self._request)
            assert not answer.c
            assert answer.s is None
        return (self._used() - before) / times

    def _used(self) -> float:
        """Microseconds that all threads of the server ran so far."""
        assert self.process.process is not None
        tasks = Path(f"/proc/{self.process.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1000

    async def stop(self) -> None:
        if self._client is not None:
            await self._client.close()
        self.process.stop()


def fill(folder: Path, posts: int) -> None:
    """Groups through the service, their posts straight into the file."""
    context = open_context(folder, Settings())
    try:
        with context.database.write() as connection:
            account = account_rows.by_name(connection, MEMBER)
            assert account is not None
            made = []
            for index in range(GROUPS):
                about = GroupSettings(name=f"Group number {index}", about="Everybody is welcome here.")
                group = groups.make(connection, about, GroupState.OPEN, now=MINUTE * 60)
                membership.seat(connection, group, account.id, f"heron{index}", Role.MEMBER, MINUTE)
                made.append(group.id)
    finally:
        context.database.close()
    with sqlite3.connect(folder / DATABASE_FILE) as database:
        each = posts // GROUPS
        for number in made:
            database.executemany(_insert(database, "posts"), _posts(number, each))
            database.executemany(_insert(database, "threads"), _threads(number, each))
            database.execute("UPDATE groups SET seq = seq + ?, next_number = ? WHERE id = ?", (each, each + 1, number))
    database.close()


def _insert(database: sqlite3.Connection, table: str) -> str:
    """What a row has no word of is as the table has it by itself."""
    row = next(_posts(1, 1)) if table == "posts" else next(_threads(1, 1))
    columns = {name: default for _, name, _, _, default, _ in database.execute(f"PRAGMA table_info({table})")}
    without = sorted(name for name, default in columns.items() if name not in row and default is None)
    assert not without, f"{table} has {', '.join(without)}, which the rows of this measurement lack"
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})"


def _posts(group: int, count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        thread = (number - 1) // THREAD * THREAD + 1
        yield {
            "group_id": group, "number": number, "thread": thread, "parent": 0 if number == thread else thread,
            "member": 1, "body": BODY, "note": "", "intent": "", "at_min": MINUTE + number // 10, "edited_min": 0,
            "state": "", "with_you": 0, "me_too": 0, "thank_you": 0, "this_helped": 0, "seq": number + 1,
        }  # fmt: skip


def _threads(group: int, count: int) -> Iterator[dict[str, Any]]:
    for first in range(1, count + 1, THREAD):
        last = min(first + THREAD - 1, count)
        yield {
            "group_id": group, "number": first, "board": 1, "title": "What do you do at three?",
            "posts": last - first + 1, "last": last, "last_min": MINUTE + last // 10, "locked": 0, "seq": last + 1,
        }  # fmt: skip


async def measure(folder: Path, few: int, many: int, figures: Figures) -> None:
    servers = [Server(folder / "few", few), Server(folder / "many", many)]
    dice = random.Random(1)
    try:
        for server in servers:
            await server.start(dice)
            await server.ask(EXCHANGES)  # warm
        taken: list[list[float]] = [[], []]
        for _ in range(ROUNDS):
            for times, server in zip(taken, servers, strict=True):
                times.append(await server.ask(EXCHANGES))
    finally:
        for server in servers:
            await server.stop()
    small, large = median(taken[0]), median(taken[1])
    figures.add(f"empty sync with {few:,} posts, server CPU", round(small), "us")
    figures.add(f"empty sync with {many:,} posts, server CPU", round(large), "us")
    figures.add("empty sync, many posts against few", round(large / small, 3), "times", RATIO)


def main() -> int:
    few, many = (int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (FEW, MANY)
    figures = Figures("cpu")
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(measure(Path(made), few, many, figures))
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
