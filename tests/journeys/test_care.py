"""What a group asks of everybody and what it spares them, over real processes: new guidelines, a wished note, a shift.

Each time somebody is on screens and somebody is in the line mode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Open
from tests.journeys.steps import ENTER, ESCAPE, SEND, create_account
from tests.journeys.test_decisions import GROUP, Typist, group_page, join, until
from tests.journeys.test_facilitator import ask_the_server, open_today, operator, sent
from tests.processes import ServerProcess
from tests.terminal import Terminal

GUIDELINES = "- Ask before you advise."
FIRST, SECOND = "The kettle is loud tonight.", "And the house is quiet."
HEAVY = "I did not eat again today."
Type = Callable[[str], Typist]


@pytest.fixture
def typist(server: ServerProcess, tmp_path: Path) -> Iterator[Type]:
    """``typist("ines")`` is somebody new in the line mode."""
    operator(server, "new-group", GROUP, "--topic", "grief")
    found: list[Typist] = []

    def begin(name: str) -> Typist:
        found.append(Typist(server, tmp_path / name, f"{name}-of-the-porch"))
        return found[-1]

    yield begin
    for each in found:
        each.pipe.process.kill()
        each.pipe.process.wait()
        for stream in (each.pipe.process.stdin, each.pipe.process.stdout):
            if stream is not None:
                stream.close()


def member(open_client: Open, server: ServerProcess, alias: str) -> Terminal:
    screen = open_client("--server", server.url, home=alias)
    create_account(screen)
    join(screen, alias)
    return screen


def field(typist: Typist, label: str, said: str) -> str:
    """The number of a row of the sheet."""
    found = re.search(rf"(\d+)\. {label}", said)
    assert found is not None, said
    return found[1]


def test_new_guidelines_are_agreed_to_by_everybody(open_client: Open, server: ServerProcess, typist: Type) -> None:
    ines, rolf = typist("ines"), typist("rolf")
    operator(server, "add-facilitator", "evening-porch", ines.name, "--alias", "ines")
    rolf.join("rolf.b")
    mara = member(open_client, server, "mara.k")

    said = ines.here("setup", "Agreement")
    ines.pipe.press(f"{field(ines, 'Guidelines', said)}\n", "What members keep to.*\\. ?$")
    ines.press(f"{GUIDELINES}\n.", f"Guidelines: {GUIDELINES}")
    ines.press(field(ines, "Agreement", said), "asked to agree")
    ines.press("2", "everybody is asked")
    ines.press("send", "On its way")
    ines.sent()

    ask_the_server(mara, GROUP)
    for _ in range(60):  # until the news is here: from then on they come by themselves
        if "New guidelines" in open_today(mara, GROUP):
            break
        mara.press(ESCAPE, "q leave")
        mara.send("u")
        mara.settle()
    mara.wait(re.escape(GUIDELINES[2:]))
    mara.press(ESCAPE, "You can read everything here")
    mara.press("t", "Title|On which board")
    if "On which board" in mara.text():
        mara.press("1", "Title")
    mara.send("Tonight" + ENTER + FIRST)
    mara.wait(FIRST)
    mara.press(SEND, "Your words are kept, and go out once you have agreed")
    mara.press("a", r"mara.k \(you\)|Thank you. You can write here as before")
    sent(mara)

    for _ in range(60):
        said = rolf.here("open", "Board Discussion|No threads|guidelines")
        if GUIDELINES[2:] in said:
            break
    assert GUIDELINES[2:] in said, "they are said once by themselves"
    rolf.press("yes", "Thank you. You can write here as before")
    said = rolf.here("open", "Tonight")
    assert GUIDELINES[2:] not in said, "once"
    found = re.search(r"(\d+)\. Tonight", said)
    assert found is not None
    rolf.press(found[1], re.escape(FIRST))
    rolf.pipe.press("reply\n", "\\. ?$")
    rolf.press(f"{SECOND}\n.", "")
    rolf.sent()
    open_today(mara, GROUP)
    assert "New guidelines" not in mara.text()
    until(mara, "1 new|Tonight")
    assert mara.press("n", SECOND)


def test_a_wished_note_and_a_heavy_shift(open_client: Open, server: ServerProcess, typist: Type) -> None:
    rolf = typist("rolf")
    ines = open_client("--server", server.url, home="ines")
    operator(server, "add-facilitator", "evening-porch", create_account(ines), "--alias", "ines")
    ask_the_server(ines, GROUP)
    rolf.join("rolf.b")
    mara = member(open_client, server, "mara.k")
    rolf.write("Supper", HEAVY, "")
    rolf.sent()

    ask_the_server(mara, "1 new")
    mara.press("n", HEAVY)
    mara.press("C", "Which topic do you wish rolf.b had named")
    mara.press("6", "Told, without your name")
    sent(mara)

    for _ in range(60):
        if "Someone wishes a post of yours had a note: food" in rolf.press("today", ""):
            break
        rolf.press("update", "")
    said = rolf.here("open", "Supper")
    found = re.search(r"(\d+)\. Supper", said)
    assert found is not None
    said = rolf.press(found[1], "Someone wishes this had a note: food")
    assert "mara" not in said
    rolf.press("addnote", 'The note is "food" now')
    rolf.sent()

    ask_the_server(ines, "1 new")
    ines.press("n", "food")
    assert HEAVY not in ines.text(), "its words come when they are asked for"
    ines.press(ENTER, HEAVY)
    ines.press("!", "What is it about")
    ines.press("a", "What should they know")
    ines.press(ENTER, "nobody else is told")
    sent(ines)
    group_page(ines)
    ines.press("c", "1 heavy thing opened since")
    ines.press("x", "Your shift is over")
    assert "heavy thing opened" not in ines.text()
