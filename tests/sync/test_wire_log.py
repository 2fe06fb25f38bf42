"""What `--wire-log` writes: every exchange, readable, with no secret in it, and never in the way of the line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.sync.libraries import KEY, NAMES, World
from tuigroup.errors import (
    ConfigError,
    MalformedWire,
    Offline,
)
from tuigroup.wire import accounts
from tuigroup.wire.frames import Codec
from tuigroup.wire.ops import Reply
from tuigroup.wire.sync import SyncAnswer, SyncRequest


@pytest.fixture(params=NAMES)
def world(request: pytest.FixtureRequest) -> World:
    return World(request.param)


async def test_the_wire_log_is_readable_and_holds_no_secret(world: World, tmp_path: Path) -> None:
    log = tmp_path / "wire.log"

    def serve(request: Any) -> Any:
        if request.url.path == "/v1/sync":
            return world.answer(Codec({}).pack({"s": "a1"}, 0))
        return world.answer({"token": "open-sesame", "wrapped": "w" * 20})

    async with world.client(serve, wire_log=log) as client:
        client.token = "open-sesame"
        await client.sign_in(accounts.SignIn(name="heron", secret=KEY))
        await client.sync(SyncRequest(o=[Reply(k="k0000001", g=4, to=9, body="hello there")]))
    first, second = (json.loads(line) for line in log.read_text().splitlines())
    assert first["received"] == {"token": "(redacted)", "wrapped": "(redacted)"}
    assert second["sent"]["o"][0]["body"] == "hello there"
    assert second["received"] == {"s": "a1"}
    assert "sesame" not in log.read_text()
    assert KEY not in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert client._log is not None
    client._log.write({"late": 1})


async def test_what_can_not_be_decoded_is_logged_by_its_length(world: World, tmp_path: Path) -> None:
    log = tmp_path / "wire.log"
    client = world.client(lambda request: world.answer(b"\x80damaged"), wire_log=log)
    with pytest.raises(MalformedWire):
        await client.sync(SyncRequest())
    assert json.loads(log.read_text())["received"] == "(8 bytes)"


def test_a_wire_log_that_can_not_be_written_is_a_sentence(world: World, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        world.client(lambda request: None, wire_log=tmp_path / "no" / "such" / "folder")


async def test_a_log_that_was_there_becomes_its_owner_s_and_a_device_stays_as_it_is(
    world: World, tmp_path: Path
) -> None:
    log, device = tmp_path / "wire.log", Path(os.devnull)
    log.write_text("")
    log.chmod(0o644)
    before = device.stat().st_mode
    for path in (log, device):
        await world.client(lambda request: None, wire_log=path).close()
    assert log.stat().st_mode & 0o777 == 0o600
    assert device.stat().st_mode == before


async def test_an_exchange_that_was_cut_is_in_the_log(world: World, tmp_path: Path) -> None:
    log = tmp_path / "wire.log"

    def cut(request: Any) -> Any:
        raise world.http.ReadError("cut", request=request)

    async with world.client(cut, wire_log=log) as client:
        with pytest.raises(Offline):
            await client.sync(SyncRequest(m=4096))
    said = json.loads(log.read_text())
    assert said == {"method": "POST", "path": "/v1/sync", "sent": {"m": 4096}, "cut": said["cut"]}
    assert said["cut"]


async def test_a_full_disk_under_the_wire_log_stops_nothing(world: World, tmp_path: Path) -> None:
    client = world.client(lambda request: world.answer({}), wire_log=tmp_path / "wire.log")

    class Full:
        def write(self, text: str) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            raise OSError(28, "No space left on device")

    client._log._file.close()
    client._log._file = Full()
    assert await client.sync(SyncRequest()) == SyncAnswer()
    await client.close()


async def test_a_part_of_a_text_is_logged_by_its_length_and_nothing_as_nothing(world: World, tmp_path: Path) -> None:
    log = tmp_path / "wire.log"

    def serve(request: Any) -> Any:
        if request.method == "DELETE":
            return world.answer(b"", 204)
        return world.answer(b"[1]", 206, content_range="bytes 0-2/9")

    async with world.client(serve, wire_log=log) as client:
        await client.resource("a")
        await client.sign_out()
    assert [json.loads(line)["received"] for line in log.read_text().splitlines()] == ["(3 bytes)", "(0 bytes)"]
