"""Shared by all tests: with ``--strict-skips`` a skipped test is a failed one; a PostgreSQL for those who need one."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import settings

from tests.postgres import Postgres, binaries

# What takes longest; each process that runs tests begins with its part of these.
LONG: Final = (
    *(f"journeys/test_{name}.py" for name in (
        "written_meetings", "hostile_text", "meetings", "kiosk", "decisions", "demo", "two_machines", "answered",
        "guests", "goal", "facilitator", "quick_exit")),
    "server/test_unlinked.py", "linking/test_matching.py",
)  # fmt: skip

# How long an example takes says how busy the machine is, nothing of what is tested. The same examples each time: a
# failure is found again; the soak draws others.
settings.register_profile("sampled", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("sampled")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--strict-skips", action="store_true", help="fail where a test would be skipped")


@pytest.hookimpl(trylast=True)  # when it is known which are run
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, then file by file in a mixed order: some mostly wait, and others mostly work.

    Each process that runs tests has a share of pytest-xdist's worksteal: as many tests each, one after the other.
    """
    shares = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if item.path.as_posix().endswith(LONG)]
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    mixed = [file for path, file in files.items() if not path.as_posix().endswith(LONG)]
    Random(len(mixed)).shuffle(mixed)
    short = [item for file in mixed for item in file]
    size = len(items) // shares
    items.clear()
    for share in range(shares):
        first = long[share::shares]
        rest = size - len(first) if share < shares - 1 else len(short)
        items += first + short[:rest]
        del short[:rest]


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage again and again is a seventh of what the tests take."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.config.getoption("--strict-skips") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and --strict-skips allows none"
    return report


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One for each process that runs tests. Who asks for it is marked ``machine``."""
    found = binaries()
    if found is None:
        pytest.skip("PostgreSQL is not installed")
    server = Postgres(found)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """A database with today's tables and nothing in them, for this test alone."""
    return postgres.emptied()
