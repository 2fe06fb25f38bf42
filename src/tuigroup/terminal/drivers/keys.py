"""Typed bytes to Textual's messages. No byte a terminal sends can end the program.

The only file that uses Textual's own key parser, which is not part of its public interface.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.message import Message


class _Parser(XTermParser):
    # Textual caches this method's results by parser, for good: every session would stay in memory.
    _parse_extended_key = XTermParser._parse_extended_key.__wrapped__  # type: ignore[assignment]


class Keyboard:
    """Feed it bytes; ``tick`` it a little later, when a lone Esc is a key and not the beginning of one."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser = _Parser()

    def feed(self, data: bytes) -> list[Message]:
        text = self._decode(data)
        return self._gather(self._parser.feed(text)) if text else []

    def tick(self) -> list[Message]:
        return self._gather(self._parser.tick())

    def _gather(self, messages: Iterable[Message]) -> list[Message]:
        found: list[Message] = []
        try:
            found.extend(messages)
        except (ValueError, OverflowError, ParseError):
            # Noise on the line that begins like a sequence: its rest is not waited for.
            self._parser = _Parser()
        return found
