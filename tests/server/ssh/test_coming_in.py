"""Who comes in, and how: as a guest, by passphrase, to screens, to lines, for one command."""

from __future__ import annotations

import asyncssh
import pytest
from asyncssh.constants import MSG_IGNORE

from tests.server.ssh.house import House, sessions, until
from tests.server.test_helplines import GOOD
from tests.sync.world import PASSPHRASE


async def test_a_guest_sees_what_this_is_and_looks_around(house: House) -> None:
    await house.open()
    guest = await (await house.call("guest")).screens()
    await guest.sees("I would like to look around first")
    guest.type("jjj\r")
    await guest.sees("d directory")
    guest.type("d")
    await guest.sees("Night Shift Sleep Circle")
    guest.type("q")
    assert await guest.gone() == 0


async def test_nothing_goes_out_beside_what_is_shown(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    heard_by: list[object] = []
    known = asyncssh.SSHClientConnection._packet_handlers
    monkeypatch.setitem(known, MSG_IGNORE, lambda connection, *packet: heard_by.append(connection))
    await house.open()
    guest = await (await house.call("guest")).screens()
    await guest.sees("I would like to look around first")
    guest.type("jjj")
    guest.type("q")
    assert await guest.gone() == 0
    assert not any(isinstance(connection, asyncssh.SSHClientConnection) for connection in heard_by)


async def test_a_cipher_that_chains_blocks_opens_nothing(house: House) -> None:
    await house.open()
    with pytest.raises(asyncssh.KeyExchangeFailed):
        await asyncssh.connect(
            "127.0.0.1", house.door.port, username="guest", known_hosts=None, encryption_algs=["aes256-cbc"]
        )


async def test_what_everybody_may_see_was_fetched_once_for_all(house: House) -> None:
    (house.world.context.folder / "helplines.toml").write_text(GOOD.replace('"IE"', '"CA"'), "utf-8")
    await house.open()
    house.line.way.up = False  # what is seen now came before anybody did
    for _ in range(2):
        guest = await (await house.call("guest")).screens()
        await guest.sees("I would like to look around first")
        guest.type("jjj\r")
        await guest.sees("d directory")
        guest.type("d")
        await guest.sees("Night Shift Sleep Circle")
        guest.type("H")
        await guest.sees("Our listening line")
    one, other = (stay.visit.session.store for stay in house.door.stays.here)
    one.settings.set("theme", "mono")
    assert other.settings.get("theme") == house.door.visits.base.store.settings.get("theme") == ""


async def test_a_member_comes_in_by_passphrase(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open()
    member = await (await house.call("juniper", PASSPHRASE)).screens()
    await member.sees("Night Shift Sleep Circle")
    assert len(house.door.stays) == 1
    member.type("q")
    assert await member.gone() == 0


async def test_a_wrong_passphrase_and_a_name_that_is_not_there_are_told_alike(house: House) -> None:
    await house.world.member("juniper")
    await house.open()
    for name, passphrase in (("juniper", "five other quiet words here"), ("nobody-here", PASSPHRASE), ("ROOT!", "x")):
        with pytest.raises(asyncssh.DisconnectError, match="too many tries"):
            await house.call(name, passphrase)
    assert len(house.door.stays) == 0


async def test_leaving_signs_out_on_the_server_too(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open()
    before = sessions(house)
    member = await (await house.call("juniper", PASSPHRASE)).screens()
    await member.sees("Night Shift Sleep Circle")
    assert sessions(house) == before + 1
    member.type("q")
    await member.gone()
    await until(lambda: len(house.door.stays) == 0)
    assert sessions(house) == before


async def test_without_a_terminal_the_line_mode_speaks(house: House) -> None:
    await house.open()
    guest = await (await house.call("guest")).lines()
    said = await guest.hears("Welcome to tuigroup")
    guest.type("now\n")
    await guest.hears("emergency number")
    assert "\x1b" not in said
    guest.type("quit\n")
    assert await guest.gone() == 0


@pytest.mark.parametrize(("term", "command"), [("dumb", None), ("xterm", "line")])
async def test_lines_on_a_terminal_are_echoed_and_can_be_taken_back(
    house: House, term: str, command: str | None
) -> None:
    await house.open()
    guest = await (await house.call("guest")).lines(command, term_type=term, term_size=(60, 24))
    await guest.hears("number, or|> ")
    guest.type("help nowx\x7f\x1b[A\x17\x15now\r")
    heard = await guest.hears("emergency number")
    assert "\x1b" not in heard
    assert "now\r\n" in heard
    guest.type("quit\r")
    assert await guest.gone() == 0


async def test_the_language_of_the_far_end_is_spoken(house: House) -> None:
    await house.open()
    guest = await (await house.call("guest")).screens(env={"LANG": "es_MX.UTF-8"})
    await guest.sees("salir")


async def test_one_command_and_its_exit_code(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open()
    code, said = await (await house.call("juniper", PASSPHRASE)).command("groups")
    assert (code, "Night Shift Sleep Circle" in said) == (0, True)
    code, said = await (await house.call("juniper", PASSPHRASE)).command("post 1 --title Evening", "The first words.\n")
    assert (code, said) == (0, "Sent.\n")
    code, said = await (await house.call("juniper", PASSPHRASE)).command("read 1/1 --json")
    assert code == 0
    assert "The first words." in said
    code, said = await (await house.call("juniper", PASSPHRASE)).command("meetings --json")
    assert (code, said) == (0, '{"meetings": []}\n')
    code, said = await (await house.call("juniper", PASSPHRASE)).command("meetings --ics")
    assert (code, "has a meeting ahead" in said) == (4, True)
    code, said = await (await house.call("guest")).command("sync")
    assert code == 5
    code, said = await (await house.call("guest")).command("help-now IE")
    assert code == 0
    assert "emergency number" in said


async def test_what_several_do_at_once_stays_theirs(house: House) -> None:
    names = ["juniper", "heron", "tealeaf"]
    for name in names:
        await house.world.member(name, 1)
    await house.open()
    members = [await (await house.call(name, PASSPHRASE)).screens() for name in names]
    for number, member in enumerate(members):
        await member.sees("Night Shift Sleep Circle")
        member.type("\r")
        await member.sees("t new thread|Esc back")
        member.type("t")
        await member.sees("Ctrl\\+S send")
        member.type(f"mark-{number}-{number}")
    for number, member in enumerate(members):
        await member.sees(f"mark-{number}-{number}")
    for number, member in enumerate(members):
        for other in set(range(3)) - {number}:
            assert f"mark-{other}".encode() not in member.heard
