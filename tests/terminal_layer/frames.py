"""Random screens, and their replay: what a terminal shows after every frame is compared cell by cell."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from tests.terminal_layer.emulator import COLOURS, Screen, Stream
from tuigroup.terminal.capabilities import Capabilities, guess
from tuigroup.terminal.cells import BOLD, DIM, ITALIC, REVERSE, STRIKE, STYLE, UNDERLINE, glyph, parts, style
from tuigroup.terminal.encode import encode
from tuigroup.terminal.grid import Grid, Row, cut
from tuigroup.terminal.remote import Remote

XTERM = replace(guess("xterm-256color"), repeat=True, fill=True)
SETS: dict[str, Capabilities] = {
    "xterm": XTERM,
    "tmux": guess("tmux-256color"),
    "screen": replace(guess("screen"), colours=8),
    "linux": guess("linux"),
    "vt100": guess("vt100"),
    "vt220": guess("vt220"),
    "putty": guess("putty"),
    "bare": guess("somebody's own"),
    "no regions": replace(XTERM, region=False, reverse_index=False),
    "no reverse index": replace(XTERM, reverse_index=False, lines=False),
    "up only": replace(guess("vt100"), reverse_index=False),
    "no tabs": replace(XTERM, tabs=False, column=False),
    "ascii": replace(XTERM, utf8=False, marks=False, colours=0),
    "no corner": replace(XTERM, corner=False, region=False, lines=False),
}
_WORDS = ("hello", "world", "a", "  ", "-----------", "support", "    x    ", "=======================", "I", "...")
_WIDE = ("日本", "é", "ñandú", "q̃", "x̌yz", "ﬁ", "字", "naïve", "한글", "🙂", "→")


def seen(row: Row) -> list[tuple[object, ...]]:
    """A row of cells as ``Screen.cells`` would read it."""
    out: list[tuple[object, ...]] = []
    for cell in row:
        front, back, flags = parts(cell & STYLE)
        bold, dim, italic = (bool(flags & flag) for flag in (BOLD, DIM, ITALIC))
        under, back_to_front, struck = (bool(flags & flag) for flag in (UNDERLINE, REVERSE, STRIKE))
        text = glyph(cell)
        if text == " " and not (under or back_to_front or struck):
            front, bold, dim, italic = -1, False, False, False
        out.append((text, _colour(front), _colour(back), bold, dim, italic, under, back_to_front, struck))
    return out


def _colour(number: int) -> str:
    return COLOURS[number] if number >= 0 else "default"


class Story:
    """A person's screen over time, in random but repeatable steps."""

    def __init__(self, seed: int, caps: Capabilities, width: int = 60, height: int = 16) -> None:
        self.random = random.Random(seed)
        self.remote = Remote(width, height, caps)
        self.words: tuple[str, ...] = _WORDS + _WIDE if self.random.random() < 0.7 else _WORDS
        ground = style(background=self.random.randint(0, 7)) if caps.colours and self.random.random() < 0.3 else 0
        self.styles = [ground] * 4 + [self._style() for _ in range(5)]

    def _style(self) -> int:
        caps, pick = self.remote.caps, self.random
        front, back = (pick.randint(-1, caps.colours - 1) for _ in range(2)) if caps.colours else (-1, -1)
        return style(
            front, back, pick.choice([0, 0, BOLD, DIM, ITALIC, UNDERLINE, REVERSE, STRIKE, 63, 17]) & caps.flags
        )

    def cells(self, text: str) -> list[int]:
        caps = self.remote.caps
        return encode(text, self.random.choice(self.styles), utf8=caps.utf8, marks=caps.marks)

    def line(self) -> Row:
        width, pick = self.remote.want.width, self.random
        made: list[int] = []
        while len(made) < width:
            made += self.cells(pick.choice(self.words) + " " * pick.choice([0, 1, 1, 8, 20]))
        row = Grid(width, 1)
        row.put(0, 0, made)
        return row.rows[0]

    def step(self) -> None:
        """Change something: scroll a part, draw everything, a line, some words, type, insert, delete, move."""
        want, pick = self.remote.want, self.random
        height, width = want.height, want.width
        kind = pick.random()
        if kind < 0.25:
            by, top = pick.randint(1, 5), pick.randint(0, height - 8)
            bottom = pick.randint(top + 6, height - 1)
            part = want.rows[top : bottom + 1]
            fresh = [self.line() for _ in range(by)]
            want.rows[top : bottom + 1] = part[by:] + fresh if pick.random() < 0.5 else fresh + part[:-by]
            want.dirty.update(range(height))
        elif kind < 0.4:
            for y in range(height):
                blank = self.cells(" " * width)
                want.put(y, 0, self.line() if pick.random() < 0.6 else blank)
        elif kind < 0.6:
            want.put(pick.randrange(height), 0, self.line())
        elif kind < 0.75:
            self._shift(pick.randrange(height), pick.randrange(width - 8), pick.randint(-4, 4))
        else:
            for _ in range(pick.randint(1, 6)):
                text = pick.choice(["z", "hello", "  ", "日", "x\u030c"])
                want.put(pick.randrange(height), pick.randrange(width - 8), self.cells(text))
        self.remote.cursor = (pick.randrange(width), pick.randrange(height))

    def _shift(self, y: int, x: int, by: int) -> None:
        want = self.remote.want
        row = want.rows[y][:]
        rest = row[x:]
        want.put(y, 0, self.cells(" " * want.width))
        want.put(y, 0, cut(row, x))
        want.put(y, x, self.cells("+" * by) if by > 0 else [])
        want.put(y, x + max(by, 0), _whole(rest[max(-by, 0) :]))


def _whole(cells: Row) -> Row:
    """Without half a character at the beginning."""
    return cells[1:] if cells and 0 <= cells[0] < 1 << 16 else cells


class Mismatch(AssertionError):
    """A terminal shows something else than it should."""


def replay(seed: int, caps: Capabilities, frames: int) -> Iterator[bytes]:
    """Frames of a story, each compared with what an emulator shows after it; raises Mismatch."""
    story = Story(seed, caps)
    remote = story.remote
    screen = Screen(remote.want.width, remote.want.height, fill=caps.fill)
    stream = Stream(screen)
    if caps.corner:
        stream.feed(b"\x1b[?7l")
    for number in range(frames):
        story.step()
        if story.random.random() < 0.02:
            stream.feed(b"\x1b[3;9r\x1b[7mrubbish\x1b[5;5H\x1b[31mfrom elsewhere")
            remote.forget()
        data = remote.frame()
        stream.feed(data)
        compare(remote, screen, f"seed {seed}, frame {number}, after {data!r}")
        yield data


def compare(remote: Remote, screen: Screen, after: str) -> None:
    """Raises Mismatch where a cell or the cursor differs from what was sent for."""
    shown = remote.shown
    for y in range(shown.height):
        expected, found = seen(shown.rows[y]), screen.cells(y)
        if expected != found:
            wrong = [(x, one, two) for x, (one, two) in enumerate(zip(expected, found, strict=True)) if one != two]
            raise Mismatch(f"row {y}: {wrong[:3]}\n{after}")
    if (screen.cursor.x, screen.cursor.y) != remote.place:
        raise Mismatch(f"the cursor is at {screen.cursor.x, screen.cursor.y}, not {remote.place}\n{after}")
