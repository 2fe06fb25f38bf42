"""A shared terminal: visits begin, end by every way there is, and leave nothing for the next person."""

from __future__ import annotations

import random
import re
import signal
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.journeys import escapes, kiosk
from tests.journeys.kiosk import MARK, KioskTerminal, open_sessions, until, words_in_files, words_in_process
from tests.journeys.steps import ENTER, ESCAPE, F1, SEND
from tests.processes import ServerProcess

QUICK, F10, F12 = "\x11", "\x1b[21~", "\x1b[24~"
SENTENCE = f"I have not said this to anyone, {MARK}"


class Start(Protocol):
    """``fresh`` fetches the day's public data first, which costs two processes more."""

    def __call__(self, *, fresh: bool = False, **settings: Any) -> KioskTerminal: ...


@pytest.fixture
def credential(server: ServerProcess, tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.credential"
    kiosk.end_sessions(server)
    server.run("add-door", "desk", "--kind", "kiosk", "--data", str(server.folder), "--to", str(path))
    return path


@pytest.fixture
def start(server: ServerProcess, credential: Path, tmp_path: Path) -> Iterator[Start]:
    opened: list[KioskTerminal] = []

    def begin(*, fresh: bool = False, **settings: Any) -> KioskTerminal:
        opened.append(kiosk.start(server, tmp_path / "home", credential, fresh=fresh, **settings))
        return opened[-1]

    yield begin
    for screen in opened:
        if screen.exit_code is None:
            screen.kill(signal.SIGTERM)
            screen.wait_exit(40)
        screen.close()


def nothing_left(screen: KioskTerminal, tmp_path: Path) -> None:
    """Of the marked words, anywhere where the next person could come upon them."""
    assert MARK not in screen.history()
    assert words_in_files(tmp_path / "home") == []
    assert words_in_process(screen.pid) == []


def test_a_visit_by_key_and_the_next_by_quick_exit_and_nothing_of_them_is_left(
    start: Start, server: ServerProcess, tmp_path: Path
) -> None:
    screen = start(fresh=True)
    text = screen.waiting()
    assert "Samaritans" in text
    assert "F1 crisis lines" in text
    first = screen.visit()
    screen.member()
    assert open_sessions(server) == 1
    screen.draft(SENTENCE)
    screen.press(F10, "One draft is not finished")
    screen.press("k", "The visit has ended")
    text = screen.waiting()
    assert "sealed in your private record" in text, text
    assert "Signed out at the server." in text
    assert open_sessions(server) == 0
    assert screen.visit() != first, "the next person has a process of their own"
    nothing_left(screen, tmp_path)
    screen.press("c", "high contrast")
    assert "sealed" not in screen.settle(), "the receipt is gone with the first key"

    screen.member()
    screen.wait("Draft  a reply")
    screen.draft(SENTENCE)
    screen.send(QUICK)
    screen.wait(r"(?m)^ +\d\d:\d\d$", 60)
    text = screen.settle()
    assert "tuigroup" not in text, "a clock, and nothing of what was here"
    assert "group" not in text
    assert open_sessions(server) == 0
    nothing_left(screen, tmp_path)
    screen.press("x", "sealed in your private record")


def test_a_new_account_gets_a_paper_pass(start: Start, server: ServerProcess, tmp_path: Path) -> None:
    printed = tmp_path / "printed"
    screen = start(printer=f"tee {printed}")
    screen.begin()
    screen.press(ENTER, "Sign-in name")
    assert "This screen is public" in screen.text()
    screen.press(SEND, "Recovery words")
    text = screen.settle()
    assert "This screen is public" in text
    assert apart(text), "words with their letters apart"
    screen.press(ENTER, "On paper")
    assert not apart(screen.settle()), "covered while something is asked"
    screen.press("p", "The printer has it")
    paper = printed.read_text()
    assert "Passphrase: " in paper
    assert len(paper.split("Recovery words", 1)[1].split()) > 24
    screen.press(ESCAPE, "g  go on without")
    screen.press("g", "Find a group that feels right")
    screen.press("q", "The visit has ended", 60)
    assert open_sessions(server) == 0


def apart(text: str) -> bool:
    """Whether the twelfth word stands there, its letters apart."""
    return re.search(r"12  (\w )+\w", text) is not None


def test_idle_is_warned_of_and_then_ends_it(start: Start, server: ServerProcess, tmp_path: Path) -> None:
    screen = start(idle_seconds=12)
    screen.member()
    screen.draft(SENTENCE)
    screen.wait(r"In \d seconds the visit ends")
    screen.press("x", "draft saved")
    assert "seconds the visit ends" not in screen.settle()
    assert SENTENCE in screen.text().replace("\n ", " "), "the key that goes on writes nothing"
    screen.wait(r"In \d seconds the visit ends", 30)
    screen.wait("no key was pressed for a while", 60)
    text = screen.waiting()
    assert "sealed in your private record" in text, text
    assert open_sessions(server) == 0
    nothing_left(screen, tmp_path)


@pytest.mark.soak
def test_the_clock_ends_it_and_what_was_finished_is_sent(start: Start, server: ServerProcess, tmp_path: Path) -> None:
    screen = start(minutes=0.5, idle_seconds=600)
    screen.member()
    screen.draft(SENTENCE)
    screen.wait("This visit ends")
    screen.send(SEND)
    screen.wait("its time was up", 90)
    screen.waiting()
    assert open_sessions(server) == 0
    nothing_left(screen, tmp_path)


OFTEN = (signal.SIGKILL, signal.SIGTERM)
SELDOM = (signal.SIGSEGV, signal.SIGABRT, signal.SIGHUP)


@pytest.mark.parametrize("numbers", [OFTEN, pytest.param(SELDOM, marks=pytest.mark.soak)])
def test_visits_ended_from_outside_at_any_moment(
    numbers: tuple[signal.Signals, ...], start: Start, server: ServerProcess, tmp_path: Path
) -> None:
    """One after the other at the same kiosk, as it would be."""
    moments = random.Random(int(numbers[0]))
    screen = start()
    for number in numbers:
        screen.member()
        screen.draft(SENTENCE)
        screen.settle(moments.uniform(0, 0.3))
        screen.send(MARK * moments.randrange(3))
        screen.kill_visit(number)
        expected = "ended from outside" if number in (signal.SIGTERM, signal.SIGHUP) else "was cut off"
        screen.wait(expected, 60)
        screen.waiting()
        until(lambda: open_sessions(server) == 0, screen)
        nothing_left(screen, tmp_path)
    screen.begin()


@pytest.mark.parametrize("number", [signal.SIGHUP, pytest.param(signal.SIGTERM, marks=pytest.mark.soak)])
def test_the_whole_kiosk_is_ended(number: signal.Signals, start: Start, server: ServerProcess, tmp_path: Path) -> None:
    screen = start()
    screen.member()
    screen.draft(SENTENCE)
    screen.kill(number)
    assert screen.wait_exit(40) == 128 + number
    assert open_sessions(server) == 0
    assert MARK not in screen.history()
    assert_sane(screen)
    assert words_in_files(tmp_path / "home") == []


def test_power_fails_and_the_next_start_revokes(
    start: Start, server: ServerProcess, credential: Path, tmp_path: Path
) -> None:
    """Every process is gone at once; the server has not heard a word of it."""
    screen = start()
    screen.member()
    screen.draft(SENTENCE)
    visit = screen.visit()
    screen.kill(signal.SIGKILL)
    kiosk.kill(visit)
    screen.wait_exit()
    assert open_sessions(server) == 1
    again = start()
    again.waiting()
    until(lambda: open_sessions(server) == 0, again)
    assert MARK not in again.text()
    assert words_in_files(tmp_path / "home") == []


def test_a_crash_shows_the_waiting_screen_and_writes_no_words(
    start: Start, server: ServerProcess, tmp_path: Path
) -> None:
    screen = start(
        fault=f"""
import tuigroup.ui.screens.compose as place
def action_preview(self):
    secret = "{MARK}"
    raise RuntimeError("no luck with " + secret)
place.ComposeScreen.action_preview = action_preview
"""
    )
    screen.member()
    screen.draft("a few words of mine")
    screen.send("\x10")
    text = screen.wait("ended by a fault of ours", 60)
    assert "sealed in your private record" in text, text
    assert "Traceback" not in bytes(screen.seen).decode()
    said = screen.log.read_text()
    assert "a visit crashed, report" in said
    assert "RuntimeError" in said
    assert MARK not in said
    assert MARK not in screen.history()
    assert open_sessions(server) == 0


@pytest.mark.soak
def test_a_visit_that_hangs_is_ended(start: Start, server: ServerProcess) -> None:
    screen = start()
    screen.member()
    screen.kill_visit(signal.SIGSTOP)
    screen.wait("was cut off", 90)
    until(lambda: open_sessions(server) == 0, screen)


WAYS_OUT = ["\x03", "\x1a", "\x1c", "\x04", "\x10", "\x0f", "\x1b\x1b", "\x1bx", "\x1b[15~", "\x1b[17~", "\x1b[18~",
            "\x1b[19~", "\x1b[20~", "\x1b[23~", "\x1bOP", "\x1b[200~!sh\r\x1b[201~", "\x19",
            "\x16", "\x18"]  # fmt: skip


def test_there_is_no_way_out(start: Start) -> None:
    """Whatever is typed, on the waiting screen and in a visit, the same supervisor stands and nothing else runs."""
    screen = start()
    screen.waiting()
    for keys in (*WAYS_OUT, "q", ":", "!", F10):
        screen.send(keys)
        screen.settle(0.1)
    screen.send(ESCAPE * 3)
    screen.begin()
    first = screen.visit()
    screen.press("j" + ENTER, "Sign-in name")
    screen.send("nobody" + ENTER + "half a passphrase" + "\x1b[1;2H\x03\x18")  # marked, copied, cut
    screen.press(ESCAPE, "> I have an account")
    screen.press("jj" + ENTER, "Find a group|online")
    for keys in WAYS_OUT:
        screen.send(keys)
        screen.settle(0.1)
    assert screen.visit() == first
    beside = [line for _, parent, line in kiosk.processes() if parent in (screen.pid, first)]
    assert len(beside) == 1, beside
    screen.kill(signal.SIGINT)
    screen.kill(signal.SIGQUIT)
    screen.kill(signal.SIGTSTP)
    screen.kill_visit(signal.SIGINT)
    screen.kill_visit(signal.SIGTSTP)
    screen.press(F1, "Samaritans")
    assert screen.visit() == first
    assert "OSC 52" not in escapes.read(after_begin(screen)).kinds


def after_begin(screen: KioskTerminal) -> bytes:
    """What was written since the last time the terminal was cleared."""
    return bytes(screen.seen).rpartition(b"\x1bc")[2]


def test_staff_leave_by_their_code(start: Start, server: ServerProcess) -> None:
    from tuigroup.doors.kiosk.staff import hashed

    screen = start(staff_code=hashed("eleven calm owls"))
    screen.waiting()
    screen.press(F12, "The staff's code")
    screen.send("eleven wild owls")
    screen.press(ENTER, "That is not the code")
    screen.press(F12, "The staff's code")
    screen.send("eleven calm owls" + ENTER)
    assert screen.wait_exit(40) == 0
    assert "eleven" not in screen.history()
    assert_sane(screen)


def assert_sane(screen: KioskTerminal) -> None:
    """As ``stty sane`` leaves it: keys are shown, lines are lines, Ctrl+C is a signal again."""
    local = termios.tcgetattr(screen.fd)[3]
    for flag in (termios.ECHO, termios.ICANON, termios.ISIG, termios.IEXTEN):
        assert local & flag
    written = escapes.read(bytes(screen.seen))
    for mode in (escapes.ALTERNATE, escapes.PASTE, escapes.FOCUS, *escapes.MOUSE):
        assert not written.modes.get(mode, False)


def in_lines(screen: KioskTerminal) -> None:
    """A visit in lines, up to a reply that is being written."""
    screen.wait("Enter alone begins", 60)
    screen.send("\x03\x1a\x1c")
    screen.press("directory" + ENTER, "not known|does nothing here")
    screen.press("begin" + ENTER, "I have an account")
    screen.press("2" + ENTER, "Sign-in name")
    screen.press(kiosk.MEMBER + ENTER, "not shown")
    screen.press(kiosk.PASSPHRASE + ENTER, "answered you")
    screen.press("1" + ENTER, r"Post \d+ of")
    screen.press("reply" + ENTER, "only a dot sends")
    screen.press(SENTENCE + ENTER, MARK)


def test_in_lines_for_braille(start: Start, server: ServerProcess, tmp_path: Path) -> None:
    screen = start(line_mode=True)
    in_lines(screen)
    screen.press("draft" + ENTER, "kept|draft")
    screen.press("quit" + ENTER, "One draft is not finished")
    screen.press("k" + ENTER, "sealed in your private record", 60)
    assert open_sessions(server) == 0
    nothing_left(screen, tmp_path)


@pytest.mark.soak
def test_idle_in_lines(start: Start, server: ServerProcess, tmp_path: Path) -> None:
    screen = start(line_mode=True, idle_seconds=45)
    in_lines(screen)
    screen.wait(r"In \d+ seconds the visit ends", 60)
    screen.wait("no key was pressed", 60)
    assert open_sessions(server) == 0
    nothing_left(screen, tmp_path)


def test_the_days_public_data_is_fetched_once_and_shared(start: Start, server: ServerProcess) -> None:
    screen = start(fresh=True)
    until(lambda: bool(kiosk.memory_files(screen.pid)), screen, 90)
    until(lambda: bool(kiosk.memory_files(screen.visit())), screen)
    server.kill()  # what is shown now is from here
    screen.begin()
    screen.press("jjj" + ENTER, "groups|offline|Today|directory")
    screen.press("d", "Third Floor Kettle|Porch Light")
