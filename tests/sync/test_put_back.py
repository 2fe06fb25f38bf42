"""The server is put back to last night, and a day goes on: what is written then reaches everybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.world import Machine, World
from tuigroup import actions
from tuigroup.wire.sync import WantDirectory, WantThread
from tuigroup_server.service import put_back

MINUTES = 10


class Backup:
    """A copy of the live file, and the way back to it."""

    def __init__(self, folder: Path) -> None:
        (live,) = (folder / "server").glob("*.sqlite3")
        self._live = sqlite3.connect(live)
        self._copy = sqlite3.connect(":memory:")
        self._live.backup(self._copy)

    def put_back(self) -> None:
        self._copy.backup(self._live)

    def close(self) -> None:
        self._live.close()
        self._copy.close()


@pytest.fixture
def backups(world: World) -> Iterator[list[Backup]]:
    made: list[Backup] = []
    yield made
    for one in made:
        one.close()


async def looked(world: World, machine: Machine) -> None:
    """Time passes, and the machine asks as it does by itself."""
    for _ in range(2):
        world.clock.forward(MINUTES)
        await machine.sync()


def titles(machine: Machine, group: int) -> dict[str, int]:
    return {row.title: row.unread for row in machine.store.threads.list(group)}


async def test_what_is_written_after_a_backup_was_put_back_reaches_who_had_read_on(
    world: World, backups: list[Backup]
) -> None:
    group = world.group("Night Kitchen")
    ada, bea = await world.member("ada", group), await world.member("bea", group)
    actions.start_thread(bea.store, group, 1, "Bread", "first")
    await bea.sync()
    await ada.sync()
    backups.append(Backup(world.folder))
    for n in range(3):
        actions.start_thread(bea.store, group, 1, f"Lost {n}", "written after the backup")
    await bea.sync()
    await ada.sync()
    ada.store.marks.mark_group_read(group)
    backups[0].put_back()
    assert put_back.ask_anew(world.context) == 1
    cleo = await world.member("cleo", group)
    for n in range(3):
        actions.start_thread(cleo.store, group, 1, f"New {n}", f"please answer me {n}")
    await cleo.sync()
    await looked(world, ada)
    shown = titles(ada, group)
    assert {f"New {n}": 1 for n in range(3)}.items() <= shown.items(), "each is there, and new"
    assert {f"Lost {n}" for n in range(3)} <= shown.keys(), "what is here stays readable"
    for row in ada.store.threads.list(group):
        if row.title.startswith("New") and isinstance(row.ref, int):
            ada.session.engine.want(WantThread(g=group, n=row.ref))
            await ada.sync()
            assert [post.body for post in ada.store.threads.posts(group, row.ref)] == [
                f"please answer me {row.title[-1]}"
            ]
    alias = {post.alias for row in ada.store.threads.list(group) for post in ada.store.threads.posts(group, row.ref)}
    assert {"bea-in-1", "cleo-in-1"} <= alias


async def test_a_group_that_was_lost_has_not_read_for_the_one_that_gets_its_number(
    world: World, backups: list[Backup]
) -> None:
    ada = await world.member("ada", world.group("Night Kitchen"))
    backups.append(Backup(world.folder))
    lost = world.group("Lost Circle")
    actions.join(ada.store, lost, "wren")
    actions.start_thread(ada.store, lost, 1, "Gone", "written after the backup")
    await ada.sync()
    ada.store.marks.mark_group_read(lost)
    backups[0].put_back()
    put_back.ask_anew(world.context)
    found = world.group("New Circle")
    assert found == lost, "the number was given before"
    bea = await world.member("bea", found)
    actions.start_thread(bea.store, found, 1, "New", "please answer me")
    await bea.sync()
    await looked(world, ada)
    actions.join(ada.store, found, "wren")
    await looked(world, ada)
    assert titles(ada, found)["New"] == 1


async def test_who_looked_at_the_directory_since_the_backup_sees_what_is_changed_after_it(
    world: World, backups: list[Backup]
) -> None:
    world.group("Night Kitchen")
    ada = await world.member("ada")
    backups.append(Backup(world.folder))
    for name in "abc":
        world.group(f"Lost {name}")
    ada.session.engine.want(WantDirectory())
    await ada.sync()
    backups[0].put_back()
    put_back.ask_anew(world.context)
    world.group("Morning Walk")
    since = ada.store.groups.directory_rev(False)
    ada.session.engine.want(WantDirectory(since=since))
    await ada.sync()
    assert "Morning Walk" in {row.name for row in ada.store.groups.directory()}
