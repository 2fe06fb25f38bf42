"""The words for written meetings: whose turn it is in a sentence, coming in, a turn, passing, going on, opening one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.line.desk import Desk, spoken
from tests.line.places import facilitate
from tests.ui.sample import MINUTE, NIGHT
from tests.ui.screens.test_written_meetings import ME_WAITS, OTHERS, PLAN, THREAD, meets
from tuigroup.line.board import Board
from tuigroup.line.thread import Thread
from tuigroup.store import Store
from tuigroup.wire.ops import MoveMeeting, OpenMeeting, Reply, SayInMeeting
from tuigroup.wire.rounds import Had, Seat, Step
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import InMeeting


async def there(desk: Desk, store: Store, *seats: Seat) -> str:
    meets(store, *seats)
    await desk.begin()
    before = len(desk.heard)
    await desk.shell.go(Thread(desk.shell, NIGHT, THREAD))
    return spoken(desk.heard[before:])


def sent(store: Store) -> list[object]:
    return [row.op for row in store.outbox.rows()]


async def test_come_in(desk: Desk, store: Store) -> None:
    said = await there(desk, store, *OTHERS)
    assert "Check-in round: it is heron's turn, until 19:04." in said
    assert "come: come in. You can read along without it." in said
    assert "Nothing is kept of who was here but the posts." in said
    assert "Post 1 of 2, heron" in said
    assert "juniper5, 18:57, check-in round, new." in spoken(await desk.type("down"))
    assert "While somebody shares nobody answers. A response is always possible: respond." in spoken(
        await desk.type("reply")
    )
    said = spoken(await desk.type("come"))
    assert "You are in. Check-in round: it is heron's turn, until 19:04. Then: you." in said
    (op,) = sent(store)
    assert isinstance(op, SayInMeeting)
    assert op.say is InMeeting.IN


async def test_a_turn_is_written_with_reply(desk: Desk, store: Store) -> None:
    assert "Check-in round: it is your turn, until 19:04." in await there(desk, store, ME_WAITS, OTHERS[1])
    said = spoken(await desk.type("reply", "Tired, and here.", "."))
    assert "Your turn: check-in round, as old_bicycle." in said
    (op,) = sent(store)
    assert isinstance(op, Reply)
    assert (op.to, op.turn) == (THREAD, int(Step.CHECK_IN))


async def test_pass_turn(desk: Desk, store: Store) -> None:
    await there(desk, store, ME_WAITS, OTHERS[1])
    assert "You pass in this round. Check-in round: it is heron's turn" in spoken(await desk.type("pass"))


async def test_later(desk: Desk, store: Store) -> None:
    await there(desk, store, ME_WAITS, OTHERS[1])
    said = spoken(await desk.type("later"))
    assert "it is heron's turn" in said
    assert "Then: you." in said


async def test_go_out(desk: Desk, store: Store) -> None:
    await there(desk, store, ME_WAITS)
    assert "You are out. Nothing is kept of it." in spoken(await desk.type("away"))


async def test_move_on(desk: Desk, store: Store) -> None:
    facilitate(store)
    assert "forward goes on: sharing." in await there(desk, store, *OTHERS)
    assert "Sharing: it is juniper5's turn" in spoken(await desk.type("forward"))
    await desk.type("forward")
    assert len(sent(store)) == 2
    assert "End the meeting now?" in spoken(await desk.type("forward", "no"))
    assert [op.step for op in sent(store) if isinstance(op, MoveMeeting)] == [Step.SHARING, Step.CLOSING]


async def test_meet(desk: Desk, store: Store) -> None:
    facilitate(store)
    meets(store, *OTHERS)
    await desk.begin()
    await desk.shell.go(Board(desk.shell, NIGHT, 2))
    assert "Sunday in words, meets until 19:40" in spoken(desk.heard)
    said = spoken(await desk.type("meet", "send", "1", "Another", "3", "24 h", "send"))
    assert "The meeting needs a title." in said
    assert "On its way." in said
    (op,) = sent(store)
    assert isinstance(op, OpenMeeting)
    assert (op.title, op.length, op.board) == ("Another", 24 * 60, 2)


async def test_what_changes_is_heard_in_a_sentence_before_the_next_prompt(desk: Desk, store: Store) -> None:
    await there(desk, store, *OTHERS, ME_WAITS)
    await desk.type("today")
    meets(store, OTHERS[0], replace(OTHERS[1], had=Had.DONE), ME_WAITS)
    desk.shell.used_to()  # of what came while one typed
    said = spoken(await desk.type("help mute"))
    assert "Sunday in words. Check-in round: it is your turn, until 19:04." in said
    meets(store, step=Step.OVER)
    assert "Sunday in words. This meeting is over." in spoken(await desk.type("help mute"))


@pytest.mark.parametrize("late", [True, False])
async def test_what_becomes_of_a_late_turn_is_told(desk: Desk, store: Store, late: bool) -> None:
    await there(desk, store, ME_WAITS)
    await desk.type("reply", "Tired, and here.", ".")
    (row,) = store.outbox.rows()
    store.outbox.sending([row.key])
    store.outbox.acked(Ack(k=row.key, n=905, t=THREAD, at=MINUTE, turn=11 if late else 3))
    said = spoken(await desk.type("update"))
    told = "Your turn in a written meeting of Night Shift Sleep Circle came after its time."
    assert (told in said) is late
    assert ("check-in round, late" in spoken(await desk.type("last"))) is late


async def test_a_turn_that_can_not_be_taken_is_kept(desk: Desk, store: Store) -> None:
    meets(store, ME_WAITS, plan=replace(PLAN, closes=True))
    await desk.begin()
    await desk.shell.go(Thread(desk.shell, NIGHT, THREAD))
    await desk.type("reply", "Tired, and here.", ".")
    (row,) = store.outbox.rows()
    store.outbox.sending([row.key])
    sentence = "The meeting is over, and its record can only be read. Your words are kept."
    store.outbox.acked(Ack(k=row.key, e="thread-locked", d=sentence))
    said = spoken(await desk.type("last"))
    assert f"Not sent: {sentence}" in said
    assert "Tired, and here." in said
