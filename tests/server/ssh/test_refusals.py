"""What SSH can do besides, and this door does not; and who is asked to wait."""

from __future__ import annotations

import asyncio

import asyncssh
import pytest

from tests.server.ssh.house import House, until
from tests.sync.world import PASSPHRASE


@pytest.mark.parametrize("words", ["sh", "ls -l /", "scp -t /tmp", "tuigroup", "read; id", "'", "sync $(id)", "demo"])
async def test_other_commands_are_refused_in_a_sentence(house: House, words: str) -> None:
    await house.open()
    code, said = await (await house.call("guest")).command(words)
    assert code == 2
    assert said.count("\n") == 1


async def test_no_subsystem_and_no_forwarding_of_any_kind(house: House) -> None:
    await house.open()
    connection = (await house.call("guest")).connection
    with pytest.raises(asyncssh.Error):
        await connection.start_sftp_client()
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.open_connection("127.0.0.1", house.door.port)
    with pytest.raises(asyncssh.ChannelOpenError):
        await connection.open_unix_connection("/run/anything")
    with pytest.raises(asyncssh.ChannelListenError):
        await connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", 9)
    with pytest.raises(asyncssh.ChannelListenError):
        await connection.forward_remote_path("/tmp/anything", "/tmp/other")


async def test_one_connection_has_one_channel(house: House) -> None:
    await house.open()
    guest = await (await house.call("guest")).screens()
    await guest.sees("I am new here")
    with pytest.raises(asyncssh.ChannelOpenError):
        await guest.connection.create_process(term_type="xterm")


async def test_of_the_environment_only_the_language_and_colours_come_along(house: House) -> None:
    await house.open()
    hostile = {"TERMINFO": "/tmp", "TEXTUAL_DRIVER": "a:b", "LD_PRELOAD": "/tmp/x", "LANG": "../../etc", "HOME": "/"}
    guest = await (await house.call("guest")).screens("../../../etc/passwd", env=hostile)
    await guest.sees("I am new here")
    (stay,) = house.door.stays.here
    assert stay.far is not None
    assert dict(stay.far.environ) == {"TERM": "vt100"}


async def test_connections_that_never_sign_in_are_few(house: House) -> None:
    await house.open(strangers=3)
    silent = [await asyncio.open_connection("127.0.0.1", house.door.port) for _ in range(3)]
    await until(lambda: house.door.gate.strangers.total() == 3)
    with pytest.raises((asyncssh.DisconnectError, OSError), match="Too many connections"):
        await house.call("guest")
    for _, writer in silent:
        writer.close()
    await until(lambda: house.door.gate.strangers.total() == 0)
    await (await house.call("guest")).screens()
    assert list(house.door.gate.connections.values()) == [1]


async def test_a_full_door_says_so_and_still_lets_members_come_back(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open(sessions=1)
    mine = await (await house.call("juniper", PASSPHRASE)).screens()
    await mine.sees("Night Shift Sleep Circle")
    guest = await (await house.call("guest")).screens()
    await guest.sees("The door is full")
    assert await guest.gone() == 1
    code, said = await (await house.call("guest")).command("help-now")
    assert (code, "emergency" in said) == (0, True)
    mine.cut()
    again = await (await house.call("juniper", PASSPHRASE)).screens()
    await again.sees("Night Shift Sleep Circle")


async def test_too_many_passphrases_from_one_network_wait(house: House) -> None:
    await house.world.member("juniper")
    await house.open(attempts=20)
    for _ in range(40):
        assert house.door.gate.try_("192.0.2.7", 0)
    assert not house.door.gate.try_("192.0.2.99", 3.9)
    assert house.door.gate.try_("198.51.100.1", 3.9)
    assert house.door.gate.try_("192.0.2.99", 4.0)


async def test_guests_stay_outside_where_the_operator_says_so(house: House) -> None:
    await house.open(guests=False)
    with pytest.raises(asyncssh.DisconnectError, match="members only"):
        await house.call("guest")


async def test_one_connection_is_for_one_name(house: House) -> None:
    await house.open()
    keeper_names = []

    class Changing(asyncssh.SSHClient):
        def connection_made(self, conn: asyncssh.SSHClientConnection) -> None:
            keeper_names.append(conn)

        def kbdint_auth_requested(self) -> str:
            keeper_names[0]._username = "guest"  # the next request is for somebody else
            return ""

        def kbdint_challenge_received(self, *_: object) -> list[str]:
            return ["whatever it may be"]

    with pytest.raises(asyncssh.Error):
        await asyncssh.connect(
            "127.0.0.1", house.door.port, username="juniper", known_hosts=None, config=None,
            client_factory=Changing, client_keys=None, agent_path=None,
        )  # fmt: skip
    assert not house.door.stays.here
