"""A meeting over a daylight-saving change: a group in London, members in New York and Kolkata, on screens and in lines.

Clocks change in London on Sunday 28 March 2027; they have changed in New York two weeks before, and never in Kolkata.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.journeys import clock_runner
from tests.journeys.steps import ENTER, SEND, go_home, mark
from tests.processes import ServerProcess, clean_environment
from tests.terminal import Terminal
from tuigroup import actions
from tuigroup.config import Settings
from tuigroup.session import Session
from tuigroup.store import Store
from tuigroup.sync.client import Client

GROUP = "Evening Porch"
BEFORE = datetime(2027, 3, 20, 18, 0, tzinfo=UTC)  # a Saturday
AFTER = datetime(2027, 3, 28, 19, 40, tzinfo=UTC)  # ten minutes into the meeting of the next Sunday but one
RUNNER = str(Path(clock_runner.__file__))
PASSPHRASE = "four plain words here"


@dataclass
class World:
    """A server and its people, all at one time that is moved by hand; ``zones`` says where somebody lives."""

    folder: Path
    now: datetime = BEFORE
    zones: dict[str, str] = field(default_factory=dict)
    opened: list[Terminal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = _Moved(self.folder / "server", self)
        self.server.init()
        self.server.start()

    @property
    def moved(self) -> float:
        return self.now.timestamp() - self._began

    @property
    def ahead(self) -> str:
        """As the runner takes it."""
        return str(self.moved)

    _began: float = field(default_factory=time.time)

    def go_to(self, now: datetime) -> None:
        """Everybody leaves, and the server starts again at another time."""
        for terminal in self.opened:
            terminal.close()
        self.server.stop()
        self.now = now
        self._began = time.time()
        self.server.start()

    def command(self, home: str, *words: str) -> list[str]:
        return [sys.executable, RUNNER, self.ahead, "tuigroup", "--data", str(self.folder / home / "kept"), *words]

    def environment(self, home: str) -> dict[str, str]:
        return {**clean_environment(self.folder / home), "TZ": self.zones.get(home, "UTC")}

    def open(self, home: str, *words: str) -> Terminal:
        terminal = Terminal(self.command(home, *words), self.environment(home), cwd=self.folder / home)
        self.opened.append(terminal)
        return terminal

    def run(self, home: str, *words: str, said: str = "") -> str:
        done = subprocess.run(
            self.command(home, *words), env=self.environment(home), capture_output=True, text=True, input=said,
            timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    async def sign_up(self, home: str, zone: str, alias: str, group: int = 0) -> None:
        """An account, and a member of the group where one is named, as the program would have it at that home."""
        self.zones[home] = zone
        path = self.folder / home / "kept" / f"127.0.0.1-{self.server.port}.sqlite3"
        path.parent.mkdir(parents=True)
        (path.parent / "server").write_text(self.server.url + "\n")
        clock = lambda: time.time() + self.moved  # noqa: E731
        store = Store.open(path, clock=clock)
        session = Session.open(Settings(server=self.server.url), store, Client(self.server.url), clock=clock)
        try:
            await session.create_account(home, PASSPHRASE)
            store.marks.set_phrase(written=True)
            store.marks.set_shown_around()
            if group:
                actions.join(store, group, alias)
            while await session.engine.round():
                pass
        finally:
            await session.close()
            store.close()


class _Moved(ServerProcess):
    def __init__(self, folder: Path, world: World) -> None:
        super().__init__(folder)
        self._world = world

    def command(self, *words: str) -> list[str]:  # type: ignore[override]
        return [sys.executable, RUNNER, self._world.ahead, "tuigroup_server", *words]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    for terminal in made.opened:
        terminal.close()
    made.server.kill()


def _to_its_page(screen: Terminal) -> str:
    """From today to the group's page."""
    go_home(screen)
    screen.press("d", "Directory")
    screen.press(ENTER, f"Directory > {GROUP}")
    return screen.settle()


def test_a_meeting_across_a_daylight_saving_change_in_two_zones(world: World) -> None:
    data = ("--data", str(world.server.folder))
    number = world.server.run("new-group", *data, GROUP, "--timezone", "Europe/London").split()[0]
    asyncio.run(world.sign_up("ines", "Europe/London", "ines"))
    world.server.run("add-facilitator", *data, number, "ines", "--alias", "ines")
    asyncio.run(world.sign_up("mara", "America/New_York", "mara.k", int(number)))
    asyncio.run(world.sign_up("ravi", "Asia/Kolkata", "ravi_r", int(number)))

    # The facilitator says when: Sundays at 20:30 in London, on the clock of London.
    ines = world.open("ines")
    ines.wait(GROUP)
    _to_its_page(ines)
    ines.press("S", "Set up")
    mark(ines, "Add a meeting")
    ines.press(ENTER, "A meeting")
    ines.press(ENTER, "On which day of the week")
    ines.press("7", "Sunday")
    ines.send("\x1b[B\x1b[B")
    ines.press(ENTER, "When does it begin")
    ines.send("\x7f" * 5 + "20:30")
    ines.press(ENTER, r"Begins +20:30")
    ines.press(SEND, "Sundays 20:30 to 21:30, London")
    ines.press(SEND, "On its way")
    ines.wait_gone("changes wait to be sent")

    # New York, on a screen: an hour earlier from the Sunday on which London's clocks change.
    mara = world.open("mara")
    mara.wait(GROUP)
    mara.press("u", "Meets +tomorrow 16:30")
    page = _to_its_page(mara)
    assert "Sundays 16:30 to 17:30 yours" in page
    assert "= Sundays 20:30 to 21:30 in London" in page
    assert "from 28 March at 15:30 yours, since clocks change" in " ".join(page.split())
    listed = mara.press("3", "By your clock")
    flat = " ".join(listed.split())
    assert "tomorrow 16:30 Sun 20:30 in London" in flat
    assert "Sun 28 March, 15:30 Sun 20:30 in London" in flat
    assert "Sun 4 April, 15:30 Sun 20:30 in London" in flat
    mara.send("\x1b[B")
    mara.press("y", "you'll be there")

    # Kolkata, in lines: after midnight, so another day of the week; and an hour earlier too.
    said = " ".join(world.run("ravi", "--line", said="update\nmeetings\nquit\n").split())
    if "Mon 02:00" not in said:
        said = " ".join(world.run("ravi", "--line", said="meetings\nquit\n").split())
    assert "Mon 22 March, 02:00" in said or "Mon 02:00" in said
    assert "Sun 20:30 in London" in said
    assert "Mon 29 March, 01:00" in said

    # One date is moved, with a word; both hear of it, each by their own clock.
    _to_its_page(ines)
    ines.press("3", "By your clock")
    ines.press("m", "To which date and time, by the clock in London")
    ines.send("\x7f" * 16 + "2027-03-22 19:00")
    ines.press(ENTER, "A word to the members")
    ines.send("The hall is let on Sunday.")
    ines.press(ENTER, "Moved; members hear of it")
    ines.wait_gone("changes wait to be sent")
    go_home(mara)
    moved = " ".join(mara.press("u", "The hall is let").split())
    assert f"{GROUP} meets otherwise: Not Sun 21 March, 16:30 but Mon 22 March, 15:00." in moved
    told = json.loads(world.run("ravi", "meetings", "--json"))["meetings"]
    if not told[0]["moved"]:
        world.run("ravi", "sync")
        told = json.loads(world.run("ravi", "meetings", "--json"))["meetings"]
    assert datetime.fromtimestamp(told[0]["start"], UTC) == datetime(2027, 3, 22, 19, 0, tzinfo=UTC)

    # The Sunday itself, after London's change: reminded, there, and a slip that says so and not who.
    world.go_to(AFTER)
    mara = world.open("mara")
    reminded = " ".join(mara.wait("You said that you will").split())
    assert f"{GROUP} meets now, until 16:30. You said that you will be there." in reminded
    mara.press("3", "now, to 16:30")
    mara.press("c", "you checked in")
    slip = mara.press("p", "A member of Evening Porch was at its meeting on 28 March 2027")
    code = "".join(part for part in slip.split("2027.")[1].split("This code")[0].split())
    key = world.server.run("slip-key", *data).strip()
    said = world.run("ravi", "verify-slip", "--key", key, code)
    assert "a member of Evening Porch was at its meeting on 28 March 2027" in said
    assert "was at its meeting on 2027-03-28" in world.server.run("verify-slip", *data, code)
    assert "mara" not in said
    calendar = world.run("mara", "meetings", "--ics")
    assert "DTSTART;TZID=Europe/London:20270328T203000" in calendar
    assert "RRULE:FREQ=WEEKLY" in calendar
