"""Filling a server from the command line: the sample community, a public directory, a folder of articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.server.cli.test_start import run
from tuigroup.session import keys
from tuigroup.wire.accounts import SignIn
from tuigroup_server.service import accounts
from tuigroup_server.service.context import open_context
from tuigroup_server.settings import Settings

MEETINGS = [
    {"name": "Tuesday Rest", "slug": "tuesday-rest", "day": 2, "time": "19:30", "timezone": "Europe/Dublin"},
    {"name": "Broken Day", "slug": "broken", "day": "some day", "time": "19:30"},
]
ARTICLE = "---\ntitle: Slow breathing\nkind: coping\ntopics: [sleep]\n---\n# Slow breathing\n\n## How\n\nIn and out.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "community"
    assert run("init", str(made))[0] == 0
    return made


def test_the_sample_member_can_sign_in(folder: Path) -> None:
    passphrase = "small boats in a calm harbor"
    code, said, warned = run("load-sample", "--data", str(folder), environ={"TUIGROUP_SAMPLE_PASSPHRASE": passphrase})
    assert (code, warned) == (0, "")
    assert "sample-member" in said
    assert passphrase not in said
    assert "16 groups" in said
    context = open_context(folder, Settings())
    derived = keys.from_passphrase(accounts.server_info(context).id, "sample-member", passphrase)
    assert accounts.sign_in(context, SignIn(name="sample-member", secret=derived.secret)).token
    context.database.close()
    code, said, warned = run("load-sample", "--data", str(folder))
    assert (code, said, warned.count("\n")) == (2, "", 1)


def test_a_directory_goes_in_and_comes_out(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "meetings.json"
    file.write_text(json.dumps(MEETINGS))
    told = ("--data", str(folder), "--format", "meeting-guide")
    code, said, warned = run("import-groups", *told, "--source", "our-town", str(file))
    assert (code, warned) == (0, "")
    assert "Read 2 records, took 1" in said
    code, said, _warned = run("import-groups", *told, "--source", "our-town", str(file))
    assert "1 as they were" in said
    code, said, _warned = run("export-groups", *told)
    assert [row["name"] for row in json.loads(said)] == ["Tuesday Rest"]
    out = tmp_path / "out.json"
    assert run("export-groups", *told, "--output", str(out))[0] == 0
    assert json.loads(out.read_text()) == json.loads(said)


def test_a_folder_of_articles_goes_in(folder: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "slow-breathing.md").write_text(ARTICLE)
    (articles / "picture.md").write_bytes(b"\x89PNG\x00\xff")
    code, said, warned = run("import-resources", "--data", str(folder), str(articles))
    assert (code, warned) == (0, "")
    assert "Read 2 files, took 1" in said
    assert "picture.md" in said


@pytest.mark.parametrize(
    "argv",
    [
        ("import-groups", "--format", "meeting-guide", "--source", "x", "{tmp}/nowhere.json"),
        ("import-groups", "--format", "ical", "--source", "x", "{tmp}/nowhere.json"),
        ("import-groups", "{tmp}/nowhere.json"),
        ("export-groups", "--format", "bmlt"),
        ("export-groups", "--output", "{tmp}/nowhere/out.json"),
        ("import-resources", "{tmp}/nowhere"),
        ("load-sample", "--member", "Not A Name"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(folder: Path, tmp_path: Path, argv: tuple[str, ...]) -> None:
    given = [part.format(tmp=tmp_path) for part in argv]
    code, said, warned = run(*given, environ={"TUIGROUP_DATA": str(folder)})
    assert (code, said) == (2, "")
    assert warned.count("\n") == 1
