"""The words for a facilitator's shift: how much was heavy, ending it, giving the open cases to another."""

from __future__ import annotations

from tests.line.desk import Desk, number_of, spoken
from tests.line.places import group
from tests.line.test_words_for_cases import CRUEL, cases
from tests.ui.sample import MINUTE, NIGHT
from tests.ui.screens.test_exposure import RUNNING
from tuigroup.store import Store
from tuigroup.wire.cases import Act, Case, Cases
from tuigroup.wire.ops import Decide


async def test_end_shift(desk: Desk, store: Store) -> None:
    cases(store)
    store.exposure.set_limit(1)
    await group(desk)
    said = spoken(await desk.type("cases", "1", "open"))
    assert said.index('A report says: "It hurt to read."') < said.index(CRUEL)
    assert "1 heavy thing since 19:00: that is as much as you wanted." in said
    assert "that is as much as you wanted" in spoken(await desk.type("back"))
    assert "Your shift is over." in spoken(await desk.type("endshift"))
    assert "That does nothing here." in spoken(await desk.type("endshift"))
    assert not store.outbox.rows()


async def test_pass_on(desk: Desk, store: Store) -> None:
    cases(store)
    await group(desk)
    assert "Nobody else runs this group." in spoken(await desk.type("cases", "passon"))
    store.groups.put_members(NIGHT, RUNNING)
    assert "None of the open cases is with you" in spoken(await desk.type("passon"))
    mine = [Case(case=n, assigned="old_bicycle", about="heron", level=2, at=MINUTE - 9) for n in (3, 4)]
    store.casebook.put_cases(NIGHT, Cases(cases=mine))
    await desk.type("passon", "back")
    assert not store.outbox.rows()
    assert "2 cases go to Ines." in spoken(await desk.type("passon", "Ines", "I need a night off."))
    found = [row.op for row in store.outbox.rows() if isinstance(row.op, Decide)]
    assert [(op.case, op.act, op.to, op.word) for op in found] == [
        (number, Act.ASSIGN, 6, "I need a night off.") for number in (3, 4)
    ]


async def test_the_limit_in_the_settings(desk: Desk, store: Store) -> None:
    cases(store)
    await desk.begin()
    said = spoken(await desk.type("settings", number_of("heavy"), "many", "6"))
    assert "A whole number from 0 to 99 fits here." in said
    assert "Heavy things: a break after 6." in said
