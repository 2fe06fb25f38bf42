"""Shared by all tests: with ``--strict-skips`` a skipped test is a failed one; a PostgreSQL for those who need one."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from tests.postgres import Postgres, binaries

# How long an example takes says how busy the machine is, nothing of what is tested. The same examples each time: a
# failure is found again; the soak draws others.
settings.register_profile("sampled", deadline=None, derandomize=True)
settings.load_profile("sampled")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--strict-skips", action="store_true", help="fail where a test would be skipped")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no process is left with it when the others are done."""
    items.sort(key=lambda item: 0 if "/journeys/" in item.path.as_posix() else 1)


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
