"""Transactions: all or nothing, nested, and heard of once, after the commit."""

from __future__ import annotations

import pytest

from tests.store.community import a_store, a_thread
from tuigroup.store import StoreChanged


def test_listeners_hear_once_after_the_commit_what_was_touched() -> None:
    store = a_store()
    heard: list[StoreChanged] = []
    stop = store.subscribe(heard.append)
    with store.transaction():
        a_thread(store)
        with store.transaction():
            store.settings.set("theme", "dark")
        assert heard == []
    assert heard == [StoreChanged(frozenset({"threads", "posts", "settings"}), frozenset({1}))]
    stop()
    stop()
    store.settings.set("theme", "light")
    assert len(heard) == 1


def test_a_listener_may_write() -> None:
    store = a_store()
    heard: list[frozenset[str]] = []

    def listen(change: StoreChanged) -> None:
        heard.append(change.kinds)
        if "threads" in change.kinds:
            store.settings.set("seen", "yes")

    store.subscribe(listen)
    a_thread(store)
    assert {"settings"} in heard
    assert store.settings.get("seen") == "yes"


def test_nothing_stays_of_a_transaction_that_did_not_end_well() -> None:
    store = a_store()
    heard: list[StoreChanged] = []
    store.subscribe(heard.append)

    def half() -> None:
        with store.transaction():
            store.settings.set("theme", "dark")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert store.settings.get("theme") == ""
    assert heard == []


def test_an_inner_one_may_go_wrong_alone() -> None:
    store = a_store()

    def half() -> None:
        with store.transaction():
            store.settings.set("theme", "light")
            raise RuntimeError

    with store.transaction():
        store.settings.set("theme", "dark")
        with pytest.raises(RuntimeError):
            half()
    assert store.settings.get("theme") == "dark"


def test_nothing_is_said_where_nothing_changed() -> None:
    store = a_store()
    store.settings.set("theme", "dark")
    heard: list[StoreChanged] = []
    store.subscribe(heard.append)
    store.settings.set("theme", "dark")
    with store.transaction():
        pass
    assert heard == []
