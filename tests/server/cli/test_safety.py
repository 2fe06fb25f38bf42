"""``verify-log`` as it is typed: heads, and what it says of a log that was changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.cli.test_operator import with_context
from tests.server.cli.test_start import run
from tuigroup_server.service.context import Context
from tuigroup_server.storage import chain

Verify = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "community"
    assert run("init", str(made))[0] == 0
    assert run("new-group", "Night Shift Tea", environ={"TUIGROUP_DATA": str(made)})[0] == 0
    return made


@pytest.fixture
def verify(folder: Path) -> Verify:
    return lambda *argv: run("verify-log", *argv, environ={"TUIGROUP_DATA": str(folder)})


def decide(folder: Path, *acts: str) -> None:
    def work(context: Context) -> None:
        with context.database.write() as connection:
            for act in acts:
                chain.add(connection, 1, at_min=context.now_min(), case=1, act=act, by=1, about=2, post=3)

    with_context(folder, work)


def test_a_log_prints_its_head_and_is_held_to_it_later(folder: Path, verify: Verify) -> None:
    assert verify()[0] == 0
    decide(folder, "open", "hide")
    code, said, _ = verify()
    assert code == 0
    head = said.splitlines()[0].rpartition(" ")[2]
    assert head.startswith("1.2.")
    decide(folder, "restore")
    code, said, _ = verify("--against", head)
    assert code == 0
    assert f"{head} still stands." in said


def test_a_log_that_was_changed_or_written_anew_is_refused(folder: Path, verify: Verify) -> None:
    decide(folder, "open", "hide", "close")
    head = verify()[1].splitlines()[0].rpartition(" ")[2]

    def change(context: Context) -> None:
        with context.database.write() as connection:
            connection.exec_driver_sql("UPDATE case_log SET act = 'restore' WHERE entry = 2")

    def write_anew(context: Context) -> None:
        with context.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM case_log")

    with_context(folder, change)
    code, _, warned = verify()
    assert (code, "entry 2" in warned) == (1, True)
    with_context(folder, write_anew)
    decide(folder, "open", "restore", "close")
    assert verify()[0] == 0, "a chain that somebody made whole again"
    code, _, warned = verify("--against", head)
    assert (code, "entry 3" in warned) == (1, True)
    code, _, warned = verify("--against", "nonsense")
    assert code == 2
    assert "Traceback" not in warned
