"""Running a group: the operator makes it, a member asks to come in, a facilitator answers, hands over and leaves."""

from __future__ import annotations

import re

from tests.journeys.conftest import Open
from tests.journeys.steps import ENTER, ESCAPE, SEND, create_account, go_home
from tests.processes import ServerProcess
from tests.terminal import Terminal

GROUP = "Evening Porch"
WORD = "My sister died in March and the evenings are long."
WELCOME = "Come in, the chair by the door is yours."
HELLO = "Thank you for the chair. I will mostly read at first."
ANSWER = "Reading is plenty. Glad you are here."
NOBODY_RUNS = r"(?i)facilitator.*\(group {}\)"
PATIENCE = 20


def operator(server: ServerProcess, *words: str) -> str:
    command, *rest = words
    return server.run(command, "--data", str(server.folder), *rest)


def ask_the_server(screen: Terminal, then: str) -> str:
    """On today, until an update brings it."""
    go_home(screen)
    for _ in range(20):
        screen.send("u")
        if re.search(then, screen.settle()):
            break
    return screen.wait(then)


def find(screen: Terminal, name: str) -> str:
    """From today to a group's page, by the directory."""
    go_home(screen)
    screen.press("d", "Directory")
    screen.press("/", "F1 help now")
    screen.send(name)
    screen.wait(", 1 fit")
    screen.press(ENTER, "look|facets")
    return screen.press(ENTER, f"Directory > {name}")


def open_today(screen: Terminal, row: str) -> str:
    """Open a row of today's page."""
    go_home(screen)
    screen.send("g")
    text = screen.settle()
    for _ in range(20):
        if re.search(rf"^ > {row}  ", text, re.MULTILINE):
            screen.send(ENTER)
            screen.wait_gone("q leave")
            return screen.settle()
        text = screen.answer("j")
    raise AssertionError(f"{row} is not on today's page:\n{screen.text()}")


def sent(screen: Terminal) -> None:
    """Until nothing waits for the line."""
    screen.wait_gone(r"\d to send")


def begin(open_client: Open, server: ServerProcess, home: str) -> tuple[Terminal, str]:
    """Somebody new, and their sign-in name."""
    screen = open_client("--server", server.url, home=home)
    return screen, create_account(screen)


def test_from_asking_to_handing_over(open_client: Open, server: ServerProcess) -> None:
    number = operator(server, "new-group", GROUP, "--access", "request", "--topic", "grief").split()[0]
    ines, ines_name = begin(open_client, server, "ines")
    said = operator(server, "add-facilitator", number, ines_name, "--alias", "ines")
    assert "ines runs the group now" in said
    ask_the_server(ines, GROUP)

    mara, mara_name = begin(open_client, server, "mara")
    find(mara, GROUP)
    mara.press("J", "Enter goes on")
    mara.press(ENTER, "A word")
    mara.send("mara.k" + ENTER)
    mara.send(WORD)
    mara.press(ENTER, "request")
    sent(mara)
    assert "your request waits for a facilitator" in go_home(mara)

    ask_the_server(ines, "asks to join")
    open_today(ines, GROUP)
    ines.press("A", re.escape(WORD))
    assert "mara.k" in ines.text()
    ines.press("a", "Let mara.k in")
    ines.send(WELCOME)
    ines.press(ENTER, "on its way")
    sent(ines)

    ask_the_server(mara, WELCOME[:12])
    open_today(mara, GROUP)
    mara.press("t", "Title|On which board")
    if "On which board" in mara.text():
        mara.press("1", "Title")
    mara.send("A chair by the door" + ENTER + HELLO)
    mara.wait(HELLO[:30])
    mara.press(SEND, r"mara.k \(you\)")
    sent(mara)

    ask_the_server(ines, "1 new")
    ines.press("n", HELLO[:30])
    ines.press("r", "Reply to mara.k")
    ines.send(ANSWER)
    ines.wait(ANSWER[:30])
    ines.press(SEND, r"ines.*\(you\)")
    sent(ines)
    ask_the_server(mara, "ines answered you")

    open_today(ines, GROUP)
    ines.press("i", f"Directory > {GROUP}")
    ines.press("O", "Choose who runs the group")
    ines.press(ENTER, "What shall mara.k do here")
    ines.press("h", "On its way")
    sent(ines)
    ask_the_server(mara, f"You are a facilitator of {GROUP} now")
    ines.press(ESCAPE, f"Directory > {GROUP}")
    ines.press("L", "What you wrote stays")
    assert "alone" not in ines.text()
    ines.press("y", "to send|Taken|join")
    sent(ines)
    assert GROUP not in operator(server, "notices"), "somebody runs it still"
    assert f"(group {number})" not in operator(server, "notices")
    assert mara_name not in ines.text() + mara.text()

    open_today(mara, GROUP)
    mara.press("i", f"Directory > {GROUP}")
    mara.press("L", r"You run it alone, so the operator is told that somebody\s+is needed")
    mara.press("y", "Directory")
    mara.wait_gone("You run it alone")
    sent(mara)
    told = operator(server, "notices")
    for _ in range(PATIENCE):  # the question goes before what it leads to has gone out
        if re.search(NOBODY_RUNS.format(number), told):
            break
        told = operator(server, "notices")
    assert re.search(NOBODY_RUNS.format(number), told)
    for private in (mara_name, ines_name, "mara.k", WORD):
        assert private not in told


def test_a_declined_request_comes_with_a_word(open_client: Open, server: ServerProcess) -> None:
    number = operator(server, "new-group", GROUP, "--access", "request").split()[0]
    ines, ines_name = begin(open_client, server, "ines")
    operator(server, "add-facilitator", number, ines_name, "--alias", "ines")
    mara, _ = begin(open_client, server, "mara")
    find(mara, GROUP)
    mara.press("J", "Enter goes on")
    mara.press(ENTER, "A word")
    mara.press("mara.k" + ENTER + ENTER, "request")
    sent(mara)
    ask_the_server(ines, "1 asks to join")
    open_today(ines, GROUP)
    ines.press("A", "no word with it")
    ines.press("d", "Decline mara.k")
    ines.send("We are full this month.")
    ines.press(ENTER, "on its way")
    sent(ines)
    said = " ".join(ask_the_server(mara, "could not let you in").split())
    assert f'{GROUP} could not let you in this time. Their word to you: "We are full this month."' in said
    assert "asks to join" not in ask_the_server(ines, GROUP)


def test_a_proposal_that_the_operator_opens(open_client: Open, server: ServerProcess) -> None:
    mara, mara_name = begin(open_client, server, "mara")
    mara.press("d", "Directory")
    mara.press("P", "Propose a group")
    fill(mara, "Your alias", "mara.k")
    fill(mara, "Name", "Quiet Kettles")
    fill(mara, "About", "For people who make tea at night.")
    mara.press(SEND, "Your proposal is on its way")
    sent(mara)
    waiting = operator(server, "proposals")
    found = re.search(r"^(\d+)  Quiet Kettles", waiting, re.MULTILINE)
    assert found is not None
    assert "For people who make tea" in waiting
    assert "Proposals wait: 1" in operator(server, "notices")
    assert mara_name not in waiting
    assert "Quiet Kettles is open." in operator(server, "open-group", found[1])
    ask_the_server(mara, "Quiet Kettles")
    open_today(mara, "Quiet Kettles")
    mara.press("i", "Directory > Quiet Kettles")
    assert "mara.k" in mara.text()
    mara.press("K", "Your credentials, such as")
    mara.send("Tea taster")
    mara.press(ENTER, "On its way")
    sent(mara)
    assert "Credentials wait: mara.k" in operator(server, "notices")
    stranger = open_client("--server", server.url, home="stranger")
    stranger.press("jjj", "> I would like to look around")
    stranger.press(ENTER, "as a guest")
    assert "Tea taster" not in find(stranger, "Quiet Kettles")
    operator(server, "confirm-credentials", found[1], "mara.k")
    stranger.send(ESCAPE)
    assert "Tea taster" in find_again(stranger, "Quiet Kettles", "Tea taster")


def choose_row(screen: Terminal, label: str) -> None:
    """The marker on a row of a sheet."""
    screen.send("g")
    text = screen.settle()
    for _ in range(20):
        if re.search(rf"^ > {label}", text, re.MULTILINE):
            return
        text = screen.answer("j")
    raise AssertionError(f"{label} is no row here:\n{screen.text()}")


def fill(screen: Terminal, label: str, value: str) -> None:
    choose_row(screen, label)
    screen.press(ENTER, "Enter keep")
    screen.send(value)
    screen.press(ENTER, rf"{label} +{re.escape(value)}")


def find_again(screen: Terminal, name: str, then: str) -> str:
    find(screen, name)
    return screen.wait(then)
