"""Packets through one and the same OpenSSH server: tuigroup, and slrn on the same texts as news.

    .venv/bin/python -m tests.bench.slrn

Real `ssh` clients on ptys, an sshd of the bench's own, a relay between them that counts TCP payload. slrn reads from
a news server on the same machine, whose bytes are not counted, with the settings that its distribution gives it. The
timing of keys is not hidden (ObscureKeystrokeTiming), which would add packets to both.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.bench import sshd
from tests.bench.figures import Figures
from tests.bench.newsserver import NewsServer, articles
from tests.bench.ssh import PATIENCE, Counting, Place, tell, walk
from tests.bench.sshd import Sshd
from tests.bench.sshline import Line
from tests.bench.texts import Corpus, corpus
from tests.processes import clean_environment
from tests.terminal import Terminal

QUIET: Final = 1.0  # seconds without a byte after which a step is over
NEWS: Final = "slrn"
_HOW: Final = ((", through sshd", "Compression=no"), (", through sshd, compressed", "Compression=yes"))
# The last line but one: the number of the article, and how much of it has been shown.
_ARTICLE: Final = re.compile(r"(?m)^ *(\d+) : .* -- \d+/\d+ \((\w+%?)\)$")
_DOWN, _PAGE, _ENTER = "\x0e", "\x04", "\r"


class Newsreader:
    """slrn behind ``ssh``: each ``step`` gives the bytes up and down."""

    def __init__(self, folder: Path, door: Sshd, news: NewsServer, words: str) -> None:
        self.counting = Counting(door.port)
        folder.mkdir()
        (folder / "newsrc").write_text("".join(f"{name}:\n" for name in news.groups))
        (folder / "slrnrc").write_text('hostname "example.org"\nset username "reader"\n')
        command = (
            f'exec env -i PATH=/usr/bin:/bin HOME={folder} LANG=C.UTF-8 TERM="$TERM" NNTPSERVER=127.0.0.1 '
            f"{shutil.which(NEWS)} -f {folder}/newsrc -i {folder}/slrnrc -k0 -h 127.0.0.1 -p {news.port}"
        )
        argv = door.argv(command, words, port=self.counting.relay.port)
        self.screen = Terminal(argv, clean_environment(folder), cwd=folder)

    def step(self, keys: str, seen: str = "") -> tuple[int, int]:
        before = self.counting.relay.traffic()
        count = len(self.screen.seen)
        self.screen.send(keys)
        end = time.monotonic() + PATIENCE
        while len(self.screen.seen) == count and time.monotonic() < end:
            self.screen.pump(0.1)
        if seen:
            self.screen.wait(seen)
        self.screen.settle(QUIET, 30)
        passed = self.counting.relay.traffic() - before
        return passed.up, passed.down

    def close(self) -> None:
        self.screen.close()
        self.counting.close()


def walk_news(reader: Newsreader, figures: Figures, how: str, posts: int) -> None:
    """The same way as a member's: to the first page, down a list, a page of it, and a thread to its end."""
    reader.screen.wait("News Groups: ")
    reader.screen.settle(QUIET, 30)
    how = f", slrn{how.removeprefix(',')}"
    figures.add(f"TCP payload{how}: to the first page, down", reader.counting.relay.traffic().down, "B")
    reader.step(_ENTER, "40 unread")
    tell(figures, f"cursor down{how}", [reader.step(_DOWN) for _ in range(8)][4:])
    tell(figures, f"page down{how}", [reader.step(_PAGE)])
    reader.step("q", "News Groups: ")
    reader.step(_DOWN)
    found = [reader.step(_ENTER, f"{posts} unread"), reader.step(" ", "(?m)^ *1 : ")]
    read: set[int] = set()
    while len(read) < posts:
        assert len(found) < 10 * posts, reader.screen.text()
        number, over = _place(reader)
        if not over:
            found.append(reader.step(" "))
            continue
        read.add(number)
        if len(read) < posts:  # whichever comes next in the tree
            found.append(reader.step("n", rf"(?m)^ *(?!{number} :)\d+ : "))
    figures.add(f"TCP payload{how}: read the thread to its end, down", sum(down for _, down in found), "B")
    figures.add(f"TCP payload{how}: read the thread to its end, up", sum(up for up, _ in found), "B")


def _place(reader: Newsreader) -> tuple[int, bool]:
    """The article that is shown, and whether all of it was."""
    found = _ARTICLE.search(reader.screen.text())
    assert found is not None, reader.screen.text()
    return int(found[1]), found[2] in ("All", "Bot")


def news(home: Path, told: Corpus, door: Sshd, figures: Figures) -> None:
    if shutil.which(NEWS) is None:
        figures.note("slrn is not installed, so its packets are left out")
        return
    server = NewsServer(articles(told))
    try:
        for number, (how, words) in enumerate(_HOW):
            reader = Newsreader(home / f"{NEWS}-{number}", door, server, words)
            try:
                walk_news(reader, figures, how, len(told.thread))
            finally:
                reader.close()
    finally:
        server.close()


def ours(place: Place, door: Sshd, figures: Figures) -> None:
    """The door behind OpenSSH, as `tuigroup-server openssh` writes it."""
    folder = place.home / "door"
    place.server.run("openssh", "--data", str(place.server.folder), "--to", str(folder), "--server", place.server.url)
    for (how, words), name in zip(_HOW, place.names, strict=True):
        counting = Counting(door.port)
        command = f"SSH_ORIGINAL_COMMAND='as {name}' exec {folder}/door"
        line = Line(door.argv(command, words, port=counting.relay.port, key=place.home / name), place.home)
        try:
            walk(figures, line, counting, how, len(place.told.thread), asked=True)
        finally:
            line.close()
            counting.close()


def measure(home: Path, told: Corpus, figures: Figures) -> None:
    if missing := sshd.missing():
        figures.note(f"{missing}, so what passes through sshd is left out")
        return
    place = Place(home, told, people=len(_HOW), door=False)
    door = Sshd(home / "sshd", [place.home / name for name in place.names])
    try:
        if not door.ready():
            figures.note(f"sshd lets nobody in here, so what passes through it is left out: {door.said()}")
            return
        ours(place, door, figures)
        news(home, told, door, figures)
    finally:
        door.close()
        place.close()


def main() -> int:
    told = corpus(os.environ)
    figures = Figures("slrn")
    figures.note(f"texts: {told.source}")
    with tempfile.TemporaryDirectory() as made:
        measure(Path(made), told, figures)
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
