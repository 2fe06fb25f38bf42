"""When frames go out, by a clock that only moves when it is told to."""

from __future__ import annotations

import pytest

from tuigroup.terminal.pacing import (
    AGAIN,
    ASK,
    ASK_ABOVE,
    HOLD,
    LARGE,
    LATE,
    MERGE,
    PATIENCE,
    SETTLE,
    TRIAL,
    WHOLE,
    Pacer,
)
from tuigroup.terminal.replies import ANSWER, Replies


def proven() -> Pacer:
    pacer = Pacer()
    pacer.changed(0)
    assert pacer.sent(0, 500) == ASK
    pacer.answered(0)
    return pacer


def test_changes_within_12_ms_are_one_frame() -> None:
    pacer = Pacer()
    pacer.changed(1.0)
    assert pacer.wait(1.0) == pytest.approx(MERGE)
    pacer.changed(1.01)
    assert pacer.wait(1.01) == pytest.approx(0.002)
    assert pacer.wait(1.012) <= 0
    assert pacer.pending
    assert pacer.sent(1.012, 5) == b""
    assert not pacer.pending
    assert pacer.wait(1.02) == 0


def test_a_new_screen_is_sent_when_it_is_whole() -> None:
    pacer = Pacer()
    pacer.changed(1.0)
    assert pacer.wait(1.012, cells=LARGE) == pytest.approx(SETTLE - 0.012)
    pacer.changed(1.03)
    assert pacer.wait(1.04, cells=LARGE) == pytest.approx(SETTLE - 0.01)
    assert pacer.wait(1.031 + SETTLE, cells=LARGE) <= 0
    pacer.changed(1.0 + HOLD)
    assert pacer.wait(1.0 + HOLD, cells=LARGE) <= 0, "however long it goes on changing"


def test_a_screen_that_is_not_whole_is_not_sent() -> None:
    pacer = Pacer()
    pacer.hold(1.0)
    pacer.changed(1.1)
    for now in (1.2, 1.0 + WHOLE - 0.01):
        assert pacer.wait(now, cells=LARGE) > 0
        assert pacer.wait(now) > 0
    pacer.release(1.3)
    assert pacer.wait(1.3, cells=2) == pytest.approx(SETTLE), "the cursor's place comes last"
    assert pacer.wait(1.301 + SETTLE, cells=2) <= 0
    pacer.hold(2.0)
    assert pacer.wait(2.0 + WHOLE, cells=LARGE) <= 0, "a program that forgets to say so freezes nothing"
    pacer.hold(5.0)
    pacer.changed(5.0)
    pacer.urge()
    assert pacer.wait(5.0 + MERGE) <= 0, "nor does it a window of another size"


def test_a_line_is_slow_when_answers_come_late_one_after_the_other() -> None:
    pacer = proven()
    now = 10.0
    for late in (True, True, False, True, True):
        pacer.sent(now, 1000)
        now += LATE + 0.1 if late else 0.1
        pacer.answered(now)
        assert not pacer.slow
    pacer.sent(now, 1000)
    pacer.urge()
    pacer.sent(now + LATE, 1000)
    pacer.answered(now + LATE + 0.1)  # the first of two questions
    assert pacer.slow


def test_nothing_new_is_sent_before_the_last_frame_was_seen() -> None:
    pacer = proven()
    pacer.changed(10)
    assert pacer.sent(10.012, ASK_ABOVE + 1) == ASK
    assert pacer.waiting
    pacer.changed(10.1)
    assert pacer.wait(10.2) > 1
    pacer.answered(0)
    assert not pacer.waiting
    assert pacer.wait(10.2) == 0


def test_small_frames_go_out_unasked_for_a_while() -> None:
    pacer = proven()
    asked = 0
    for now in range(100):
        asked += pacer.sent(now, 20) == ASK
        pacer.answered(0)
    assert 2 <= asked <= 5, "what was sent in small frames is asked for too, now and then"


def test_a_terminal_that_stops_answering_is_waited_for_and_then_not() -> None:
    pacer = proven()
    pacer.changed(20)
    pacer.sent(20, 1000)
    pacer.changed(21)
    assert pacer.wait(21.1) == pytest.approx(PATIENCE - 1.1)
    assert pacer.wait(20 + PATIENCE) == 0
    pacer.sent(30, 1000)
    pacer.changed(30)
    assert pacer.wait(30.1) == pytest.approx(TRIAL - 0.1), "less patience from now on"


def test_a_terminal_that_never_answers_is_asked_three_times() -> None:
    pacer = Pacer()
    questions = 0
    now = 0.0
    for _ in range(10):
        pacer.changed(now)
        questions += pacer.sent(now, 1000) == ASK
        now += TRIAL + 0.1
        pacer.changed(now - 0.02)
        assert pacer.wait(now) <= 0
    assert questions == 3
    assert pacer.wait(now, queued=10_000) == AGAIN, "its queue decides"
    assert pacer.wait(now, queued=10) == 0
    pacer.answered(0)
    pacer.changed(now)
    assert pacer.sent(now, 1000) == ASK, "late is not never"


def test_whoever_asks_for_the_screen_gets_it() -> None:
    pacer = proven()
    pacer.sent(50, 1000)
    assert pacer.waiting
    pacer.urge()
    assert pacer.wait(50.1) == 0
    assert pacer.sent(50.1, 10) == ASK


def test_answers_are_taken_out_of_what_is_typed() -> None:
    replies = Replies()
    assert replies.feed(b"ab" + ANSWER + b"c" + ANSWER + ANSWER, expected=True) == b"abc"
    assert replies.count == 3
    assert not replies.held


def test_an_answer_in_pieces() -> None:
    for cut in range(1, len(ANSWER)):
        replies = Replies()
        assert replies.feed(b"a" + ANSWER[:cut], expected=True) == b"a"
        assert replies.held
        assert replies.feed(ANSWER[cut:] + b"b", expected=True) == b"b"
        assert replies.count == 1


def test_what_only_began_like_an_answer_is_a_key() -> None:
    replies = Replies()
    assert replies.feed(b"\x1b", expected=True) == b""
    assert replies.feed(b"[A", expected=True) == b"\x1b[A"
    assert replies.feed(b"\x1b", expected=True) == b""
    assert replies.release() == b"\x1b"
    assert replies.release() == b""
    assert replies.feed(b"x\x1b", expected=False) == b"x\x1b", "nothing is held back without need"
