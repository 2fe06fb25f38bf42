"""Going through the lines of a thread: every line is reached, whatever stands in the way."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.sample import MINUTE
from tuigroup.store.rows import PostRow
from tuigroup.ui.widgets.thread_lines import Reading, Spot, ThreadLines

WORDS = st.lists(st.integers(0, 60), min_size=1, max_size=12)


def made(words: list[int], *, tail: bool = False, room: int = 60) -> ThreadLines:
    posts = [
        PostRow(1, number, 1, None if number == 1 else 1, "heron", MINUTE, "word " * count, depth=min(number - 1, 3))
        for number, count in enumerate(words, 1)
    ]
    end = ((("   Two more posts.", "dim"),),) if tail else ()
    lines = ThreadLines(posts, (), Reading(MINUTE, tail=end))
    lines.set_room(room)
    return lines


def every_spot(lines: ThreadLines) -> list[Spot]:
    return [Spot(item, within) for item in range(lines.count) for within in range(len(lines.lines(item)))]


@settings(deadline=None)
@given(WORDS, st.booleans(), st.integers(0, 200), st.integers(-300, 300))
def test_walking_is_counting(words: list[int], tail: bool, start: int, by: int) -> None:
    lines = made(words, tail=tail)
    spots = every_spot(lines)
    at = min(start, len(spots) - 1)
    assert lines.walk(spots[at], by) == spots[max(0, min(at + by, len(spots) - 1))]


@settings(deadline=None)
@given(WORDS, st.booleans(), st.integers(1, 40))
def test_paging_shows_every_line(words: list[int], tail: bool, height: int) -> None:
    lines = made(words, tail=tail)
    spots = every_spot(lines)
    seen: list[Spot] = []
    top = Spot(0, 0)
    for _ in range(len(spots) + 1):
        seen += [spot for spot in lines.view(top, height) if spot not in seen]
        after = lines.inside(lines.walk(top, max(1, height - 1)), height)
        if after <= top:
            break
        top = after
    assert seen == spots


@settings(deadline=None)
@given(WORDS, st.integers(1, 40), st.integers(0, 300), st.integers(0, 300))
def test_a_view_never_shows_less_than_it_could(words: list[int], height: int, item: int, within: int) -> None:
    lines = made(words)
    top = lines.inside(Spot(item, within), height)
    assert len(lines.view(top, height)) == min(height, len(every_spot(lines)))


@settings(deadline=None)
@given(WORDS, st.integers(1, 40), st.integers(0, 11), st.integers(0, 11))
def test_an_item_is_brought_into_sight(words: list[int], height: int, wanted: int, start: int) -> None:
    lines = made(words)
    wanted, start = wanted % len(words), start % len(words)
    view = lines.view(lines.showing(wanted, lines.inside(Spot(start, 0), height), height), height)
    assert Spot(wanted, 0) in view
    if lines.last_line(wanted).within < height:
        assert lines.last_line(wanted) in view


def test_nothing_is_no_trap() -> None:
    lines = ThreadLines()
    assert lines.view(Spot(0, 0), 10) == []
    assert lines.inside(Spot(5, 5), 10) == Spot(0, 0)
    assert lines.item(None) == -1
