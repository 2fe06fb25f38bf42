"""What README and CONTRIBUTING tell people to type does what they say."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.processes import ServerProcess, clean_environment
from tuigroup.config import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "*/*"}  # as curl -d says
MEETINGS = [
    {"slug": "soup", "name": "Sunday Soup", "day": 0, "time": "11:00", "end_time": "12:00", "city": "Cork"},
    {"slug": "lamp", "name": "Late Lamp", "day": 3, "time": "21:00", "end_time": "22:00", "city": "Sligo"},
]
ARTICLES = {
    "small-steps.md": "---\ntitle: Small steps\nkind: coping\ntopics: [sleep]\n---\n## First\n\nOpen the window.\n",
    "a-list.md": "# A list for the evening\n\nThree things, on paper.\n",
}


def typed(beginning: str) -> list[list[str]]:
    """The lines of README's examples that begin so, in order and as a shell splits them."""
    lines = re.findall(rf"^    ({re.escape(beginning)} .*)$", README, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def run(module: str, words: list[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=folder,
        env=clean_environment(folder),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where somebody types the examples: with a file of meetings and a folder of articles of their own."""
    (tmp_path / "meetings.json").write_text(json.dumps(MEETINGS), "utf-8")
    (tmp_path / "articles").mkdir()
    for name, words in ARTICLES.items():
        (tmp_path / "articles" / name).write_text(words, "utf-8")
    return tmp_path


@pytest.fixture
def serving(folder: Path) -> Iterator[list[ServerProcess]]:
    """Servers that are stopped afterwards."""
    servers: list[ServerProcess] = []
    yield servers
    for server in servers:
        server.stop()


def test_a_server_is_run_as_it_is_written(folder: Path, serving: list[ServerProcess]) -> None:
    done = []
    for _, command, *rest in typed("tuigroup-server"):
        if command == "serve":
            said = dict(zip(rest[::2], rest[1::2], strict=True))
            assert said == {"--data": "my-community", "--host": "127.0.0.1", "--port": "8460"}
            serving.append(ServerProcess(folder / said["--data"]))  # the same words, on a port that is free
            serving[-1].start()
        else:
            run("tuigroup_server", [command, *rest], folder)
            done.append(command)
    assert done == ["init", "import-groups", "import-resources"]
    [server] = serving
    assert "/v1/sync" in httpx.get(f"{server.url}/openapi.json").json()["paths"]
    [curl] = typed("curl")
    assert curl[1] == "-d"
    route = server.url + httpx.URL(curl[3]).path
    answer = httpx.post(route, content=curl[2], headers=FORM)
    assert answer.status_code == 200
    assert answer.json()["p"][0]["w"] == "d"
    taken_in = httpx.post(route, content='{"w":[{"w":"d","listings":true},{"w":"l"}]}', headers=FORM).text
    assert all(title in taken_in for title in ("Sunday Soup", "Late Lamp", "Small steps", "A list for the evening"))


def test_help_shows_the_rest_with_examples(tmp_path: Path) -> None:
    assert "`tuigroup-server --help`" in README
    words = run("tuigroup_server", ["--help"], tmp_path)
    assert {"init", "serve", "import-groups", "import-resources"} <= set(re.findall(r"[a-z-]+", words))


def test_the_two_short_commands(tmp_path: Path) -> None:
    commands = {words[1] for words in typed("tuigroup") if len(words) == 2}
    assert commands == {"status", "help-now"}
    assert run("tuigroup", ["status"], tmp_path) == ""
    assert "112" in run("tuigroup", ["help-now"], tmp_path)


def test_every_target_that_is_named_is_there() -> None:
    named = set(re.findall(r"(?:^    |`)make ([a-z-]+)", README + CONTRIBUTING, re.MULTILINE))
    assert {"demo", "test", "check"} <= named
    assert named <= set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def test_the_example_of_keys_is_one(tmp_path: Path) -> None:
    [example] = re.findall(r"^    (\[keys\]\n(?:    .+\n)+)", README, re.MULTILINE)
    (tmp_path / "settings.toml").write_text(example.replace("\n    ", "\n"), "utf-8")
    assert load(tmp_path / "settings.toml").keys == {"reply": "r"}
