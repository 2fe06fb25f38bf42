"""The operator's word after a backup was put back, as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.cli.test_start import run
from tuigroup_server.service.context import open_context
from tuigroup_server.settings import Settings
from tuigroup_server.storage import groups, server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "community"
    assert run("init", str(made))[0] == 0
    for name in ("Night Shift Tea", "Old Mill Walkers"):
        assert run("new-group", "--data", str(made), name)[0] == 0
    return made


def stands(folder: Path) -> tuple[str, list[tuple[int, int, int]]]:
    """The log's id, and of each group its sequence and its next post and member numbers."""
    context = open_context(folder, Settings())
    try:
        with context.database.read() as connection:
            found = [groups.by_id(connection, number) for number in (1, 2, 3)]
            rows = [(row.seq, row.next_number, row.next_member) for row in found if row]
            return server.get(connection, server.LOG_ID), rows
    finally:
        context.database.close()


def test_every_number_goes_on_further_and_cursors_end(folder: Path) -> None:
    log, before = stands(folder)
    code, said, warned = run("put-back", "--data", str(folder))
    assert (code, warned) == (0, "")
    assert said == "Everybody's program asks anew; groups whose numbers go on 10000 further: 2.\n"
    other, after = stands(folder)
    assert other != log
    assert after == [(seq + 10_000, number + 10_000, member + 10_000) for seq, number, member in before]
    assert run("put-back", "--data", str(folder), "--gap", "25000")[0] == 0
    assert run("new-group", "--data", str(folder), "Tuesday Rest")[0] == 0
    made = stands(folder)[1][2]
    assert min(made) > 35_000 - 1, "a group that was lost may have had lower ones"


@pytest.mark.parametrize("gap", ["0", "-5", "1000001"])
def test_a_gap_that_helps_nobody_changes_nothing(folder: Path, gap: str) -> None:
    before = stands(folder)
    code, _, warned = run("put-back", "--data", str(folder), "--gap", gap)
    assert code == 2
    assert "Nothing was changed." in warned
    assert stands(folder) == before
