"""Bundles: the directory, crisis lines and things to read as one signed file, to be opened where there is no network.

The file: a line that says what it is, a version, the server's public key, how long the content is, a signature, the
content. Signed (Ed25519) is all of it with a context of its own, so that nothing signed elsewhere with the same key is
ever taken for a bundle. The content is one frame of tuigroup.wire.frames without a dictionary, which every later
version can read. Nothing of a member is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tuigroup.errors import BadInput, MalformedWire
from tuigroup.i18n import N_
from tuigroup.wire import limits, tables
from tuigroup.wire.frames import Codec
from tuigroup.wire.records import GroupRecord, MeetingRecord, ResourceRecord
from tuigroup.wire.slips import grouped

MAGIC: Final = b"tuigroup bundle\n"
VERSION: Final = 1
_KEY: Final = 32
_SIZE: Final = 4
_SIGNATURE: Final = 64
_HEAD: Final = len(MAGIC) + 1 + _KEY + _SIZE + _SIGNATURE
_CONTEXT: Final = b"tuigroup bundle 1\n"
_GENERATION: Final = 0
AGAIN: Final = N_("Please copy it again from where it came from.")


class Content(BaseModel):
    """What a bundle holds: tables of columns, texts by their short names, crisis lines as tuigroup.helplines has them.

    ``made`` is a minute since 1970 UTC, ``server`` the server's id.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    name: str = Field(max_length=1_000)
    address: str = Field(default="", max_length=1_000)
    server: str = Field(max_length=100)
    made: int = Field(ge=0, le=limits.LAST_MINUTE)
    groups: dict[str, Any]
    meetings: dict[str, Any]
    resources: dict[str, Any]
    bodies: dict[str, str]
    helplines: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose signature was right. ``key`` is the public key as people pass it on; texts are not cleaned yet."""

    key: str
    content: Content
    groups: Sequence[GroupRecord]
    meetings: Sequence[MeetingRecord]
    resources: Sequence[ResourceRecord]


def write(seed: bytes, content: Content, codec: Codec) -> bytes:
    """The file. ``seed`` is the operator's. Raises BadInput where it would be too large to be opened."""
    from nacl.signing import SigningKey

    signing = SigningKey(seed)
    body = codec.pack(content.model_dump(mode="json"), _GENERATION)
    if _HEAD + len(body) > limits.BUNDLE_FILE:
        raise BadInput(
            N_("This would be larger than a bundle may be."), kept=N_("Nothing was written."),
            todo=N_("Please choose fewer things to read."),
        )  # fmt: skip
    said = bytes([VERSION]) + bytes(signing.verify_key) + len(body).to_bytes(_SIZE)
    return MAGIC + said + signing.sign(_CONTEXT + said + body).signature + body


def read(raw: bytes, codec: Codec) -> Bundle:
    """Raises BadInput: no bundle, another version, cut off, changed, too large."""
    if len(raw) > limits.BUNDLE_FILE:
        raise BadInput(N_("This file is larger than a bundle ever is."), kept=N_("Nothing of it was opened."))
    if not raw.startswith(MAGIC):
        raise BadInput(N_("This file is no bundle of tuigroup."), kept=N_("Nothing of it was opened."))
    rest = raw[len(MAGIC) :]
    if rest and rest[0] != VERSION:
        raise BadInput(
            N_("This bundle is of another version of tuigroup."), kept=N_("Nothing of it was opened."),
            todo=N_("A newer tuigroup may be able to open it."),
        )  # fmt: skip
    said, signature, body = rest[: 1 + _KEY + _SIZE], rest[1 + _KEY + _SIZE :][:_SIGNATURE], raw[_HEAD:]
    size = int.from_bytes(said[-_SIZE:])
    if len(raw) < _HEAD or len(body) < size:
        raise BadInput(N_("This bundle ends too early."), kept=N_("Nothing of it was opened."), todo=AGAIN)
    key = said[1 : 1 + _KEY]
    if len(body) > size or not _signed(key, _CONTEXT + said + body, signature):
        raise BadInput(N_("Something in this bundle was changed."), kept=N_("Nothing of it was opened."), todo=AGAIN)
    return _opened(key, body, codec)


def _signed(key: bytes, said: bytes, signature: bytes) -> bool:
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(key).verify(said, signature)
    except (CryptoError, ValueError):
        return False
    return True


def _opened(key: bytes, body: bytes, codec: Codec) -> Bundle:
    """Raises BadInput. Whoever signs can still sign what is wrong, or what unpacks without end."""
    try:
        content = Content.model_validate(codec.unpack(body, limits.BUNDLE_BYTES))
        return Bundle(
            grouped(key),
            content,
            tables.GROUPS.decode(content.groups),
            tables.MEETINGS.decode(content.meetings),
            tables.RESOURCES.decode(content.resources),
        )
    except (MalformedWire, ValidationError) as error:
        raise BadInput(
            N_("This bundle is signed, but what is in it can't be read."), kept=N_("Nothing of it was opened."),
            todo=N_("A newer tuigroup may be able to open it."),
        ) from error  # fmt: skip
