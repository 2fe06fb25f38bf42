"""Folding and finding one's way in a tree of posts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tuigroup.store.rows import PostRow
from tuigroup.views.tree import Tree


def posts(*depths: int, unread: frozenset[int] = frozenset()) -> list[PostRow]:
    """Posts numbered from 1 with these depths."""
    return [
        PostRow(1, number, 1, None if number == 1 else 1, "heron", 0, "text", depth=depth, unread=number in unread)
        for number, depth in enumerate(depths, 1)
    ]


DEPTHS = st.lists(st.integers(0, 5), max_size=40).map(
    lambda raw: [min(depth, place) for place, depth in enumerate(raw)]
)


def seen(tree: Tree) -> list[object]:
    return [tree.posts[place].ref for place in tree.seen]


def test_a_fold_hides_what_is_below_and_says_how_much() -> None:
    tree = Tree.of(posts(0, 1, 2, 2, 1), {2})
    assert seen(tree) == [1, 2, 5]
    assert tree.hidden == {2: 2}
    assert tree.standing_for(4) == 2
    assert tree.folds_over(4) == [2]


def test_a_fold_inside_a_fold() -> None:
    tree = Tree.of(posts(0, 1, 2, 3, 1), {2, 3})
    assert seen(tree) == [1, 2, 5]
    assert tree.hidden == {2: 2}
    assert tree.folds_over(4) == [3, 2]
    assert tree.standing_for(4) == 2


def test_a_fold_on_a_post_without_answers_hides_nothing() -> None:
    tree = Tree.of(posts(0, 1), {2})
    assert seen(tree) == [1, 2]
    assert tree.hidden == {}


def test_the_parent_is_the_nearest_above_that_is_less_deep() -> None:
    tree = Tree.of(posts(0, 1, 2, 3, 2, 1))
    assert [tree.parent(ref) for ref in (1, 2, 4, 5, 6)] == [None, 1, 3, 2, 1]
    assert tree.parent(99) is None


def test_the_next_unread_goes_round() -> None:
    tree = Tree.of(posts(0, 1, 1, 1, unread=frozenset({2, 4})))
    assert [tree.unread_after(ref) for ref in (None, 1, 2, 3, 4)] == [2, 2, 4, 4, 2]
    assert tree.unread_after(4, around=False) is None
    assert Tree.of(posts(0)).unread_after(1) is None


@settings(deadline=None)
@given(DEPTHS, st.sets(st.integers(1, 40)))
def test_every_post_is_seen_or_counted_under_a_fold(depths: list[int], folded: set[int]) -> None:
    tree = Tree.of(posts(*depths), folded)
    assert len(tree.seen) + sum(tree.hidden.values()) == len(depths)
    for post in tree.posts:
        standing = tree.standing_for(post.ref)
        assert standing in tree.rows
