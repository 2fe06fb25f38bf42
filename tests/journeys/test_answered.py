"""Somebody new writes what hurts, is offered help, chooses a private word, and is answered: over real processes."""

from __future__ import annotations

import re
import sqlite3

from tests.journeys.conftest import Open
from tests.journeys.steps import ENTER, ESCAPE, F1, SEND, go_home
from tests.journeys.test_facilitator import GROUP, ask_the_server, begin, find, open_today, operator, sent
from tests.processes import ServerProcess

SAID = "I do not want to be here any more."
ANSWER = "I am here, and I read every word. Are you safe now?"


def test_a_first_night(open_client: Open, server: ServerProcess) -> None:
    number = operator(server, "new-group", GROUP, "--access", "open", "--topic", "grief").split()[0]
    ines, ines_name = begin(open_client, server, "ines")
    operator(server, "add-facilitator", number, ines_name, "--alias", "ines")
    ask_the_server(ines, GROUP)
    open_today(ines, GROUP)
    ines.press("U", "Until when are you here")
    ines.press("4", "You are here until")
    sent(ines)

    other, _ = begin(open_client, server, "other")
    mara, _ = begin(open_client, server, "mara")
    for screen, alias in ((other, "tealeaf"), (mara, "mara.k")):
        find(screen, GROUP)
        screen.press("J", "Enter goes on|Enter says that you will keep")
        screen.press(ENTER, "Alias")
        screen.press(alias + ENTER, "No threads are here yet")
        sent(screen)
    assert "A short look around" in go_home(mara)

    open_today(mara, GROUP)
    mara.press("t", "Title|On which board")
    if "On which board" in mara.text():
        mara.press("1", "Title")
    mara.send("The third night" + ENTER + SAID)
    mara.wait(re.escape(SAID))
    mara.wait("On duty now: ines")
    said = " ".join(mara.press(SEND, "f  send it to the facilitators alone").split())
    assert "Only this machine noticed; nobody was told" in said
    mara.press(F1, "Help now|emergency number")
    mara.press(ESCAPE, "Esc  go on writing")
    mara.press(ESCAPE, re.escape(SAID))
    mara.press(ESCAPE, "Kept as a draft")

    mara.press("t", "Title|On which board")
    if "On which board" in mara.text():
        mara.press("1", "New thread")
    mara.wait(re.escape(SAID))
    mara.press(SEND, "f  send it to the facilitators alone")
    mara.press("f", "private word")
    sent(mara)

    said = ask_the_server(ines, "Second voice")
    assert "1 waits for a first answer" in said
    ines.press("2", "The third night")
    ines.press(ENTER, re.escape(SAID))
    ines.wait("private word")
    ines.press("r", "Reply to mara.k")
    ines.send(ANSWER)
    ines.wait("only the facilitators and mara.k see it")
    ines.press(SEND, r"ines.*\(you\)")
    sent(ines)

    ask_the_server(mara, "ines answered you")
    mara.press("n", "I am here, and I read every word")

    go_home(other)
    for _ in range(3):
        other.send("u")
        other.settle()
    assert "new" not in next(row for row in other.text().splitlines() if GROUP in row)
    seen = open_today(other, GROUP) + other.wait("No threads are here yet")
    assert "third night" not in seen
    assert SAID not in seen
    database = sqlite3.connect(server.folder / "tuigroup.sqlite3")
    try:
        assert database.execute("SELECT audience, posts FROM threads WHERE group_id = ?", (number,)).fetchall() == [
            ("facilitators", 2)
        ]
    finally:
        database.close()
