"""Written meetings of three: an evening of an hour with its clock, and a day with one who is offline in their turn.

Two are on screens, one is in lines. All clocks, the server's too, move by one file, while the programs run.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.steps import DOWN, ENTER, ESCAPE, SEND, go_home
from tests.journeys.test_line_mode import Dumb
from tests.journeys.test_meetings import World
from tests.terminal import Terminal

GROUP = "Evening Porch"
TIRED = "Tired, and glad that it is quiet here."
STAIRS = "I wrote this on the stairs, where no line reaches."


class Evening(World):
    """``forward`` moves every clock at once."""

    def __post_init__(self) -> None:
        self._clock = self.folder / "clock"
        self._clock.write_text(str(self.now.timestamp() - self._began), "ascii")
        super().__post_init__()

    @property
    def moved(self) -> float:
        return float(self._clock.read_text("ascii"))

    @property
    def ahead(self) -> str:
        return str(self._clock)

    def forward(self, minutes: int) -> None:
        later = self._clock.with_suffix(".new")
        later.write_text(str(self.moved + minutes * 60), "ascii")
        os.replace(later, self._clock)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Evening]:
    made = Evening(tmp_path)
    yield made
    for terminal in made.opened:
        terminal.close()
    made.server.kill()


def people(world: Evening) -> tuple[Terminal, Terminal, Dumb]:
    """ines, who runs the group, and mara on screens; ravi in lines."""
    data = ("--data", str(world.server.folder))
    number = world.server.run("new-group", *data, GROUP).split()[0]
    asyncio.run(world.sign_up("ines", "UTC", "ines"))
    world.server.run("add-facilitator", *data, number, "ines", "--alias", "ines")
    for home, alias in (("mara", "mara.k"), ("ravi", "ravi_r")):
        asyncio.run(world.sign_up(home, "UTC", alias, int(number)))
    screens = [world.open(home) for home in ("ines", "mara")]
    for screen in screens:
        screen.wait(GROUP)
    ines, mara = screens
    return ines, mara, Dumb(world.open("ravi", "--line"))


def flat(text: str) -> str:
    return " ".join(text.split())


def to_the_board(screen: Terminal) -> None:
    """From anywhere to the group's board for check-ins."""
    go_home(screen)
    screen.send("g")
    for _ in range(8):
        if f"> {GROUP}" in screen.settle():
            break
        screen.answer("j")
    screen.press(ENTER, f"{GROUP}.*\\n(.*\\n)*.*Check-in")


def open_meeting(ines: Terminal, title: str, length: str = "") -> None:
    to_the_board(ines)
    ines.press("W", "On which board")
    ines.press("2", "A written meeting")
    ines.press(ENTER, "What is this meeting called")
    ines.send(title)
    ines.press(ENTER, f"Title +{title}")
    if length:
        ines.send(DOWN + DOWN)
        ines.press(ENTER, "How long")
        ines.send("\x7f" * 4 + length)
        ines.press(ENTER, f"Lasts +{length}")
    for _ in range(4 if not length else 2):
        ines.send(DOWN)
    ines.press(ENTER, "What everybody reads first")
    ines.send("Welcome, you who came, and you who read along.")
    ines.press(SEND, "Welcome +Welcome, you who came")
    ines.press(SEND, "meets until|On its way")
    ines.wait("meets until")


def to_the_meeting(screen: Terminal, title: str) -> None:
    """On the board, into the meeting once it is there."""
    to_the_board(screen)
    for _ in range(20):
        screen.send("u")
        if re.search(title, screen.settle()):
            break
    screen.send("g")
    for _ in range(12):
        if f"> {title}" in screen.settle():
            break
        screen.answer("j")
    screen.press(ENTER, "Welcome")


def write(screen: Terminal, words: str) -> None:
    screen.press("r", "Your turn: ")
    screen.send(words)
    screen.wait(words[:20])
    screen.press(SEND, "as|now|going out|waits")


def hears(ravi: Dumb, then: str) -> str:
    """What came in is told before the next prompt, since what he typed last."""
    before = ravi._read
    for _ in range(40):
        ravi.press("when\n", ">$")
        ravi.terminal.settle()
        said = flat(ravi.seen[before:].decode())
        if then in said:
            return said
    raise AssertionError(f"{then!r} was not said: {said}")


def asks(ravi: Dumb, found: str, *, then: str = "") -> str:
    """Until the server's answer brings it, or what is typed after it does."""
    for _ in range(20):
        said = ravi.press("update\n", ">$")
        ravi.terminal.settle()
        said += ravi.press(then, ">$") if then else ""
        if found in said:
            return said
    raise AssertionError(f"{found!r} was not said: {said}")


def until(screen: Terminal, then: str) -> str:
    for _ in range(20):
        screen.send("u")
        if re.search(then, screen.settle()):
            break
    return screen.wait(then)


def test_an_evening_of_an_hour_and_a_day_over_a_line_that_breaks(world: Evening) -> None:
    ines, mara, ravi = people(world)

    # An hour. The one who runs it opens it on a board; everybody finds it there and comes in by one key.
    open_meeting(ines, "Tonight")
    to_the_meeting(mara, "Tonight")
    assert "Who comes in has a turn in each round" in flat(mara.text())
    mara.press("y", "- |come|At ")
    mara.wait_gone("does not have yet")
    said = asks(ravi, "Nothing is kept of who was here but the posts", then="next\n")
    assert "Welcome. At 18:2" in said or "Welcome. At 18:0" in said
    ravi.press("come\n", "You are in")
    to_the_meeting(ines, "Tonight")
    ines.press("y", "goes on: check-in round")
    ines.wait_gone("does not have yet")

    # The check-in round, by a key. Whose turn it is stands on every screen, and is heard in a sentence.
    ines.press(">", "it is mara.k's turn, until")
    mara.wait("it is your turn, until")
    hears(ravi, "Check-in round: it is mara.k's turn, until")
    assert "While somebody shares nobody answers" in flat(ines.press("r", "nobody answers"))
    write(mara, TIRED)
    ines.wait(TIRED[:20])
    ines.wait("it is ravi_r's turn")
    ines.press("j", r"> +mara\.k")
    ines.press("+", "What would you like to tell")
    ines.press("w", "with you 1")
    mara.wait("with you 1")
    hears(ravi, "Check-in round: it is your turn")
    ravi.press("pass\n", "You pass in this round")
    ines.wait("it is your turn")

    # The clock passes over who does not write, and nobody is told why; the next step is by a key again.
    world.forward(6)
    ines.wait("Your turn went by")
    mara.wait("nobody waits for a turn")
    ines.press(">", "Sharing: it is mara.k's turn")
    world.forward(60)
    ines.wait("This meeting is over")
    mara.wait("This meeting is over")
    assert TIRED[:20] in mara.text()

    # A day. In her hours mara has no line; she writes all the same, and what she wrote comes late.
    open_meeting(ines, "A day", "24 h")
    to_the_meeting(mara, "A day")
    mara.press("y", "At ")
    mara.wait_gone("does not have yet")
    asks(ravi, "Nothing is kept of who was here", then="next\n")
    ravi.press("come\n", "You are in")
    go_home(mara)
    mara.press("o", "to send|To send")
    mara.press("v", "not used now")
    world.forward(150)
    asks(ravi, "it is mara.k's turn")
    to_the_meeting(mara, "A day")
    assert "it is your turn, until" in mara.text(), "by her own clock"
    write(mara, STAIRS)
    world.forward(125)
    asks(ravi, "it is your turn")
    go_home(mara)
    mara.press("o", "Your turn in")
    mara.press("v", "used again")
    mara.wait_gone("Your turn in")
    assert "came after its time. It stands there as a late turn." in flat(go_home(mara))
    asks(ravi, STAIRS[:20], then="last\n")
    assert "check-in round, late" in ravi.press("when\n", "late")
    ravi.press("reply\n", "Your turn: check-in round")
    ravi.press("I am here, too.\n.\n", "check-in round")
    to_the_meeting(mara, "A day")
    until(mara, "I am here, too")
    world.forward(24 * 60)
    until(mara, "This meeting is over")
    mara.press(ESCAPE, "meeting, over")

    # Nothing is kept of who was there but the posts.
    kept = b"".join(path.read_bytes() for path in world.server.folder.rglob("tuigroup.sqlite3") if path.is_file())
    assert b'ravi_r\\"' not in kept
