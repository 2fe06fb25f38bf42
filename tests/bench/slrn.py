"""The peer over SSH: slrn and tuigroup over one real sshd, the same titles and the same thread, with and without
compression; what TCP carries for a step, both ways counted by a relay.

    .venv/bin/python -m tests.bench.slrn
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.bench import nntp, terminal
from tests.bench.figures import Figures
from tests.bench.seat import Seat
from tests.bench.ssh import Counting
from tests.bench.texts import Corpus, corpus
from tests.bench.walks import DOWN, ENTER, ESCAPE, PAGE, SPACE
from tests.processes import clean_environment, free_port
from tuigroup.config import Settings

LINE, SCREEN = "\x0e", "\x04"  # down by, in slrn
DOWNS: Final = 8
SOON: Final = 0.35  # seconds of quiet after which a step is over
SSHD: Final = Path("/usr/sbin/sshd")
CONFIG: Final = """
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/key.pub
StrictModes no
PidFile none
PasswordAuthentication no
"""

Step = Callable[[str], int]


def missing() -> str:
    """What this machine lacks, '' where nothing."""
    lacks = [name for name in ("slrn", "ssh", "ssh-keygen") if shutil.which(name) is None]
    lacks += [] if SSHD.exists() else ["sshd"]
    lacks += [] if os.geteuid() == 0 else ["the rights of root"]
    return ", ".join(lacks)


@contextmanager
def plain_sshd(folder: Path) -> Iterator[int]:
    """An sshd for whoever runs this, by key; the port."""
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    port = free_port()
    (folder / "sshd_config").write_text(f"Port {port}{CONFIG.format(folder=folder)}")
    Path("/run/sshd").mkdir(exist_ok=True)
    process = subprocess.Popen([str(SSHD), "-D", "-e", "-f", str(folder / "sshd_config")], stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(20)


def over_ssh(folder: Path, port: int, compressed: bool, command: str) -> list[str]:
    options = ["StrictHostKeyChecking=no", f"UserKnownHostsFile={folder / 'known'}", f"IdentityFile={folder / 'key'}",
               "IdentityAgent=none", "LogLevel=ERROR", "ConnectionAttempts=20",
               f"Compression={'yes' if compressed else 'no'}"]  # fmt: skip
    return ["ssh", "-F", "none", *(f"-o{one}" for one in options), "-tt", "-p", str(port), "127.0.0.1", command]


def news_reader(seat: Seat, step: Step, told: Corpus) -> dict[str, float]:
    """slrn: the first group is the board, the second the thread. An end of an article takes a key of its own."""
    seat.wait("support.thread")
    seat.settle(1.0)
    step(ENTER)
    found = {"cursor down": sum(step(LINE) for _ in range(DOWNS)) / DOWNS, "page down": float(step(SCREEN))}
    step("q")
    step(LINE)
    total = step(ENTER)
    while "[0/" not in seat.text() or "end of article" not in seat.text():
        total += step(SPACE)
    return found | {"read the thread": float(total)}


def ours(seat: Seat, step: Step, told: Corpus) -> dict[str, float]:
    seat.wait("q leave")
    seat.settle(1.0)
    step(ENTER)
    seat.wait("40 threads")
    total, moved = 0, step(ENTER)
    while f" {len(told.thread)} posts" in seat.text().splitlines()[0]:
        total += moved
        moved = step(SPACE)  # at the end of the thread it goes on to another one
    while "40 threads" not in seat.text():
        step(ESCAPE)
    while "> " not in seat.text().splitlines()[6][:4]:
        step(DOWN)
    found = {"cursor down": sum(step(DOWN) for _ in range(DOWNS)) / DOWNS, "page down": float(step(PAGE))}
    return found | {"read the thread": float(total)}


def carried(argv: Sequence[str], home: Path, counting: Counting, walk: Callable[..., dict[str, float]], told: Corpus,
            ) -> dict[str, float]:  # fmt: skip
    """Bytes of TCP's payload both ways for each of the steps."""
    seat = Seat(argv, home)

    def step(keys: str) -> int:
        before = counting.relay.traffic()
        seat.step(keys, quiet=SOON)
        return (counting.relay.traffic() - before).both

    try:
        return walk(seat, step, told)
    finally:
        seat.close()


def measure(figures: Figures, told: Corpus) -> None:
    """The figures of both, or why there are none here."""
    if missing():
        figures.note(f"slrn over the same sshd: not measured, since {missing()} is missing here")
        return
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        settings = Settings(data=str(home / "kept"), sync_minutes=0)
        terminal.with_server(home / "server", lambda of: asyncio.run(terminal.prepare(home, settings, of, told)))
        (home / "newsrc").write_text(f"{nntp.BOARD}: \n{nntp.THREAD}: \n")
        (home / "slrnrc").write_text(
            'set hostname "example.org"\nset username "somebody"\nset uncollapse_threads 1\n'
            "set new_subject_breaks_threads 0\nset confirm_actions 0\ncharset display utf-8\n"
        )
        with plain_sshd(home) as port, nntp.News(nntp.groups_of(told)) as news:
            slrn = f"slrn -h 127.0.0.1 -p {news.port} -f {home}/newsrc -i {home}/slrnrc"
            environ = " ".join(f"{name}={value}" for name, value in clean_environment(home).items())
            for how, compressed in (("", False), (", compressed", True)):
                data = home / f"kept{compressed}"
                shutil.copytree(settings.data, data)
                own = f"env {environ} {sys.executable} -m tuigroup --data {data} --offline"
                for name, command, walk in (("tuigroup", own, ours), ("slrn", slrn, news_reader)):
                    counting = Counting(port)
                    try:
                        argv = over_ssh(home, counting.relay.port, compressed, command)
                        for step, size in carried(argv, home, counting, walk, told).items():
                            figures.add(f"one sshd{how}: {step}, {name}", round(size, 1), "B")
                    finally:
                        counting.close()


def main() -> int:
    told = corpus(os.environ)
    figures = Figures("slrn")
    figures.note(f"texts: {told.source}")
    measure(figures, told)
    figures.write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
