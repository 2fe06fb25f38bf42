"""How many posts a second the server takes, one writer and several at once, each post on disk before its answer.

    .venv/bin/python -m tests.bench.posts [SECONDS] [DATABASE-URL]

First through the service alone (threads of this process), then over HTTP with a server process and keep-alive
connections that each wait for an answer before the next post. Compare figures of one machine and one disk only.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from tests.bench.figures import Figures
from tests.processes import ServerProcess
from tuigroup.wire.accounts import NewAccount
from tuigroup.wire.binary import b64
from tuigroup.wire.ops import GroupSettings, Reply, StartThread
from tuigroup.wire.words import GroupState, Role
from tuigroup_server.service import accounts, membership, operations, operators
from tuigroup_server.service.context import Actor, Context, open_context
from tuigroup_server.settings import FILE_NAME, Settings, load

SECONDS: Final = 4.0
WRITERS: Final = (1, 8, 32)
GROUPS: Final = 4
BODY: Final = "I fold the same three towels until the kettle is done, and then I sit down with whoever is awake."


class Community:
    """Groups with a thread each, and members of all of them, over a folder that ``init`` made."""

    def __init__(self, folder: Path, members: int) -> None:
        self.context: Context = open_context(folder, load(folder / FILE_NAME))
        self.actors: list[Actor] = []
        self.tokens: list[str] = []
        self.groups: list[int] = []
        self.threads: list[int] = []
        dice = random.Random(1)
        for index in range(members):
            secret = b64(dice.randbytes(32))
            name = f"writer-{index:03}"
            new = NewAccount(
                name=name, secret=secret, recovery_secret=secret, wrapped="W" * 96, recovery_wrapped="R" * 96
            )
            self.tokens.append(accounts.create(self.context, new).token)
            actor = accounts.identify(self.context, self.tokens[-1])
            assert actor is not None
            self.actors.append(actor)
        for index in range(GROUPS):
            about = GroupSettings(name=f"Group number {index}", about="Everybody is welcome here.")
            group = operators.new_group(self.context, about)
            assert group.state == GroupState.OPEN
            with self.context.database.write() as connection:
                for number, one in enumerate(self.actors):
                    membership.seat(connection, group, one.account_id, f"heron{number}", Role.MEMBER, 29_000_000)
            self.groups.append(group.id)
            opening = StartThread(k=f"opening-{index}", g=group.id, title="What do you do at three?", body=BODY)
            self.threads.append(operations.apply(self.context, self.actors[0], [opening])[0].ack.t)

    def posts_of(self, writers: int, seconds: float) -> float:
        """Posts a second through the service, so many threads at once."""
        done = [0] * writers
        end = time.perf_counter() + seconds

        def work(index: int) -> None:
            place = index % GROUPS
            while time.perf_counter() < end:
                key = self.context.random(9).hex()
                op = Reply(k=key, g=self.groups[place], to=self.threads[place], body=BODY)
                assert not operations.apply(self.context, self.actors[index], [op])[0].ack.e
                done[index] += 1

        threads = [threading.Thread(target=work, args=(index,)) for index in range(writers)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(done) / (time.perf_counter() - began)


async def over_http(community: Community, port: int, writers: int, seconds: float) -> float:
    """Posts a second over HTTP, so many connections at once."""
    end = time.perf_counter() + seconds

    async def work(index: int) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        place, done = index % GROUPS, 0
        while time.perf_counter() < end:
            key = community.context.random(9).hex()
            said = json.dumps({"op": "reply", "k": key, "to": community.threads[place], "body": BODY}).encode()
            writer.write(
                f"POST /v1/groups/{community.groups[place]}/posts HTTP/1.1\r\nHost: x\r\n"
                f"Authorization: Bearer {community.tokens[index]}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(said)}\r\n\r\n".encode()
                + said
            )
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 201"), head
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.partition(b":")[2]))
            done += 1
        writer.close()
        return done

    began = time.perf_counter()
    done = await asyncio.gather(*(work(index) for index in range(writers)))
    return sum(done) / (time.perf_counter() - began)


def measure(folder: Path, seconds: float, database: str, figures: Figures) -> None:
    server = ServerProcess(folder)
    server.run("init", str(folder), TUIGROUP_DATABASE=database)
    said = Settings(limits=False, database=database)
    (folder / FILE_NAME).write_text(f"limits = false\ndatabase = {json.dumps(said.database)}\n", "utf-8")
    community = Community(folder, max(WRITERS))
    try:
        for writers in WRITERS:
            rate = community.posts_of(writers, seconds)
            figures.add(f"posts through the service, {writers} at once", round(rate), "1/s")
        server.start()
        for writers in WRITERS:
            rate = asyncio.run(over_http(community, server.port, writers, seconds))
            figures.add(f"posts over HTTP, {writers} at once", round(rate), "1/s")
    finally:
        server.stop()
        community.context.database.close()


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    database = sys.argv[2] if len(sys.argv) > 2 else ""
    figures = Figures("posts")
    with tempfile.TemporaryDirectory() as made:
        measure(Path(made) / "data", seconds, database, figures)
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
