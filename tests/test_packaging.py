"""What an installation brings along: the client without anything of the server's, and pins without an address."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.processes import clean_environment

ROOT: Final = Path(__file__).parent.parent
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PINS: Final = (ROOT / "constraints.txt").read_text("utf-8")
# What only extras may bring, with what they bring themselves.
EXTRAS: Final = {"fastapi", "starlette", "uvicorn", "sqlalchemy", "cryptography", "psycopg", "asyncssh", "sqlcipher3"}
BLOCKED: Final = "import sys\nfor name in {names!r}:\n    sys.modules[name] = None\n"


def named(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(one).name) for one in requirements}


def brought_along(name: str, found: set[str]) -> set[str]:
    """The distribution and all that it needs here, extras apart, as their own metadata says."""
    if name in found:
        return found
    found.add(name)
    for line in metadata.requires(name) or []:
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            brought_along(canonicalize_name(needed.name), found)
    return found


def test_a_plain_installation_brings_nothing_of_the_servers() -> None:
    whole = brought_along("tuigroup", set())
    assert named(PROJECT["dependencies"]) - whole <= {"backports-zstd"}, "only what a later Python has itself"
    assert whole & EXTRAS == set()


def test_the_server_is_an_extra() -> None:
    assert {"fastapi", "uvicorn", "sqlalchemy"} <= named(PROJECT["optional-dependencies"]["server"])


def test_pins_have_hashes_and_no_addresses() -> None:
    lines = [line.strip() for line in PINS.splitlines() if line.strip()]
    assert all(re.match(r"[a-z0-9][a-z0-9._-]*==[^ ]+ |--hash=sha256:[0-9a-f]{64}", line) for line in lines)
    for pinned in re.split(r"\n(?=[a-z0-9])", PINS.strip()):
        assert "--hash=sha256:" in pinned, pinned.split()[0]
    pinned_names = {canonicalize_name(name) for name in re.findall(r"^([a-z0-9._-]+)==", PINS, re.MULTILINE)}
    extras = [one for some in PROJECT["optional-dependencies"].values() for one in some]
    assert named([*PROJECT["dependencies"], *extras]) - {"tuigroup"} <= pinned_names


def test_every_part_of_the_client_is_there_without_the_servers_dependencies(tmp_path: Path) -> None:
    code = BLOCKED.format(names=sorted(EXTRAS)) + (
        "import importlib, pkgutil, tuigroup\n"
        "for found in pkgutil.walk_packages(tuigroup.__path__, 'tuigroup.'):\n"
        "    importlib.import_module(found.name)\n"
        "assert not [name for name in sys.modules if name.startswith('tuigroup_server')]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=clean_environment(tmp_path), capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_where_the_server_is_not_installed_it_is_said_how(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BLOCKED.format(names=sorted(EXTRAS)))
    environment = {**clean_environment(tmp_path), "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    for module, words in (("tuigroup_server", ["--help"]), ("tuigroup", ["demo"])):
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode != 0
        assert done.stdout == ""
        assert "pip install 'tuigroup[server]'" in done.stderr
        assert done.stderr.count("\n") == 1, "one sentence and no traceback"
