"""Fixtures for screens: a store in memory, a stub session, and an app that is not yet running."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from random import Random
from typing import Any

import pytest

from tests.ui.stubs import NOW, StubSession, StubSettings
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(None, clock=lambda: NOW, random=Random(7).randbytes)
    yield opened
    opened.close()


@pytest.fixture
def session(store: Store) -> StubSession:
    return StubSession(store)


@pytest.fixture
def make_app(session: StubSession) -> Callable[..., TuigroupApp]:
    """``make_app(first=..., settings=..., connect=...)``; then ``async with app.run_test(size=(80, 24)) as pilot``."""

    def make(**how: Any) -> TuigroupApp:
        settings = how.pop("settings", None) or StubSettings()
        return TuigroupApp(session, settings, zone=UTC, **how)

    return make
