"""docs/wire.md: every command on it is typed against a real server, and what it shows as the answer is the answer.

With curl where there is one; else the same is sent by the HTTP library. "..." on the page stands for anything, a
minute for any minute, and keys may be missing there but not be different.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.processes import clean_environment
from tests.warm import WarmServer
from tuigroup.wire.columns import MISSING, Column, Columns
from tuigroup.wire.problems import PROBLEMS
from tuigroup.wire.tables import (
    BOARDS,
    FACILITATORS,
    FORMER,
    GROUPS,
    JOIN_REQUESTS,
    MEETINGS,
    MEMBERS,
    MEMBERSHIPS,
    POSTS,
    RESOURCES,
    THREADS,
)

PAGE = Path(__file__).parent.parent / "docs" / "wire.md"
MINUTES = 29_000_000  # whole minutes since 1970, where a number is as large as that
TABLES: dict[str, Columns[Any]] = {
    "posts": POSTS, "heads of threads": THREADS, "groups": GROUPS, "meetings": MEETINGS, "boards": BOARDS,
    "facilitators": FACILITATORS, "one's own memberships": MEMBERSHIPS, "who asks to join": JOIN_REQUESTS,
    "members": MEMBERS, "resources": RESOURCES, "who left for good": FORMER,
}  # fmt: skip


def blocks() -> list[tuple[str, str]]:
    """The page's fenced blocks in order: what each says it is, and its text."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def like(shown: Any, found: Any) -> bool:
    """Whether an answer is what the page shows of it."""
    if shown == "...":
        return True
    if isinstance(shown, dict) and not shown:
        return bool(found == {})
    if isinstance(shown, dict):
        return isinstance(found, dict) and all(key in found and like(value, found[key]) for key, value in shown.items())
    if isinstance(shown, list):
        return (
            isinstance(found, list)
            and (shown == ["..."] or len(shown) == len(found))
            and all(like(one, other) for one, other in zip(shown, found, strict=False))
        )
    if type(shown) is int and shown > MINUTES:
        return type(found) is int and found > MINUTES
    return type(shown) is type(found) and shown == found


def fits(shown: str, found: str) -> bool:
    return re.fullmatch(re.escape(shown).replace(r"\.\.\.", ".*"), found) is not None


class Reader:
    """Who types what the page says, in a folder of their own."""

    def __init__(self, folder: Path, *, curl: bool) -> None:
        self.folder = folder
        self.server = WarmServer(folder / "my-community")
        self.variables: dict[str, str] = {}
        self.said = ""
        self.answers: dict[str, str] = {}
        self._curl = curl

    def type(self, command: str) -> None:
        assigned = re.fullmatch(r"([A-Z]+)=\S+", command)
        if assigned:  # the page shows one, this reader has another
            self.variables[assigned[1]] = self.answers[{"TOKEN": "token", "CURSOR": "s"}[assigned[1]]]
            return
        words = shlex.split(re.sub(r"\$([A-Z]+)", lambda found: self.variables[found[1]], command))
        if words[0] == "curl":
            self._ask([word.replace("http://127.0.0.1:8460", self.server.url) for word in words[1:]])
        elif words[:2] == ["tuigroup-server", "serve"]:
            assert words[2:] == ["--data", "my-community", "--port", "8460"]
            self.server.start()
        elif words[0] in ("tuigroup", "tuigroup-server"):
            self.said = self._run([sys.executable, "-m", words[0].replace("-", "_"), *words[1:]])
        else:
            self._run(["sh", "-c", command])

    def _run(self, words: list[str]) -> str:
        done = subprocess.run(
            words, cwd=self.folder, env=clean_environment(self.folder), capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _ask(self, words: list[str]) -> None:
        if self._curl:
            self.said = self._run(["curl", "-s", *words])
        else:
            self.said = self._send(words)
        try:
            found = json.loads(self.said)
        except ValueError:
            return
        if isinstance(found, dict):
            self.answers |= {name: found[name] for name in ("token", "s") if name in found}

    def _send(self, words: list[str]) -> str:
        """What curl would do, for the few words that the page uses."""
        headers, body, head, out, url, rest = {"accept": "*/*"}, None, False, "", "", iter(words)
        for word in rest:
            if word == "-H":
                name, _, value = next(rest).partition(": ")
                headers[name] = value
            elif word in ("-d", "--json", "--data-binary"):
                text = next(rest)
                body = (self.folder / text[1:]).read_bytes() if text.startswith("@") else text.encode()
                headers["content-type"] = (
                    "application/json" if word == "--json" else "application/x-www-form-urlencoded"
                )
            elif word == "-o":
                out = next(rest)
            elif word == "-i":
                head = True
            elif word != "-s":
                url = word
        answer = httpx.request("GET" if body is None else "POST", url, content=body, headers=headers)
        lines = [
            f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}",
            *(f"{a}: {b}" for a, b in answer.headers.items()),
        ]
        said = ("\r\n".join([*lines, "", ""]).encode() if head else b"") + answer.content
        if out:
            (self.folder / out).write_bytes(said)
            return ""
        return said.decode()

    def expect(self, kind: str, shown: str) -> None:
        if kind == "json":
            assert like(json.loads(shown), json.loads(self.said)), self.said
        elif kind == "text":
            found = [" ".join(line.split()) for line in self.said.splitlines()]
            for line in shown.splitlines():
                assert any(fits(" ".join(line.split()), one) for one in found), (line, self.said)
        else:
            said = self.said or (self.folder / "part").read_bytes().partition(b"\r\n\r\n")[0].decode()
            head, _, body = said.replace("\r", "").partition("\n\n")
            wanted, _, wanted_body = shown.partition("\n\n")
            first, *headers = wanted.splitlines()
            assert head.splitlines()[0] == first
            for line in headers:
                assert any(fits(line, one) for one in head.splitlines()), (line, head)
            if wanted_body:
                assert like(json.loads(wanted_body), json.loads(body)), body


@pytest.fixture(params=[pytest.param("curl", marks=pytest.mark.machine), "the same without curl"])
def reader(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reader]:
    made = Reader(tmp_path, curl=request.param == "curl")
    yield made
    made.server.kill()


def test_what_the_page_says_to_type_answers_as_it_shows(reader: Reader) -> None:
    typed = 0
    for kind, text in blocks():
        if kind != "sh":
            reader.expect(kind, text)
            continue
        whole = text.replace("\\\n", "")
        # A command is a line, but for quotes that go on.
        commands = [whole] if whole.startswith("curl") else whole.splitlines()
        for command in commands:
            reader.type(command.strip())
            typed += 1
    assert typed > 20


def written(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def agree(name: str, text: str) -> None:
    """A part of the page is what the code says; TUIGROUP_GOLDEN=write writes it anew."""
    if os.environ.get("TUIGROUP_GOLDEN") == "write":
        page = PAGE.read_text("utf-8").replace(written(name), "") if written(name) else PAGE.read_text("utf-8")
        PAGE.write_text(page.replace(f"<!-- {name} -->\n", f"<!-- {name} -->\n{text}"), "utf-8")
    assert written(name) == text


def test_every_problem_is_on_the_page() -> None:
    rows = [f"| `{key}` | {kind.status} | {kind.title} |\n" for key, kind in PROBLEMS.items()]
    agree("problems", "".join(["| type | status | title |\n", "|---|---|---|\n", *rows]))


def test_every_column_is_on_the_page() -> None:
    said = []
    for name, table in TABLES.items():
        said += [
            f"### {name[:1].upper()}{name[1:]}\n\n",
            "| key | field | way | left out when |\n",
            "|---|---|---|---|\n",
        ]
        said += [f"| `{column.key}` | {column.field} | {way(column)} | {usual(column)} |\n" for column in table.columns]
        said.append("\n")
    agree("tables", "".join(said))


def way(column: Column) -> str:
    return f"{column.mode} of {column.of}" if column.of else column.mode


def usual(column: Column) -> str:
    if column.default is MISSING:
        return ""
    value = column.default if column.mode == "back" or column.default is None else column.up(column.default)
    return {"": "empty", None: "none"}.get(value if isinstance(value, str | None) else "-", f"{value}")
