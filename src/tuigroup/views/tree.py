"""A thread's posts in reading order with some of them folded: what is seen, and where to go from there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from tuigroup.store.rows import PostRow, Ref


@dataclass(frozen=True, slots=True)
class Tree:
    """``posts`` depth first; ``seen`` are the places of those that no fold hides."""

    posts: Sequence[PostRow]
    folded: frozenset[Ref] = frozenset()
    seen: tuple[int, ...] = ()
    hidden: dict[Ref, int] = field(default_factory=dict)  # how many answers a folded post hides
    places: dict[Ref, int] = field(default_factory=dict)
    rows: dict[Ref, int] = field(default_factory=dict)  # of the posts seen: which of those seen

    @classmethod
    def of(cls, posts: Sequence[PostRow], folded: Collection[Ref] = ()) -> Tree:
        """The tree; folded posts without answers hide nothing."""
        seen: list[int] = []
        hidden: dict[Ref, int] = {}
        index = 0
        while index < len(posts):
            seen.append(index)
            end = _end(posts, index) if posts[index].ref in folded else index + 1
            if end > index + 1:
                hidden[posts[index].ref] = end - index - 1
                index = end
            else:
                index += 1
        places = {post.ref: place for place, post in enumerate(posts)}
        rows = {posts[place].ref: row for row, place in enumerate(seen)}
        return cls(posts, frozenset(folded), tuple(seen), hidden, places, rows)

    def post(self, ref: Ref | None) -> PostRow | None:
        place = self.places.get(ref) if ref is not None else None
        return None if place is None else self.posts[place]

    def parent(self, ref: Ref) -> Ref | None:
        """The post above in the tree."""
        return next((self.posts[place].ref for place in self._above(ref)), None)

    def folds_over(self, ref: Ref) -> list[Ref]:
        """The folded posts that hide this one, the nearest first."""
        return [self.posts[place].ref for place in self._above(ref) if self.posts[place].ref in self.folded]

    def standing_for(self, ref: Ref) -> Ref | None:
        """The post itself where it is seen, else the outermost fold that hides it; None where it is unknown."""
        if ref not in self.places:
            return None
        over = self.folds_over(ref)
        return over[-1] if over else ref

    def unread_after(self, ref: Ref | None, *, around: bool = True) -> Ref | None:
        """The next unread post in reading order, folded or not; with ``around`` from the top again."""
        start = self.places.get(ref, -1) + 1 if ref is not None else 0
        after = [post.ref for post in self.posts[start:] if post.unread]
        before = [post.ref for post in self.posts[:start] if post.unread and post.ref != ref] if around else []
        return next(iter([*after, *before]), None)

    def has_answers(self, ref: Ref) -> bool:
        place = self.places.get(ref)
        return place is not None and _end(self.posts, place) > place + 1

    def _above(self, ref: Ref) -> Iterator[int]:
        place = self.places.get(ref)
        if place is None:
            return
        depth = self.posts[place].depth
        for above in range(place - 1, -1, -1):
            if self.posts[above].depth < depth:
                depth = self.posts[above].depth
                yield above


def _end(posts: Sequence[PostRow], index: int) -> int:
    """The place after the last answer under a post."""
    end = index + 1
    while end < len(posts) and posts[end].depth > posts[index].depth:
        end += 1
    return end
