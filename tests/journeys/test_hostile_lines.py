"""Text from others can't touch the terminal, as lines: the line mode, commands for scripts, the operator's shell.

Nothing but printable characters and ends of lines may reach the pty.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.journeys import escapes, hostile
from tests.journeys.conftest import MEMBER, Open, Sample, store_path
from tests.journeys.hostile import MARK, WORD
from tests.processes import clean_environment
from tests.terminal import Terminal
from tests.warm import WarmServer

PLACES = (
    "next", "on", "on", "respond", "back", "when", "parent", "quote", "ok", "draft", "today",
    "directory", "1", "back", "filter", "back", "directory Group01", "1", "join", "back", "today",
    "directory Group05", "1", "about", "requests", "1", "admit", "back", "back", "setup", "back", "handover", "back",
    "close", "no", "new", "back", "today", "choose", "", "", "", "", "1", "today",
    "library", "1", "outline", "back", "today", f"search {WORD}", "1", "today", "outbox", "1", "today",
    "settings", "today", "account", "today", "now", "today", "help", "quit", "1",
)  # fmt: skip
COMMANDS = (
    ("groups",), ("threads", "5"), ("read", "5/1"), ("library",), ("search", WORD), ("outbox",), ("status",),
)  # fmt: skip


def say(screen: Terminal, *lines: str) -> None:
    """Each once the one before has brought all it brings, as somebody types who reads."""
    for line in lines:
        before = len(screen.seen)
        screen.send(f"{line}\r")
        while len(screen.seen) <= before + len(line) + 2 and screen.pump(20):
            pass
        screen.settle(0.1)


def heard(screen: Terminal) -> str:
    """All that was written; fails on anything that is not a printable character or an end of line."""
    said = bytes(screen.seen).decode("utf-8").replace("\r\n", "\n").replace("\x07", "")
    assert escapes.odd_characters(said.replace("\n", "")) <= {"U+200D"}, "what joins an emoji may stay"
    assert escapes.read(said.replace("\n", "").encode()).kinds == set()
    return said


def whole(screen: Terminal) -> str:
    assert screen.wait_exit() == 0
    return heard(screen)


@pytest.fixture
def nowhere(sample: Sample, tmp_path: Path) -> str:
    """The address of a server that is not there, of which somebody has such a store."""
    server = WarmServer(tmp_path / "nowhere")
    path = store_path(tmp_path / "home", server)
    path.parent.mkdir(parents=True)
    shutil.copyfile(sample.store, path)
    hostile.into_store(path, hostile.attacks())
    return server.url


def test_the_line_mode(nowhere: str, open_client: Open) -> None:
    """At a dumb terminal, through every place that shows what others wrote."""
    screen = open_client("--server", nowhere, "--offline", term="dumb", rows=1000)
    screen.wait("Group05")
    say(screen, *PLACES)
    told = whole(screen)
    for place in (
        "Will you keep to them", "2 wait for an answer", "Let .* in", "Close Group05", "Three groups that may fit",
        "Thread:", "Library", "Signed in as",
    ):  # fmt: skip
        assert re.search(place, told), f"{place} was seen"
    assert "[@click=app.quit]x[/]" in told, "what looks like markup is said as it was written"


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_commands_for_scripts(form: tuple[str, ...], nowhere: str, open_client: Open) -> None:
    for command in COMMANDS:
        words = (*command, *form) if command != ("status",) else command
        said = whole(open_client("--server", nowhere, "--offline", *words, columns=2000, rows=1000))
        if command[0] != "search":  # which shows a piece of a text, and that may begin within a sequence
            assert MARK not in said
        if form and command != ("status",):
            json.loads(said)


def test_the_operators_shell(sample: Sample, tmp_path: Path) -> None:
    """What the operator reads, answers and writes out."""
    server = WarmServer(tmp_path / "server")
    shutil.copytree(sample.server, server.folder)
    hostile.into_server(server.folder, MEMBER, hostile.attacks())
    for words in (
        ("notices",), ("proposals",), ("claims",), ("groups",), ("export-groups",), ("open-group", "16"),
        ("decline-claim", "1"),
    ):  # fmt: skip
        argv = [*server.command(words[0]), *words[1:], "--data", str(server.folder)]
        screen = Terminal(argv, clean_environment(tmp_path), columns=2000, rows=1000, cwd=tmp_path)
        try:
            said = whole(screen)
        finally:
            screen.close()
        if words[0] != "export-groups":  # a file for others, with all that was given, none of which acts
            assert MARK not in said
        if words[0] not in ("open-group", "decline-claim"):
            assert "[/oops]" in said
