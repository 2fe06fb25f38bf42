"""New guidelines of a group, line by line: said once by themselves, and again for who writes."""

from __future__ import annotations

from dataclasses import replace

from tests.line.desk import Desk, spoken
from tests.ui.sample import NIGHT
from tuigroup import actions
from tuigroup.line.board import Board
from tuigroup.line.compose import compose
from tuigroup.store import Draft, Store


async def test_new_guidelines(desk: Desk, store: Store) -> None:
    await desk.begin()
    detail = store.groups.page(NIGHT)
    assert detail is not None
    store.groups.put_page(replace(detail, guidelines="Ask before you advise.", version=2))
    desk.script.lines = ["no"]
    await desk.shell.go(Board(desk.shell, NIGHT))
    said = spoken(desk.heard)
    assert "Ask before you advise." in said
    assert "That is fine. You can read everything here" in said
    draft = actions.save_draft(store, Draft("", "thread", NIGHT, board=1, title="Lamps", body="I count them."))
    desk.script.lines = [".", "no"]
    await compose(desk.shell, draft)
    assert "Your words are kept" in spoken(desk.heard)
    assert store.outbox.rows() == []
    assert "Thank you. You can write here as before." in spoken(await desk.type("agree", "yes"))
    assert [row.op.op for row in store.outbox.rows()] == ["agree"]
    assert "That does nothing here." in spoken(await desk.type("agree"))
