"""A body's bytes. The first byte tells: below 0x80 it is JSON; 0x80 to 0xBF names a dictionary generation
(generation = byte - 0x80) and a zstd frame follows, without its magic number: that is always the same, and every
exchange would carry it twice. The answer mirrors the question.

Every unpacking is bounded. Generation 0 has no dictionary; the others are files ``dictionaries/<n>.zdict``,
digested once per Codec, because an undigested one costs 5.5 ms a call (measured by the prototype).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from importlib import resources
from typing import Any, Final

from tuigroup.errors import MalformedWire
from tuigroup.i18n import N_

if sys.version_info >= (3, 14):
    from compression import zstd  # pragma: no cover
else:
    from backports import zstd

PLAIN: Final = -1
MAGIC: Final = b"\x28\xb5\x2f\xfd"  # of any zstd frame (RFC 8878, 3.1.1)
FIRST: Final = 0x80
LAST: Final = 0xBF
LEVEL: Final = 19
# For who packs small bodies only: digesting for LEVEL takes a tenth of a second and more, for this one a millisecond.
QUICK: Final = 12

_Parameter = zstd.CompressionParameter
_OPTIONS: Final[dict[int, int]] = {
    _Parameter.content_size_flag: 0,
    _Parameter.checksum_flag: 0,
    _Parameter.dict_id_flag: 0,
}
# A frame may ask for a window of 2 GiB; ours never need more than 8 MiB.
_BOUNDS: Final[dict[int, int]] = {zstd.DecompressionParameter.window_log_max: 23}


def to_json(value: Any) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def from_json(body: bytes) -> Any:
    """Raises MalformedWire."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedWire(N_("The body is not JSON."), todo=N_("Please try again.")) from error


class Codec:
    """Packs and unpacks bodies; holds the digested dictionaries, read once from the package. ``level`` is zstd's."""

    def __init__(self, dictionaries: dict[int, bytes] | None = None, *, level: int = LEVEL) -> None:
        raw = shipped_dictionaries() if dictionaries is None else dictionaries
        self._dicts = {generation: zstd.ZstdDict(data) for generation, data in raw.items()}
        self.latest = max(self._dicts, default=0)
        self._options = {**_OPTIONS, _Parameter.compression_level: level}

    def knows(self, generation: int) -> bool:
        return generation == PLAIN or generation == 0 or generation in self._dicts

    def pack(self, value: Any, generation: int) -> bytes:
        """JSON value to bytes; ``generation`` PLAIN gives JSON."""
        body = to_json(value)
        if generation == PLAIN:
            return body
        return bytes([FIRST + generation]) + self.compress(body, generation)

    def compress(self, body: bytes, generation: int) -> bytes:
        """One zstd frame without its magic number. ``generation`` must be one that ``knows`` (KeyError else)."""
        return zstd.compress(body, options=self._options, zstd_dict=self._digested(generation))[len(MAGIC) :]

    def pack_lines(self, values: Sequence[Any], generation: int) -> bytes:
        """Several values in one body, a line each: whoever reads while it comes has each as soon as it is there."""
        *before, last = (to_json(value) for value in values)
        if generation == PLAIN:
            return b"\n".join([*before, last])
        machine = zstd.ZstdCompressor(options=self._options, zstd_dict=self._digested(generation))
        packed = [machine.compress(line + b"\n", machine.FLUSH_BLOCK) for line in before]
        packed.append(machine.compress(last, machine.FLUSH_FRAME))
        return bytes([FIRST + generation]) + b"".join(packed)[len(MAGIC) :]

    def generation(self, body: bytes) -> int:
        """Which generation a body names, PLAIN for JSON. Raises MalformedWire (unknown-generation, bad-body)."""
        if not body or body[0] < FIRST:
            return PLAIN
        if body[0] > LAST:
            raise MalformedWire(N_("The body is neither JSON nor a known frame."))
        generation = body[0] - FIRST
        if not self.knows(generation):
            raise MalformedWire(N_("The body's dictionary is not known here."), problem="unknown-generation")
        return generation

    def unpack(self, body: bytes, limit: int) -> Any:
        """Bytes to a JSON value of at most ``limit`` bytes unpacked. Raises MalformedWire."""
        return from_json(self._text(body, limit))

    def unpack_lines(self, body: bytes, limit: int) -> list[Any]:
        """The values of a body that has one or several. Raises MalformedWire."""
        return [from_json(line) for line in self._text(body, limit).split(b"\n")]

    def unpack_frames(self, body: bytes, limit: int) -> list[Any]:
        """The values of a body of frames one behind another; in JSON they are lines. Raises MalformedWire."""
        values: list[Any] = []
        while True:
            text, body = self._first(body, limit)
            limit -= len(text)
            values += [from_json(line) for line in text.split(b"\n")]
            if not body:
                return values

    def _text(self, body: bytes, limit: int) -> bytes:
        text, more = self._first(body, limit)
        if more:
            raise MalformedWire(N_("The body goes on after its frame."), todo=N_("Please try again."))
        return text

    def _first(self, body: bytes, limit: int) -> tuple[bytes, bytes]:
        """The text of a body's first frame and what is behind that; of JSON, all of it."""
        generation = self.generation(body)
        if generation != PLAIN:
            return self._taken(body[1:], generation, limit)
        if len(body) > limit:
            raise MalformedWire(N_("The body is larger than allowed."), problem="too-large")
        return body, b""

    def machine(self, generation: int) -> zstd.ZstdDecompressor:
        """What takes a frame apart piece by piece, its magic number first. The bound is the caller's."""
        return zstd.ZstdDecompressor(zstd_dict=self._dicts.get(generation), options=_BOUNDS)

    def _digested(self, generation: int) -> Any:
        return None if generation == 0 else self._dicts[generation].as_digested_dict

    def decompress(self, packed: bytes, generation: int, limit: int) -> bytes:
        """What ``compress`` made, bounded by ``limit``. Raises MalformedWire (too-large, bad-body)."""
        text, more = self._taken(packed, generation, limit)
        if more:
            raise MalformedWire(N_("The body goes on after its frame."), todo=N_("Please try again."))
        return text

    def _taken(self, packed: bytes, generation: int, limit: int) -> tuple[bytes, bytes]:
        machine = self.machine(generation)
        try:
            body = machine.decompress(MAGIC + packed, max_length=limit)
        except zstd.ZstdError as error:
            raise MalformedWire(N_("The body is a damaged frame."), todo=N_("Please try again.")) from error
        if not machine.eof:
            if machine.needs_input:
                raise MalformedWire(N_("The body ends too early."), todo=N_("Please try again."))
            raise MalformedWire(N_("The body unpacks to more than allowed."), problem="too-large")
        return body, machine.unused_data


class Arriving:
    """A body while it comes: of several values (``Codec.pack_lines``) each as soon as all of its bytes are here.

    The last value of a body is never among them. ``limit`` bounds what is unpacked.
    """

    def __init__(self, codec: Codec, limit: int) -> None:
        self._codec = codec
        self._limit = limit
        self._machine: zstd.ZstdDecompressor | None = None
        self._begun = False
        self._seen = 0
        self._text = b""  # since the last line that was handed out

    def feed(self, data: bytes) -> list[Any]:
        """Values that are whole with these bytes and have another one behind them. Raises MalformedWire."""
        if not data:
            return []
        *lines, self._text = (self._text + self._unpacked(data)).split(b"\n")
        return [from_json(line) for line in lines]

    def _unpacked(self, data: bytes) -> bytes:
        if not self._begun:
            self._begun = True
            generation = self._codec.generation(data)
            if generation != PLAIN:
                self._machine = self._codec.machine(generation)
                data = MAGIC + data[1:]
        text = data if self._machine is None else self._from_frame(self._machine, data)
        self._seen += len(text)
        if self._seen > self._limit:
            raise MalformedWire(N_("The body unpacks to more than allowed."), problem="too-large")
        return text

    def _from_frame(self, machine: zstd.ZstdDecompressor, data: bytes) -> bytes:
        if machine.eof:
            return b""  # more behind the frame: whoever reads it whole says so
        try:
            return machine.decompress(data, max_length=self._limit - self._seen + 1)
        except zstd.ZstdError as error:
            raise MalformedWire(N_("The body is a damaged frame."), todo=N_("Please try again.")) from error


def shipped_dictionaries() -> dict[int, bytes]:
    """Generation to dictionary, from the package's own files."""
    folder = resources.files("tuigroup.wire").joinpath("dictionaries")
    found: dict[int, bytes] = {}
    if folder.is_dir():
        for entry in folder.iterdir():
            stem, _, ending = entry.name.partition(".")
            if ending == "zdict" and stem.isdigit():
                found[int(stem)] = entry.read_bytes()
    return found
