"""A list, a text and a line to write on under curses, as a measure of what a terminal library of its own kind takes.

``python -m tests.bench.curses_peer FILE``: the lines of the file before the first empty one are the list, the
rest is the text. ``j`` and ``k`` move, Enter opens the text, Space pages, ``r`` writes, Esc goes back, ``q`` leaves.
"""

from __future__ import annotations

import curses
import os
import sys
from pathlib import Path


class Peer:
    def __init__(self, window: curses.window, file: Path) -> None:
        head, _, body = file.read_text("utf-8").partition("\n\n")
        self.window = window
        self.list, self.text = head.split("\n"), body.split("\n")
        self.at = self.top = 0
        self.reading = False
        self.written: str | None = None
        curses.curs_set(1)
        window.idlok(True)
        window.scrollok(False)

    @property
    def page(self) -> int:
        return int(curses.LINES) - 2

    def draw(self) -> None:
        lines = self.text if self.reading else self.list
        self.window.erase()
        self.window.addstr(0, 1, "Living With Anxiety", curses.A_BOLD)
        for y, line in enumerate(lines[self.top : self.top + self.page], 1):
            self.window.addstr(y, 0, f" {'>' if self.top + y - 1 == self.at and not self.reading else ' '} {line}"[:79])
        self.window.addstr(self.page + 1, 1, "Enter open  Space on  Esc back  q leave")
        if self.written is None:
            self.window.move(1 if self.reading else 1 + self.at - self.top, 1)
        else:
            self._draw_written(self.written)
        self.window.refresh()

    def _draw_written(self, written: str) -> None:
        """In the last rows, over what is read."""
        for y, text in (
            (self.page - 2, " Reply:"),
            (self.page - 1, f" {written[:78]}"),
            (self.page, f" {written[78:]}"),
        ):
            self.window.move(y, 0)
            self.window.clrtoeol()
            self.window.addstr(y, 0, text[:79])
        if len(written) <= 78:
            self.window.move(self.page - 1, 1 + len(written))

    def press(self, key: str) -> bool:
        lines = self.text if self.reading else self.list
        if self.written is not None:
            self.written = None if key == "\x1b" else self.written + key
        elif key == "r":
            self.written = ""
        elif key in "jk" and not self.reading:
            self.at = min(max(0, self.at + (1 if key == "j" else -1)), len(lines) - 1)
            self.top = min(max(self.top, self.at - self.page + 1), self.at)
        elif key in "jk":
            self.top = min(max(0, self.top + (1 if key == "j" else -1)), len(lines) - self.page)
        elif key == " ":
            self.top = min(self.top + self.page - 1, max(0, len(lines) - self.page))
        elif key in "\r\n":
            self.reading, self.top = True, 0
        elif key == "\x1b":
            self.reading, self.top = False, max(0, self.at - self.page + 1)
        return key != "q" or self.written is not None


def main(window: curses.window) -> None:
    peer = Peer(window, Path(sys.argv[1]))
    peer.draw()
    while peer.press(str(window.get_wch())):
        peer.draw()


if __name__ == "__main__":
    os.environ.setdefault("ESCDELAY", "25")
    curses.wrapper(main)
