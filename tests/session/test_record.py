"""The private record: what was read here is read there; two machines at once lose nothing; the server sees nothing."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.errors import Offline, Refused
from tuigroup.session import record, sealing
from tuigroup.store import Draft
from tuigroup.sync.behind import Behind
from tuigroup.wire.accounts import SealedRecord
from tuigroup.wire.binary import b64


async def two_machines(world: World, group: int) -> tuple[Machine, Machine]:
    """One account on two machines, with a thread of somebody else's."""
    bea = await world.member("bea", group)
    actions.start_thread(bea.store, group, 1, "First light", "Who else is up?")
    await bea.sync()
    home = await world.member("ada", group)
    away = world.machine()
    await away.session.sign_in("ada", PASSPHRASE)
    await away.sync()
    return home, away


async def version_of(machine: Machine) -> int:
    found = await machine.session._client.read_record()
    assert found is not None
    return found.version


async def turn(machine: Machine, world: World, minutes: float = 31) -> None:
    """Time passes, and the engine's chore is done."""
    world.clock.forward(minutes)
    await machine.session._chore()


async def test_reading_goes_on_where_it_was_on_another_machine(world: World) -> None:
    group = world.group("Night Kitchen")
    home, away = await two_machines(world, group)
    (thread,) = home.store.threads.list(group)
    assert thread.unread == 1
    home.store.marks.mark_thread_read(group, thread.ref)
    home.store.marks.set_position(group, thread.ref, thread.ref)
    actions.watch(home.store, group, thread.ref, True)
    await turn(home, world)
    await turn(away, world)
    assert away.store.threads.list(group)[0].unread == 0
    assert away.store.marks.position(group, thread.ref) == thread.ref
    assert away.store.marks.is_watched(group, thread.ref)


async def test_two_machines_that_changed_it_both_keep_both(world: World) -> None:
    group = world.group("Night Kitchen")
    home, away = await two_machines(world, group)
    actions.save_draft(home.store, Draft("", "thread", group, 1, title="At home", body="one"))
    actions.save_draft(away.store, Draft("", "thread", group, 1, title="Away", body="two"))
    for machine in (home, away, home, away):
        await turn(machine, world)
    for machine in (home, away):
        assert {draft.title for draft in machine.store.drafts.all()} == {"At home", "Away"}
    writes = home.line.paths.count("PUT /v1/record") + away.line.paths.count("PUT /v1/record")
    for machine in (home, away, home, away):
        await turn(machine, world)
    assert home.line.paths.count("PUT /v1/record") + away.line.paths.count("PUT /v1/record") == writes


async def test_a_conflict_is_merged_and_written_again(world: World) -> None:
    group = world.group("Night Kitchen")
    home, away = await two_machines(world, group)
    actions.save_draft(home.store, Draft("", "thread", group, 1, title="At home", body="one"))
    actions.save_draft(away.store, Draft("", "thread", group, 1, title="Away", body="two"))
    await home.session._keeping.push()
    await away.session._keeping.push()
    assert {draft.title for draft in away.store.drafts.all()} == {"At home", "Away"}
    assert not away.session._keeping.record.dirty()  # type: ignore[union-attr]
    await away.session._keeping.push()  # nothing new: written all the same, and still clean
    await home.session._keeping.pull()
    assert {draft.title for draft in home.store.drafts.all()} == {"At home", "Away"}
    assert not home.session._keeping.record.dirty()  # type: ignore[union-attr]


async def test_one_draft_written_on_two_machines_without_a_line_keeps_both_texts(world: World) -> None:
    group = world.group("Night Kitchen")
    home, away = await two_machines(world, group)
    draft = actions.save_draft(home.store, Draft("", "thread", group, 1, title="T", body="begun"))
    await turn(home, world)
    await turn(away, world)
    for machine, body in ((home, "changed at home"), (away, "changed away")):
        machine.line.up = False
        (begun,) = machine.store.drafts.all()
        actions.save_draft(machine.store, replace(begun, body=body))
        world.clock.forward(10)
    for machine in (home, away, home, away):
        machine.line.up = True
        await turn(machine, world)
    for machine in (home, away):
        found = {kept.body: kept for kept in machine.store.drafts.all()}
        assert set(found) == {"changed at home", "changed away"}
        assert sum(kept.also for kept in found.values()) == 1
        assert draft.id in {kept.id for kept in found.values()}
    assert home.store.drafts.export() == away.store.drafts.export()


async def test_a_draft_sent_here_and_written_on_there_is_still_there(world: World) -> None:
    group = world.group("Night Kitchen")
    home, away = await two_machines(world, group)
    draft = actions.save_draft(home.store, Draft("", "thread", group, 1, title="T", body="begun"))
    await turn(home, world)
    await turn(away, world)
    (begun,) = away.store.drafts.all()
    actions.save_draft(away.store, replace(begun, body="begun otherwise"))
    world.clock.forward(10)
    actions.send_draft(home.store, draft.id)
    for machine in (home, away, home):
        await turn(machine, world)
    for machine in (home, away):
        assert [kept.body for kept in machine.store.drafts.all()] == ["begun otherwise"]


async def test_a_push_whose_answer_got_lost_makes_no_second_draft(world: World) -> None:
    group = world.group("Night Kitchen")
    home, away = await two_machines(world, group)
    draft = actions.save_draft(home.store, Draft("", "thread", group, 1, title="T", body="begun"))
    home.line.lose = 1
    with pytest.raises(Offline):
        await home.session._keeping.push()
    actions.save_draft(home.store, replace(draft, body="and gone on"))
    await home.session._keeping.push()
    await away.session._keeping.pull()
    assert [kept.body for kept in away.store.drafts.all()] == ["and gone on"]
    assert [kept.body for kept in home.store.drafts.all()] == ["and gone on"]


async def test_a_draft_sent_here_is_gone_there(world: World) -> None:
    group = world.group("Night Kitchen")
    home, away = await two_machines(world, group)
    draft = actions.save_draft(home.store, Draft("", "thread", group, 1, title="Ready", body="to go"))
    await home.session._keeping.push()
    await away.session._keeping.pull()
    assert len(away.store.drafts.all()) == 1
    actions.send_draft(home.store, draft.id)
    await home.session._keeping.push()
    await away.session._keeping.pull()
    assert away.store.drafts.all() == []


async def test_it_is_pushed_at_most_every_five_minutes(world: World) -> None:
    group = world.group("Night Kitchen")
    home, _ = await two_machines(world, group)
    for minute in range(12):
        actions.save_draft(home.store, Draft("", "thread", group, 1, title=f"Take {minute}", body="one"))
        await turn(home, world, 1)
    assert home.line.paths.count("PUT /v1/record") == 2


async def test_the_server_sees_a_size_class_and_nothing_else(world: World) -> None:
    group = world.group("Night Kitchen")
    home, _ = await two_machines(world, group)
    actions.save_draft(home.store, Draft("", "thread", group, 1, title="Marmalade", body="marmalade"))
    await home.session._keeping.push()
    with world.context.database.read() as connection:
        (sealed,) = connection.exec_driver_sql("SELECT sealed FROM private_records").scalars().all()
    assert len(sealed) == sealing.SMALLEST
    assert b"armalade" not in bytes(sealed)


async def test_more_drafts_than_fit_leave_the_oldest_out(world: World) -> None:
    group = world.group("Night Kitchen")
    home, away = await two_machines(world, group)
    for number in range(30):
        world.clock.forward(1)
        body = world.random(9000).hex()
        actions.save_draft(home.store, Draft("", "thread", group, 1, title=f"Take {number}", body=body))
    await home.session._keeping.push()
    await away.session._keeping.pull()
    kept = {draft.title for draft in away.store.drafts.all()}
    assert "Take 29" in kept
    assert "Take 0" not in kept
    assert len(home.store.drafts.all()) == 30


async def test_a_server_that_lost_the_record_gets_it_again(world: World) -> None:
    group = world.group("Night Kitchen")
    home, away = await two_machines(world, group)
    actions.save_draft(home.store, Draft("", "thread", group, 1, title="Kept", body="one"))
    await home.session._keeping.push()
    with world.context.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM private_records")
    await turn(home, world)
    await away.session._keeping.pull()
    assert [draft.title for draft in away.store.drafts.all()] == ["Kept"]


async def test_a_record_that_was_put_back_and_reached_the_same_version_otherwise_is_not_written_over(
    world: World,
) -> None:
    group = world.group("Night Kitchen")
    home, away = await two_machines(world, group)
    await home.session._keeping.push()
    with world.context.database.read() as connection:
        backup = connection.execute(text("SELECT version, sealed FROM private_records")).one()
    actions.save_draft(home.store, Draft("", "thread", group, 1, title="Home", body="one"))
    await home.session._keeping.push()
    with world.context.database.write() as connection:
        change = text("UPDATE private_records SET version = :version, sealed = :sealed")
        connection.execute(change, {"version": backup.version, "sealed": backup.sealed})
    await away.session._keeping.pull()
    actions.save_draft(away.store, Draft("", "thread", group, 1, title="Away", body="two"))
    await away.session._keeping.push()
    assert await version_of(away) == home.store.settings.number(record.VERSION), "the same number, another text"
    home.store.marks.set_last_visit()
    await turn(home, world)
    await turn(home, world)
    third = world.machine()
    await third.session.sign_in("ada", PASSPHRASE)
    for machine in (home, third):
        assert {draft.title for draft in machine.store.drafts.all()} == {"Home", "Away"}


@pytest.mark.parametrize("sealed", [b"\x01not sealed at all", b"\x07of the future"])
async def test_a_record_that_does_not_open_is_left_alone_and_told(world: World, sealed: bytes) -> None:
    group = world.group("Night Kitchen")
    home, _ = await two_machines(world, group)
    version = await version_of(home)
    await home.session._client.write_record(SealedRecord(version=version, sealed=b64(sealed)))
    actions.save_draft(home.store, Draft("", "thread", group, 1, title="Mine", body="one"))
    before = home.line.paths.count("PUT /v1/record")
    await turn(home, world)
    assert "private record" in home.session.record_problem
    await turn(home, world)
    await home.session.close()
    assert home.line.paths.count("PUT /v1/record") == before


async def test_a_record_that_holds_something_else_is_left_alone(world: World) -> None:
    ada = await world.member("ada")
    kept = ada.session._keeping.record
    assert kept is not None
    sealed = sealing.seal([1, 2], kept._key, world.codec, os.urandom)
    version = await version_of(ada)
    await ada.session._client.write_record(SealedRecord(version=version, sealed=b64(sealed)))
    await ada.session._keeping.pull()
    assert ada.session.record_problem


async def test_what_was_under_way_at_signing_out_touches_the_store_no_more(world: World) -> None:
    ada = await world.member("ada")
    kept = ada.session._keeping.record
    assert kept is not None
    ada.session._leave()
    ada.session._client.token = None
    await kept.push()
    assert ada.store.settings.get(record.VERSION) == ""

    async def found(tag: str = "", behind: Behind | None = None) -> SealedRecord | None:
        return SealedRecord(version=3, sealed="AAAA")

    async def written(record: SealedRecord, behind: Behind | None = None, *, tag: str = "") -> int:
        kept.closed = True
        return 9

    ada.session._client.read_record = found  # type: ignore[method-assign]
    await kept.pull()
    kept.closed = False
    ada.session._client.write_record = written  # type: ignore[method-assign]
    await kept.push()
    assert ada.store.settings.get(record.VERSION) == ""


async def test_machines_that_never_stop_writing_are_not_fought(world: World) -> None:
    ada = await world.member("ada")

    async def conflict(record: SealedRecord, behind: Behind | None = None, *, tag: str = "") -> int:
        raise Refused("Another machine wrote.", type="record-conflict", status=409)

    async def denied(record: SealedRecord, behind: Behind | None = None, *, tag: str = "") -> int:
        raise Refused("No.", type="too-large", status=413)

    ada.session._client.write_record = conflict  # type: ignore[method-assign]
    with pytest.raises(Refused):
        await ada.session._keeping.push()
    ada.session._client.write_record = denied  # type: ignore[method-assign]
    with pytest.raises(Refused) as caught:
        await ada.session._keeping.push()
    assert caught.value.type == "too-large"


async def test_a_record_too_large_even_without_drafts_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await world.member("ada")

    def full(*_: object) -> bytes:
        raise sealing.RecordTooLarge("There is more to keep than a private record holds.")

    monkeypatch.setattr(sealing, "seal", full)
    await ada.session._keeping.push()
    assert "more to keep" in ada.session.record_problem


async def test_leaving_waits_for_the_record_but_not_for_ever(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    actions.save_draft(ada.store, Draft("", "thread", group, 1, title="Kept", body="one"))
    ada.line.held = asyncio.Event()
    await ada.session.keep_record(0.01)
    assert ada.session._keeping.record is not None
    assert ada.session._keeping.record.dirty()
    ada.line.held = None
    await ada.session.keep_record()
    assert not ada.session._keeping.record.dirty()


async def test_without_a_line_the_chore_says_offline(world: World) -> None:
    group = world.group("Night Kitchen")
    ada = await world.member("ada", group)
    ada.line.up = False
    world.clock.forward(40)
    with pytest.raises(Offline):
        await ada.session._chore()
    assert ada.session.record_problem == ""
