"""The log of what was decided refuses a changed, removed or reordered entry, and one that was written anew."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server.community import Make, make_group
from tuigroup.errors import BadInput
from tuigroup_server.service import audit
from tuigroup_server.service.context import Context
from tuigroup_server.storage import chain
from tuigroup_server.storage.chain import Entry, Written

ACTS: Final = ("open", "report", "hold", "assign", "restore", "close")


def log_of(length: int) -> list[Written]:
    log: list[Written] = []
    before = chain.FIRST
    for place in range(1, length + 1):
        entry = Entry(1, place, 29_000_000 + place, 1, ACTS[place % len(ACTS)], 2, 3, 4, 0)
        before = chain.hashed(before, entry)
        log.append(Written(entry, before))
    return log


@given(st.integers(2, 12), st.data())
def test_what_was_changed_removed_or_reordered_shows(length: int, data: st.DataObject) -> None:
    log = log_of(length)
    assert chain.broken(log) == 0
    place = data.draw(st.integers(0, length - 2))
    field = data.draw(st.sampled_from(["at_min", "case", "by", "about", "post", "detail"]))
    entry = log[place].entry
    values = {name: getattr(entry, name) for name in Entry.__slots__}
    changed = Entry(**{**values, field: getattr(entry, field) + 1})
    assert chain.broken([*log[:place], Written(changed, log[place].hash), *log[place + 1 :]]) == place + 1
    assert chain.broken([*log[:place], *log[place + 1 :]]) == place + 1
    assert chain.broken([*log[:place], log[place + 1], log[place], *log[place + 2 :]]) == place + 1


def step(context: Context, group: int, act: str, *, case: int = 1) -> None:
    with context.database.write() as connection:
        chain.add(connection, group, at_min=context.now_min(), case=case, act=act, by=1, about=2, post=3)


def run(context: Context, statement: str) -> None:
    with context.database.write() as connection:
        connection.exec_driver_sql(statement)


def test_a_log_is_held_to_a_head_that_somebody_kept(context: Context, person: Make) -> None:
    group = make_group(context, "Night Porters", person("facilitator"))
    other = make_group(context, "Elsewhere", person("other"))
    for act in ACTS:
        step(context, group, act)
    step(context, other, "open")
    found = audit.verify(context)
    assert found.troubles == []
    assert [(head.group, head.entry) for head in found.heads] == [(group, len(ACTS)), (other, 1)]
    kept = audit.head_of(str(found.heads[0]))
    step(context, group, "close")
    assert audit.verify(context, [kept]).troubles == [], "what came after it changes nothing"
    # Somebody takes the last two away and writes others: the chain fits, and the head that was kept does not.
    run(context, f"DELETE FROM case_log WHERE group_id = {group} AND entry > {len(ACTS) - 1}")
    assert audit.verify(context).troubles == []
    assert len(audit.verify(context, [kept]).troubles) == 1
    step(context, group, "restore")
    step(context, group, "close")
    assert audit.verify(context).troubles == []
    assert len(audit.verify(context, [kept]).troubles) == 1
    run(context, f"DELETE FROM case_log WHERE group_id = {group}")
    assert len(audit.verify(context, [kept]).troubles) == 1, "a whole log that went"


def test_an_entry_that_somebody_changed_in_the_database_is_named(context: Context, person: Make) -> None:
    group = make_group(context, "Night Porters", person("facilitator"))
    for act in ACTS:
        step(context, group, act)
    run(context, f"UPDATE case_log SET act = 'close' WHERE group_id = {group} AND entry = 3")
    (trouble,) = audit.verify(context).troubles
    assert "entry 3" in trouble


@pytest.mark.parametrize("said", ["", "3", "3.17.xyz", "3.17." + "g" * 40, "a.b." + "0" * 40])
def test_what_is_no_head_is_refused_with_a_sentence(said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        audit.head_of(said)
