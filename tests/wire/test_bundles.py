"""Bundles: signed and whole or refused, whatever was done to the file."""

from __future__ import annotations

import pytest
from nacl.signing import SigningKey

from tuigroup.errors import BadInput
from tuigroup.wire import bundles, limits, slips, tables
from tuigroup.wire.bundles import MAGIC, Content
from tuigroup.wire.frames import Codec
from tuigroup.wire.records import GroupRecord, ResourceRecord
from tuigroup.wire.words import ResourceKind

SEED = bytes(range(32))
CODEC = Codec({})
GROUP = GroupRecord(3, 1, "night-shift", "Night Shift", "For who is awake.")
READING = ResourceRecord("tea", 1, ResourceKind.ARTICLE, "Tea at night")
CONTENT = Content(
    name="Sample community",
    server="s1",
    made=29_900_000,
    groups=tables.GROUPS.encode([GROUP]),
    meetings=tables.MEETINGS.encode([]),
    resources=tables.RESOURCES.encode([READING]),
    bodies={"tea": "Put the kettle on."},
)
HEAD = len(MAGIC) + 1 + 32 + 4 + 64


def whole() -> bytes:
    return bundles.write(SEED, CONTENT, CODEC)


def signed(body: bytes, version: int = bundles.VERSION) -> bytes:
    """As somebody with a key of their own could make it."""
    said = bytes([version]) + bytes(SigningKey(SEED).verify_key) + len(body).to_bytes(4)
    return MAGIC + said + SigningKey(SEED).sign(b"tuigroup bundle 1\n" + said + body).signature + body


def test_what_is_written_is_read_again_with_the_key_that_slips_have() -> None:
    found = bundles.read(whole(), CODEC)
    assert found.key == slips.public_key(SEED)
    assert (list(found.groups), list(found.resources)) == ([GROUP], [READING])
    assert (found.content.name, found.content.bodies) == ("Sample community", {"tea": "Put the kettle on."})


def test_every_changed_byte_is_noticed() -> None:
    raw = whole()
    for place in range(len(MAGIC), len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(BadInput):
            bundles.read(bytes(changed), CODEC)


def test_it_is_refused_wherever_it_is_cut_off() -> None:
    raw = whole()
    for size in range(len(MAGIC) + 1, len(raw)):
        with pytest.raises(BadInput, match="ends too early"):
            bundles.read(raw[:size], CODEC)
    with pytest.raises(BadInput, match="was changed"):
        bundles.read(raw + b"x", CODEC)


@pytest.mark.parametrize("raw", [b"", b"tuigroup", b"PK\x03\x04 something else", b"\x00" * 500])
def test_what_is_no_bundle_is_called_so(raw: bytes) -> None:
    with pytest.raises(BadInput, match="is no bundle"):
        bundles.read(raw, CODEC)


def test_another_version_is_told_from_a_changed_one() -> None:
    with pytest.raises(BadInput, match="another version"):
        bundles.read(signed(CODEC.pack({}, 0), version=2), CODEC)


def test_what_is_too_large_is_refused_before_it_is_looked_at_and_when_it_unpacks() -> None:
    with pytest.raises(BadInput, match="larger than a bundle"):
        bundles.read(MAGIC + bytes(limits.BUNDLE_FILE), CODEC)
    endless = bytes([0x80]) + CODEC.compress(b" " * (limits.BUNDLE_BYTES + 1), 0)
    with pytest.raises(BadInput, match="can't be read"):
        bundles.read(signed(endless), CODEC)
    incompressible = CONTENT.model_copy(update={"bodies": {"tea": "".join(map(chr, range(0x4E00, 0x9FFF))) * 500}})
    assert bundles.read(bundles.write(SEED, incompressible, CODEC), CODEC)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"name": 3}', b"\x81frame of another dictionary", b"\x80\xff"])
def test_a_signature_alone_makes_nothing_fit(body: bytes) -> None:
    with pytest.raises(BadInput, match="can't be read"):
        bundles.read(signed(body), CODEC)


def test_columns_that_do_not_fit_are_refused() -> None:
    crooked = CONTENT.model_copy(update={"groups": {"n": 3, "g": [1]}})
    with pytest.raises(BadInput, match="can't be read"):
        bundles.read(bundles.write(SEED, crooked, CODEC), CODEC)


def test_a_slip_is_no_bundle_and_a_bundle_no_slip() -> None:
    """One key signs both; what is signed says for what."""
    body = CODEC.pack(CONTENT.model_dump(mode="json"), 0)
    said = bytes([bundles.VERSION]) + bytes(SigningKey(SEED).verify_key) + len(body).to_bytes(4)
    for context in (b"", b"tuigroup attendance slip\n"):
        forged = MAGIC + said + SigningKey(SEED).sign(context + said + body).signature + body
        with pytest.raises(BadInput, match="was changed"):
            bundles.read(forged, CODEC)


def test_one_that_could_not_be_opened_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BUNDLE_FILE", 200)
    with pytest.raises(BadInput, match="larger than a bundle may be"):
        bundles.write(SEED, CONTENT, CODEC)
