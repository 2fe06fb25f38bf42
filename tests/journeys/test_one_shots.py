"""One command and an answer: what scripts and `ssh host tuigroup ...` get, and what the exit codes say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.processes import ServerProcess, clean_environment


def run(home: Path, *words: str, text: str = "") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tuigroup", "--data", str(home / "kept"), *words],
        env=clean_environment(home), capture_output=True, text=True, input=text, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    assert all(line.isprintable() for line in done.stdout.split("\n"))
    return done.returncode, done.stdout


def told(home: Path, *words: str, text: str = "") -> tuple[int, dict[str, Any]]:
    code, said = run(home, *words, "--json", text=text)
    found = json.loads(said)
    assert isinstance(found, dict)
    return code, found


@pytest.fixture
def home(signed_in: Path) -> Path:
    return signed_in.parent.parent


def test_reading_and_answering(home: Path, server: ServerProcess) -> None:
    code, groups = told(home, "groups")
    assert code == 0
    group = groups["groups"][0]
    assert group["unread"] > 0
    code, threads = told(home, "threads", group["slug"])
    thread = next(row for row in threads["threads"] if row["unread"])
    where = f"{group['group']}/{thread['thread']}"
    code, said = run(home, "read", where, "--unread")
    assert code == 0
    assert f"Thread: {thread['title']}"[:40] in said
    code, again = told(home, "read", where, "--unread")
    assert (code, again["posts"]) == (0, []), "what was shown counts as read"
    post = told(home, "read", where)[1]["posts"][0]["post"]
    code, sent = told(home, "reply", f"{group['group']}/{post}", text="Written in a script, at night.\n")
    assert (code, sent["state"]) in ((0, "sent"), (0, "scheduled"))
    assert told(home, "search", "script,", "night")[1]["found"][0]["group"] == group["group"]
    assert told(home, "sync") == (0, {"online": True, "new": 0, "sent": 0, "waiting": 0})


def test_without_the_line_it_waits_and_says_so(home: Path, server: ServerProcess) -> None:
    group = told(home, "groups")[1]["groups"][0]["group"]
    server.kill()
    code, said = run(home, "post", str(group), "--title", "A lamp", "--text", "It was there all along.")
    assert (code, said) == (3, "It waits here and goes out when the line is back.\n")
    code, found = told(home, "--offline", "outbox")
    assert (code, len(found["waiting"])) == (0, 1)
    assert told(home, "sync")[0] == 3
    assert run(home, "library")[0] == 0, "the list is here"
    server.start()
    assert told(home, "sync") == (0, {"online": True, "new": 0, "sent": 1, "waiting": 0})


def test_what_is_not_there_and_who_is_not(home: Path, tmp_path: Path, server: ServerProcess) -> None:
    assert run(home, "--offline", "threads", "no-such-group")[0] == 4
    assert run(home, "--offline", "read", "1/999999")[0] == 4
    assert run(home, "--offline", "search", "xyzzyplugh")[0] == 4
    somebody = tmp_path / "somebody"
    somebody.mkdir()
    code, said = run(somebody, "--server", server.url, "groups")
    assert code == 5
    assert "Nobody is signed in here" in said
    code, found = told(somebody, "--server", server.url, "library")
    slug = found["texts"][0]["text"]
    code, found = told(somebody, "--server", server.url, "library", slug)
    assert code == 0
    assert found["body"]
