"""The steps that are counted: one evening in the sample community, one in the long thread, and the curses program's.

Nothing that a step brings is left out: what follows a typed character counts as typing, and a new screen counts until
nothing more comes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import Final

from tests.bench.seat import QUIET, Journey, Seat
from tests.bench.texts import Corpus

DOWN, PAGE, SPACE, ENTER, ESCAPE = "j", "\x1b[6~", " ", "\r", "\x1b"
IDLE: Final = 30  # seconds
SOON: Final = 0.25  # seconds of quiet after a small step
SAVED: Final = 2.5  # seconds after which a draft is on disk
SENTENCE: Final = (
    "An evening in July, no wind, and the kettle on for whoever comes by; I thought of you all twice today."
)


def type_(seat: Seat, journey: Journey) -> None:
    """A sentence of more than a line, each character by itself.

    With the first one comes what goes along with a post (its note, whose alias, the buttons); the word that the draft
    is on disk, and a word taken to the next line, count with the others.
    """
    first, others = SENTENCE[0], SENTENCE[1:]
    journey.add("type the first character, with what goes along with a post", seat.step(first, quiet=SOON))
    total = sum(seat.step(letter, quiet=SOON) for letter in others) + seat.step("", quiet=SAVED)
    journey.add("type a character", total / len(others))


def idle(seat: Seat, journey: Journey) -> None:
    journey.add("idle for 30 s", seat.step("", quiet=IDLE))


def sample(argv: Sequence[str], home: Path) -> tuple[Journey, list[bytes]]:
    """The sample community: every list a member meets, a thread, a reply; also what every step brought."""
    journey, seat = Journey(), Seat(argv, home)
    try:
        seat.wait("q leave")
        seat.settle(1.0)
        journey.add("start", len(seat.seen))
        for name, key, seen, downs in (
            ("today", "", "", 6),
            ("directory", "d", r"\d+ groups", 12),
            ("library", "l", "not here|saved", 6),
            ("settings", "s", "Look", 4),
        ):
            if key:
                journey.add(f"open {name}", seat.step(key, seen))
            found = [seat.step(DOWN, quiet=SOON) for _ in range(downs)]
            journey.add("cursor down", *found)
            journey.add(f"cursor down in {name}", *found)
            if key:
                journey.add("back", seat.step(ESCAPE, "q leave"))
        seat.step("g")
        journey.add("open a thread", seat.step(ENTER, r"\d+ posts"))
        journey.add("to the next post of a thread", *[seat.step(DOWN) for _ in range(4)])
        journey.add("open compose, where what is answered has to move up", seat.step("r", "Reply to"))
        type_(seat, journey)
        idle(seat, journey)
        seat.step(ESCAPE, "Space on")
        idle(seat, journey)
        journey.add("back", seat.step(ESCAPE, "q leave"))
        return journey, seat.pieces
    finally:
        seat.close()


def long_thread(argv: Sequence[str], home: Path, told: Corpus) -> tuple[Journey, list[bytes]]:
    """The long thread from its beginning to its end, then a list of threads; also what every step brought."""
    journey, seat = Journey(), Seat(argv, home)
    try:
        seat.wait("q leave")
        seat.settle(1.0)
        journey.add("start", len(seat.seen))
        seat.step("d", "50 groups")
        journey.add("page down", *[seat.step(PAGE) for _ in range(2)])
        journey.add("back", seat.step(ESCAPE, "q leave"))
        seat.step(ENTER, "40 threads")
        journey.add("open a thread", seat.step(ENTER, f"{len(told.thread)} posts"))
        _compose(seat, journey)
        _read(seat, journey, told)
        _list(seat, journey)
        idle(seat, journey)
        return journey, seat.pieces
    finally:
        seat.close()


def _compose(seat: Seat, journey: Journey) -> None:
    """An answer to the first post; it stays a draft."""
    journey.add("open compose", seat.step("r", "Reply to"))
    type_(seat, journey)
    seat.step(ESCAPE, "Space on")


def _read(seat: Seat, journey: Journey, told: Corpus) -> None:
    """To the end of the thread, page by page, every word of it; then back to its board."""
    pages = list(journey.steps["open a thread"])
    words = set(seat.text().split())
    while True:
        found = seat.step(SPACE)
        if not found or f" {len(told.thread)} posts" not in seat.text().splitlines()[0]:
            break  # at the end Space goes on to another thread
        pages.append(found)
        words |= set(seat.text().split())
    unseen = {word for post in told.thread for word in post.body.split()} - words
    assert not unseen, f"not all of the thread was shown: {sorted(unseen)[:9]}"
    journey.add("read the thread", sum(pages))
    journey.add("page down", *pages[1:])
    while "40 threads" not in seat.text():
        found = seat.step(ESCAPE)
        if "40 threads" in seat.text():
            journey.add("back", found)


def _list(seat: Seat, journey: Journey) -> None:
    while "> " not in seat.text().splitlines()[-2][:4]:
        found = seat.step(DOWN)
        journey.add("cursor down", found)
        journey.add("cursor down in a board", found)
    journey.add("scroll one line", *[seat.step(DOWN) for _ in range(8)])
    journey.add("page down", seat.step(PAGE))


def peer(home: Path, told: Corpus) -> Journey:
    """The same steps of the curses program over the same titles and the same text."""
    file = home / "peer.txt"
    posts = [f"{post.by}\n" + "\n".join(f"| {one}" for one in wrap(post.body, 74)) + "\n" for post in told.thread]
    file.write_text("\n".join(head.title for head in told.board) + "\n\n" + "\n".join(posts), "utf-8")
    journey = Journey()
    seat = Seat([sys.executable, "-m", "tests.bench.curses_peer", str(file)], home)
    try:
        seat.wait("q leave")
        seat.settle()
        journey.add("start", len(seat.seen))
        journey.add("cursor down", *[seat.step(DOWN, quiet=SOON) for _ in range(21)])
        journey.add("scroll one line", *[seat.step(DOWN, quiet=SOON) for _ in range(8)])
        pages = [seat.step(ENTER)]
        journey.add("open a thread", pages[0])
        journey.add("open compose", seat.step("r", "Reply:"))
        type_(seat, journey)
        idle(seat, journey)
        seat.step(ESCAPE)
        while found := seat.step(SPACE, quiet=QUIET):
            pages.append(found)
        journey.add("page down", *pages[1:])
        journey.add("read the thread", sum(pages))
        journey.add("back", seat.step(ESCAPE))
    finally:
        seat.close()
    return journey
