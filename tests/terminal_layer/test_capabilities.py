"""What terminals can do: compiled entries, names, environments."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tuigroup.terminal import terminfo
from tuigroup.terminal.capabilities import Capabilities, detect, from_entry, guess
from tuigroup.terminal.cells import BOLD, REVERSE
from tuigroup.terminal.terminfo import Entry

LEAST = {"cup": "\x1b[%i%p1%d;%p2%dH", "el": "\x1b[K", "ed": "\x1b[J", "cuf": "\x1b[%p1%dC", "cub": "\x1b[%p1%dD",
         "cuu": "\x1b[%p1%dA", "cud": "\x1b[%p1%dB"}  # fmt: skip
XTERM = LEAST | {
    "csr": "\x1b[%i%p1%d;%p2%dr", "il": "\x1b[%p1%dL", "dl": "\x1b[%p1%dM", "indn": "\x1b[%p1%dS",
    "rin": "\x1b[%p1%dT", "ri": "\x1bM", "ich": "\x1b[%p1%d@", "dch": "\x1b[%p1%dP", "ech": "\x1b[%p1%dX",
    "rep": "%p1%c\x1b[%p2%{1}%-%db", "hpa": "\x1b[%i%p1%dG", "ht": "\t", "bold": "\x1b[1m", "dim": "\x1b[2m",
    "sitm": "\x1b[3m", "smul": "\x1b[4m", "rmul": "\x1b[24m", "rev": "\x1b[7m", "op": "\x1b[39;49m",
    "smcup": "\x1b[?1049h\x1b[22;0;0t", "civis": "\x1b[?25l", "rmam": "\x1b[?7l",
}  # fmt: skip


def compiled(entry: Entry, *, wide: bool = False) -> bytes:
    """An entry as ``tic`` would write it."""
    booleans = bytearray(44)
    for name in entry.booleans:
        booleans[terminfo._BOOLEANS[name]] = 1
    numbers = [-1] * 39
    for name, value in entry.numbers.items():
        numbers[terminfo._NUMBERS[name]] = value
    offsets, table = [-1] * 414, bytearray()
    for name, text in entry.strings.items():
        offsets[terminfo._STRINGS[name]] = len(table)
        table += text.encode("latin-1") + b"\0"
    names = b"test|a terminal for tests\0"
    head = struct.pack("<6h", 0o1036 if wide else 0o432, len(names), 44, 39, 414, len(table))
    pad = b"\0" * ((len(names) + 44) % 2)
    return (
        head + names + bytes(booleans) + pad + struct.pack(f"<39{'i' if wide else 'h'}", *numbers)
        + struct.pack("<414h", *offsets) + bytes(table)
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    entry = Entry(frozenset({"am", "xenl", "bce"}), {"colors": 256, "it": 8}, XTERM)
    (tmp_path / "t").mkdir()
    (tmp_path / "74").mkdir()
    (tmp_path / "t" / "test").write_bytes(compiled(entry))
    (tmp_path / "74" / "twide").write_bytes(compiled(entry, wide=True))
    (tmp_path / "t" / "torn").write_bytes(compiled(entry)[:700])
    (tmp_path / "t" / "text").write_text("not an entry at all")
    return tmp_path


@pytest.mark.parametrize("name", ["test", "twide"])
def test_a_compiled_entry_is_read(folder: Path, name: str) -> None:
    found = detect({"TERM": name}, [folder])
    assert found == Capabilities(
        name=name, colours=16, flags=63, unset=True, lines=True, scroll=True, shift=True, erase=True, repeat=True,
        column=True, fill=True, alternate=True, hides=True,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["torn", "text", "../t/test", "t/test", "", "x" * 300, "test\0"])
def test_an_entry_that_can_not_be_read_is_none(folder: Path, name: str) -> None:
    assert terminfo.find(name, [folder / "nowhere", folder]) is None


def test_delays_are_left_out() -> None:
    entry = terminfo.read(compiled(Entry(frozenset(), {}, {"bold": "\x1b[1m$<2>", "clear": "\x1b[H\x1b[J$<50/>"})))
    assert entry.strings == {"bold": "\x1b[1m", "clear": "\x1b[H\x1b[J"}
    assert entry.numbers == {}


def test_where_entries_are_looked_for() -> None:
    environ = {"TERMINFO": "/a", "HOME": "/home/me", "TERMINFO_DIRS": "/b::/c"}
    assert [str(path) for path in terminfo.folders(environ)[:4]] == ["/a", "/home/me/.terminfo", "/b", "/c"]
    assert str(terminfo.folders({})[0]).startswith("/etc")


def test_only_what_is_spelled_as_we_spell_it_counts() -> None:
    odd = Entry(frozenset({"am"}), {"colors": 8, "it": 4}, LEAST | {"rep": "\x1b.%p1%c", "rmul": "\x1b[m", "ht": "\t"})
    found = from_entry("odd", odd)
    assert not any((found.repeat, found.unset, found.tabs, found.corner, found.colours, found.fill))
    assert found.addressable


def test_a_cursor_that_can_not_be_placed_is_no_screen() -> None:
    assert not from_entry("tty33", Entry(frozenset({"am"}), {}, {"cup": "\x1b=%p1%c"})).addressable
    assert not from_entry("dumb", Entry(frozenset(), {}, LEAST)).addressable


def test_eight_colours_stay_eight() -> None:
    entry = Entry(frozenset(), {"colors": 8}, XTERM)
    assert from_entry("xterm", entry).colours == 8
    assert from_entry("mono", replace(entry, numbers={})).colours == 0


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("xterm-kitty", "xterm"), ("tmux-256color", "screen"), ("screen.xterm-256color", "screen"), ("linux-16color",
        "linux"), ("vt100-am", "vt100"), ("vt320", "vt220"), ("putty-256color", "putty"), ("alacritty", "xterm"),
    ],
)  # fmt: skip
def test_names_without_an_entry_are_guessed(name: str, base: str) -> None:
    assert replace(guess(name), name="") == replace(guess(base), name="")
    assert not guess(name).repeat, "only terminfo promises that"


@pytest.mark.parametrize("name", ["", "dumb", "unknown"])
def test_names_that_say_there_is_no_screen(name: str) -> None:
    assert not guess(name).addressable
    assert not detect({"TERM": name} if name else {}, []).addressable


def test_an_unknown_name_gets_the_least() -> None:
    found = guess("somebody's own")
    assert found.addressable
    assert found.flags == BOLD | REVERSE
    assert not any((found.region, found.lines, found.erase, found.colours, found.tabs, found.corner))


def test_the_environment_says_more() -> None:
    assert detect({"TERM": "screen"}, []).colours == 16
    assert detect({"TERM": "linux", "COLORTERM": "truecolor"}, []).colours == 16
    assert detect({"TERM": "linux"}, []).colours == 8
    assert detect({"TERM": "xterm", "NO_COLOR": "1"}, []).colours == 0
    assert detect({"TERM": "xterm"}).addressable


@pytest.mark.parametrize(
    ("locale", "utf8"),
    [
        ({}, True), ({"LANG": "C"}, True), ({"LANG": "de_DE"}, True), ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "en_US.utf8@euro"}, True), ({"LANG": "de_DE.ISO-8859-1"}, False),
        ({"LC_ALL": "de_DE.ISO8859-15@euro", "LANG": "en_US.UTF-8"}, False),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "de_DE.ISO-8859-1"}, True),
    ],
)  # fmt: skip
def test_only_a_locale_that_says_so_takes_no_utf8(locale: dict[str, str], utf8: bool) -> None:
    found = detect({"TERM": "xterm", **locale}, [])
    assert (found.utf8, found.marks) == (utf8, utf8)


@pytest.mark.machine
@pytest.mark.parametrize(
    "name", ["xterm", "xterm-256color", "tmux-256color", "screen", "linux", "vt100", "vt220", "dumb"]
)
def test_entries_of_this_machine_say_what_curses_says(name: str) -> None:
    entry = terminfo.find(name, terminfo.folders({}))
    assert entry is not None, f"this machine has no terminfo entry for {name}"
    code = (
        "import curses, json, re, sys\nfrom tuigroup.terminal import terminfo as t\ncurses.setupterm(sys.argv[1], 1)\n"
        "print(json.dumps([sorted(n for n in t._BOOLEANS if curses.tigetflag(n) == 1),"
        " {n: curses.tigetnum(n) for n in t._NUMBERS if curses.tigetnum(n) >= 0},"
        " {n: t._PADDING.sub('', curses.tigetstr(n).decode('latin-1')) for n in t._STRINGS if curses.tigetstr(n)}]))"
    )
    said = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == [sorted(entry.booleans), dict(entry.numbers), dict(entry.strings)]
