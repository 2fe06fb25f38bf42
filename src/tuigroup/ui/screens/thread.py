"""A thread as a tree: reading on, the next unread, answers and responses. What was shown counts as read.

Posts that are not here are asked for; what is here can be read and answered meanwhile.
"""

from __future__ import annotations

from contextlib import suppress

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from tuigroup import actions
from tuigroup.errors import Unwritten
from tuigroup.store.rows import Place, PostRow, Ref, ThreadRow
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.giving import Giving
from tuigroup.ui.screens.hosting import Hosting
from tuigroup.ui.screens.muting import mute_topic, topic_key
from tuigroup.ui.screens.pairing import Pairing
from tuigroup.ui.screens.written_meeting import WrittenMeeting
from tuigroup.ui.widgets.rowlist import RowList
from tuigroup.ui.widgets.thread_lines import Reading
from tuigroup.ui.widgets.thread_row import thread_row
from tuigroup.ui.widgets.thread_tree import ThreadTree
from tuigroup.views import boards, exposure, fetching, guests, muting, offers, partners, titles
from tuigroup.views.boards import is_guest
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, line, wrap
from tuigroup.views.posts import topics_folded
from tuigroup.wire import limits
from tuigroup.wire.guests import GuestSession
from tuigroup.wire.sync import WantThread
from tuigroup.wire.words import PostState


class ThreadScreen(WrittenMeeting):
    """``post`` is shown first where it is named; else the first unread one, else where one was."""

    DEFAULT_CSS = """
    ThreadScreen #list { display: none; width: 42; }
    ThreadScreen.-wide #list { display: block; }
    """
    BINDINGS = bindings(
        "next_unread", "parent", "fold", "mark_read", "exact_time", "watch", "mute", "mute_member", "mute_topic",
        "search", "update", "partner", "agree", "part", "let_be", "give", "session",
    )  # fmt: skip
    KEYS = (
        "come_in", "pass_turn", "later", "move_on", "agree", "on", "next_unread", "let_be", "reply", "decisions",
        "respond", "open", "edit", "remove", "parent", "fold", "quote", "session", "give", "watch", "report", "wish",
    )  # fmt: skip
    AUTO_FOCUS = "#tree"

    def __init__(self, group: int, thread: Ref, post: Ref | None = None) -> None:
        super().__init__()
        self.group = group
        self.thread = thread
        self.pane = ThreadTree(id="tree")
        self._wanted: Ref | None = post
        self._head: ThreadRow | None = None
        self._begun = False
        self._fresh: frozenset[Ref] = frozenset()
        self._opened: frozenset[Ref] = frozenset()
        self._exact = False
        self._asked = -1
        self.pairing = Pairing(self)
        self.giving = Giving(self)
        self.hosting = Hosting(self)

    # Words

    def crumbs(self) -> tuple[str, ...]:
        group = self.store.groups.get(self.group)
        name = shown_line(group.name, limits.GROUP_NAME) if group is not None else self.t("Group")
        title = titles.of_thread(self.t, self._head.title, limits.TITLE * 4) if self._head is not None else ""
        return name, title or self.t("A thread")

    def info(self) -> str:
        return boards.about_thread(self.t, self._head) if self._head is not None else ""

    def body(self) -> ComposeResult:
        yield from self.above()
        with Horizontal():
            yield RowList(id="list")
            yield self.pane

    @property
    def post(self) -> PostRow | None:
        return self.pane.post if self.ready else None

    @property
    def opening(self) -> PostRow | None:
        posts = self.pane.order.posts
        return posts[0] if posts else None

    @property
    def locked(self) -> bool:
        head = self._head
        return head is not None and head.head is not None and (head.locked or head.pair == partners.ASKED)

    def works(self, name: str) -> bool:
        post = self.post
        mine = self.store.groups.membership(self.group)
        match name:
            case "session":
                return self.session_here is not None and not is_guest(mine)
            case "respond" | "report" | "partner" if is_guest(mine):
                return False
            case "parent":
                return post is not None and post.depth > 0
            case "fold":
                return post is not None and self.pane.order.has_answers(post.ref)
            case "mute_topic" | "mute_member":
                return post is not None and bool(post.note if name == "mute_topic" else not post.own and post.member)
            case "partner" | "agree" | "part":
                return self.pairing.works(name, self._head, post)
            case "give":
                return offers.can_offer(self.store, post, self._head)
            case "watch" | "mute" | "mark_read":
                return self._head is not None
            case _:
                return super().works(name)

    # What is drawn

    def load(self) -> None:
        threads, pane = self.store.threads, self.pane
        self._head = threads.get(self.group, self.thread)
        if self._head is not None:
            self.thread = self._head.ref
        self.load_meeting(self._head)
        posts = partners.worded(self.t, threads.posts(self.group, self.thread), self._head)
        posts = guests.worded(self.t, self.store, posts, self._head)
        self._fresh |= {post.ref for post in posts if post.unread}
        self._follow(posts)
        pane.show(posts, self.store.marks.folded(self.group, self.thread), self._reading())
        if posts and not self._begun:
            self._begun = True
            self._wanted = self._wanted if self._wanted is not None else self._beginning(posts)
        if self._wanted is not None and self._reveal(self._wanted):
            self._wanted = None
        self._want()
        self._list()

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches(
            "threads", "posts", "outbox", "marks", "memberships", "settings", "cases", "groups", group=self.group
        )

    def _follow(self, posts: list[PostRow]) -> None:
        """A post that has got its number keeps the marker, and a post looked for is looked for by it."""
        here = {post.ref for post in posts}
        marker = self.pane.marker
        if isinstance(marker, str) and marker not in here:
            found = self.store.threads.post(self.group, marker)
            if found is not None:
                self.pane.stay_with(marker, found.ref)

    def _beginning(self, posts: list[PostRow]) -> Ref | None:
        """The first unread post from where one was, else where one was, else the first."""
        kept = self.store.marks.position(self.group, self.thread)
        unread = self.pane.order.unread_after(kept)
        return unread if unread is not None else kept

    def _reading(self) -> Reading:
        due: dict[Ref, int] = {row.key: row.due for row in self.store.outbox.rows() if row.due}
        return Reading(
            now=self.now,
            zone=self.zone,
            t=self.t,
            fresh=self._fresh,
            opened=self._opened,
            folds=topics_folded(self.store.settings.get("folds", "*")),
            due=due,
            offline=self._offline,
            exact=self._exact,
            tail=self._tail(),
            wait=self.store.casebook.decisions(self.group).wait,
        )

    @property
    def _offline(self) -> bool:
        return fetching.offline(self.engine)

    def _tail(self) -> tuple[Line, ...]:
        """What stands under the last post while some are not here."""
        head = self._head
        if isinstance(self.thread, str) or not self.store.threads.missing(self.group, self.thread):
            return self.pairing.tail(head) or self.hosting.tail(head)
        count = head.posts - head.here if head is not None else 0
        t = self.t
        if head is None or not head.here:
            some, none_here = t("The posts"), t("The posts are not here yet.")
        elif count > 0:
            some = t.plural("One more post", "{count} more posts", count)
            none_here = t.plural("One more post is not here yet.", "{count} more posts are not here yet.", count)
        else:
            some, none_here = t("What changed"), t("What changed is not here yet.")
        if self._offline:
            rest = t("You can read and answer what is here; the rest comes with the line.")
            text = none_here + " " + (rest if head is not None and head.here else t("They come with the line."))
        elif self.engine.refusal(WantThread(g=self.group, n=self.thread)):
            text = t("The server did not give the rest of this thread. What is here stays. u asks again.")
        else:
            text = t("{some}: fetching...", some=some)
        return tuple(line((f"   {found}", "dim")) for found in wrap(text, max(20, min(72, self.size.width - 8))))

    def _want(self) -> None:
        """Ask for what is not here; again only once something came."""
        if isinstance(self.thread, str) or not self.store.threads.missing(self.group, self.thread):
            return
        after = self.store.threads.after(self.group, self.thread)
        if after != self._asked and not self._offline:
            self._asked = after
            self.engine.want(WantThread(g=self.group, n=self.thread, after=after))

    def _list(self) -> None:
        """Wide terminals: the other threads of the group."""
        rows = self.store.threads.list(self.group) if self.wide else []
        self.query_one("#list", RowList).set_rows(
            (thread_row(self.t, row, self.now) for row in rows), select=("thread", self.thread)
        )

    # Where one is

    def show_post(self, ref: Ref) -> None:
        """Show this post, now or when it arrives."""
        self._wanted = ref
        if self.ready and self.is_current:
            self.load()

    def _reveal(self, ref: Ref, *, top: bool = False) -> bool:
        """Put the marker on a post, unfolding what hides it. False where it is not here."""
        pane = self.pane
        if pane.order.post(ref) is None:
            found = self.store.threads.post(self.group, ref)
            if found is None or pane.order.post(found.ref) is None:
                return False
            ref = found.ref
        over = pane.order.folds_over(ref)
        if over:
            for folded in over:
                self.store.marks.fold(self.group, folded, False)
            pane.show(pane.order.posts, self.store.marks.folded(self.group, self.thread), pane.reading)
        return pane.go(ref, top=top)

    def keep(self) -> None:
        marker = self.pane.marker if self.ready else None
        if marker is not None and self._begun and not self.outlived:
            with suppress(Unwritten):  # where one was reading is no reason to stay
                self.store.marks.set_position(self.group, self.thread, marker)

    def on_unmount(self) -> None:
        self.keep()

    def on_resize(self, event: events.Resize) -> None:
        if self.ready:
            self._list()

    def reads(self, group: int, thread: Ref) -> bool:
        return (self.group, self.thread) == (group, thread)

    def shows(self, ref: Ref) -> bool:
        return self.ready and self.pane.marker == ref

    def make_room(self, height: int) -> None:
        self.pane.make_room(height - self.pane.region.y)

    def on_screen_resume(self) -> None:
        self.hosting.resumed(self.group)
        if self.ready:
            self.call_after_refresh(self.pane.fit)

    # What the tree tells

    def on_thread_tree_moved(self, message: ThreadTree.Moved) -> None:
        self.refresh_bindings()

    def on_thread_tree_shown(self, message: ThreadTree.Shown) -> None:
        actions.mark_read(self.store, self.group, message.refs)
        self.keep()

    def on_thread_tree_ended(self, message: ThreadTree.Ended) -> None:
        self.action_next_unread()

    def on_thread_tree_opened(self, message: ThreadTree.Opened) -> None:
        if message.ref in self._opened:
            self._opened -= {message.ref}
        else:
            self._opened |= {message.ref}
            self._heavy(message.ref)
        self._redraw()

    def _heavy(self, ref: Ref) -> None:
        """What was opened is counted for who runs the group, where it is heavy."""
        post = self.store.threads.post(self.group, ref)
        if post is not None and (said := exposure.opened_post(self.t, self.store, post, self.zone)):
            self.tell(said)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        thread = message.row.item
        if isinstance(thread, ThreadRow) and thread.ref != self.thread:
            self.shell.replace("thread", group=self.group, thread=thread.ref)
        else:
            self.pane.focus()

    def on_link_changed(self, message: LinkChanged) -> None:
        self._want()
        self._redraw()

    def _redraw(self) -> None:
        pane = self.pane
        pane.show(pane.order.posts, pane.order.folded, self._reading())
        self.refresh_bindings()

    # What a member does

    def action_next_unread(self) -> None:
        marker = self.pane.marker
        here = Place(self.group, self.thread, marker if marker is not None else self.thread)
        place = self.store.threads.next_unread(after=here)
        if place is None:
            self.tell(self.t("Nothing is unread any more, here or in your other groups."))
        elif (place.group, place.thread) == (self.group, self.thread):
            if not self._reveal(place.ref, top=True):
                self.show_post(place.ref)
        else:
            self.shell.replace("thread", group=place.group, thread=place.thread, post=place.ref)

    def action_parent(self) -> None:
        marker = self.pane.marker
        above = self.pane.order.parent(marker) if marker is not None else None
        if above is not None:
            self.pane.go(above)

    def action_fold(self) -> None:
        marker = self.pane.marker
        if marker is not None:
            self.store.marks.fold(self.group, marker, marker not in self.pane.order.folded)

    def action_mark_read(self) -> None:
        self.store.marks.mark_thread_read(self.group, self.thread)
        self.tell(self.t("All of this thread counts as read."))

    def action_exact_time(self) -> None:
        self._exact = not self._exact
        self._redraw()

    def action_watch(self) -> None:
        on = self._head is None or not self._head.watched
        actions.watch(self.store, self.group, self.thread, on)
        self.tell(self.t("Watched: it comes first on your page for today.") if on else self.t("Not watched any more."))

    def action_mute(self) -> None:
        self.tell(muting.switch_thread(self.t, self.store, self.group, self.thread, self._head, topic_key(self)))

    def action_mute_topic(self) -> None:
        mute_topic(self, self.post.note if self.post is not None else "")

    def action_mute_member(self) -> None:
        post = self.post
        if post is not None and post.member and not post.own:
            self.tell(muting.switch(self.t, self.store, post))

    @property
    def session_here(self) -> GuestSession | None:
        return self.store.groups.session_of(self.group, self.thread)

    def action_session(self) -> None:
        if self.session_here is not None:
            self.hosting.menu(self.group, self.session_here)

    def action_give(self) -> None:
        if self.post is not None:
            self.giving.give(self.post)

    def action_partner(self) -> None:
        self.pairing.ask(self.post)

    def action_agree(self) -> None:
        self.pairing.agree(self._head)

    def action_part(self) -> None:
        self.pairing.part(self._head)

    def action_search(self) -> None:
        self.open("search", group=self.group)

    def action_update(self) -> None:
        self._asked = -1
        self._want()
        self.engine.wake()
        self.tell(self.t("Asking the server."))

    def taken_back(self, post: PostRow) -> None:
        """The thread may be gone with its unsent first post."""
        if post.parent is None and post.sending and post.state is PostState.SHOWN:
            self.shell.go_back()
