"""A guest session from its announcement to the library, over real processes, on screens and line by line; and a gift.

Who runs the group and a member are on screens, the guest and another member in the line mode. Minutes that a question
without a name waits go by beside the running server.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.conftest import Open
from tests.journeys.steps import ENTER, ESCAPE, SEND, create_account, go_home
from tests.journeys.test_decisions import GROUP, Typist, group_page, join, until
from tests.journeys.test_facilitator import ask_the_server, fill, open_today, operator, sent
from tests.processes import ServerProcess
from tests.terminal import Terminal
from tuigroup_server.service import operations
from tuigroup_server.service.context import open_context
from tuigroup_server.settings import FILE_NAME, load

TITLE = "Sleep and shifts"
QUESTION = "Is it wrong to be tired of listening?"
NAMED = "How long is a good night?"
ANSWER = "It is not. Tiredness says how much you gave."
TEA = "I make tea I do not drink, and fold three towels."


@pytest.fixture
def typist(server: ServerProcess, tmp_path: Path) -> Iterator[Typist]:
    operator(server, "new-group", GROUP, "--topic", "grief")
    found = Typist(server, tmp_path / "fern", "fern-of-the-porch")
    yield found
    found.pipe.process.kill()
    found.pipe.process.wait()
    for stream in (found.pipe.process.stdin, found.pipe.process.stdout):
        if stream is not None:
            stream.close()


def minutes_later(server: ServerProcess, minutes: int) -> int:
    """What is promised for so many minutes from now is published beside the running server; how much that was."""
    context = open_context(server.folder, load(server.folder / FILE_NAME), clock=lambda: time.time() + minutes * 60)
    try:
        return operations.apply_due(context)
    finally:
        context.database.close()


def facilitator(open_client: Open, server: ServerProcess) -> Terminal:
    ines = open_client("--server", server.url, home="ines")
    operator(server, "add-facilitator", "evening-porch", create_account(ines), "--alias", "ines")
    return ines


def member(open_client: Open, server: ServerProcess, alias: str) -> Terminal:
    screen = open_client("--server", server.url, home=alias)
    create_account(screen)
    join(screen, alias)
    return screen


def test_a_guest_session_from_its_announcement_to_the_library(
    open_client: Open, server: ServerProcess, typist: Typist
) -> None:
    ines = facilitator(open_client, server)
    ask_the_server(ines, GROUP)
    open_today(ines, GROUP)
    begins = datetime.now(UTC) - timedelta(minutes=5)
    ines.press("Q", "A guest session")
    for label, value in (
        ("Guest", "Dr Fern"), ("Credentials", "sleep clinic"), ("About", TITLE),
        ("Begins", f"{begins:%Y-%m-%d %H:%M}"),
    ):  # fmt: skip
        fill(ines, label, value)
    ines.press(SEND, "There is nothing written yet")
    ines.press(ENTER, "What should members know before they ask")
    ines.send("Ask what you like.")
    ines.press(SEND, "Ask what you like")
    ines.press(SEND, "The group sees it as soon as")
    sent(ines)

    rolf = member(open_client, server, "rolf.b")
    go_home(rolf)
    assert "Dr Fern, sleep clinic" in ask_the_server(rolf, "Guest +Dr Fern")
    open_today(rolf, GROUP)
    until(rolf, TITLE)
    open_thread(rolf)
    rolf.press("Q", "ask without a name")
    assert "the code for the guest" not in rolf.text()
    rolf.press("n", "Nobody sees who asks")
    rolf.send(QUESTION)
    rolf.press(SEND, "Send your question without a name")
    rolf.press("y", "It appears some minutes later")
    rolf.press("Q", "ask under your alias")
    rolf.press("a", "Reply to")
    rolf.send(NAMED)
    rolf.press(SEND, re.escape(NAMED))

    open_today(ines, GROUP)
    until(ines, TITLE)
    open_thread(ines)
    ines.press("Q", "the code for the guest")
    found = re.search(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", "".join(ines.press("c", "presses Q").split("\n")))
    assert found is not None
    ines.press(ESCAPE, TITLE)

    typist.press("today", "Type a number")
    typist.press(f"directory {GROUP}", f"1. {GROUP}")
    typist.press("1", "session")
    typist.press("session", "Type the code")
    typist.press(found[0], "as soon as the server has let you in")
    typist.sent()
    said = typist.here("open", "its thread is all that you see of the group")
    assert f". {TITLE}" in said

    for _ in range(60):
        if minutes_later(server, 15):
            break
    place = re.search(rf"(\d+)\. {TITLE}", typist.here("open", TITLE))
    assert place is not None
    said = typist.press(place[1], "Ask what you like")
    for _ in range(60):
        said = typist.press("update", "") + typist.press("last", "")
        if QUESTION in said:
            break
    assert QUESTION in said
    assert "without a name" in said
    typist.pipe.press("reply\n", "\\. ?$")
    typist.press(f"{ANSWER}\n.", "")
    typist.sent()

    until(rolf, re.escape(ANSWER[:20]))
    text = rolf.text()
    assert "guest, sleep clinic" in text
    assert "no name, yours" in text

    until(ines, re.escape(ANSWER[:20]))
    assert "no name, yours" not in ines.text()
    lines = ines.text().split("\n")
    asked = next(place for place, text in enumerate(lines) if QUESTION in text)
    assert "without a name" in lines[asked - 1]
    ines.press("Q", "end the session now")
    ines.press("e", "End the session now")
    ines.press("e", "the guest sees nothing any more")
    sent(ines)
    until(ines, "it is over")
    ines.press("Q", "make the transcript")
    said = ines.press("t", "without names of members")
    assert "Question" in said
    assert "rolf.b" not in said
    ines.press(SEND, "It stands in the library")
    sent(ines)

    typist.press("library", "")
    for _ in range(40):
        said = typist.press("update", "")
        if "Sleep and shifts" in said:
            break
    place = re.search(r"(\d+)\. Sleep and shifts", said)
    assert place is not None
    said = typist.press(place[1], "a session with Dr Fern")
    for words in (QUESTION, ANSWER):
        assert words in " ".join(said.split())
    assert "rolf" not in said


def open_thread(screen: Terminal) -> None:
    """On a board, the thread of the session."""
    for _ in range(12):
        row = next(line for line in screen.text().split("\n") if line.startswith(" >"))
        if TITLE in row:
            break
        screen.send("j")
        screen.settle()
    screen.press(ENTER, "Ask what you like")


def test_a_post_is_given_read_kept_offline_and_taken_out(
    open_client: Open, server: ServerProcess, typist: Typist
) -> None:
    ines, rolf = facilitator(open_client, server), member(open_client, server, "rolf.b")
    open_today(rolf, GROUP)
    rolf.press("jj", "> Coping")
    rolf.press(ENTER, f"{GROUP} > Coping")
    rolf.press("t", "Title")
    rolf.send("Before it gets light" + ENTER + TEA)
    rolf.press(SEND, r"\(you\)")
    sent(rolf)
    rolf.press("V", "Everybody can read it there")
    rolf.press("n", "What may others do with it")
    rolf.press("p", "On its way to those who run the group")
    sent(rolf)

    ask_the_server(ines, "is offered for the library")
    group_page(ines)
    ines.press(ENTER, GROUP)
    ines.press("V", "Offered for the library")
    until(ines, "by rolf.b")
    ines.press(ENTER, "read it, and take it")
    ines.press("r", "Change lightly")
    ines.press(SEND, "It stands in the library")
    sent(ines)

    typist.press("library", "")
    for _ in range(40):
        said = typist.press("update", "")
        if "Before it gets light" in said:
            break
    place = re.search(r"(\d+)\. Before it gets light", said)
    assert place is not None
    said = typist.press(place[1], "given by a member of a group here, without a name")
    assert TEA in " ".join(said.split())
    assert "rolf" not in said

    ask_the_server(rolf, "is in the library now")
    open_today(rolf, GROUP)
    rolf.press("V", "in the library")
    rolf.press(ENTER, "take it out of the library")
    rolf.press("x", "It is out of everybody's library")
    sent(rolf)
    typist.press("line", "not used")
    assert "Before it gets light" in typist.press("library", "Library"), "it is kept here until the line is back"
    typist.press("line", "used again")
    for _ in range(60):
        typist.press("update", "")
        if "Before it gets light" not in typist.press("library", "Library"):
            break
    else:
        raise AssertionError("what was taken out is here still")
