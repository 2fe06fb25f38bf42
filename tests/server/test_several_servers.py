"""Real server processes under load, one of them killed: what was acknowledged is there, once, and no cursor misses it.

On SQLite one server is killed and started again; on PostgreSQL two share a database, and one of them is killed.
"""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.postgres import Postgres
from tests.processes import ServerProcess
from tests.server.community import changes, rows
from tests.server.conftest import new_account
from tests.warm import WarmServer

PAGE = (Path(__file__).parents[2] / "docs" / "postgres.md").read_text("utf-8")
WRITERS = 4
EACH = 20
SOON = 60.0  # seconds after which a thread is taken for stuck


@dataclass
class Fleet:
    """Servers that answer for one database. ``up`` is set while one of them does."""

    servers: list[ServerProcess]
    up: threading.Event = field(default_factory=threading.Event)

    def lose_one(self) -> None:
        """The last one is killed; where it was the only one, it is started again."""
        lost = self.servers[-1]
        self.up.clear()
        lost.kill()
        if len(self.servers) == 1:
            lost.start()
        self.up.set()


@pytest.fixture
def servers() -> Iterator[list[ServerProcess]]:
    """Servers that are stopped afterwards."""
    made: list[ServerProcess] = []
    yield made
    for server in made:
        server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.machine)])
def fleet(request: pytest.FixtureRequest, tmp_path: Path, servers: list[ServerProcess]) -> Fleet:
    environ = {"TUIGROUP_LIMITS": "false"}
    count = 1
    if request.param == "postgres":
        environ["TUIGROUP_DATABASE"] = request.getfixturevalue("postgres_url")
        count = 2
    folder = tmp_path / "community"
    for number in range(count):
        servers.append(WarmServer(folder, environ=environ))
        if not number:
            servers[0].init()
            servers[0].run("new-group", "--data", str(folder), "Kettle Club")
        servers[-1].start()
    made = Fleet(servers)
    made.up.set()
    return made


class Member:
    """Asks any server of a fleet; on a cut line, the next one the same again."""

    def __init__(self, fleet: Fleet, name: str, first: int) -> None:
        self._fleet = fleet
        self._at = first
        self._clients = [httpx.Client(base_url=server.url, timeout=20) for server in fleet.servers]
        self.name = name
        self.cursor: str | None = None
        self._headers: dict[str, str] = {}
        made = self.ask("/v1/accounts", new_account(name).model_dump())
        self._headers = {"Authorization": f"Bearer {made['token']}"}
        self.sync({"k": f"{name}-join", "op": "join", "g": 1, "alias": name})

    def ask(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        for _ in range(50):
            client = self._clients[self._at % len(self._clients)]
            try:
                response = client.post(path, json=said, headers=self._headers)
                if response.status_code < 500:
                    assert response.is_success, response.text
                    answer: dict[str, Any] = response.json()
                    return answer
            except httpx.TransportError:
                assert self._fleet.up.wait(SOON)
            self._at += 1
        raise AssertionError("nobody answers")

    def sync(self, *ops: dict[str, Any], **more: Any) -> dict[str, Any]:
        said = dict(more) | ({"o": list(ops)} if ops else {}) | ({"s": self.cursor} if self.cursor else {})
        answer = self.ask("/v1/sync", said)
        self.cursor = answer.get("s", self.cursor)
        return answer

    def close(self) -> None:
        for client in self._clients:
            client.close()


class Writer(Member):
    """Posts one after the other, each until it is acknowledged: ``acked`` is key to number."""

    def __init__(self, fleet: Fleet, name: str, first: int, thread: int) -> None:
        super().__init__(fleet, name, first)
        self.thread = thread
        self.acked: dict[str, int] = {}

    def run(self, progress: threading.Semaphore) -> None:
        for number in range(EACH):
            key = f"{self.name}-key-{number:04}"
            op = {"k": key, "op": "reply", "g": 1, "to": self.thread, "body": f"words {key}"}
            [ack] = self.sync(op)["a"]
            assert not ack.get("e"), ack
            self.acked[key] = ack["n"]
            self._at += 1
            progress.release()


class Reader(Member):
    """Follows the group with one cursor from server to server: every post it was told of, as often as it was."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__(fleet, "reader", 0)
        self.told: list[int] = []
        self.bodies: dict[int, str] = {}

    def run(self, end: threading.Event) -> None:
        ending = False
        while not ending:
            ending = end.is_set()
            self.look()

    def look(self) -> None:
        self._at += 1
        answer: dict[str, Any] = {"m": 1}
        while "m" in answer:
            answer = self.sync(m=60_000)
            news = changes(answer, 1)
            assert not news.get("gap")
            for post in rows(news, "p"):
                self.told.append(post.number)
                self.bodies[post.number] = post.body


def test_nothing_is_lost_doubled_or_passed_over_when_a_server_dies(fleet: Fleet) -> None:
    reader = Reader(fleet)
    opening = {"k": "reader-opens", "op": "thread", "g": 1, "title": "At three", "body": "words"}
    [opened] = reader.sync(opening)["a"]
    writers = [Writer(fleet, f"writer{number}", number, opened["n"]) for number in range(WRITERS)]
    progress, end = threading.Semaphore(0), threading.Event()
    threads = [threading.Thread(target=writer.run, args=(progress,)) for writer in writers]
    follows = threading.Thread(target=reader.run, args=(end,))
    for thread in (*threads, follows):
        thread.start()
    for _ in range(WRITERS * EACH // 3):
        assert progress.acquire(timeout=SOON)
    fleet.lose_one()
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive()
    end.set()
    follows.join(SOON)
    assert not follows.is_alive()

    written = {number: f"words {key}" for writer in writers for key, number in writer.acked.items()}
    assert len(written) == WRITERS * EACH
    assert sorted(written) == list(range(2, WRITERS * EACH + 2)), "a number was left out or given twice"
    assert reader.bodies == written
    assert reader.told == sorted(reader.told), "posts came to a cursor in another order than they were numbered"
    assert len(reader.told) == len(written), "a post was told twice"
    for writer in writers:
        again = writer.sync({"k": f"{writer.name}-key-0000", "op": "reply", "g": 1, "to": opened["n"],
                             "body": f"words {writer.name}-key-0000"})  # fmt: skip
        assert again["a"][0]["n"] == writer.acked[f"{writer.name}-key-0000"]
    for member in (reader, *writers):
        member.close()


@pytest.mark.machine
def test_the_page_on_postgresql_does_what_it_says(
    tmp_path: Path, servers: list[ServerProcess], postgres: Postgres
) -> None:
    typed = [line.split() for line in re.findall(r"^    (.+)$", PAGE, re.MULTILINE)]
    [[_, said]] = [words for words in typed if words[0] == "export"]
    name, _, url = said.partition("=")
    assert url.startswith("postgresql://")
    environ = {name: postgres.database()}
    [[_, init, made], [_, serve, data, served]] = [words for words in typed if words[0] == "tuigroup-server"]
    assert (init, serve, data) == ("init", "serve", "--data")
    servers.append(ServerProcess(tmp_path / served, environ=environ))
    assert made in servers[0].run(init, str(tmp_path / made))
    shutil.copytree(tmp_path / made, tmp_path / "elsewhere" / made)
    servers.append(ServerProcess(tmp_path / "elsewhere" / made, environ=environ))
    for server in servers:
        server.start()
    infos = [httpx.get(f"{server.url}/v1/server").json() for server in servers]
    assert infos[0] == infos[1]
    assert not list((tmp_path / made).glob("*.sqlite3*"))  # all that members wrote is in PostgreSQL


@pytest.mark.machine
def test_an_answer_leaves_only_once_the_disk_has_the_post(tmp_path: Path, servers: list[ServerProcess]) -> None:
    """What a power cut needs and a kill does not show: between a post and its answer the file is synchronised."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    folder = tmp_path / "community"
    servers.append(ServerProcess(folder))
    servers[0].init()
    servers[0].run("new-group", "--data", str(folder), "Kettle Club")
    servers[0].start()
    assert servers[0].process is not None
    writer = Member(Fleet(servers), "ada", 0)
    seen = tmp_path / "calls"
    watch = subprocess.Popen(
        ["strace", "-f", "-y", "-s", "16", "-o", seen, "-p", str(servers[0].process.pid),
         "-e", "trace=pwrite64,fsync,fdatasync,sendto,sendmsg,write,writev"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert watch.stderr is not None
        assert "attached" in watch.stderr.readline()
        for number in range(3):
            said = {"k": f"ada-key-{number:04}", "op": "thread", "g": 1, "title": "At three", "body": "words"}
            assert writer.sync(said)["a"][0]["n"]
    finally:
        watch.terminate()
        watch.wait(20)
        writer.close()
    steps = []
    for line in seen.read_text().splitlines():
        if "-wal>" in line:
            steps.append("written" if "pwrite64(" in line else "synchronised")
        elif "HTTP/1.1 200" in line:
            steps.append("answered")
    assert steps.count("answered") == 3
    order = [step for step, _ in itertools.groupby(steps)]
    assert order == ["written", "synchronised", "answered"] * 3
