"""A small community to put into stores, and a clock and randomness that a test moves itself."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tuigroup.store import Store
from tuigroup.wire.ops import Edit, Remove, Reply, Respond, StartThread
from tuigroup.wire.records import Author, GroupRecord, MembershipRecord, PostRecord, ThreadRecord
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import PostState, ResponseKind

ME = 7
NOW = 29_000_000  # the minute at which tests begin
HERON = Author(2, "heron")
TEALEAF = Author(3, "tealeaf")
MYSELF = Author(ME, "old_bicycle")


class Clock:
    """Seconds; moved by hand."""

    def __init__(self) -> None:
        self.now = NOW * 60.0

    def __call__(self) -> float:
        return self.now

    def minutes(self, count: int) -> None:
        self.now += count * 60


def draws() -> Callable[[int], bytes]:
    """Bytes that are never twice the same."""
    count = itertools.count(1)
    return lambda size: next(count).to_bytes(size, "big")


def a_store(path: Path | None = None, clock: Clock | None = None, *, empty: bool = False) -> Store:
    """A store whose owner is a member of group 1, Sleep."""
    store = Store.open(path, clock=clock or Clock(), random=draws())
    if not empty:
        store.groups.put_directory([group(1, "Sleep"), group(2, "Grief")], [], 1)
        store.groups.put_memberships([MembershipRecord(1, ME, "old_bicycle")])
    return store


def group(number: int, name: str) -> GroupRecord:
    return GroupRecord(number, number, name.lower(), name, f"A group about {name.lower()}.")


def post(number: int, thread: int = 1, parent: int = 0, author: Author = HERON, body: str = "") -> PostRecord:
    return PostRecord(number, thread, parent, author, NOW - 1000 + number, body or f"Words of post {number}.")


def head(number: int = 1, posts: int = 1, last: int = 0, author: Author = HERON, title: str = "") -> ThreadRecord:
    last = last or number
    return ThreadRecord(
        number, 1, title or f"Thread {number}", author, NOW - 1000 + number, NOW - 1000 + last, posts, last
    )


def removed(record: PostRecord) -> PostRecord:
    return replace(record, body="", state=PostState.REMOVED)


def a_thread(store: Store) -> None:
    """Thread 1: heron asks, tealeaf answers (2), heron answers that (3), I answered the first (4)."""
    store.threads.put_heads(1, [head(1, posts=4, last=4, title="First week")])
    store.threads.put_posts(
        1, [post(1), post(2, parent=1, author=TEALEAF), post(3, parent=2), post(4, parent=1, author=MYSELF)]
    )


def reply(store: Store, to: int | str, body: str = "Same here.", g: int = 1) -> str:
    return store.outbox.add(Reply(k=store.new_key(), g=g, to=to, body=body))


def thread(store: Store, title: str = "Mine", body: str = "My first words.", g: int = 1) -> str:
    return store.outbox.add(StartThread(k=store.new_key(), g=g, title=title, body=body))


def keys(store: Store, now: int = NOW) -> list[str]:
    return [op.k for op in store.outbox.sendable(now)]


def edit(store: Store, ref: int | str, body: str, title: str | None = None, note: str | None = None) -> str:
    return store.outbox.add(Edit(k=store.new_key(), g=1, post=ref, body=body, title=title, note=note))


def remove(store: Store, ref: int | str) -> str:
    return store.outbox.add(Remove(k=store.new_key(), g=1, post=ref))


def respond(store: Store, ref: int | str, kind: ResponseKind | None) -> str:
    return store.outbox.add(Respond(k=store.new_key(), g=1, post=ref, kind=kind))


def took(store: Store, key: str, n: int = 0, t: int = 0, **more: int) -> None:
    """The server took it."""
    store.outbox.sending([key])
    store.outbox.acked(Ack(k=key, n=n, t=t, at=more.get("at", NOW), later=more.get("later", 0)))


def refuse(store: Store, key: str, problem: str = "thread-locked", words: str = "The thread is locked.") -> None:
    store.outbox.sending([key])
    store.outbox.acked(Ack(k=key, e=problem, d=words))


def bodies(store: Store, ref: int | str = 1, g: int = 1) -> list[str]:
    return [row.body for row in store.threads.posts(g, ref)]
