"""The door's parts by themselves: what a terminal may say, who may come in, the key, stretching, words, settings."""

from __future__ import annotations

import asyncio
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tuigroup.errors import BadInput, ConfigError
from tuigroup.i18n import ENGLISH
from tuigroup.session.keys import Keys
from tuigroup_server.ssh import host_key, oneshots, settings, terminals
from tuigroup_server.ssh.gate import Gate
from tuigroup_server.ssh.stretching import Busy, Stretching


@pytest.mark.parametrize(
    "term", ["xterm-256color", "screen.xterm-256color", "tmux-256color", "linux", "foot", "dumb", ""]
)
def test_known_terminals_are_believed(term: str) -> None:
    assert terminals.environ(term, {})["TERM"] == term


@pytest.mark.parametrize("term", ["../../tmp/x", "xterm;id", "xterm\n", "XTERM" * 99, "no-such", "xterm-" + "a" * 80])
def test_others_are_the_plainest(term: str) -> None:
    assert terminals.environ(term, {"LANG": "es_MX.UTF-8\x1b", "COLORTERM": "$(x)"}) == {"TERM": "vt100"}


def test_a_size_is_what_can_be_drawn() -> None:
    assert terminals.size(0, 0) == (80, 24)
    assert terminals.size(4_000_000_000, 5) == (500, 5)


def test_a_network_has_a_share_and_gives_it_back() -> None:
    gate = Gate(replace(settings.Settings(), connections=3, strangers=2, waiting=4))
    first, second = gate.enter("192.0.2.1"), gate.enter("192.0.2.200")
    assert first
    assert second
    assert gate.enter("192.0.2.3") is None
    first.known()
    third = gate.enter("::ffff:192.0.2.4")
    assert third
    second.known()
    assert gate.enter("192.0.2.5") is None
    assert gate.enter("2001:db8::1")
    assert gate.enter("2001:db8:0:ffff::1")
    assert gate.enter("2001:db8::2") is None
    for one in (first, second, third, third):
        one.leave()
    assert gate.connections == {"2001:db8::/48": 2}
    assert gate.strangers == {"2001:db8::/48": 2}


def test_the_key_is_made_once_and_nobody_else_reads_it(tmp_path: Path) -> None:
    path = host_key.ensure(tmp_path / "d")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    line = host_key.public_line(path)
    assert host_key.public_line(host_key.ensure(tmp_path / "d")) == line
    assert host_key.fingerprint(line).startswith("SHA256:")
    path.write_text("spoilt")
    with pytest.raises(ConfigError, match="can't be read"):
        host_key.public_line(path)


async def test_a_flood_of_passphrases_waits_in_a_short_queue() -> None:
    stretching, gate, most, now = Stretching(2, queue=5), threading.Event(), 0, 0

    def work() -> Keys:
        nonlocal most, now
        now += 1
        most = max(most, now)
        gate.wait(10)
        now -= 1
        return Keys("s", b"w")

    waiting = [asyncio.create_task(stretching(work)) for _ in range(5)]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await stretching(work)
    gate.set()
    assert [keys.secret for keys in await asyncio.gather(*waiting)] == ["s"] * 5
    assert most <= 2
    stretching.close()


def test_words_are_understood_and_nothing_else() -> None:
    assert oneshots.parse("read 3/412 --json", ENGLISH).where == "3/412"
    assert oneshots.parse("tuigroup post 3 --title 'One two'", ENGLISH).title == "One two"
    for words in (
        "",
        "bash",
        "status",
        "wire decode x",
        "post 3",
        "read",
        "read 1 2 3",
        "sync --nothing",
        "x" * 70_000,
    ):
        with pytest.raises(BadInput):
            oneshots.parse(words, ENGLISH)
    for words in ("help", "--help", "read --help"):
        with pytest.raises(oneshots.Told, match="usage"):
            oneshots.parse(words, ENGLISH)


def test_settings_come_from_a_file_the_environment_and_flags(tmp_path: Path) -> None:
    (tmp_path / "ssh.toml").write_text('port = 2222\nserver = "http://192.0.2.1:8460"\nguests = false\n')
    environ = {"TUIGROUP_SSH_PORT": "2223", "TUIGROUP_PORT": "1"}
    found = settings.load(tmp_path / "ssh.toml", environ, {"sessions": 5})
    assert (found.port, found.guests, found.sessions, found.server) == (2223, False, 5, "http://192.0.2.1:8460")
    with pytest.raises(ConfigError, match="port"):
        settings.load(None, {}, {"port": 70_000})
