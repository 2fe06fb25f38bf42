"""`tuigroup wire decode FILE`: a wire log, or the body of one request or answer, readable. Asks nobody.

The file may hold anything: what can't be read is one sentence, and what opens something is not shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from tuigroup import text
from tuigroup.errors import BadInput, MalformedWire
from tuigroup.i18n import N_
from tuigroup.wire import annotated, limits
from tuigroup.wire.frames import PLAIN, Codec

_LINE: Final = 2 * limits.ANSWER_BYTES  # bytes of one line of a log: an exchange, both ways


def run(name: str) -> int:
    """Print the file decoded. Raises BadInput."""
    for line in lines(Path(name)):
        print(line)
    return 0


def lines(path: Path) -> Iterator[str]:
    """Lines of text. Raises BadInput at the first thing that can't be read."""
    try:
        with path.open("rb") as file:
            first = file.readline(_LINE + 1)
            if _logged(first) is not None:
                yield from _log(file, first, path.name)
            else:
                yield from _body(first + file.read(limits.ANSWER_BYTES + 1), path.name)
    except OSError as error:
        raise BadInput(N_("{file} can't be read: {reason}.", file=path.name, reason=error.strerror)) from error


def _logged(line: bytes) -> dict[str, Any] | None:
    """A line of a wire log, None for anything else."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and {"method", "path", "sent"} <= found.keys() else None


def _log(file: BinaryIO, line: bytes, name: str) -> Iterator[str]:
    number = 0
    while line:
        number += 1
        said = _logged(line)
        if said is None:
            raise BadInput(
                N_("Line {number} of {file} is not of a wire log.", number=number, file=name),
                todo=N_("Perhaps the log was cut there; what stands before it is shown."),
            )
        yield from annotated.exchange(said, number)
        line = file.readline(_LINE + 1)


def _body(raw: bytes, name: str) -> Iterator[str]:
    codec = Codec()
    try:
        generation = codec.generation(raw)
        if generation == PLAIN:
            values = _several(raw) or [codec.unpack(raw, limits.ANSWER_BYTES)]
            yield f"JSON, {len(raw)} bytes"
        else:
            unpacked = codec.decompress(raw[1:], generation, limits.ANSWER_BYTES)
            yield f"a frame of generation {generation}, {len(raw)} bytes for {len(unpacked)}"
            values = _several(unpacked) or [_unpacked(unpacked)]
    except MalformedWire as error:
        raise BadInput(
            N_("{file} is no wire log and no body of tuigroup's. {what}", file=name, what=error.what),
            todo=N_("What can be read is a file that --wire-log wrote, or one whole body."),
        ) from error
    for value in values:
        yield from annotated.body(value)


def _several(raw: bytes) -> list[Any]:
    """The answers of a body with the rest of its pages behind it, [] for anything else."""
    try:
        values = [json.loads(line) for line in raw.split(b"\n")]
    except (ValueError, RecursionError):
        return []
    return values if len(values) > 1 and all(isinstance(value, dict) for value in values) else []


def _unpacked(raw: bytes) -> Any:
    """JSON, or the text of a resource."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        try:
            return text.clean(raw.decode(), limits.ANSWER_BYTES)
        except UnicodeDecodeError as error:
            raise MalformedWire(N_("The frame holds neither JSON nor text.")) from error
