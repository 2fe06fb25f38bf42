"""The word for muting a topic of content notes, and its place in the settings."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.line.desk import Desk, spoken
from tests.ui.sample import ANXIETY, NIGHT
from tuigroup.line.board import Board
from tuigroup.line.thread import Thread
from tuigroup.store import Store


async def test_mute_topic(desk: Desk, store: Store) -> None:
    store.settings.set("folds", "")
    week = store.threads.get(ANXIETY, 1)
    assert week is not None
    assert week.head is not None
    store.threads.put_heads(ANXIETY, [replace(week.head, note="food, night work")])
    await desk.begin()
    await desk.shell.go(Thread(desk.shell, NIGHT, 1))
    assert "It has no content note." in spoken(await desk.type("1", "topic"))
    said = spoken(await desk.type("3", "topic"))
    assert "Muted in all your groups: medication." in said
    assert "Muted; open says it." in spoken(await desk.type("2", "down"))
    assert "Not muted any more: medication." in spoken(await desk.type("topic"))
    assert "Muted in all your groups: night work." in spoken(await desk.type("topic Night work"))
    await desk.shell.go(Board(desk.shell, ANXIETY))
    said = spoken(desk.heard)
    assert "muted topic: food, night work, muted" in said
    (at,) = re.findall(r"(\d+)\. muted topic: food", said)
    assert "Its topic is muted: food, night work. topic takes that back." in spoken(await desk.type(f"mute {at}"))
    assert "Which topic?" in spoken(await desk.type(f"topic {at}", "2"))
    assert store.marks.topics_muted() == frozenset()


async def test_muted_topics_in_the_settings(desk: Desk, store: Store) -> None:
    store.marks.mute_topic("medication", True)
    await desk.begin()
    said = spoken(await desk.type("settings"))
    (at,) = re.findall(r"(\d+)\. Mute these topics: medication\.", said)
    await desk.type(at, "Food, work")
    assert store.marks.topics_muted() == {"food", "work"}
    await desk.type(at, "-")
    assert store.marks.topics_muted() == frozenset()
