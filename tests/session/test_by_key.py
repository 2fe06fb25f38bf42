"""Signed in by a key that a door verified: everything works but the private record, until the passphrase opens it."""

from __future__ import annotations

import pytest

from tests import sshkeys
from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.errors import BadInput, Refused, SignInRefused
from tuigroup.store import Draft
from tuigroup.sync.door import Door
from tuigroup_server.rules import Door as Kind
from tuigroup_server.service import doors

LAPTOP = sshkeys.ed25519("laptop", comment="ada@home")
SHOWN = sshkeys.fingerprint(LAPTOP)
NEW = "five other calm little words"


def at_door(world: World, kind: Kind = Kind.SSH, name: str = "front") -> Machine:
    credential = doors.add(world.context, name, kind)
    return world.machine(door=Door(credential, "192.0.2.0/24"))


async def signed_in(world: World) -> Machine:
    guest = at_door(world)
    await guest.session.sign_in_by_key("ada", SHOWN)
    return guest


async def test_the_record_stays_closed_until_the_passphrase_opens_it(world: World) -> None:
    group = world.group("Night Kitchen")
    home = await world.member("ada", group)
    actions.save_draft(home.store, Draft("", "thread", group, 1, title="From home", body="half a thought"))
    await home.session.add_key(LAPTOP, "laptop", PASSPHRASE)
    await home.session.close()
    there = await signed_in(world)
    assert there.session.account == "ada"
    assert there.session.record_closed
    await there.sync()
    assert [row.group.name for row in there.store.groups.joined()] == ["Night Kitchen"]
    assert there.store.drafts.all() == []
    actions.save_draft(there.store, Draft("", "thread", group, 1, title="From there", body="another"))
    with pytest.raises(SignInRefused):
        await there.session.open_record("four calm little wrongs")
    assert there.session.account == "ada"
    assert there.session.record_closed
    await there.session.open_record(PASSPHRASE)
    assert not there.session.record_closed
    assert {draft.title for draft in there.store.drafts.all()} == {"From home", "From there"}
    await there.session.close()
    later = world.machine()
    await later.session.sign_in("ada", PASSPHRASE)
    assert {draft.title for draft in later.store.drafts.all()} == {"From home", "From there"}


async def test_the_passphrase_is_asked_for_once(world: World) -> None:
    home = await world.member("ada")
    assert not home.session.asks_once()
    await home.session.add_key(LAPTOP, "laptop", PASSPHRASE)
    there = await signed_in(world)
    assert [there.session.asks_once() for _ in range(3)] == [True, False, False]
    await there.session.open_record(PASSPHRASE)
    assert not there.session.asks_once()


async def test_a_key_that_is_not_registered_or_a_name_that_is_nobodys_are_refused_alike(world: World) -> None:
    await world.member("ada")
    there = at_door(world)
    told = set()
    for name in ("ada", "nobody-at-all"):
        with pytest.raises(SignInRefused) as caught:
            await there.session.sign_in_by_key(name, SHOWN)
        told.add(caught.value.sentence())
    assert len(told) == 1
    assert there.session.account is None


async def test_changing_the_passphrase_opens_the_record_first_and_removes_the_keys(world: World) -> None:
    home = await world.member("ada", world.group("Night Kitchen"))
    await home.session.add_key(LAPTOP, "laptop", PASSPHRASE)
    there = await signed_in(world)
    with pytest.raises(SignInRefused):
        await there.session.change_passphrase("four calm little wrongs", NEW)
    assert there.session.record_closed
    await there.session.change_passphrase(PASSPHRASE, NEW)
    assert not there.session.record_closed
    assert await there.session.list_keys() == []
    await there.session.close()
    later = world.machine()
    await later.session.sign_in("ada", NEW)
    assert not later.session.record_closed
    assert later.session.record_problem == ""


async def test_a_key_is_added_listed_told_and_removed(world: World) -> None:
    home = await world.member("ada")
    with pytest.raises(SignInRefused):
        await home.session.add_key(LAPTOP, "laptop", "four calm little wrongs")
    with pytest.raises(BadInput):
        await home.session.add_key("ssh-ed25519", "laptop", PASSPHRASE)
    added = await home.session.add_key(LAPTOP, "my laptop", PASSPHRASE)
    assert await home.session.list_keys() == [added]
    assert (added.kind, added.label) == ("ssh-ed25519", "my laptop")
    await home.sync()
    assert ["A key for SSH was added" in notice.text for notice in home.store.notices.all()] == [True]
    await home.session.remove_key(added.id)
    assert await home.session.list_keys() == []
    with pytest.raises(Refused):
        await home.session.remove_key(added.id)


async def test_the_door_is_named_where_somebody_comes_in_and_never_after(world: World) -> None:
    home = await world.member("ada", world.group("Night Kitchen"))
    await home.session.add_key(LAPTOP, "laptop", PASSPHRASE)
    there = await signed_in(world)
    await there.sync()
    await there.session.open_record(PASSPHRASE)
    assert there.line.doors == ["GET /v1/server", "POST /v1/sessions/by-key"]
    assert len(there.line.paths) > 3
    assert home.line.doors == []


async def test_a_kiosk_ends_what_earlier_visits_left_open(world: World) -> None:
    await world.member("ada")
    visit = at_door(world, Kind.KIOSK, "desk")
    await visit.session.sign_in("ada", PASSPHRASE)
    starting = world.machine(door=visit.session._client.door)
    await starting.session._client.end_door_sessions()
    with pytest.raises(SignInRefused):
        await visit.session.list_keys()
