"""The line mode over real processes: a first evening through a pipe and on a dumb terminal, and how it ends."""

from __future__ import annotations

import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Open, store_path
from tests.processes import ServerProcess, clean_environment
from tests.terminal import Terminal
from tuigroup.store import Store

FIRST = "I read the bulb one twice. Bread standing up counts as dinner here too."
SECOND = "Offline now, in the stairwell, where the line never reaches. Still here."


class Pipe:
    """The program on pipes; what it says is read as it comes."""

    def __init__(self, words: list[str], home: Path) -> None:
        argv = [sys.executable, "-m", "tuigroup", "--line", "--data", str(home / "kept"), *words]
        self.process = subprocess.Popen(
            argv, env=clean_environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.seen = b""
        self._read = 0

    def press(self, typed: str, then: str) -> str:
        """Type lines and wait for what they bring; what was said since."""
        assert self.process.stdin is not None
        self._read = len(self.seen)
        self.process.stdin.write(typed.encode())
        self.process.stdin.flush()
        return self.wait(then)

    def wait(self, then: str, timeout: float = 90) -> str:
        assert self.process.stdout is not None
        end = time.monotonic() + timeout
        while not re.search(then, said := " ".join(self.seen[self._read :].decode("utf-8", "replace").split())):
            left = end - time.monotonic()
            assert left > 0, f"{then!r} was not said; said was:\n{said}"
            if select.select([self.process.stdout], [], [], min(left, 1))[0]:
                piece = self.process.stdout.read1(65536)  # type: ignore[attr-defined]
                assert piece, f"it ended before {then!r} was said:\n{said}"
                self.seen += piece
        return said

    def end(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.stdout is not None
        self.seen += self.process.stdout.read()
        return self.process.wait(30)


class Dumb:
    """The program on a dumb terminal, which it has to recognise by itself."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._read = 0

    @property
    def seen(self) -> bytes:
        return bytes(self.terminal.seen).replace(b"\r\n", b"\n")

    def press(self, typed: str, then: str) -> str:
        self._read = len(self.seen)
        self.terminal.send(typed)
        return self.wait(then)

    def wait(self, then: str, timeout: float = 90) -> str:
        end = time.monotonic() + timeout
        while not re.search(then, said := " ".join(self.seen[self._read :].decode("utf-8", "replace").split())):
            assert time.monotonic() < end, f"{then!r} was not said; said was:\n{said}"
            self.terminal.pump(0.2)
        return said

    def end(self) -> int:
        self.terminal.send("\x04")
        return self.terminal.wait_exit()


Speak = Callable[..., "Pipe | Dumb"]


@pytest.fixture(params=["pipe", "dumb terminal"])
def speak(request: pytest.FixtureRequest, tmp_path: Path, open_client: Open) -> Iterator[Speak]:
    pipes: list[Pipe] = []

    def start(*words: str) -> Pipe | Dumb:
        if request.param == "pipe":
            home = tmp_path / "home"
            home.mkdir(exist_ok=True)
            pipes.append(Pipe(list(words), home))
            return pipes[-1]
        return Dumb(open_client(*words, term="dumb", rows=200))

    yield start
    for pipe in pipes:
        if pipe.process.poll() is None:
            pipe.process.kill()
            pipe.process.wait()
        for stream in (pipe.process.stdin, pipe.process.stdout):
            if stream is not None:
                stream.close()


def plain(seen: bytes) -> bool:
    """No escape sequence and no control character but newlines."""
    return all(line.isprintable() for line in seen.decode("utf-8").split("\n"))


def test_a_first_evening(speak: Speak, server: ServerProcess, tmp_path: Path) -> None:
    desk = speak("--server", server.url)
    desk.wait("I need help now.* > ?$")
    desk.press("1\n", "Sign-in name.*text, or back> ?$")
    desk.press("\n", "Which one.*number, or back> ?$")
    said = desk.press("1\n", r"12 [a-z]+.*Which is word number \d+")
    number = re.search(r"Which is word number (\d+)", said)
    assert number is not None
    word = re.search(rf"\b{number[1]} ([a-z]+)", said)
    assert word is not None
    desk.press(f"{word[1]}\n", "Find a group that feels right.* > ?$")
    desk.press("directory third floor\n", "1. Third Floor Kettle.* > ?$")
    desk.press("1\n", "Silent study table.*Words here: join.* > ?$")
    desk.press("join\n", "Will you keep to them.*> ?$")
    desk.press("yes\n", "for this group only.*> ?$")
    desk.press("quiet_fern\n", "You are in.*What did you eat today.* > ?$")
    desk.press("today\n", "1. Third Floor Kettle.* > ?$")
    desk.press("next\n", "Post 1 of .* > ?$")
    while "Nothing is unread" not in desk.press("\n", " > ?$"):
        pass
    desk.press("1\n", "Post 1 of .* > ?$")
    desk.press("reply\n", "a line with only a dot sends.* \\. ?$")
    desk.press(f"{FIRST}\n.\n", "Bread standing up.* > ?$")
    desk.press("line\n", "What you write waits here.* > ?$")
    desk.press("reply\n", "a line with only a dot sends.* \\. ?$")
    desk.press(f"{SECOND}\n.\n", "It waits for the line.* > ?$")
    desk.press("outbox\n", "(1 thing waits|2 things wait) to be sent.* > ?$")
    assert desk.end() == 0
    assert plain(desk.seen)

    desk = speak("--server", server.url)
    desk.wait("Third Floor Kettle.* > ?$")
    for _ in range(100):
        if "Nothing waits to be sent" in desk.press("outbox\n", " > ?$"):
            break
    desk.press("search stairwell\n", "1. .*quiet_fern.* > ?$")
    assert desk.end() == 0
    assert plain(desk.seen)
    store = Store.open(store_path(tmp_path / "home", server))
    try:
        group = store.groups.joined()[0].group.group
        posts = [post for row in store.threads.list(group) for post in store.threads.posts(group, row.ref)]
        assert [post.body for post in posts if post.own and isinstance(post.ref, int)] == [FIRST, SECOND]
    finally:
        store.close()


def drafts(path: Path) -> list[str]:
    store = Store.open(path)
    try:
        return [draft.body for draft in store.drafts.all()]
    finally:
        store.close()


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL", "hang up", "end of input"])
def test_however_it_ends_what_is_written_is_kept(
    how: str, server: ServerProcess, signed_in: Path, open_client: Open
) -> None:
    screen = open_client("--line", "--offline", term="dumb", rows=200)
    desk = Dumb(screen)
    desk.wait("help for words.* > ?$")
    desk.press("next\n", "Post .* > ?$")
    desk.press("reply\n", "a line with only a dot sends.* \\. ?$")
    desk.press("A sentence that took all evening.\n", "all evening\\.(.|\n)*\\. ?$")
    if how == "hang up":
        screen.hang_up()
    elif how == "end of input":
        screen.send("\x04")
    else:
        screen.kill(signal.Signals[how])
    code = screen.wait_exit()
    assert code == {"hang up": 129, "end of input": 0}.get(how, 128 + getattr(signal, how, 0))
    assert drafts(signed_in) == ["A sentence that took all evening."]
    assert b"Traceback" not in desk.seen


def test_readline_moves_no_cursor_and_writes_no_escape(signed_in: Path, open_client: Open) -> None:
    screen = open_client("--line", "--offline", rows=200)
    desk = Dumb(screen)
    desk.wait("help for words.* > ?$")
    desk.press("setx\x7ftings\n", "Save data.* > ?$")
    assert desk.end() == 0
    assert b"\x1b" not in screen.seen


def test_a_passphrase_is_not_shown_while_it_is_typed(server: ServerProcess, open_client: Open) -> None:
    desk = Dumb(open_client("--server", server.url, term="dumb", rows=200))
    desk.wait("I need help now.* > ?$")
    desk.press("2\n", "Sign-in name.*> ?$")
    desk.press("sample-member\n", "not shown> ?$")
    desk.press("sixteen-lanterns-by-the-quiet-water\n", "Type a number.* > ?$")
    assert b"sixteen" not in desk.seen
    assert desk.end() == 0


def test_textual_is_never_imported(tmp_path: Path, server: ServerProcess, signed_in: Path) -> None:
    """A journey through every place, and what is imported at its end."""
    read = ["next", "on", "on", "quote", "Here.", "draft", "today", "directory", "1", "back", "choose", "", "", "", ""]
    rest = ["library", "search night", "outbox", "settings", "account", "help", "now", "quit"]
    lines = "\\n".join([*read, *rest])
    code = (
        "import os, sys\n"
        "read, write = os.pipe()\n"
        f"os.write(write, '''{lines}\\n'''.encode()); os.close(write); os.dup2(read, 0)\n"
        "from tuigroup.__main__ import main\n"
        "code = main(sys.argv[1:])\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'textual'], 'textual'\n"
        "assert not [name for name in sys.modules if name.startswith('tuigroup.ui')], 'ui'\n"
        "assert code == 0, code\n"
    )
    home = tmp_path / "home"
    done = subprocess.run(
        [sys.executable, "-c", code, "--line", "--offline", "--data", str(home / "kept")],
        env=clean_environment(home), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Signed in as sample-member" in done.stdout
