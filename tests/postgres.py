"""A real PostgreSQL of the tests' own, in a temporary folder, on a unix socket only.

PostgreSQL refuses to run as root: then it runs as ``nobody``. What it writes is not meant to survive the machine
(``fsync`` off), which no test here is about.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

from sqlalchemy import NullPool, create_engine

from tuigroup_server import schema
from tuigroup_server.storage.database import Database

USUAL = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
)
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "deadlock_timeout": "100ms",  # a collision is part of some tests, and a second of waiting is not
}
READY = "database system is ready to accept connections"
SHARED = "shared"


def binaries() -> Path | None:
    """The folder of ``postgres`` and ``initdb``, from PATH or a usual place, the newest first; None without any."""
    found = shutil.which("postgres")
    usual = [path for pattern in USUAL for path in Path("/").glob(pattern.removeprefix("/"))]
    usual.sort(key=lambda path: [int(part) for part in path.parts[-2].split(".") if part.isdecimal()], reverse=True)
    for folder in [*([Path(found).resolve().parent] if found else []), *usual]:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    return None


class Postgres:
    """Started by ``start``, ended by ``stop``. Databases are named by their URLs."""

    def __init__(self, folder: Path) -> None:
        self._binaries = folder
        self._home = Path(tempfile.mkdtemp(prefix="tg-pg-"))
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        who = _somebody(self._home)
        cluster = self._home / "cluster"
        initdb: list[str | Path] = [self._binaries / "initdb", "-D", cluster, "-U", "tuigroup", "-A", "trust"]
        made = subprocess.run(
            [*initdb, "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"],
            capture_output=True,
            text=True,
            **who,
        )
        assert made.returncode == 0, made.stderr
        options: list[str] = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command: list[str | Path] = [self._binaries / "postgres", "-D", cluster, "-k", self._home, *options]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **who)
        assert self._process.stderr is not None
        told = _until_ready(self._process.stderr)
        assert READY in told, told
        threading.Thread(target=_drain, args=(self._process.stderr,), daemon=True).start()
        self._do(f"CREATE DATABASE {SHARED}")
        Database.open(self.url(SHARED)).close()

    def url(self, name: str) -> str:
        return f"postgresql://tuigroup@/{name}?host={self._home}"

    def emptied(self) -> str:
        """The one database that test after test has for itself: today's tables, and nothing in them."""
        url = self.url(SHARED)
        self.end_connections(url)
        self._do(f"TRUNCATE {', '.join([*schema.metadata.tables, 'post_words'])} RESTART IDENTITY CASCADE", SHARED)
        return url

    def database(self, more: str = "") -> str:
        """A new database without any table. ``more`` goes with CREATE DATABASE. It costs more than ``emptied``."""
        name = f"test{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} {more}")
        return self.url(name)

    def end_connections(self, url: str) -> None:
        """Every connection to a database ends, as when PostgreSQL is started anew."""
        name = url.partition("?")[0].rpartition("/")[2]
        self._do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def _do(self, statement: str, database: str = "postgres") -> None:
        engine = create_engine(self.url(database), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(20)
        shutil.rmtree(self._home, ignore_errors=True)


def _somebody(home: Path) -> dict[str, Any]:
    """Whose process it is: ours, or nobody's where we are root; the folder is theirs."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": home}


def _until_ready(log: IO[str]) -> str:
    told = ""
    for line in log:
        told += line
        if READY in line:
            break
    return told


def _drain(log: IO[str]) -> None:
    for _line in log:
        pass
