"""Bodies: the first byte tells the form, every unpacking is bounded, any bytes give a value or one MalformedWire."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.strategies import anything
from tuigroup.errors import MalformedWire
from tuigroup.wire import frames
from tuigroup.wire.frames import FIRST, MAGIC, PLAIN, Arriving, Codec, to_json

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LIMIT = 100_000


def trained() -> bytes:
    """A dictionary good enough for a test, from sentences of its own."""
    samples = [f"a calm sentence about the weather number {index} and the kettle".encode() for index in range(400)]
    return zstd.train_dict(samples, 2000).dict_content


@pytest.fixture(scope="module")
def codec() -> Codec:
    return Codec({1: trained()})


def same(value: Any) -> Any:
    return frames.from_json(to_json(value))


@given(value=anything, generation=st.sampled_from([PLAIN, 0, 1]))
def test_packed_comes_back_the_same(codec: Codec, value: Any, generation: int) -> None:
    body = codec.pack(value, generation)
    assert codec.generation(body) == generation
    assert repr(codec.unpack(body, LIMIT)) == repr(same(value))


@given(value=anything)
def test_levels_read_each_other(codec: Codec, value: Any) -> None:
    quick = Codec({}, level=frames.QUICK)
    assert repr(codec.unpack(quick.pack(value, 0), LIMIT)) == repr(same(value))
    assert repr(quick.unpack(codec.pack(value, 0), LIMIT)) == repr(same(value))


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_one_malformed(codec: Codec, body: bytes) -> None:
    try:
        codec.unpack(body, LIMIT)
    except MalformedWire:
        return


@given(body=st.binary(max_size=60), place=st.integers(0, 200), generation=st.sampled_from([0, 1]))
def test_a_damaged_frame_gives_a_value_or_one_malformed(codec: Codec, body: bytes, place: int, generation: int) -> None:
    packed = bytearray(codec.pack({"b": body.hex() * 3}, generation))
    packed[place % len(packed)] ^= 0x55
    try:
        codec.unpack(bytes(packed), LIMIT)
    except MalformedWire:
        return


def test_json_text_in_any_script_is_never_taken_for_a_frame(codec: Codec) -> None:
    for body in ('{"a":1}', '"éüß"', "  [1]", '"日本"'):
        assert codec.generation(body.encode()) == PLAIN


def problem(codec: Codec, body: bytes, limit: int = LIMIT) -> str:
    with pytest.raises(MalformedWire) as caught:
        codec.unpack(body, limit)
    assert caught.value.sentence()
    return caught.value.problem


def test_an_unknown_generation_says_so(codec: Codec) -> None:
    assert problem(codec, bytes([FIRST + 9]) + b"whatever") == "unknown-generation"
    assert problem(codec, b"\xc3\xa4") == "bad-body"
    with pytest.raises(KeyError):
        codec.pack({}, 9)


def test_a_bomb_is_stopped_at_the_limit(codec: Codec) -> None:
    bomb = bytes([FIRST]) + zstd.compress(b'"' + b"a" * 50_000_000 + b'"')[len(MAGIC) :]
    assert len(bomb) < 10_000
    assert problem(codec, bomb) == "too-large"
    assert problem(codec, b" " * (LIMIT + 1)) == "too-large"


def test_a_body_of_exactly_the_limit_is_read(codec: Codec) -> None:
    value = "x" * 998
    assert codec.unpack(codec.pack(value, 0), 1000) == value
    assert codec.unpack(codec.pack(value, PLAIN), 1000) == value
    assert problem(codec, codec.pack(value, 0), 999) == "too-large"


def test_a_frame_may_not_ask_for_a_giant_window(codec: Codec) -> None:
    wide: dict[int, int] = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.content_size_flag: 0}
    machine = zstd.ZstdCompressor(options=wide)
    body = machine.compress(b'"calm"') + machine.flush()
    assert problem(codec, bytes([FIRST]) + body[len(MAGIC) :]) == "bad-body"


def test_a_frame_with_its_magic_number_back_is_one_that_any_zstd_reads(codec: Codec) -> None:
    value = {"b": "a calm sentence" * 20}
    body = codec.pack(value, 0)
    assert not body.startswith(bytes([FIRST]) + MAGIC)
    assert frames.from_json(zstd.decompress(MAGIC + body[1:])) == value
    assert problem(codec, bytes([FIRST]) + MAGIC + body[1:]) == "bad-body"


def test_a_cut_frame_and_a_frame_with_more_behind_it(codec: Codec) -> None:
    whole = codec.pack({"b": "a calm sentence" * 20}, 1)
    assert problem(codec, whole[:-3]) == "bad-body"
    assert problem(codec, whole + b"more") == "bad-body"


@given(
    values=st.lists(anything, min_size=1, max_size=4),
    generation=st.sampled_from([PLAIN, 0, 1]),
    size=st.integers(1, 60),
)
def test_of_several_values_each_is_read_as_soon_as_it_is_whole(
    codec: Codec, values: list[Any], generation: int, size: int
) -> None:
    body = codec.pack_lines(values, generation)
    assert repr(codec.unpack_lines(body, LIMIT)) == repr([same(value) for value in values])
    arriving, heard = Arriving(codec, LIMIT), []
    for at in range(0, len(body), size):
        heard += arriving.feed(body[at : at + size])
    assert repr(heard) == repr([same(value) for value in values[:-1]])


def test_a_value_is_there_before_the_rest_of_its_frame(codec: Codec) -> None:
    first, rest = {"b": "a calm sentence"}, {"b": [f"{number} kettles" for number in range(300)]}
    body = codec.pack_lines([first, rest], 1)
    assert Arriving(codec, LIMIT).feed(body[: len(codec.pack(first, 1)) + 12]) == [first]
    # One compression for both: the rest costs no more than it would in one value with the beginning.
    assert len(body) <= len(codec.pack([first, rest], 1)) + 12


@given(body=st.binary(max_size=80), start=st.sampled_from([b"", b"\x80", b"\x81"]))
def test_any_bytes_that_come_give_values_or_one_malformed(codec: Codec, body: bytes, start: bytes) -> None:
    arriving = Arriving(codec, LIMIT)
    with suppress(MalformedWire):
        for byte in start + body:
            arriving.feed(bytes([byte]))


def test_a_bomb_that_comes_in_pieces_is_stopped_at_the_limit(codec: Codec) -> None:
    bomb = bytes([FIRST]) + zstd.compress(b"[" + b" " * 50_000_000 + b"]\n1")[len(MAGIC) :]
    arriving = Arriving(codec, LIMIT)

    def come() -> None:
        for at in range(0, len(bomb), 100):
            arriving.feed(bomb[at : at + 100])

    with pytest.raises(MalformedWire) as error:
        come()
    assert error.value.problem == "too-large"


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'"\\ud800', b"1" * 5000])
def test_json_that_is_none_is_one_malformed(codec: Codec, body: bytes) -> None:
    assert problem(codec, body) == "bad-body"


def test_the_shipped_dictionaries_are_used_latest_first() -> None:
    codec = Codec()
    assert codec.latest == max(frames.shipped_dictionaries(), default=0)
    assert codec.unpack(codec.pack([1], codec.latest), LIMIT) == [1]


def test_only_numbered_dictionaries_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "dictionaries"
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path)
    assert frames.shipped_dictionaries() == {}
    folder.mkdir()
    (folder / "3.zdict").write_bytes(trained())
    (folder / "notes.txt").write_text("not a dictionary")
    (folder / "old.zdict").write_bytes(b"")
    assert list(frames.shipped_dictionaries()) == [3]
    assert Codec().latest == 3
