"""Check-ins and goals in the private record: on every machine, at the end of a visit, beside other versions."""

from __future__ import annotations

import os

from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.session import sealing
from tuigroup.session.ending import Became
from tuigroup.store import Draft
from tuigroup.wire.accounts import SealedRecord
from tuigroup.wire.binary import b64, unb64

DAY = 24 * 60


def minute(machine: Machine) -> int:
    return machine.store.now_min()


async def elsewhere(world: World) -> Machine:
    made = world.machine()
    await made.session.sign_in("ada", PASSPHRASE)
    return made


async def sealed_bytes(machine: Machine) -> bytes:
    found = await machine.session._client.read_record()
    assert found is not None
    return unb64(found.sealed)


async def test_a_check_in_and_a_goal_are_on_the_next_machine(world: World) -> None:
    ada = await world.member("ada")
    ada.store.check_ins.add(minute(ada), 2, "marmalade", ["tea"])
    goal = ada.store.goals.add("walk before work", 3, minute(ada) // DAY)
    await ada.session.keep_record()
    assert ada.store.journal.unsealed() == 0
    away = await elsewhere(world)
    assert [(one.mood, one.note, one.helped) for one in away.store.check_ins.latest()] == [(2, "marmalade", ("tea",))]
    away.store.goals.tick(goal, minute(away) // DAY, True)
    await away.session.keep_record()
    await ada.session._keeping.pull()
    assert ada.store.goals.all()[0].total == 1
    assert not ada.session._keeping.record.dirty()  # type: ignore[union-attr]
    assert b"marmalade" not in await sealed_bytes(ada)
    with world.context.database.read() as connection:
        said = str([tuple(row) for row in connection.exec_driver_sql("SELECT * FROM private_records")])
    assert "marmalade" not in said


async def test_two_machines_without_a_line_lose_nothing(world: World) -> None:
    ada = await world.member("ada")
    away = await elsewhere(world)
    ada.store.check_ins.add(minute(ada), 2, "at home")
    away.store.check_ins.add(minute(away), 4, "away")
    for machine in (ada, away, ada):
        await machine.session._keeping.push()
    for machine in (ada, away):
        assert {one.note for one in machine.store.check_ins.latest()} == {"at home", "away"}


async def test_a_sign_in_is_no_larger_for_who_uses_none_of_it(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    actions.save_draft(ada.store, Draft("", "thread", group, 1, title="T", body="begun"))
    await ada.session.keep_record()
    sealed = await sealed_bytes(ada)
    assert (sealed[0], len(sealed)) == (sealing.FORM, sealing.SMALLEST)
    ada.store.check_ins.add(minute(ada), 4)
    await ada.session.keep_record()
    sealed = await sealed_bytes(ada)
    assert (sealed[0], len(sealed)) == (sealing.FULLER, sealing.SMALLEST)


async def test_half_a_year_of_it_is_some_kilobytes(world: World) -> None:
    ada = await world.member("ada")
    words = "slept badly again, the tram was late, but the kettle was on when I came home and that was something"
    for day in range(600):
        note = " ".join(reversed(words.split()[day % 17 :])) if day % 2 else ""
        ada.store.check_ins.add(minute(ada) - day * DAY, 1 + day % 5, note, ["walking", "tea"][: day % 3])
    await ada.session.keep_record()
    assert len(await sealed_bytes(ada)) <= 16 * 1024


async def test_what_a_later_program_put_in_is_not_lost(world: World) -> None:
    ada = await world.member("ada")
    kept = ada.session._keeping.record
    assert kept is not None
    before = await ada.session._client.read_record()
    assert before is not None
    later = {"g": {"7": {"q": [1]}}, "v": 0, "d": {}, "zz": {"a": 1}, "cg": {"new": 3}}
    sealed = b64(sealing.seal(later, kept._key, world.codec, os.urandom))
    await ada.session._client.write_record(SealedRecord(version=before.version, sealed=sealed))
    ada.store.check_ins.add(minute(ada), 4)
    await ada.session._keeping.pull()
    await ada.session._keeping.push()
    found = sealing.unseal(await sealed_bytes(ada), kept._key, world.codec)
    assert (found["g"]["7"], found["zz"], found["cg"]["new"]) == ({"q": [1]}, {"a": 1}, 3)
    assert len(found["cg"]["e"]) == 1


async def test_the_end_of_a_visit_seals_it_and_nobody_is_asked(world: World) -> None:
    ada = await world.member("ada")
    ada.session.passing = True
    ada.store.check_ins.add(minute(ada), 3, "from a library")
    assert not actions.unsent(ada.store)
    assert await ada.session.settle() == Became()
    home = await elsewhere(world)
    assert [one.note for one in home.store.check_ins.latest()] == ["from a library"]


async def test_what_could_not_be_sealed_is_told(world: World) -> None:
    ada = await world.member("ada")
    ada.store.check_ins.add(minute(ada), 3, "from a library")
    ada.line.up = False
    assert await ada.session.settle(seconds=1) == Became(lost=1)


async def test_signing_out_takes_it_off_the_machine(world: World) -> None:
    ada = await world.member("ada")
    ada.store.check_ins.add(minute(ada), 3, "marmalade")
    ada.store.goals.add("walk", 3, 1)
    await ada.session.sign_out()
    assert (ada.store.check_ins.latest(), ada.store.goals.all(), ada.store.journal.export()) == ([], [], {})
    assert b"marmalade" not in ada.store.image()
