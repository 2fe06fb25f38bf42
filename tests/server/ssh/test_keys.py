"""Keys: the door vouches for who has signed with one that the member has registered, and for nobody else."""

from __future__ import annotations

import asyncssh
import pytest

from tests.server.ssh.house import House, sessions, until
from tests.sync.world import PASSPHRASE
from tuigroup.session import Session
from tuigroup_server.rules import Door as Kind
from tuigroup_server.service import doors

KEY = asyncssh.generate_private_key("ssh-ed25519")
OTHER = asyncssh.generate_private_key("ssh-ed25519")


async def _registered(house: House, name: str = "juniper") -> Session:
    member = await house.world.member(name, 1)
    await member.session.add_key(KEY.export_public_key().decode().strip(), "laptop", PASSPHRASE)
    return member.session


def _credential(house: House) -> str:
    return doors.add(house.world.context, "front", Kind.SSH)


async def test_a_registered_key_comes_in_without_a_passphrase(house: House) -> None:
    await _registered(house)
    await house.open(credential=_credential(house))
    member = await (await house.call("juniper", client_keys=[KEY])).screens()
    await member.sees(r"This door sees your passphrase[\s\S]*neither[\s\S]*Esc go on without")
    member.type("\x1b")
    await member.sees("Night Shift Sleep Circle")
    (stay,) = house.door.stays.here
    assert stay.visit.session.record_closed
    member.cut()
    await until(lambda: stay.far is None)
    again = await (await house.call("juniper", client_keys=[KEY])).lines("line", term_type="xterm", term_size=(80, 24))
    assert "go on without" not in await again.hears("Night Shift Sleep Circle")


async def test_the_passphrase_opens_the_record_where_it_is_asked_for(house: House) -> None:
    session = await _registered(house)
    await house.open(credential=_credential(house))
    member = await (await house.call("juniper", client_keys=[KEY])).screens()
    await member.sees("Esc go on without")  # whatever is typed waits for its screen
    member.type(f"{PASSPHRASE}\r")
    await member.sees("Your private record is open")
    (stay,) = house.door.stays.here
    assert not stay.visit.session.record_closed
    assert PASSPHRASE.encode() not in member.heard
    assert session.account == "juniper"


async def test_without_the_record_a_draft_holds_no_place_when_the_session_ends(house: House) -> None:
    await _registered(house)
    await house.open(credential=_credential(house))
    member = await (await house.call("juniper", client_keys=[KEY])).screens()
    await member.sees("Esc go on without")
    member.type("\x1b")
    await member.sees("> A key for SSH was added")
    member.type("\r")
    await member.sees("> Night Shift Sleep Circle")
    member.type("\r")
    await member.sees("t new thread")
    member.type("t")
    await member.sees("Ctrl\\+S send")
    member.type("half a sen")
    await member.sees("half a sen")
    house.door.stays.here[0].leave("It is late.")
    await member.hears("It is late.")
    await until(lambda: not house.door.stays.here)
    assert b"could be neither sent nor sealed" in member.heard


async def test_in_lines_it_is_asked_for_too(house: House) -> None:
    await _registered(house)
    await house.open(credential=_credential(house))
    member = await (await house.call("juniper", client_keys=[KEY])).lines("line", term_type="xterm", term_size=(80, 24))
    await member.hears("Passphrase, or Enter to go on without")
    member.type("\r")
    await member.hears("Your private record is closed")


@pytest.mark.parametrize(("name", "key"), [("juniper", OTHER), ("heron", KEY), ("nobody-here", KEY)])
async def test_no_other_key_and_no_other_name(house: House, name: str, key: asyncssh.SSHKey) -> None:
    await _registered(house)
    await house.world.member("heron")
    await house.open(credential=_credential(house))
    with pytest.raises(asyncssh.PermissionDenied):
        await house.call(name, client_keys=[key])
    assert not house.door.stays.here


async def test_a_key_that_is_only_shown_and_never_signs_opens_nothing(house: House) -> None:
    session = await _registered(house)
    await house.open(credential=_credential(house))

    # Somebody's public key, in the hands of who has not its private half.
    pair = asyncssh.load_keypairs([OTHER])[0]
    pair.public_data = KEY.public_data
    with pytest.raises(asyncssh.Error):
        await house.call("juniper", client_keys=[pair])
    assert not house.door.stays.here
    await until(lambda: sessions(house) == 1)  # the one at home
    (row,) = await session.list_keys()
    assert not row.used  # still nobody's, whoever shows it


async def test_signed_in_by_key_the_cut_session_goes_on(house: House) -> None:
    await _registered(house)
    await house.open(credential=_credential(house))
    first = await (await house.call("juniper", PASSPHRASE)).screens()
    await first.sees("Night Shift Sleep Circle")
    first.type("d")
    await first.sees("Directory")
    first.cut()
    await until(lambda: house.door.stays.here[0].far is None)
    again = await (await house.call("juniper", client_keys=[KEY])).screens()
    await again.sees("Directory")
    assert not house.door.stays.here[0].visit.session.record_closed


async def test_without_a_credential_nobody_is_vouched_for(house: House) -> None:
    await _registered(house)
    await house.open()
    with pytest.raises(asyncssh.PermissionDenied):
        await house.call("juniper", client_keys=[KEY])
