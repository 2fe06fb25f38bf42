"""What ends by itself at the door, what is written down of it, and what is left of those who have gone."""

from __future__ import annotations

import asyncio
import gc
import logging
from typing import Any

import asyncssh
import pytest

from tests.server.ssh.house import House, until
from tests.sync.world import PASSPHRASE
from tuigroup.doors.channel import ChannelApp


async def test_who_types_nothing_for_long_is_let_go_with_a_word(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open(idle_minutes=0.02)
    member = await (await house.call("juniper", PASSPHRASE)).screens()
    await member.hears("You were away for a while")
    assert await member.gone() == 0
    await until(lambda: not house.door.stays.here)


async def test_what_a_terminal_answers_by_itself_is_nobody_who_types(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open(idle_minutes=0.02)
    member = await (await house.call("juniper", PASSPHRASE)).screens()

    async def answer() -> None:
        while True:
            assert member.process is not None
            member.process.stdin.write(b"\x1b[0n")
            await asyncio.sleep(0.1)

    answering = asyncio.create_task(answer())
    await member.hears("You were away for a while")
    answering.cancel()
    assert await member.gone() == 0


async def test_who_does_not_sign_in_in_time_is_let_go_with_a_word(house: House) -> None:
    await house.open(sign_in_seconds=1)

    class Silent(asyncssh.SSHClient):
        def kbdint_auth_requested(self) -> str:
            return ""

        async def kbdint_challenge_received(self, *_: Any) -> list[str]:
            await asyncio.Event().wait()
            return []

    with pytest.raises(asyncssh.DisconnectError, match="Nobody signed in"):
        await asyncssh.connect(
            "127.0.0.1", house.door.port, username="juniper", known_hosts=None, config=None,
            client_factory=Silent, client_keys=None, agent_path=None,
        )  # fmt: skip
    await until(lambda: house.door.gate.strangers.total() == 0)


@pytest.mark.parametrize("wanted", [False, True])
async def test_an_address_is_written_down_only_where_that_was_asked_for(
    wanted: bool, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.world.member("juniper")
    await house.open(attempts=1, address_log=wanted)
    with caplog.at_level(logging.DEBUG), pytest.raises(asyncssh.DisconnectError):
        await house.call("juniper", "five other quiet words here")
    own = [record for record in caplog.records if record.name.startswith("tuigroup")]
    assert any("127.0.0.1" in record.getMessage() for record in own) is wanted
    assert not any("juniper" in record.getMessage() for record in own)


async def test_those_who_have_left_leave_nothing_in_memory(house: House) -> None:
    await house.open()
    for _ in range(4):
        guest = await (await house.call("guest")).screens()
        await guest.sees("I am new here")
        guest.type("q")
        await guest.gone()
        await until(lambda: not house.door.stays.here)
    del guest
    gc.collect()
    await asyncio.sleep(0)
    gc.collect()
    assert len([one for one in gc.get_objects() if isinstance(one, ChannelApp)]) <= 1
