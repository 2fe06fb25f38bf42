"""A thread as a tree of posts. Only the posts in sight are laid out, so a thousand are as quick as ten.

The view is anchored to a post and a line in it, never to a line of the whole. The widget announces where the
marker stands and what was really shown; reading and writing the store is its screen's work.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from tuigroup.store.rows import PostRow, Ref
from tuigroup.ui.bindings import bindings
from tuigroup.ui.widgets.pane import Pane
from tuigroup.ui.widgets.post_view import MARGIN
from tuigroup.ui.widgets.strips import barred, scrolled, strip
from tuigroup.ui.widgets.thread_lines import Reading, Spot, ThreadLines
from tuigroup.views.lines import Line, line
from tuigroup.views.tree import Tree


class ThreadTree(Pane):
    """Arrows go from post to post, through long ones line by line; pages go on, and at the end ``Ended`` is said."""

    BINDINGS = bindings("down", "up", "on", "page_down", "page_up", "first", "last", "open")
    margin = 3

    class Moved(Message):
        """The marker stands on another post."""

    class Opened(Message):
        """Enter was pressed on a post."""

        def __init__(self, ref: Ref) -> None:
            super().__init__()
            self.ref = ref

    class Shown(Message):
        """These unread posts were on the screen to their last line."""

        def __init__(self, refs: tuple[Ref, ...]) -> None:
            super().__init__()
            self.refs = refs

    class Ended(Message):
        """Space was pressed at the end."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines = ThreadLines()
        self._top_line = Spot(0, 0)
        self._marker: Ref | None = None
        self._view: list[Spot] | None = None
        self._told: set[Ref] = set()

    # What is shown

    @property
    def order(self) -> Tree:
        return self._lines.order

    @property
    def reading(self) -> Reading:
        return self._lines.reading

    @property
    def marker(self) -> Ref | None:
        """The post that the marker stands on."""
        return self._marker

    @property
    def post(self) -> PostRow | None:
        return self.order.post(self._marker)

    def show(self, posts: Sequence[PostRow], folded: Collection[Ref], reading: Reading) -> None:
        """Replace the posts. What stands at the top stays there, by its post."""
        before = self._lines.post(self._top_line.item)
        self._lines = lines = ThreadLines(posts, folded, reading)
        lines.set_room(self.size.width)
        anchor = lines.item(before.ref if before else None)
        self._top_line = Spot(max(0, anchor), self._top_line.within if anchor >= 0 else 0)
        self._marker = lines.order.standing_for(self._marker) if self._marker is not None else None
        if self._marker is None and posts:
            self._marker = lines.ref(max(0, anchor))
        self.fit()

    def begin(self, posts: Sequence[PostRow], folded: Collection[Ref], reading: Reading) -> None:
        """Show another thread, from its top."""
        self._marker, self._top_line, self._lines = None, Spot(0, 0), ThreadLines()
        self.show(posts, folded, reading)

    def stay_with(self, before: Ref, after: Ref) -> None:
        """A post is named otherwise now: what stood on it stays on it."""
        if self._marker == before:
            self._marker = after

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter does something only where a note can veil or unveil words."""
        post = self.post
        if action == "open":
            return post is not None and self._lines.noted(post)
        return True

    # Where to go

    def go(self, ref: Ref, *, top: bool = False) -> bool:
        """Put the marker on a post, or the fold that hides it; at the top of the pane where asked, else into sight."""
        item = self._lines.item(ref)
        if item < 0:
            return False
        before, self._marker = self._lines.item(self._marker), ref
        if top:
            moved = self._move(self._lines.inside(Spot(item, 0), self.page))
        else:
            moved = self._move(self._lines.showing(item, self._top_line, self.page))
        if not moved:
            self._redraw_starts(before, item)
        self.post_message(self.Moved())
        return True

    def action_down(self) -> None:
        item = self._lines.item(self._marker)
        if item >= 0 and not self._ends_in_view(item):
            self._scroll(1)
        elif item + 1 < len(self.order.seen):
            self.go(self._lines.ref(item + 1))
        else:
            self._scroll(1)

    def action_up(self) -> None:
        item = self._lines.item(self._marker)
        if item >= 0 and Spot(item, 0) < self._top_line:
            self._scroll(-1)
        elif item > 0:
            self.go(self._lines.ref(item - 1))
        else:
            self._scroll(-1)

    def action_on(self) -> None:
        if self.at_end:
            self.post_message(self.Ended())
        else:
            self.action_page_down()

    def action_page_down(self) -> None:
        if self._scroll(max(1, self.page - 1)):
            self._mark_in_view()
        elif self.order.seen:
            self.go(self._lines.ref(len(self.order.seen) - 1))

    def action_page_up(self) -> None:
        if self._scroll(-max(1, self.page - 1)):
            self._mark_in_view()
        elif self.order.seen:
            self.go(self._lines.ref(0))

    def action_first(self) -> None:
        if self.order.seen:
            self.go(self._lines.ref(0), top=True)

    def action_last(self) -> None:
        if self.order.seen:
            self._move(self._lines.lowest(self.page))
            self.go(self._lines.ref(len(self.order.seen) - 1))

    def action_open(self) -> None:
        if self._marker is not None:
            self.post_message(self.Opened(self._marker))

    # The view

    @property
    def at_end(self) -> bool:
        view = self._in_view()
        return self._lines.count == 0 or (bool(view) and view[-1] >= self._lines.end)

    def _in_view(self) -> list[Spot]:
        """The lines on the pane."""
        if self._view is None:
            self._view = self._lines.view(self._top_line, self.size.height)
        return self._view

    def _ends_in_view(self, item: int) -> bool:
        view = self._in_view()
        return bool(view) and view[-1] >= self._lines.last_line(item)

    def _scroll(self, by: int) -> bool:
        if not self._lines.count:
            return False
        top = self._lines.inside(self._lines.walk(self._top_line, by), self.page)
        return self._move(max(top, self._top_line) if by > 0 else top)

    def _move(self, top: Spot) -> bool:
        """True where the view is another now."""
        if top == self._top_line:
            return False
        self._top_line = top
        self._changed()
        return True

    def _mark_in_view(self) -> None:
        """The marker goes to the first post that begins on the pane, else to the one that fills it."""
        view = self._in_view()
        marker = self._lines.item(self._marker)
        if any(spot == Spot(marker, 0) for spot in view):
            return
        posts = [spot for spot in view if spot.item < len(self.order.seen)]
        if posts:
            self._marker = self._lines.ref(next((spot.item for spot in posts if spot.within == 0), posts[0].item))
            self.post_message(self.Moved())

    def make_room(self, height: int) -> None:
        """Scroll so that the post with the marker stands in the first ``height`` lines; the rest is covered."""
        item = self._lines.item(self._marker)
        if item >= 0 and height > 0:
            self._move(self._lines.showing(item, self._top_line, height))

    def fit(self) -> None:
        """The view stays inside what there is, and is drawn again."""
        if self.size.height:
            self._top_line = self._lines.inside(self._top_line, self.page)
        self._changed()

    def _changed(self) -> None:
        self._view = None
        self.refresh()
        self.call_after_refresh(self.settle)

    def settle(self) -> None:
        """The view stands: say what was shown, and put the terminal's cursor on the marker."""
        if not self.is_attached or not self.size.height:
            return
        view = self._in_view()
        shown = []
        for index in dict.fromkeys(spot.item for spot in view):
            post = self._lines.post(index)
            if post is not None and post.unread and post.ref not in self._told and self._ends_in_view(index):
                shown.append(post.ref)
        if shown and self.app.screen is self.screen:  # not behind a question, which covers some of it
            self._told.update(shown)
            self.post_message(self.Shown(tuple(shown)))
        if self.has_focus and self.app.screen is self.screen:  # below a reply the cursor is the reply's
            marker = Spot(self._lines.item(self._marker), 0)
            row = next((y for y, spot in enumerate(view) if spot == marker), 0)
            x, y = self.content_region.offset
            self.app.cursor_position = Offset(x + 1, y + row)

    def redraw(self, index: int | None = None, *, margin: bool = False) -> None:
        self._changed()

    def render_line(self, y: int) -> Strip:
        view, look, room = self._in_view(), self.look, self.size.width
        if y >= len(view):
            return Strip([Segment(" " * room, look.base)], room)
        spot = view[y]
        found = self._lines.lines(spot.item)[spot.within]
        marked = self.can_focus and spot.within == 0 and spot.item == self._lines.item(self._marker)
        drawn = strip(_marked(found) if marked else found, room, look)
        if not look.rich:
            return drawn
        drawn = barred(drawn) if marked else drawn
        if len(view) < self.page:
            return drawn
        count = self._lines.count + self.page  # posts stand for lines, of which not all are laid out
        return scrolled(drawn, y, self.page, self._top_line.item, count, look)

    def on_resize(self, event: events.Resize) -> None:
        self._lines.set_room(self.size.width)
        self.fit()
        item = self._lines.item(self._marker)
        if item >= 0:
            self._move(self._lines.showing(item, self._top_line, self.page))

    def on_focus(self, event: events.Focus) -> None:
        self.settle()

    def _redraw_starts(self, *indexes: int) -> None:
        """Only the first lines of these items."""
        for y, spot in enumerate(self._in_view()):
            if spot.within == 0 and spot.item in indexes:
                self.refresh(Region(0, y, self.size.width, 1))
        self.call_after_refresh(self.settle)


def _marked(of: Line) -> Line:
    """A post's first line with the marker in the column that was left free for it."""
    (blank, style), *rest = of
    return line(blank[:MARGIN], (">", "mark"), (blank[MARGIN + 1 :], style), *rest)
