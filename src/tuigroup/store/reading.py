"""Posts in reading order: a tree, depth first, replies by time. Pure.

A post whose parent is not here stands under the first post; parents that go round in a circle are no trap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from tuigroup.store.rows import PostRow, Ref


def in_reading_order(posts: Iterable[PostRow], thread: Ref) -> list[PostRow]:
    """The rows with their depth and whom they answer. They come in the order they were written."""
    by_ref = {post.ref: post for post in posts}
    children: defaultdict[Ref | None, list[PostRow]] = defaultdict(list)
    for post in by_ref.values():
        children[_above(post, by_ref, thread)].append(post)
    out: list[PostRow] = []
    placed: set[Ref] = set()
    _walk(children, [(post, 0) for post in children[None]], by_ref, placed, out)
    for post in by_ref.values():
        if post.ref not in placed:  # part of a circle
            _walk(children, [(post, 1)], by_ref, placed, out)
    return out


def _above(post: PostRow, by_ref: dict[Ref, PostRow], thread: Ref) -> Ref | None:
    if post.ref == thread:
        return None
    if post.parent in by_ref and post.parent != post.ref:
        return post.parent
    return thread if thread in by_ref else None


def _walk(
    children: dict[Ref | None, list[PostRow]],
    start: list[tuple[PostRow, int]],
    by_ref: dict[Ref, PostRow],
    placed: set[Ref],
    out: list[PostRow],
) -> None:
    stack = list(reversed(start))
    while stack:
        post, depth = stack.pop()
        if post.ref in placed:
            continue
        placed.add(post.ref)
        parent = by_ref.get(post.parent) if post.parent is not None else None
        out.append(replace(post, depth=depth, answers=parent.alias if parent else ""))
        stack.extend((child, depth + 1) for child in reversed(children.get(post.ref, [])))
