"""The kiosk's parts by themselves: settings, the staff's code, the clock, the terminal's reset, what processes get."""

from __future__ import annotations

import os
import pty
import termios
from pathlib import Path

import pytest

from tests.terminal_layer.emulator import Screen, Stream
from tuigroup.doors import hardening
from tuigroup.doors.kiosk import staff
from tuigroup.doors.kiosk.base import PublicBase, read_image, write_image
from tuigroup.doors.kiosk.settings import load
from tuigroup.doors.kiosk.terminal import Console, cleared
from tuigroup.errors import ConfigError, TuigroupError
from tuigroup.i18n import translator
from tuigroup.store import Store
from tuigroup.views.visit_clock import Phase, VisitClock
from tuigroup.views.visit_end import became, receipt


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "credential").write_text("desk-2:" + "s" * 43 + "\n")
    path = tmp_path / "kiosk.toml"
    path.write_text(f'server = "https://groups.example.org"\ndoor = "{tmp_path}/credential"\n')
    return path


def test_a_file_of_two_lines_is_enough(file: Path) -> None:
    found = load(file, {})
    assert (found.server, found.minutes, found.idle_seconds) == ("https://groups.example.org", 30, 180)
    assert load(file, {"server": "http://127.0.0.1:8000"}).server == "http://127.0.0.1:8000"


BAD = {
    "minutes = 2": "minutes must be between 5 and 480.",
    'minutes = "long"': "minutes in kiosk.toml must be a whole number.",
    "idle_seconds = 5": "idle_seconds must be between 30 and 3600.",
    'country = "Ireland"': "country must be two letters, such as IE.",
    'language = "xx"': "language must be one of en, es.",
    'theme = "loud"': "theme must be one of own, light, dark, contrast, mono.",
    'printer = "no-such-program-7 -x"': "printer must be a command that is installed",
    'staff_code = "1234"': "staff_code must be what tuigroup kiosk hash-code prints, never the code itself.",
    'pin = "abc"': "fingerprint",
    'colour = "blue"': "kiosk.toml has a setting that is not known here: colour.",
    'door = "/nowhere/credential"': "The door's credential can't be read from /nowhere/credential.",
    'server = "ftp://example.org"': "server must be an address such as https://groups.example.org.",
}


@pytest.mark.parametrize(("line", "said"), BAD.items(), ids=[line.split()[0] + str(i) for i, line in enumerate(BAD)])
def test_each_bad_value_is_one_clear_sentence(line: str, said: str, file: Path) -> None:
    name = line.split()[0]
    kept = [old for old in file.read_text().splitlines() if not old.startswith(name)]
    file.write_text("\n".join([*kept, line]))
    with pytest.raises(TuigroupError) as raised:
        load(file, {})
    told = raised.value.sentence(translator("en"))
    assert said in told
    assert "\n" not in told


def test_what_is_missing_is_said_with_how_to_mend_it(tmp_path: Path, file: Path) -> None:
    with pytest.raises(ConfigError, match="kiosk does not know its server"):
        load(_with(file, "x"), {})
    (tmp_path / "no-door.toml").write_text('server = "https://groups.example.org"')
    with pytest.raises(ConfigError, match="no credential of its own") as raised:
        load(tmp_path / "no-door.toml", {})
    assert "add-door" in raised.value.sentence(translator("en"))
    with pytest.raises(ConfigError, match="is not there"):
        load(tmp_path / "nowhere.toml", {})


def _with(file: Path, name: str) -> Path:
    made = file.with_name(f"{name}.toml")
    made.write_text("minutes = 30\n")
    return made


# The staff's code


def test_a_code_is_kept_as_a_slow_hash_and_wrong_ones_wait_ever_longer() -> None:
    now = [0.0]
    known = staff.hashed("eleven calm owls")
    assert staff.is_hash(known)
    assert "eleven" not in known
    code = staff.StaffCode(known, lambda: now[0])
    waits = []
    for _ in range(6):
        assert not code.right("guess")
        waits.append(code.wait)
        assert code.wait == 0 or not code.right("eleven calm owls"), "not even the right one before its time"
        now[0] += code.wait
    assert waits == [0, 0, 15, 30, 60, 120]
    assert code.right("eleven calm owls")
    assert not staff.StaffCode("", lambda: 0.0).right("")


# The clock


def test_the_clock_warns_at_two_thirds_and_near_its_end() -> None:
    now = [50.0]
    clock = VisitClock(30, 180, lambda: now[0])
    now[0] += 5000
    assert clock.standing().phase is Phase.GOING, "nothing is counted before it begins"
    clock.begin()

    def after(seconds: float) -> Phase:
        now[0] += seconds
        return clock.standing().phase

    assert after(119) is Phase.GOING
    assert after(1) is Phase.IDLE
    assert clock.standing().left == 60
    clock.stirred()
    assert after(0) is Phase.GOING
    assert after(180) is Phase.IDLE_OVER
    clock.stirred()
    now[0] = 50.0 + 5000 + 30 * 60 - 100
    clock.stirred()
    assert after(0) is Phase.CLOSING
    assert clock.minutes_left() == 2
    assert after(100) is Phase.TIME_OVER


# What is told of the end


@pytest.mark.parametrize("told", [None, [], "x", {"sent": "many"}, {"other": 3}])
def test_another_processs_words_are_numbers_or_nothing(told: object) -> None:
    assert not any(became(told).numbers().values())


def test_a_cut_visit_claims_nothing_of_the_server() -> None:
    said = " ".join(receipt(translator("en"), {"ended": "cut"}))
    assert "was cut off" in said
    assert "Signed out" not in said
    assert "could not be told yet" in said
    assert list(receipt(translator("en"), {})) == []


# The terminal


def test_nothing_of_the_last_visit_survives_the_reset() -> None:
    screen = Screen(80, 24)
    stream = Stream(screen)
    stream.feed(
        b"\x1b]0;marked title\x07\x1b[?1049h\x1b[?1000h\x1b[?2004h\x1b[5;9r\x1b[?7l\x1b[?25lmarked words\x1b]52;c;"
    )
    stream.feed(cleared("xterm-256color"))
    assert "".join(screen.display).strip() == ""
    assert b"\x1b[3J" in cleared("linux")
    assert b"\x1b]" not in cleared("linux"), "a console shows what it does not know"
    assert set(cleared("dumb", 30)) == {ord("\n")}


def test_the_line_is_sane_and_deaf_between_visits() -> None:
    ours, theirs = pty.openpty()
    try:
        mode = termios.tcgetattr(theirs)
        mode[0], mode[1], mode[3] = 0, 0, 0
        termios.tcsetattr(theirs, termios.TCSANOW, mode)
        console = Console(theirs, "xterm")
        console.reset()
        now = termios.tcgetattr(theirs)
        assert not now[3] & (termios.ECHO | termios.ISIG | termios.ICANON)
        console.sane()
        now = termios.tcgetattr(theirs)
        assert now[3] & termios.ECHO
        assert now[3] & termios.ISIG
        assert now[1] & termios.OPOST
        assert now[6][termios.VINTR] == b"\x03"
        console.for_lines()
        now = termios.tcgetattr(theirs)
        assert now[3] & termios.ICANON
        assert not now[3] & termios.ISIG
    finally:
        os.close(ours)
        os.close(theirs)


# What processes get


def test_a_visits_process_gets_no_home_and_nothing_that_runs_code() -> None:
    before = {
        "PATH": "/usr/bin", "HOME": "/home/library", "TERM": "xterm", "LANG": "en_IE.UTF-8", "EDITOR": "vi",
        "TEXTUAL_DRIVER": "evil:Driver", "PYTHONPATH": "/tmp/x", "LD_PRELOAD": "/tmp/x.so", "PYTHONSTARTUP": "/tmp/x",
    }  # fmt: skip
    found = hardening.environment(before)
    assert {"PATH", "TERM", "LANG"} < set(found)
    assert not {"HOME", "EDITOR", "TEXTUAL_DRIVER", "PYTHONPATH", "LD_PRELOAD", "PYTHONSTARTUP"} & set(found)
    assert hardening.environment({"TERM": "../../evil\x1b[2J"})["TERM"] == "dumb"


def test_public_data_is_shared_and_nobody_changes_it() -> None:
    store = Store.open(None)
    store.settings.set("server.info", "{}")
    base = PublicBase()
    try:
        write_image(base.end, store.image())
        assert base.seal()
        opened = Store.open(None, image=read_image(base.end))
        opened.settings.set("theme", "mono")
        again = Store.open(None, image=read_image(base.end))
        assert (again.settings.get("server.info"), again.settings.get("theme")) == ("{}", "")
        with pytest.raises(OSError):  # noqa: PT011 - the kernel's refusal
            os.pwrite(base.end, b"x", 0)
        opened.close()
        again.close()
    finally:
        base.close()
        store.close()
