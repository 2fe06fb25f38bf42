"""A bundle from the server to a stick and, on a machine without a network, on screens and in lines."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import Open
from tests.journeys.steps import DOWN, ENTER, ESCAPE
from tests.processes import ServerProcess, clean_environment
from tuigroup.wire import bundles
from tuigroup.wire.frames import Codec


def lines(home: Path, *words: str, text: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tuigroup", "--data", str(home / "kept"), *words],
        env=clean_environment(home), capture_output=True, text=True, input=text, timeout=60,
    )  # fmt: skip
    return done.returncode, " ".join(done.stdout.split()), " ".join(done.stderr.split())


def test_from_the_server_to_a_stick_and_away(
    signed_in: Path, server: ServerProcess, open_client: Open, tmp_path: Path
) -> None:
    home, stick = signed_in.parent.parent, tmp_path / "stick.tuigroup"
    code, said, _ = lines(home, "export-bundle", str(stick))
    assert (code, "Anybody opens it with tuigroup open FILE" in said) == (0, True)
    assert lines(home, "export-bundle", str(stick))[0] == 1, "never over another file"
    made = bundles.read(stick.read_bytes(), Codec())
    assert made.key in said
    operators = tmp_path / "operators.tuigroup"
    subprocess.run(
        [sys.executable, "-m", "tuigroup_server", "export-bundle", "--data", str(server.folder), str(operators)],
        env=clean_environment(home), check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    assert bundles.read(operators.read_bytes(), Codec()).key == made.key
    server.kill()
    away = tmp_path / "away"
    away.mkdir()
    _in_lines(away, stick)
    _on_screens(open_client, stick, made.resources[0].title)
    _refused(away, stick)


def _in_lines(away: Path, stick: Path) -> None:
    code, said, wrong = lines(away, "--line", "open", str(stick), text="1\n1\nback\nback\n2\n1\njoin\ntoday\nquit\n")
    assert (code, wrong) == (0, "")
    assert "from today" in said
    assert "This is the first bundle of this server here." in said
    assert "Directory, " in said
    assert "Who runs it" in said or "peer-led" in said
    assert said.count("That does nothing here.") == 2, "nothing is joined, and nothing is one's own"
    code, said, _ = lines(away, "--line", "open", str(stick), text="3\nquit\n")
    assert "the first bundle" not in said, "its key is known now"
    assert "emergency number" in said
    assert sorted(path.name for path in (away / "kept").iterdir()) == ["bundle-keys.json"], "and nothing else is kept"


def _on_screens(open_client: Open, stick: Path, title: str) -> None:
    screen = open_client("open", str(stick), home="elsewhere")
    screen.wait("A bundle of ")
    assert "no line: a bundle" in screen.wait("from today")
    screen.press(ENTER, "by next meeting")
    screen.press(ESCAPE, "A bundle of ")
    screen.press("l", re.escape(title[:20]))
    screen.press(ESCAPE, "A bundle of ")
    screen.send(DOWN + DOWN)
    screen.press(ENTER, "emergency number")
    screen.press(ESCAPE, "A bundle of ")
    screen.send("q")
    assert screen.wait_exit() == 0
    screen = open_client(home="welcomed")
    screen.wait("Open a bundle from a stick")
    screen.press(DOWN + ENTER, "Which file")
    screen.send(str(stick.with_name("nothing")))
    screen.press(ENTER, "There is no file of that name.")
    screen.send("\x15")
    screen.send(str(stick))
    screen.press(ENTER, "A bundle of ")
    screen.press(ESCAPE, "Open a bundle from a stick")
    screen.send("q")
    assert screen.wait_exit() == 0


def _refused(away: Path, stick: Path) -> None:
    raw = stick.read_bytes()
    for spoilt, why in (
        (raw[:-40], "This bundle ends too early."),
        (raw[:-1] + bytes([raw[-1] ^ 1]), "Something in this bundle was changed."),
        (b"a letter", "This file is no bundle of tuigroup."),
    ):
        other = stick.with_name("spoilt")
        other.write_bytes(spoilt)
        code, said, wrong = lines(away, "--line", "open", str(other))
        assert (code, said) == (1, "")
        assert why in wrong


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("unshare") is None, reason="needs namespaces")
def test_it_opens_where_there_is_no_network_at_all(signed_in: Path, server: ServerProcess, tmp_path: Path) -> None:
    home, stick = signed_in.parent.parent, tmp_path / "stick.tuigroup"
    assert lines(home, "export-bundle", str(stick))[0] == 0
    alone = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no namespaces here")
    done = subprocess.run(
        [*alone, sys.executable, "-m", "tuigroup", "--data", str(tmp_path / "kept"), "--line", "open", str(stick)],
        env=clean_environment(tmp_path), capture_output=True, text=True, input="1\nquit\n", timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Directory" in done.stdout
