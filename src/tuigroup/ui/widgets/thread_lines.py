"""The lines of a thread: each post laid out when it is first asked for, and where one gets by going so many lines.

No widget: a view is a spot at its top and a height.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple

from tuigroup.i18n import ENGLISH, Translator
from tuigroup.store.rows import PostRow, Ref
from tuigroup.ui.widgets import post_view
from tuigroup.views.lines import Line, plain
from tuigroup.views.posts import under_review, veils
from tuigroup.views.tree import Tree


class Spot(NamedTuple):
    """A line: the place of its post among those seen, and the line within it."""

    item: int
    within: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What besides the posts decides how they look. ``fresh`` are marked new, ``opened`` show what a note veils.

    ``due`` is the minute a post goes out; ``folds`` the topics that veil, None for all of them; ``tail`` stands
    under the last post. ``wait`` is how many minutes a review usually takes, 0 for unknown.
    """

    now: int
    zone: tzinfo | None = None
    fresh: frozenset[Ref] = frozenset()
    opened: frozenset[Ref] = frozenset()
    folds: frozenset[str] | None = None
    due: Mapping[Ref, int] | None = None
    offline: bool = False
    exact: bool = False
    tail: tuple[Line, ...] = ()
    wait: int = 0
    t: Translator = ENGLISH


class ThreadLines:
    """Items are the posts that no fold hides, and after them what stands at the end (``Reading.tail``)."""

    def __init__(
        self, posts: Sequence[PostRow] = (), folded: Collection[Ref] = (), reading: Reading | None = None
    ) -> None:
        self.order = Tree.of(posts, folded)
        self.reading = reading or Reading(0)
        self._room = 80
        self._laid: dict[int, Sequence[Line]] = {}

    def set_room(self, room: int) -> None:
        """The columns of the pane."""
        self._room = max(20, room)
        self._laid.clear()

    # Items

    @property
    def count(self) -> int:
        return len(self.order.seen) + (1 if self.reading.tail else 0)

    def post(self, item: int) -> PostRow | None:
        """The post of an item, None for what stands at the end and beyond."""
        return self.order.posts[self.order.seen[item]] if 0 <= item < len(self.order.seen) else None

    def ref(self, item: int) -> Ref:
        return self.order.posts[self.order.seen[item]].ref

    def item(self, ref: Ref | None) -> int:
        """The item of a post, or of the fold that stands for it; -1 where it is unknown."""
        standing = self.order.standing_for(ref) if ref is not None else None
        return self.order.rows.get(standing, -1) if standing is not None else -1

    def veiled(self, post: PostRow) -> bool:
        """Whether its words are folded behind its content note."""
        return self.noted(post) and post.ref not in self.reading.opened

    def noted(self, post: PostRow) -> bool:
        """Whether it has a note of a topic that folds, is by somebody whom the reader muted, or is under review."""
        return not post.own and (post.muted or under_review(post) or veils(post.note, self.reading.folds))

    # Lines

    def lines(self, item: int) -> Sequence[Line]:
        """The lines of an item, the empty one below it included unless it is the last."""
        found = self._laid.get(item)
        if found is None:
            post = self.post(item)
            found = self.reading.tail if post is None else post_view.lines(post, self._shape(post))
            if item == self.count - 1 and found and not plain(found[-1]):
                found = found[:-1]
            self._laid[item] = found
        return found

    def _shape(self, post: PostRow) -> post_view.Shape:
        reading = self.reading
        return post_view.Shape(
            room=self._room,
            now=reading.now,
            zone=reading.zone,
            new=post.ref in reading.fresh,
            veiled=self.veiled(post),
            hidden=self.order.hidden.get(post.ref, 0),
            due=(reading.due or {}).get(post.ref, 0),
            offline=reading.offline,
            exact=reading.exact,
            wait=reading.wait,
            t=reading.t,
        )

    @property
    def end(self) -> Spot:
        """The last line of all."""
        last = self.count - 1
        return Spot(last, len(self.lines(last)) - 1) if last >= 0 else Spot(0, 0)

    def last_line(self, item: int) -> Spot:
        """The last line of an item that says something."""
        lines = self.lines(item)
        blank = len(lines) > 1 and not plain(lines[-1])
        return Spot(item, len(lines) - (2 if blank else 1))

    def walk(self, spot: Spot, by: int) -> Spot:
        """The line that many lines further, or as far as there are any."""
        item, within = spot
        while by > 0:
            left = len(self.lines(item)) - 1 - within
            if by <= left or item + 1 >= self.count:
                return Spot(item, within + min(by, left))
            by -= left + 1
            item, within = item + 1, 0
        while by < 0:
            if -by <= within or item == 0:
                return Spot(item, max(0, within + by))
            by += within + 1
            item -= 1
            within = len(self.lines(item)) - 1
        return Spot(item, within)

    def view(self, top: Spot, height: int) -> list[Spot]:
        """The lines from ``top`` on, at most ``height``."""
        view: list[Spot] = []
        item, within = top
        while len(view) < height and item < self.count:
            view += [Spot(item, at) for at in range(within, len(self.lines(item)))]
            item, within = item + 1, 0
        return view[:height]

    # Tops of a view

    def inside(self, top: Spot, height: int) -> Spot:
        """A top near this one with which nothing is shown below the end; the end is laid out only when near."""
        if self.count == 0:
            return Spot(0, 0)
        item = max(0, min(top.item, self.count - 1))
        top = Spot(item, max(0, min(top.within, len(self.lines(item)) - 1)))
        return min(top, self.lowest(height)) if self.walk(top, height - 1) >= self.end else top

    def lowest(self, height: int) -> Spot:
        """The top with which the last line stands at the foot."""
        return self.walk(self.end, 1 - height)

    def showing(self, item: int, top: Spot, height: int) -> Spot:
        """The nearest top with which an item is in sight, from its beginning where it is longer than the view."""
        start, end = Spot(item, 0), self.last_line(item)
        view = self.view(top, height)
        if view and view[0] <= start and end <= view[-1]:
            return top
        if not view or start < top:
            return self.inside(start, height)
        return self.inside(max(min(start, self.walk(end, 1 - height)), top), height)
