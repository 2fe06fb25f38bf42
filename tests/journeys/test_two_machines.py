"""Changing machines: what was read, watched and begun on one is on the other, also when both went their own ways."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.journeys.conftest import Open, store_path
from tests.journeys.steps import ENTER, ESCAPE, go_home, leave, sign_in
from tests.processes import ServerProcess
from tests.terminal import Terminal
from tuigroup.store import Store

FIRST = "begun at home, to be gone on with elsewhere"
MORE = " and this was added in the library"
AT_HOME = "written at home without the line"
IN_THE_LIBRARY = "written in the library without the line"


def open_group(screen: Terminal, name: str) -> str:
    """From today to a joined group's threads."""
    go_home(screen)
    screen.send("G")
    text = screen.settle()
    for _ in range(20):
        if re.search(rf"^ > {name}", text, re.MULTILINE):
            return screen.press(ENTER, "t new thread")
        text = screen.answer("k")
    raise AssertionError(f"{name} is not on today's page:\n{screen.text()}")


def begin_a_thread(screen: Terminal, group: str, words: str) -> None:
    """A draft of a new thread in this group."""
    open_group(screen, group)
    screen.press("t", "On which board|Title")
    if "On which board" in screen.text():
        screen.press("1", "Title")
    screen.send("A title" + ENTER + words)
    screen.wait(re.escape(words))
    screen.press(ESCAPE, "Kept as a draft")


def watch_and_read(screen: Terminal, group: str) -> str:
    """Open the first thread of a group, watch it, and mark all of it as read; its title."""
    listed = open_group(screen, group)
    found = re.search(r"^ > (.{20})", listed, re.MULTILINE)
    assert found is not None
    screen.press(ENTER, "r reply")
    screen.press("w", "Watched: it comes first")
    screen.press("M", "All of this thread counts as read")
    return found[1]


def new_in(screen: Terminal, group: str) -> int:
    """How many new posts today's page counts for a group."""
    found = re.search(rf"{group} +(\d+) new", go_home(screen))
    return int(found[1]) if found else 0


def kept(path: Path) -> dict[str, Any]:
    """What travels with a member."""
    store = Store.open(path)
    try:
        marks, drafts = store.marks.export(), store.drafts.export()["d"]
        read = {group: marks["g"][group] for group in marks["g"]}
        return {"read": read, "drafts": {id: fields for id, (_, fields) in drafts.items() if fields}}
    finally:
        store.close()


def bodies(path: Path) -> set[str]:
    return {fields["body"] for fields in kept(path)["drafts"].values()}


def test_going_on_elsewhere(open_client: Open, server: ServerProcess, signed_in: Path, tmp_path: Path) -> None:
    home = open_client()
    home.wait("online")
    watch_and_read(home, "Long Gravel Road")
    home.press("r", "Reply to")
    home.send(FIRST)
    home.wait(FIRST)
    home.press(ESCAPE, "Kept as a draft")
    new = new_in(home, "Long Gravel Road")
    assert leave(home) == 0

    library = open_client("--server", server.url, home="library")
    sign_in(library)
    library.wait("Draft  a reply in Long Gravel Road")
    library.wait(rf"Long Gravel Road +{new} new")
    open_group(library, "Long Gravel Road")
    library.press("g", ">")
    listed = library.settle()
    assert re.search(r"Nearest meeting is 90.*28 new", listed) is None, "it was read at home"
    go_home(library)
    library.send("G")
    library.wait("> Draft")
    library.press(ENTER, FIRST)
    library.send(MORE)
    library.wait(re.escape(MORE.strip()[-20:]))
    go_home(library)
    assert leave(library) == 0
    there = store_path(tmp_path / "library", server)
    assert bodies(there) == {FIRST + MORE}

    home = open_client()
    home.wait("online")
    home.wait("Draft  a reply in Long Gravel Road")
    home.send("G")
    home.wait("> Draft")
    home.press(ENTER, re.escape(MORE.strip()[-20:]))
    go_home(home)
    assert leave(home) == 0
    assert kept(signed_in) == kept(there)
    both_write_on(open_client)
    texts = {FIRST + MORE + more for more in (AT_HOME, IN_THE_LIBRARY)}
    assert bodies(signed_in) == bodies(there) == texts


def both_write_on(open_client: Open) -> None:
    """The same draft on both without a line; then each meets the server."""
    for home_of, words in (("home", AT_HOME), ("library", IN_THE_LIBRARY)):
        screen = open_client("--offline", home=home_of)
        screen.wait("line off")
        screen.send("G")
        screen.wait("> Draft")
        screen.press(ENTER, re.escape(MORE.strip()[-20:]))
        screen.send(words)
        screen.wait(re.escape(words[-20:]))
        assert leave(screen) == 0
    for home_of in ("home", "library", "home"):
        screen = open_client(home=home_of)
        screen.wait("online")
        if home_of == "library":
            screen.wait("Two machines wrote at once; both texts are kept")
        assert leave(screen) == 0


def test_both_without_the_line_and_then_together(
    open_client: Open, server: ServerProcess, signed_in: Path, tmp_path: Path
) -> None:
    library = open_client("--server", server.url, home="library")
    sign_in(library)
    library.wait("Worry Workbench")
    open_group(library, "The Worry Workbench")
    library.wait("(?m)^ > ")
    assert leave(library) == 0
    there = store_path(tmp_path / "library", server)

    home = open_client("--offline")
    home.wait("line off")
    watch_and_read(home, "One Hand Free")
    begin_a_thread(home, "One Hand Free", AT_HOME)
    assert leave(home) == 0
    library = open_client("--offline", home="library")
    library.wait("line off")
    watch_and_read(library, "The Worry Workbench")
    begin_a_thread(library, "The Worry Workbench", IN_THE_LIBRARY)
    assert leave(library) == 0
    assert bodies(signed_in) == {AT_HOME}
    assert bodies(there) == {IN_THE_LIBRARY}

    for words, home_of in (("One Hand Free", "home"), ("One Hand Free", "library"), ("The Worry Workbench", "home")):
        screen = open_client(home=home_of)
        screen.wait("online")
        screen.wait(f"Draft  a new thread in {words}")
        assert leave(screen) == 0
    assert bodies(signed_in) == bodies(there) == {AT_HOME, IN_THE_LIBRARY}
    assert kept(signed_in) == kept(there)
    watched = {group: list(marks["w"].values()) for group, marks in kept(signed_in)["read"].items() if marks.get("w")}
    assert len(watched) == 2
    assert all(mark[0] == 1 for marks in watched.values() for mark in marks)
