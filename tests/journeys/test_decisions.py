"""From a report to a decision to an appeal, on screens and in the line mode; and a newcomer's first post that waits."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Open
from tests.journeys.steps import ENTER, ESCAPE, SEND, create_account, go_home
from tests.journeys.test_facilitator import ask_the_server, find, open_today, operator, sent
from tests.journeys.test_line_mode import Pipe
from tests.processes import ServerProcess
from tests.terminal import Terminal

GROUP = "Evening Porch"
CRUEL = "Nobody would miss you here."
NOTE = "It is meant for Mara."
WHY = "This hurts people."
PLEA = "It was meant for myself. I was in a bad way."
ANSWER = "Thank you for telling us. We read it again."


def join(screen: Terminal, alias: str) -> None:
    find(screen, GROUP)
    screen.press("J", "Enter goes on")
    screen.press(ENTER + alias + ENTER, f"{GROUP} >")
    sent(screen)


def write(screen: Terminal, title: str, body: str) -> None:
    """A thread on the first board, from today."""
    open_today(screen, GROUP)
    screen.press("t", "Title|On which board")
    if "On which board" in screen.text():
        screen.press("1", "Title")
    screen.send(title + ENTER + body)
    screen.wait(re.escape(body[:30]))
    screen.press(SEND, r"\(you\)")
    sent(screen)


def until(screen: Terminal, then: str) -> str:
    """On a board, until an update brings it."""
    for _ in range(20):
        screen.send("u")
        if re.search(then, screen.settle()):
            break
    return screen.wait(then)


def group_page(screen: Terminal) -> None:
    open_today(screen, GROUP)
    screen.press("i", f"Directory > {GROUP}")


def test_a_report_a_decision_and_an_appeal_on_screens(open_client: Open, server: ServerProcess) -> None:
    number = operator(server, "new-group", GROUP, "--topic", "grief").split()[0]
    people: dict[str, Terminal] = {}
    names: dict[str, str] = {}
    for who in ("ines", "rolf", "mara"):
        people[who] = open_client("--server", server.url, home=who)
        names[who] = create_account(people[who])
    ines, rolf, mara = people.values()
    operator(server, "add-facilitator", number, names["ines"], "--alias", "ines")
    join(rolf, "rolf.b")
    join(mara, "mara.k")
    write(rolf, "An evening", CRUEL)

    ask_the_server(mara, "1 new")
    mara.press("n", CRUEL[:20])
    mara.press("!", "What is it about")
    mara.press("a", "What should they know")
    mara.send(NOTE)
    mara.press(ENTER, "nobody else is told")
    sent(mara)

    assert "1 case waits" in ask_the_server(ines, "1 case waits")
    group_page(ines)
    ines.press("c", "red, waits for")
    assert "a post by rolf.b" in ines.text()
    assert CRUEL not in ines.text()
    ines.press("j" + ENTER, "Case 1")
    said = ines.wait("not shown before you ask")
    assert CRUEL not in said
    assert NOTE not in said
    ines.press(ENTER, CRUEL[:20])
    said = ines.wait(NOTE)
    assert "mara.k" not in said, "who reported stays unnamed"
    ines.press("d", "hide the post")
    ines.press("h", "A word to its author")
    ines.send(WHY)
    ines.press(ENTER, "On its way")
    sent(ines)
    ines.wait("ines hid the post")

    go_home(mara)
    open_today(mara, GROUP)
    assert CRUEL not in until(mara, "kept back for review")
    assert "An evening" not in mara.text()

    ask_the_server(rolf, "has hidden a post of yours")
    group_page(rolf)
    rolf.press("W", WHY)
    assert names["ines"] not in rolf.text()
    rolf.press("a", "Your appeal")
    rolf.send(PLEA)
    rolf.press(SEND, "Send your appeal")
    rolf.press("y", "Your appeal is on its way")
    sent(rolf)

    ask_the_server(ines, "asks you to look again")
    group_page(ines)
    ines.press("c", "asked to look again")
    ines.press("j" + ENTER, "private words of the")
    ines.press("d", "let everybody read it")
    ines.press("r", "A word to its author")
    ines.send(ANSWER)
    ines.press(ENTER, "On its way")
    sent(ines)
    ines.wait("ines let everybody read it")
    head = re.search(r"1?\d*\.\d+\.[0-9a-f]{40}", "".join(ines.press(ESCAPE, "The log ends at").split()))
    assert head is not None

    ask_the_server(rolf, "everybody there can read it again")
    group_page(rolf)
    rolf.press("W", ANSWER[:30])
    assert PLEA[:24] in rolf.text()
    until(mara, "An evening")

    said = operator(server, "verify-log", "--against", head[0].removeprefix("at"))
    assert "Every entry follows from the one before." in said
    assert "still stands" in said
    for private in (*names.values(), CRUEL, WHY, PLEA, NOTE):
        assert private not in said + operator(server, "notices")


PROMPT = " > ?$"
PLAN = "Call the night desk."
PATIENCE = 60.0  # seconds


class Typist:
    """Somebody new at the line mode, with an account. ``ask`` types lines until one brings what is waited for."""

    def __init__(self, server: ServerProcess, home: Path, name: str) -> None:
        home.mkdir()
        self.pipe = Pipe(["--server", server.url], home)
        self.name = name
        self.pipe.wait("I need help now.*" + PROMPT)
        self.pipe.press("1\n", "Sign-in name.*> ?$")
        self.pipe.press(f"{name}\n", "Which one.*> ?$")
        self.pipe.press("1\n", "Which is word number.*> ?$")
        self.pipe.press("back\n", "Go on without.*> ?$")
        self.pipe.press("yes\n", "Find a group that feels right.*" + PROMPT)

    def press(self, typed: str, then: str) -> str:
        return self.pipe.press(f"{typed}\n", f"{then}.*> ?$")

    def join(self, alias: str) -> None:
        self.press(f"directory {GROUP}", f"1. {GROUP}")
        self.press("1", "Words here: join")
        self.press("join", "for this group only")
        self.press(alias, "You are in")

    def here(self, place: str, then: str) -> str:
        """The group's page, and a word there, until it says what is waited for."""
        for _ in range(60):
            self.press("today", "Type a number")
            said = self.press(f"directory {GROUP}", f"1. {GROUP}")
            self.press("1", "Words here")
            said = self.pipe.press(f"{place}\n", "> ?$")
            if re.search(then, said):
                return said
            self.press("update", "")
        raise AssertionError(f"{then!r} was not said; said was:\n{said}")

    def write(self, title: str, body: str, then: str) -> str:
        self.here("open", "Board Discussion|No threads")
        self.press("new", "On which board")
        self.press("1", "Title|title")
        self.pipe.press(f"{title}\n", "a line with only a dot sends.* \\. ?$")
        return self.press(f"{body}\n.", then)

    def sent(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if "Nothing waits to be sent" in self.press("outbox", ""):
                return
            self.press("update", "")
        raise AssertionError("something waits still")


@pytest.fixture
def typists(server: ServerProcess, tmp_path: Path) -> Iterator[dict[str, Typist]]:
    operator(server, "new-group", GROUP, "--topic", "grief")
    found = {name: Typist(server, tmp_path / name, f"{name}-of-the-porch") for name in ("ines", "rolf", "mara")}
    yield found
    for typist in found.values():
        typist.pipe.process.kill()
        typist.pipe.process.wait()
        for stream in (typist.pipe.process.stdin, typist.pipe.process.stdout):
            if stream is not None:
                stream.close()


def test_a_first_post_a_suspension_and_an_appeal_line_by_line(
    typists: dict[str, Typist], server: ServerProcess
) -> None:
    ines, rolf, mara = typists.values()
    operator(server, "add-facilitator", "evening-porch", ines.name, "--alias", "ines")
    ines.here("setup", "First posts")
    field = re.search(r"(\d+)\. First posts", ines.here("setup", "First posts"))
    assert field is not None
    ines.press(field[1], "before others see it")
    ines.press("2", "they wait for a look")
    field = re.search(r"(\d+)\. Crisis plan", ines.press("update", "") + ines.here("setup", "Crisis plan"))
    assert field is not None
    ines.pipe.press(f"{field[1]}\n", "What to do in a crisis.*\\. ?$")
    ines.press(f"{PLAN}\n.", "Crisis plan")
    ines.press("send", "On its way")
    ines.sent()

    rolf.join("rolf.b")
    mara.join("mara.k")
    rolf.write("An evening", CRUEL, "")
    rolf.sent()
    said = rolf.here("decided", "held until somebody has looked")
    assert CRUEL in said
    assert "An evening" not in mara.here("open", "Board Discussion")

    ines.here("cases", "the first post of a newcomer")
    said = ines.press("1", "Case 1")
    assert PLAN in said
    assert CRUEL not in said
    ines.press("open", re.escape(CRUEL))
    ines.press("decide restore", "A word to its author")
    ines.press("", "On its way")
    ines.sent()
    rolf.here("decided", "ines let everybody read it")

    mara.here("open", "An evening")
    place = re.search(r"(\d+)\. An evening", mara.here("open", "An evening"))
    assert place is not None
    mara.press(place[1], re.escape(CRUEL))
    mara.press("report", "What is it about")
    mara.press("2", "What should they know")
    mara.press(NOTE, "they do not see who you are")
    mara.sent()

    ines.here("cases", "it attacks or threatens somebody")
    assert NOTE not in ines.press("1", "Case 2")
    said = ines.press("open", re.escape(NOTE))
    assert "mara.k" not in said
    ines.press("decide suspend", "For how many days")
    ines.press("3", "A word to its author")
    ines.press(WHY, "On its way")
    ines.sent()

    for _ in range(60):
        if "has suspended you for some time" in rolf.press("today", ""):
            break
        rolf.press("update", "")
    said = rolf.here("decided", "suspended the author for 3 days")
    assert WHY in said
    appealed = re.search(r"(\d+)\. [^0-9]*[0-9:]+: ines suspended", said)
    rolf.pipe.press(f"appeal {appealed[1] if appealed else 1}\n", "when they look again.*\\. ?$")
    rolf.press(f"{PLEA}\n.", "Send your appeal")
    rolf.press("yes", "Your appeal is on its way")
    rolf.sent()

    ines.here("cases", "asked to look again")
    ines.press("1", "private words of the group")
    ines.press("decide close", "A word about it")
    ines.press(ANSWER, "On its way")
    ines.sent()
    said = rolf.here("decided", re.escape(ANSWER))
    assert PLEA in said
    assert "mara" not in said
