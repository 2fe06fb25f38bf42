"""New guidelines of a group: shown once, agreed to by a key; what is written meanwhile waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.ui.groups_sample import GROUPS, MINUTE, NIGHT, fill, keys, page
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Draft, Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.ops import Agree, StartThread
from tuigroup.wire.records import MembershipRecord
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import Role

Make = Callable[..., TuigroupApp]


def new_guidelines(store: Store, role: Role = Role.MEMBER) -> None:
    fill(store, MembershipRecord(NIGHT, 5, "marten", role))
    store.groups.put_page(replace(page(GROUPS[0], "- What is said here stays here.\n- Ask first."), version=2))


async def test_they_are_shown_once_and_a_key_agrees(make_app: Make, store: Store) -> None:
    new_guidelines(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("board", group=NIGHT)
        await keys(pilot)
        await keys(pilot)
        golden(app, "agree-80x24")
        await keys(pilot, "escape")
        assert "You can read everything here" in screen_text(app)
        await keys(pilot, "escape")
        app.open("board", group=NIGHT)
        await keys(pilot)
        await keys(pilot)
        text = screen_text(app)
        assert "This group has new guidelines." in text, "once by themselves, and then as a line"
        await keys(pilot, "a", "a")
        assert "Thank you. You can write here as before." in screen_text(app)
        assert "This group has new guidelines." not in screen_text(app)
    (op,) = [row.op for row in store.outbox.rows()]
    assert isinstance(op, Agree)
    assert (op.g, op.version) == (NIGHT, 2)


async def test_what_is_written_waits_and_goes_out_with_the_yes(make_app: Make, store: Store) -> None:
    new_guidelines(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("compose", draft=Draft("", "thread", NIGHT, board=1, title="Lamps"))
        await keys(pilot, *"I count them.", "ctrl+s")
        assert "Your words are kept, and go out once you have agreed." in screen_text(app)
        assert store.outbox.rows() == []
        await keys(pilot, "escape")
        assert "I count them." in screen_text(app)
        await keys(pilot, "ctrl+s", "a")
    assert [row.op.op for row in store.outbox.rows()] == ["agree", "thread"]


async def test_who_runs_the_group_is_not_asked(make_app: Make, store: Store) -> None:
    new_guidelines(store, Role.CO_FACILITATOR)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("board", group=NIGHT)
        await keys(pilot)
        await keys(pilot)
        assert "guidelines" not in screen_text(app)


def test_words_that_the_server_sent_back_for_it_go_out_once_it_heard_the_yes(store: Store) -> None:
    new_guidelines(store)
    written = store.outbox.add(StartThread(k="thread-0001", g=NIGHT, title="Lamps", body="I count them."))
    agreed = store.outbox.add(Agree(k="agree-00001", g=NIGHT, version=2))
    store.outbox.acked(Ack(k=written, e="agree-first", d="This group has new guidelines."))
    assert [op.k for op in store.outbox.sendable(MINUTE)] == [agreed]
    store.outbox.acked(Ack(k=agreed, n=NIGHT, at=MINUTE))
    (op,) = store.outbox.sendable(MINUTE)
    assert isinstance(op, StartThread)
    assert op.body == "I count them."
    mine = store.groups.membership(NIGHT)
    assert mine is not None
    assert mine.agreed == 2
