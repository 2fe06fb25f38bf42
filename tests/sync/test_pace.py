"""Backoff, budgets and rests, without a clock."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuigroup.sync import pace
from tuigroup.sync.pace import Pace, Timing
from tuigroup.wire import limits


def least(count: int) -> bytes:
    return bytes(count)


def test_tries_come_ever_more_rarely_but_never_all_at_once_nor_never() -> None:
    tried = Pace(os.urandom)
    for count in range(1, 30):
        tried.failed()
        whole = min(pace.LONGEST, pace.FIRST * 2 ** (count - 1))
        assert whole / 2 <= tried.backoff() <= whole
    tried.reset()
    assert not tried.failing


def test_a_server_that_asks_to_wait_is_waited_for_within_reason() -> None:
    tried = Pace(least)
    tried.failed(retry_after=77)
    assert tried.backoff() == 77
    tried.failed(retry_after=1e9)
    assert tried.backoff() == pace.LONGEST
    tried.failed()
    assert tried.backoff() < 10


def test_rest_lasts_until_the_interval_the_next_minute_due_or_a_person() -> None:
    calm = Pace(least)
    assert calm.rest(1000, 900, 300, 0) == 200
    assert calm.rest(2000, 900, 300, 0) == 0
    assert calm.rest(1000, 900, None, 0) is None
    assert calm.rest(1000, 900, None, 20) == 200 + pace.SLACK
    assert calm.rest(1000, 900, 600, 3) == pace.SLACK
    calm.failed()
    assert calm.rest(1000, 900, None, 0) == 1.0


def tail(size: int, seconds: float) -> Timing:
    """An answer of which so much came after its first piece, half a second's worth at that rate, on a 0.6 s line."""
    piece = int(size / seconds / 2)
    return Timing(1.1, size + piece, 1.1 + seconds, size, seconds)


def test_the_first_page_is_there_two_seconds_after_it_was_asked_for() -> None:
    line = Pace(least)
    assert line.budget(foreground=True) == 2 * pace.ASSUMED
    line.measured(tail(20_000, 8.0))
    assert line.rate == 2500
    assert line.trip == pytest.approx(0.6)
    assert line.budget(foreground=True) == int(1.4 * 2500)
    # An answer nobody waits for takes two seconds of the line, and so does a part of a text.
    assert line.budget(foreground=False) == line.piece() == 5000


def test_a_packet_that_took_its_time_is_no_way_there() -> None:
    line = Pace(least)
    line.measured(tail(20_000, 8.0))
    for _ in range(5):
        line.measured(Timing(0.6 + 1448 / 2500, 1448, 0.6 + 1448 / 2500))
    assert line.trip == pytest.approx(0.6)


def test_behind_a_first_page_comes_what_takes_no_longer_than_two_seconds_and_asking_anew() -> None:
    line = Pace(least)
    line.measured(tail(20_000, 8.0))
    assert line.behind() == int(2500 * 2.6)


def test_a_line_that_is_slow_to_answer_still_gives_something() -> None:
    line = Pace(least)
    line.measured(Timing(4.0, 9000, 12.0, 8000, 8.0))
    assert line.budget(foreground=True) == pace.LEAST
    line.measured(tail(64_000, 1.0))
    assert line.budget(foreground=True) > pace.LEAST


def test_larger_and_later_measurements_count_for_more() -> None:
    line = Pace(least)
    line.measured(tail(20_000, 8.0))
    line.measured(tail(1500, 0.001))  # two segments that came together
    assert line.rate < 3500
    for _ in range(8):
        line.measured(tail(20_000, 2.0))
    assert 8000 < line.rate < 10_000


def test_an_answer_in_one_piece_proves_that_the_line_is_no_slower() -> None:
    line = Pace(least)
    line.measured(Timing(0.004, 3000, 0.005))
    assert line.rate == 600_000
    assert line.budget(foreground=True) == limits.DEFAULT_BUDGET
    # What was measured on a large one counts for more than that.
    line.measured(tail(20_000, 8.0))
    assert line.rate == 2500


def test_small_answers_and_clocks_that_stand_still_say_little_of_the_line() -> None:
    line = Pace(least)
    line.measured(Timing(0.6, 300, 0.7, 100, 0.01))
    line.measured(Timing(0.0, 50_000, 0.0, 40_000, 0.0))
    assert line.rate == 0
    assert line.budget(foreground=False) == 2 * pace.ASSUMED


def test_what_the_server_held_back_says_nothing_of_the_way_there() -> None:
    line = Pace(least)
    line.measured(Timing(200.0, 300, 200.0, held=True))
    assert (line.trip, line.rate) == (0, 0)


@given(
    st.lists(st.builds(Timing, *[st.floats(-1, 10**4) | st.integers(0, 10**8)] * 5, held=st.booleans()), max_size=5),
    st.booleans(),
)
def test_budgets_stay_within_what_the_wire_allows(seen: list[Timing], foreground: bool) -> None:
    line = Pace(os.urandom)
    for timing in seen:
        line.measured(timing)
    assert 256 <= line.budget(foreground=foreground) <= limits.DEFAULT_BUDGET
    assert pace.LEAST <= line.piece() <= pace.LARGEST_PIECE
