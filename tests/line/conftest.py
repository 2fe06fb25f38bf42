"""Fixtures: a community in memory, and a person at the line mode."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from tests.line.desk import Desk
from tests.ui import sample
from tests.ui.stubs import NOW
from tuigroup.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(None, clock=lambda: NOW, random=Random(7).randbytes)
    sample.fill(opened)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)
