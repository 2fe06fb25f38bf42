"""A first evening: create an account, find a group, join, read to the end, reply, go offline, reply, quit, start,
go online, see both. Over real processes; and the same with the server killed and started again between any two steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.journeys.conftest import Open
from tests.journeys.steps import go_home, mark
from tests.processes import ServerProcess
from tests.terminal import Started, Terminal
from tuigroup.store import Store

ENTER, ESCAPE, SEND = "\r", "\x1b", "\x13"
FIRST = "I read the bulb one twice. Bread standing up counts as dinner here too."
SECOND = "Offline now, in the stairwell, where the line never reaches. Still here."


@dataclass
class Evening:
    """Who spends it; ``between`` happens after every step."""

    server: ServerProcess
    open_client: Open
    between: Callable[[], None]
    store: Path
    screens: list[str] = field(default_factory=list)
    terminal: Terminal | None = None

    @property
    def screen(self) -> Terminal:
        assert self.terminal is not None
        return self.terminal

    def step(self, keys: str, then: str) -> str:
        seen = self.screen.press(keys, then)
        self.screens.append(seen)
        self.between()
        return seen

    def start(self) -> None:
        self.terminal = self.open_client("--server", self.server.url, start=Started)

    def create_account(self) -> None:
        self.screen.wait("I am new here")
        self.step(ENTER, "Sign-in name")
        self.step(SEND, "recovery phrase")
        self.screen.wait("12 [a-z]+")
        self.step(ESCAPE, "g  go on without")
        self.step("g", "Find a group that feels right")

    def find(self) -> None:
        self.step("d", "Third Floor Kettle")
        self.step("/third floor", "1 fits|, 1 fit")  # typed ahead of the field that it opens
        self.step(ENTER, "J join")
        self.step(ENTER, "Silent study table")

    def join(self) -> None:
        self.step("J", "Enter says that you will keep")
        self.step(ENTER, "Alias")
        self.step("quiet_fern" + ENTER, "What did you eat today")

    def read_to_the_end(self) -> None:
        self.step(ENTER, "the fridge")
        for _ in range(12):
            if "We talked until one" in self.screen.text():
                break
            self.screens.append(self.screen.answer(" "))
            self.between()
        self.screen.wait("We talked until one")

    def reply(self, text: str, then: str) -> None:
        self.screen.press("r" + text, "Reply to")
        self.step("", re.escape(text[:30]))
        self.step(SEND, then)

    def leave(self) -> None:
        self.screen.send("q")
        if self.screen.asks("not sent yet"):
            self.screen.send("l")
        assert self.screen.wait_exit() == 0
        self.between()

    def bodies(self) -> list[str]:
        """What the member's own store holds of what they wrote, numbered by the server."""
        store = Store.open(self.store)
        try:
            group = next(found.group for found in store.groups.joined())
            posts = [
                post for row in store.threads.list(group.group) for post in store.threads.posts(group.group, row.ref)
            ]
            assert store.outbox.count() == 0
            return [post.body for post in posts if post.own and isinstance(post.ref, int)]
        finally:
            store.close()


@pytest.fixture(params=["server stays", "server killed between any two steps"])
def evening(request: pytest.FixtureRequest, server: ServerProcess, open_client: Open, tmp_path: Path) -> Evening:
    def restart() -> None:
        server.kill()
        server.start()

    between = restart if request.param.startswith("server killed") else lambda: None
    store = tmp_path / "home" / "kept" / f"127.0.0.1-{server.port}.sqlite3"
    return Evening(server, open_client, between, store)


def test_a_first_evening(evening: Evening) -> None:
    evening.start()
    evening.create_account()
    evening.find()
    evening.join()
    evening.read_to_the_end()
    evening.reply(FIRST, "Space on")  # the thread again, with the new post in it
    evening.screen.wait_gone("waiting for the line|to send")
    evening.screen.send(ESCAPE)
    evening.step(ESCAPE, "Third Floor Kettle")
    evening.step(ESCAPE, "tuigroup|Directory")
    go_home(evening.screen)
    evening.step("v", "line off")
    mark(evening.screen, "Third Floor Kettle  ")
    evening.step(ENTER, "What did you eat today")
    evening.step("k", r"> What did you eat today")
    evening.step(ENTER, "We talked until one|Bread standing up")
    evening.reply(SECOND, "waiting for the line|stairwell")
    assert "line off, 1 to send" in evening.screen.wait("1 to send")
    evening.leave()

    evening.start()
    evening.screen.wait("Third Floor Kettle")
    evening.screen.wait("online")
    evening.screen.wait_gone("to send  *H|1 to send")
    mark(evening.screen, "Third Floor Kettle  ")
    evening.step(ENTER, "What did you eat today")
    evening.step("k", r"> What did you eat today")
    evening.step(ENTER, "stairwell|Bread standing up")
    whole = read_all(evening)
    assert "Bread standing up counts as dinner" in whole
    assert "where the line never reaches" in whole
    evening.leave()
    assert evening.bodies() == [FIRST, SECOND]


def read_all(evening: Evening) -> str:
    """The thread's screens from its top to its end, as one text without line breaks."""
    evening.screen.send("g")
    seen = [evening.screen.settle()]
    for _ in range(8):
        seen.append(evening.screen.answer("\x1b[6~", 2))
        if seen[-1] == seen[-2]:
            break
    return re.sub(r"[\s|]+", " ", " ".join(seen))
