"""A terminal to replay bytes in: pyte, with what it leaves out and what it gets wrong.

Added: repeat (REP), scrolling (SU, SD), dim, the second screen, background colour erase. Put right: margins
home the cursor, movements outside margins are not stopped by them, deleting lines leaves none behind,
scrolling inside margins, and half a wide character that is written over goes.
"""

from __future__ import annotations

from typing import Any

import pyte
from pyte.screens import Char, Margins
from wcwidth import wcwidth

COLOURS = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white", "brightblack", "brightred",
           "brightgreen", "brightbrown", "brightblue", "brightmagenta", "brightcyan", "brightwhite")  # fmt: skip
_MISSPELT = {"bfightmagenta": "brightmagenta", "brightyellow": "brightbrown"}
_DIM = 2
_ALTERNATE = 1049


class Screen(pyte.Screen):
    """``fill`` is background colour erase. ``bells`` counts; ``replies`` are the terminal's answers."""

    def __init__(self, columns: int, lines: int, *, fill: bool = True) -> None:
        self.fill = fill
        self.bells = 0
        self.replies: list[str] = []
        self._last = " "
        self._first: Any = None
        super().__init__(columns, lines)

    # What is erased

    def _erased(self) -> Char:
        blank = self.default_char
        return blank._replace(bg=self.cursor.attrs.bg) if self.fill else blank

    def _blank(self, y: int, start: int = 0, stop: int | None = None) -> None:
        line, cell = self.buffer[y], self._erased()
        for x in range(start, self.columns if stop is None else stop):
            line[x] = cell

    def erase_characters(self, count: int | None = None) -> None:
        x = min(self.cursor.x, self.columns - 1)
        self._blank(self.cursor.y, x, min(x + (count or 1), self.columns))

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        x = min(self.cursor.x, self.columns - 1)
        start, stop = ((x, self.columns), (0, x + 1), (0, self.columns))[how]
        self._blank(self.cursor.y, start, stop)

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        rows = (range(self.cursor.y + 1, self.lines), range(self.cursor.y), range(self.lines), range(0))[how]
        for y in rows:
            self._blank(y)
        if how < 2:
            self.erase_in_line(how)

    def insert_characters(self, count: int | None = None) -> None:
        self._shift(count or 1, forward=True)

    def delete_characters(self, count: int | None = None) -> None:
        self._shift(count or 1, forward=False)

    def _shift(self, count: int, *, forward: bool) -> None:
        x, line = min(self.cursor.x, self.columns - 1), self.buffer[self.cursor.y]
        cells = [line[place] for place in range(x, self.columns)]
        count = min(count, len(cells))
        blanks = [self._erased()] * count
        cells = blanks + cells[: len(cells) - count] if forward else cells[count:] + blanks
        for place, cell in enumerate(cells, x):
            line[place] = cell

    # Lines

    def _region(self) -> Margins:
        return self.margins or Margins(0, self.lines - 1)

    def _move_lines(self, top: int, bottom: int, by: int) -> None:
        rows = [self.buffer[y] for y in range(top, bottom + 1)]
        for y in range(top, bottom + 1):
            source = y + by
            if top <= source <= bottom:
                self.buffer[y] = rows[source - top]
            else:
                self.buffer.pop(y, None)
                self._blank(y)

    def index(self) -> None:
        top, bottom = self._region()
        if self.cursor.y == bottom:
            self._move_lines(top, bottom, 1)
        else:
            self.cursor.y = min(self.cursor.y + 1, self.lines - 1)

    def reverse_index(self) -> None:
        top, bottom = self._region()
        if self.cursor.y == top:
            self._move_lines(top, bottom, -1)
        else:
            self.cursor.y = max(self.cursor.y - 1, 0)

    def insert_lines(self, count: int | None = None) -> None:
        self._lines_at_cursor(-(count or 1))

    def delete_lines(self, count: int | None = None) -> None:
        self._lines_at_cursor(count or 1)

    def _lines_at_cursor(self, by: int) -> None:
        top, bottom = self._region()
        if top <= self.cursor.y <= bottom:
            self._move_lines(self.cursor.y, bottom, by)
            self.carriage_return()

    def scroll_up(self, count: int | None = None) -> None:
        self._move_lines(*self._region(), count or 1)

    def scroll_down(self, count: int | None = None) -> None:
        self._move_lines(*self._region(), -(count or 1))

    def set_margins(self, top: int | None = None, bottom: int | None = None) -> None:
        super().set_margins(top, bottom)
        self.cursor_position()

    def cursor_up(self, count: int | None = None) -> None:
        top, _ = self._region()
        self.cursor.y = max(self.cursor.y - (count or 1), top if self.cursor.y >= top else 0)

    def cursor_down(self, count: int | None = None) -> None:
        _, bottom = self._region()
        self.cursor.y = min(self.cursor.y + (count or 1), bottom if self.cursor.y <= bottom else self.lines - 1)

    # Writing

    def draw(self, data: str) -> None:
        for character in data:
            wide = wcwidth(character)
            if wide > 0:
                x = min(self.cursor.x, self.columns - wide)
                self._break_up(x)
                self._break_up(x + wide)
                self._last = character
            super().draw(character)

    def _break_up(self, x: int) -> None:
        """A wide character whose second half stands at x is gone."""
        line = self.buffer[self.cursor.y]
        if 0 < x < self.columns and line[x].data == "":
            for half in (x - 1, x):
                line[half] = line[half]._replace(data=" ")

    def repeat(self, count: int | None = None) -> None:
        self.draw(self._last * (count or 1))

    def select_graphic_rendition(self, *attrs: int) -> None:
        dim = self.cursor.attrs.blink  # pyte has no dim, and nothing here blinks
        for code in attrs or (0,):
            dim = True if code == _DIM else False if code in (0, 22) else dim
        super().select_graphic_rendition(*attrs)
        self.cursor.attrs = self.cursor.attrs._replace(blink=dim)

    # Modes and answers

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        if _ALTERNATE in modes and kwargs.get("private") and self._first is None:
            self._first = (dict(self.buffer), self.cursor.x, self.cursor.y)
            self.buffer.clear()
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        if _ALTERNATE in modes and kwargs.get("private") and self._first is not None:
            self.buffer.clear()
            rows, self.cursor.x, self.cursor.y = self._first
            self.buffer.update(rows)
            self._first = None
        super().reset_mode(*modes, **kwargs)

    def bell(self, *args: Any) -> None:
        self.bells += 1

    def write_process_input(self, data: str) -> None:
        self.replies.append(data)

    # Reading

    def cells(self, y: int) -> list[tuple[object, ...]]:
        """What a person sees of a row: character, colours, flags. A blank has no foreground and is not bold."""
        return [_seen(self.buffer[y][x]) for x in range(self.columns)]


def _seen(cell: Char) -> tuple[object, ...]:
    front, back = (_MISSPELT.get(colour, colour) for colour in (cell.fg, cell.bg))
    flags = cell.bold, cell.blink, cell.italics
    if cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough):
        front, flags = "default", (False, False, False)
    return (cell.data, front, back, *flags, cell.underscore, cell.reverse, cell.strikethrough)


_MORE = {"S": "scroll_up", "T": "scroll_down", "b": "repeat"}


class Stream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, **_MORE}
    events = pyte.ByteStream.events | frozenset(_MORE.values())
