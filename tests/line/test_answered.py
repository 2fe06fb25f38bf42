"""Words of the line mode for being answered: a private word, and whoever waits."""

from __future__ import annotations

import re

from tests.line.desk import Desk, spoken
from tests.line.places import facilitate
from tests.ui.sample import ANXIETY, MINUTE, NIGHT
from tests.ui.screens.test_beginnings import newcomer
from tests.ui.screens.test_private import a_word
from tuigroup.line.board import Board
from tuigroup.line.thread import Thread
from tuigroup.store import Store
from tuigroup.wire.ops import SayHere
from tuigroup.wire.sync import WantWaiting


async def test_private(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.shell.go(Board(desk.shell, NIGHT))
    said = spoken(await desk.type("private", "It is the nights.", "."))
    assert "A private word with the facilitators, as old_bicycle." in said
    assert "Only the facilitators and you see it." in said
    assert "private word" in said.split("Thread:")[1]
    assert [row.op.op for row in store.outbox.rows()] == ["private"]


async def test_a_private_word_is_told_to_who_runs_the_group(desk: Desk, store: Store) -> None:
    a_word(store)
    await desk.begin()
    await desk.shell.go(Board(desk.shell, NIGHT))
    assert "Not for all, private word" in spoken(desk.heard)


async def test_words_of_danger_offer_help_and_never_hold_a_post_back(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.shell.go(Thread(desk.shell, NIGHT, 1))
    said = spoken(await desk.type("reply", "I want to die.", ".", "1", "draft"))
    assert "Only this machine noticed; nobody was told" in said
    assert "1. help now: crisis lines 2. send it to the facilitators alone" in said
    assert "United Kingdom: emergency number" in said
    assert store.outbox.count() == 0
    await desk.type("reply", ".", "post")
    assert [row.op.op for row in store.outbox.rows()] == ["reply"]
    await desk.type("reply", "I want to die.", ".", "facilitators")
    assert [row.op.op for row in store.outbox.rows()] == ["reply", "private"]
    await desk.type("reply", "I want to die.", ".", "", "And then tea.", ".")
    assert [row.op.op for row in store.outbox.rows()] == ["reply", "private", "reply"]


async def test_waiting(desk: Desk, store: Store) -> None:
    await desk.begin()
    assert "filter turns it on and off" in spoken(await desk.type("waiting"))
    said = spoken(await desk.type("filter"))
    assert "1 waits for a first answer" in said
    assert "1. First week, Living With Anxiety, no answer for 5 h" in said
    assert WantWaiting(g=ANXIETY) in desk.session.engine.wanted
    assert "Support and advice first." in await desk.type("sort")
    assert "First week. 1 post" in spoken(await desk.type("1")).replace("First week 1 post", "First week. 1 post")
    assert "Second voice: 1 waits for a first answer" in spoken(await desk.type("today"))


async def test_duty(desk: Desk, store: Store) -> None:
    facilitate(store)
    await desk.begin()
    await desk.shell.go(Board(desk.shell, NIGHT))
    said = spoken(await desk.type("here", "2"))
    assert "2. until 21:00" in said
    assert "You are here until 21:00." in said
    (row,) = store.outbox.rows()
    assert isinstance(row.op, SayHere)
    assert row.op.until == MINUTE + 120
    await desk.type("here", "not any more")
    (row,) = store.outbox.rows()
    assert isinstance(row.op, SayHere)
    assert row.op.until == 0


async def test_mute_member(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.shell.go(Thread(desk.shell, NIGHT, 1))
    assert "heron is muted here" in spoken(await desk.type("2", "ignore"))
    assert "Muted; open says it." in await desk.type("first", "down")
    assert "tomorrow's list" in await desk.type("open")
    assert "heron is not muted any more" in spoken(await desk.type("ignore"))


async def test_take_break(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.shell.go(Board(desk.shell, NIGHT))
    assert "You take a break from this group." in spoken(await desk.type("break"))
    said = spoken(await desk.type("today"))
    assert "Night Shift Sleep Circle, you take a break" in said
    assert "answered you" not in said
    await desk.shell.go(Board(desk.shell, NIGHT))
    assert "Welcome back." in await desk.type("break")


async def test_tour(desk: Desk, store: Store) -> None:
    assert "look around" not in await desk.begin(), "who has written is not new"
    assert "Ctrl+Q leaves at once" in spoken(await desk.type("tour"))


async def test_who_is_new_is_shown_around_once_and_helped_with_a_first_thread(desk: Desk, store: Store) -> None:
    newcomer(store)
    said = spoken(await desk.begin())
    number = re.search(r"(\d+)\. A short look around", said)
    assert number is not None
    assert "Passed by" in await desk.type(f"discard {number[1]}")
    assert "look around" not in await desk.type("today")
    await desk.shell.go(Board(desk.shell, NIGHT, 1))
    said = spoken(await desk.type("new", "Hello", "draft"))
    assert "Come in. Your first thread here." in said
