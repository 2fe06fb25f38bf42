"""How many bytes the line mode writes for reading a thread to its end: the real program on a real dumb terminal.

80x24, the line off, one Enter a post; what is typed and echoed counts too, and so do the prompts.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import Final

from tests.bench.figures import Figures
from tests.bench.texts import Corpus
from tests.processes import clean_environment
from tests.terminal import Terminal

LIMIT: Final = 1.25  # times the thread's text
PROMPT: Final = b"> "
ROOT: Final = Path(__file__).parents[2]


class Ear:
    """The program on a dumb terminal; ``type`` gives what a line brought, up to the next prompt."""

    def __init__(self, kept: Path) -> None:
        argv = [sys.executable, "-m", "tuigroup", "--line", "--data", str(kept), "--offline"]
        self.terminal = Terminal(argv, clean_environment(kept.parent), term="dumb", cwd=ROOT)

    def heard(self, since: int = 0, timeout: float = 60) -> str:
        end = time.monotonic() + timeout
        while not bytes(self.terminal.seen[since:]).endswith(PROMPT):
            if time.monotonic() > end:
                raise AssertionError(bytes(self.terminal.seen[since:]).decode("utf-8", "replace"))
            self.terminal.pump(0.2)
        return bytes(self.terminal.seen[since:]).decode("utf-8")

    def type(self, line: str = "") -> str:
        before = len(self.terminal.seen)
        self.terminal.send(f"{line}\n")
        return self.heard(before)


def read_thread(kept: Path, told: Corpus) -> int:
    """Bytes from opening the thread until its last post was read to its end, every word of it."""
    posts = len(told.thread)
    ear = Ear(kept)
    try:
        ear.heard()
        places = re.findall(r"^(\d+)\. .*\bnew\b", ear.heard(), re.MULTILINE)
        listed = ear.type(places[0])
        while "lines more: Enter" in listed and not re.search(rf"\b{posts} posts", " ".join(listed.split())):
            listed += ear.type()
        row = re.findall(rf"(\d+)\. (?:(?!\d+\. ).)*?\b{posts} posts", " ".join(listed.split()))
        before = len(ear.terminal.seen)
        said = ear.type(row[0])
        while f"Post {posts} of {posts}," not in " ".join(said.split()) or "more: Enter" in said:
            said = ear.type()
        heard = bytes(ear.terminal.seen[before:]).decode("utf-8")
        unheard = {word for post in told.thread for word in post.body.split()} - set(heard.split())
        assert not unheard, f"not all of the thread was said: {sorted(unheard)[:9]}"
        return len(ear.terminal.seen) - before
    finally:
        ear.terminal.close()


def add(figures: Figures, kept: Path, told: Corpus, text: int) -> None:
    """``kept`` is a folder of the member's own that may be written to; ``text`` the thread's bytes of text."""
    found = read_thread(kept, told)
    figures.add("read the thread to its end, line mode", found, "B")
    figures.add("read the thread against its text, line mode", round(found / text, 3), "times", LIMIT)
