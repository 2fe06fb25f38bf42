"""`tuigroup wire decode`: a log, a body, a frame of any generation; and one sentence for everything else."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sync.world import PASSPHRASE, World
from tuigroup import actions
from tuigroup.__main__ import main
from tuigroup.doors import wire
from tuigroup.errors import BadInput
from tuigroup.wire import limits
from tuigroup.wire.documents import dump
from tuigroup.wire.frames import PLAIN, Codec
from tuigroup.wire.sync import Page, SyncAnswer, SyncRequest, WantThread

REQUEST = SyncRequest(w=[WantThread(g=4, n=41)], m=4096)


@pytest.fixture(scope="module")
def codec() -> Codec:
    return Codec()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "captured"


def test_a_body_of_every_generation(file: Path, codec: Codec, capsys: pytest.CaptureFixture[str]) -> None:
    generations = [PLAIN, 0, *range(1, codec.latest + 1)]
    for generation in generations:
        file.write_bytes(codec.pack(dump(REQUEST), generation))
        assert main(["wire", "decode", str(file)]) == 0
        said = capsys.readouterr().out
        assert said.startswith("JSON" if generation == PLAIN else f"a frame of generation {generation}, ")
        assert "w want           thread" in said
        assert "n thread         41" in said
        answers = [dump(SyncAnswer(p=[Page(w="d", more=True)])), dump(SyncAnswer(p=[Page(w="d", rev=41)]))]
        file.write_bytes(codec.pack_lines(answers, generation))
        shown = "\n".join(wire.lines(file))
        assert 0 < shown.find("more can go on") < shown.find("rev up to revision 41")
    file.write_bytes(b"\x80" + codec.compress(b"# A text\nof the library", 0))
    assert list(wire.lines(file))[1:] == ["# A text", "of the library"]


async def test_a_log_from_a_real_visit_holds_everything_and_nothing_that_opens_anything(
    tmp_path: Path, file: Path
) -> None:
    world = World(tmp_path)
    try:
        ada = world.machine(wire_log=file)
        phrase = await ada.session.create_account("ada", PASSPHRASE)
        actions.join(ada.store, world.group("Night Shift"), "heron")
        await ada.sync()
        token = ada.session._client.token
        ada.line.up = False
        ada.session.engine.wake()
        await ada.session.engine.round()
    finally:
        await world.close()
    said = "\n".join(wire.lines(file))
    assert "POST /v1/accounts, answered 201" in said
    assert "POST /v1/sync, answered 200" in said
    assert "alias            heron" in said
    assert "POST /v1/sync, no answer: " in said
    for secret in (token, PASSPHRASE, phrase, *phrase.split()[:2]):
        assert secret is not None
        assert secret not in file.read_text()
        assert secret not in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not JSON"),
        (b"hello", "not JSON"),
        (b"\xc3\xa9", "neither JSON nor a known frame"),
        (b"\x80" + b"\xff" * 20, "damaged frame"),
        (b"\xbf\x00", "dictionary is not known"),
        (b"\x81", "ends too early"),
        (b'{"method": "GET", "path": "/", "sent": null}\n{"method": "GE', "Line 2 of captured"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_hostile_bytes_are_one_sentence(
    content: bytes, told: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(content)
    assert main(["wire", "decode", str(file)]) == 1
    warned = capsys.readouterr().err
    assert told in warned
    assert warned.count("\n") == 1


def test_what_unpacks_to_more_than_its_bound_is_one_sentence(file: Path, codec: Codec) -> None:
    file.write_bytes(b"\x80" + codec.compress(b" " * (limits.ANSWER_BYTES + 1), 0))
    with pytest.raises(BadInput, match="unpacks to more"):
        list(wire.lines(file))
    file.write_bytes(b" " * (limits.ANSWER_BYTES + 1))
    with pytest.raises(BadInput, match="larger than allowed"):
        list(wire.lines(file))


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path / "nothing", tmp_path):
        assert main(["wire", "decode", str(path)]) == 1
        assert capsys.readouterr().err.count("\n") == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | st.binary(max_size=60).map(lambda rest: b"\x80\x00\x00" + rest))
def test_any_bytes_are_lines_or_a_sentence(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with suppress(BadInput):
        assert all(line.isprintable() for line in wire.lines(file))


def test_a_hostile_log_can_not_reach_the_terminal(file: Path) -> None:
    said = {"method": "GET\x1b]0;x\x07", "path": "/\n\x1b[2J", "sent": {"\x1b[31m": "\u202eevil\x9b31m"}, "status": 200}
    file.write_text(json.dumps(said) + "\n")
    assert all(line.isprintable() for line in wire.lines(file))
