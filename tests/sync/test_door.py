"""A door on the client's side: its credential read from a file, a network made of an address, and where it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.libraries import NAMES, World
from tuigroup.errors import ConfigError, Refused
from tuigroup.sync.door import Door, network_of, read_credential
from tuigroup.wire import accounts
from tuigroup.wire.sync import SyncRequest

INFO = {"id": "s1", "name": "Harbour", "version": "1.0"}
DOOR = Door("front:sesame", "192.0.2.0/24")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("/run/socket", ""),
    ],
)
def test_of_an_address_only_the_network_goes_on(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_credential_is_the_one_line_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "door.credential"
    file.write_text("front:sesame\n")
    assert read_credential(file) == "front:sesame"


@pytest.mark.parametrize("content", ["", "nothing of the kind", "one:two\nthree:four", "a:" + "x" * 200, "caf\xe9:x"])
def test_a_file_without_one_says_who_makes_one(tmp_path: Path, content: str) -> None:
    file = tmp_path / "door.credential"
    file.write_text(content, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_credential(file)
    assert "credential" in caught.value.sentence()
    with pytest.raises(ConfigError):
        read_credential(tmp_path / "nowhere")


def test_a_secret_is_in_no_repr() -> None:
    assert "sesame" not in repr(DOOR)


@pytest.mark.parametrize("name", NAMES)
async def test_it_is_named_by_guests_and_at_entrances_only(name: str) -> None:
    world = World(name)
    client = world.client(lambda request: world.answer({**INFO, "token": "t", "keys": []}), door=DOOR)
    asked = accounts.SignInByKey(name="ada", fingerprint="SHA256:" + "A" * 43)

    def named() -> bool:
        headers = world.asked[-1].headers
        return (headers.get("door"), headers.get("network")) == (DOOR.credential, DOOR.network)

    await client.server_info()
    assert named()
    client.token = "sesame"
    for ask, expected in (
        (client.server_info(), False),
        (client.list_keys(), False),
        (client.sync(SyncRequest()), False),
        (client.sign_in_by_key(asked), True),
        (client.end_door_sessions(), True),
        (client.sign_out(), False),
    ):
        await ask
        assert named() is expected, world.asked[-1].url
    await client.close()


@pytest.mark.parametrize("name", NAMES)
async def test_a_door_that_is_revoked_is_no_ended_sign_in(name: str) -> None:
    world = World(name)
    async with world.client(lambda request: world.refusal("door-refused"), door=DOOR) as client:
        with pytest.raises(Refused) as caught:
            await client.server_info()
    assert caught.value.type == "door-refused"
