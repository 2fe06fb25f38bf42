"""What was read, what is watched and what is muted: kept here and in the private record, never sent to a group."""

from __future__ import annotations

from collections.abc import Iterable

from tuigroup.store import Ref, Store


def mark_read(store: Store, group: int, refs: Iterable[Ref]) -> None:
    store.marks.mark_read(group, refs)


def watch(store: Store, group: int, ref: Ref, on: bool) -> None:
    """Watches a thread, or no longer."""
    store.marks.watch(group, ref, on)


def mute(store: Store, group: int, ref: Ref, on: bool) -> None:
    """Mutes a thread: it counts as nothing new."""
    store.marks.mute(group, ref, on)


def mute_member(store: Store, group: int, member: int, on: bool) -> None:
    """Mutes somebody in this group: what they write counts as nothing new and stays folded. They are told nothing."""
    store.marks.mute_member(group, member, on)


def take_break(store: Store, group: int, on: bool) -> None:
    """Takes a break from a group, or comes back. The group is told nothing."""
    store.marks.take_break(group, on)
