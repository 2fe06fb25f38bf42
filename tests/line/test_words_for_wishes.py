"""The words for wished content notes: wishing, putting one on, leaving it as it is."""

from __future__ import annotations

from tests.line.desk import Desk, spoken
from tests.line.places import thread
from tests.ui import sample
from tests.ui.sample import ME, NIGHT
from tests.ui.screens.test_wishes import OTHERS, OWN, ops
from tuigroup.line.cases import GroupCases
from tuigroup.store import Store
from tuigroup.wire.ops import SetNote, Wish
from tuigroup.wire.records import MembershipRecord
from tuigroup.wire.words import Role, Topic


async def test_wish(desk: Desk, store: Store) -> None:
    await thread(desk)
    said = spoken(await desk.type("2", "wish", "food"))
    assert "nobody learns whose wish it is" in said
    assert "Told, without your name." in said
    assert "You wished that a note named this: food." in spoken(await desk.type("2"))
    assert "That does nothing here." in spoken(await desk.type("wish food"))
    assert "Told" in spoken(await desk.type("4", "wish self-harm"))
    found = [(op.post, op.topic) for op in ops(store) if isinstance(op, Wish)]
    assert found == [(2, Topic.FOOD), (4, Topic.SELF_HARM)]


async def test_put_note(desk: Desk, store: Store) -> None:
    store.threads.put_posts(NIGHT, [OWN])
    assert "Someone wishes a post of yours had a note: loss" in spoken(await desk.begin())
    await thread(desk)
    assert "Someone wishes this had a note: loss. addnote adds it, asis leaves" in spoken(await desk.type("1"))
    assert 'The note is "loss" now.' in spoken(await desk.type("addnote"))
    (op,) = ops(store)
    assert isinstance(op, SetNote)
    assert (op.post, op.note) == (1, "loss")


async def test_let_be(desk: Desk, store: Store) -> None:
    store.threads.put_posts(NIGHT, [OWN])
    await thread(desk)
    assert "It stays as it is." in spoken(await desk.type("1", "asis"))
    assert "Someone wishes" not in spoken(await desk.type("1"))


async def test_who_runs_the_group_puts_it_on(desk: Desk, store: Store) -> None:
    sample.fill(store)
    store.threads.put_posts(NIGHT, [OTHERS])
    store.groups.put_memberships([MembershipRecord(NIGHT, ME, "old_bicycle", Role.FACILITATOR)])
    await desk.begin()
    await desk.shell.go(GroupCases(desk.shell, NIGHT))
    said = spoken(desk.heard)
    assert 'Somebody wishes for a content note: 1. suicide, food, wished for a post by heron in "What do you' in said
    said = spoken(await desk.type("1", "addnote", "food", "4", "addnote long nights"))
    assert "heron is asked first; addnote adds it." in said
    assert [op.note for op in ops(store) if isinstance(op, SetNote)] == ["work, food", "long nights"]
