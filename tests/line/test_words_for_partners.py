"""The words for accountability partners: asking, agreeing, saying no or ending it."""

from __future__ import annotations

from tests.line.desk import Desk, spoken
from tests.line.places import thread
from tests.ui.sample import HERON, MINUTE, NIGHT
from tests.ui.screens.test_partners import PAIR, between
from tuigroup.line.thread import Thread
from tuigroup.store import Store
from tuigroup.wire.ops import AnswerPartner, AskPartner


async def test_partner(desk: Desk, store: Store) -> None:
    await thread(desk)
    await desk.type("2", "partner", "no")
    assert not store.outbox.rows()
    said = spoken(await desk.type("partner", "yes"))
    assert "Ask heron to be accountability partners?" in said
    assert "Asked. If they agree, it opens" in said
    (row,) = store.outbox.rows()
    assert isinstance(row.op, AskPartner)
    assert row.op.member == HERON.member


async def test_agree(desk: Desk, store: Store) -> None:
    between(store, 1)
    assert "heron asks whether you want to be accountability partners" in spoken(await desk.begin())
    await desk.shell.go(Thread(desk.shell, NIGHT, PAIR))
    said = spoken(desk.heard)
    assert "Shall we be accountability partners?" in said
    assert "heron asks. agree agrees, and then only you two write here; part says no, which nobody is told." in said
    assert "That does nothing here." in spoken(await desk.type("reply"))
    assert "You agreed." in spoken(await desk.type("agree"))
    (row,) = store.outbox.rows()
    assert isinstance(row.op, AnswerPartner)
    assert row.op.agree


async def test_part(desk: Desk, store: Store) -> None:
    between(store, 1)
    await desk.begin()
    await desk.shell.go(Thread(desk.shell, NIGHT, PAIR))
    said = spoken(await desk.type("part"))
    assert "No it is. They are told nothing." in said
    assert "heron asks" not in said.split("told nothing.")[1]
    store.marks.mute(NIGHT, PAIR, False)
    between(store, 2)
    await desk.shell.go(Thread(desk.shell, NIGHT, PAIR))
    assert "It has ended." in spoken(await desk.type("part", "yes"))


async def test_a_check_in_goes_to_a_partner(desk: Desk, store: Store) -> None:
    between(store, 2)
    store.check_ins.add(MINUTE, 4, "slept through")
    await desk.begin()
    said = spoken(await desk.type("check", "share 1", "only heron + old_bicycle", "."))
    assert "heron + old_bicycle, only you two" in said
    assert "Only the two of you see it." in said
    (row,) = store.outbox.rows()
    assert (row.op.op, row.op.to) == ("reply", PAIR)  # type: ignore[union-attr]
