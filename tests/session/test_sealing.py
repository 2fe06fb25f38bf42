"""The private record's bytes: few sizes, one key, and one sentence where they do not open."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.secret import SecretBox

from tests.wire.strategies import anything
from tuigroup.errors import MalformedWire
from tuigroup.session import sealing
from tuigroup.wire import limits
from tuigroup.wire.frames import Codec, from_json, to_json

KEY = bytes(range(32))
CODEC = Codec({})


@given(anything)
def test_what_was_sealed_comes_back(value: Any) -> None:
    sealed = sealing.seal(value, KEY, CODEC, os.urandom)
    assert repr(sealing.unseal(sealed, KEY, CODEC)) == repr(from_json(to_json(value)))
    assert len(sealed) == sealing.SMALLEST


@given(st.integers(1, limits.RECORD_BYTES))
def test_there_are_few_sizes_and_none_too_small(size: int) -> None:
    found = sealing.bucket(size)
    assert size <= found <= limits.RECORD_BYTES
    assert found in {step * 2**power for step in (512, 768) for power in range(10)}


def test_the_largest_record_fits_its_limit_and_no_more() -> None:
    noise = os.urandom(100_000).hex()
    sealed = sealing.seal(noise, KEY, CODEC, os.urandom)
    assert len(sealed) == 128 * 1024
    assert sealing.unseal(sealed, KEY, CODEC) == noise
    with pytest.raises(sealing.RecordTooLarge):
        sealing.seal(os.urandom(300_000).hex(), KEY, CODEC, os.urandom)


@given(st.binary(max_size=100))
def test_any_bytes_give_one_malformed(sealed: bytes) -> None:
    with pytest.raises(MalformedWire):
        sealing.unseal(sealed, KEY, CODEC)
    with pytest.raises(MalformedWire):
        sealing.unseal(b"\x01" + sealed, KEY, CODEC)


def test_a_changed_byte_or_another_key_does_not_open() -> None:
    sealed = bytearray(sealing.seal({"a": 1}, KEY, CODEC, os.urandom))
    with pytest.raises(MalformedWire):
        sealing.unseal(bytes(sealed), bytes(32), CODEC)
    sealed[500] ^= 1
    with pytest.raises(MalformedWire):
        sealing.unseal(bytes(sealed), KEY, CODEC)


def test_a_length_that_points_outside_does_not_open() -> None:
    box = SecretBox(KEY)
    with pytest.raises(MalformedWire):
        sealing.unseal(b"\x01" + bytes(box.encrypt(b"\xff\xff\xff\xff" + bytes(50))), KEY, CODEC)
