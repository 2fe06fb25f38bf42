"""A thread, read aloud one post at a time in its order; what was said counts as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.line import pairing, speech
from tuigroup.line.muting import WORD
from tuigroup.line.place import Item
from tuigroup.line.written_meeting import WrittenMeeting
from tuigroup.store.rows import Place as Where
from tuigroup.store.rows import PostRow, Ref, ThreadRow
from tuigroup.views import exposure, fetching, guests, markdown, muting, offers, partners
from tuigroup.views.boards import is_guest
from tuigroup.views.clean import shown_line
from tuigroup.views.posts import topics_folded, under_review, veils
from tuigroup.views.tree import Tree
from tuigroup.wire import limits
from tuigroup.wire.sync import WantThread
from tuigroup.wire.words import PostState

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


class Thread(WrittenMeeting):
    """``post`` is spoken first where it is named; else the first unread one, else where one was."""

    def __init__(self, shell: Shell, group: int, thread: Ref, post: Ref | None = None) -> None:
        super().__init__(shell)
        self.group = group
        self.thread = thread
        self._wanted = post
        self._spoken: Ref | None = None
        self._fresh: frozenset[Ref] = frozenset()
        self._exact = False

    @property
    def head(self) -> ThreadRow | None:
        return self.store.threads.get(self.group, self.thread)

    def tree(self) -> Tree:
        posts = partners.worded(self.t, self.store.threads.posts(self.group, self.thread), self.head)
        posts = guests.worded(self.t, self.store, posts, self.head)
        self._fresh |= {post.ref for post in posts if post.unread}
        return Tree.of(posts, self.store.marks.folded(self.group, self.thread))

    @property
    def post(self) -> PostRow | None:
        return self.tree().post(self._resolved(self._spoken))

    def _resolved(self, ref: Ref | None) -> Ref | None:
        return None if ref is None else self.store.threads.find(self.group, ref)

    @property
    def opening(self) -> PostRow | None:
        posts = self.tree().posts
        return posts[0] if posts else None

    @property
    def locked(self) -> bool:
        head = self.head
        return head is not None and head.head is not None and (head.locked or head.pair == partners.ASKED)

    # Saying it

    async def enter(self) -> None:
        if self._missing():
            await self.shell.arrives(WantThread(g=self.group, n=int(self.thread)))
            self.shell.used_to()

    def _missing(self) -> bool:
        return isinstance(self.thread, int) and self.store.threads.missing(self.group, self.thread)

    async def tell(self) -> None:
        self.thread = self._resolved(self.thread) or self.thread
        tree, head = self.tree(), self.head
        group = self.store.groups.get(self.group)
        if group is not None and not self._spoken and len(self.shell.stack) < 3:
            await self.say(f"{shown_line(group.name, limits.GROUP_NAME)}.")
        if head is not None:
            await self.say(speech.heading(self._reader(), head, len(tree.posts)))
            await self.tell_meeting()
        self.items = [Item("", self._opener(post)) for post in tree.posts]
        if not tree.posts:
            await self.say(*self._tail())
            return
        await self._speak(self._beginning(tree))

    def _opener(self, post: PostRow):  # type: ignore[no-untyped-def]
        return lambda: self._speak(post.ref, open_=True)

    def _beginning(self, tree: Tree) -> Ref:
        wanted, self._wanted = self._resolved(self._wanted), None
        if wanted is not None and tree.post(wanted) is not None:
            return wanted
        if tree.post(self._resolved(self._spoken)) is not None and self._spoken is not None:
            return self._spoken
        kept = self.store.marks.position(self.group, self.thread)
        found = tree.unread_after(kept)
        found = kept if found is None else found
        return found if found is not None and tree.post(found) is not None else tree.posts[0].ref

    def _reader(self) -> speech.Reader:
        return speech.Reader(self.t, self.now, self.shell.zone, self._exact)

    async def _speak(self, ref: Ref, *, open_: bool = False) -> None:
        """One post, and note that it was read."""
        ref = self._resolved(ref) or ref
        tree = self.tree()
        post = tree.post(ref)
        if post is None:
            await self.say(self.t("This post is not here yet."))
            return
        self._spoken, self.at = ref, tree.places[ref]
        reader, t = self._reader(), self.t
        await self.say(speech.post_heading(reader, post, tree.places[ref] + 1, len(tree.posts), new=ref in self._fresh))
        await self._body(post, open_=open_)
        hidden = tree.hidden.get(ref, 0)
        if hidden:
            folded = t.plural("{count} answer is folded.", "{count} answers are folded.", hidden)
            await self.say(folded)
        if tree.places[ref] == len(tree.posts) - 1:
            await self.say(*self._tail())
        actions.mark_read(self.store, self.group, [ref])
        self._fresh -= {ref}
        self.store.marks.set_position(self.group, self.thread, ref)
        self.shell.used_to()

    async def _body(self, post: PostRow, *, open_: bool) -> None:
        t, reader = self.t, self._reader()
        review = speech.reviewed(reader, post, self.store.casebook.decisions(self.group).wait)
        if post.state is PostState.REMOVED:
            await self.say(review or t("Taken back by its author."))
            return
        note = shown_line(post.note, limits.NOTE * 2)
        if note:
            await self.say(t("Note: {note}.", note=note))
        if not open_ and post.muted:
            await self.say(t("Muted; open says it."))
            return
        if not open_ and under_review(post):
            await self.say(*filter(None, (review, t("Folded; open says it."))))
            return
        if not open_ and not post.own and veils(note, topics_folded(self.store.settings.get("folds", "*"))):
            await self.say(t("Folded; open says it."), *filter(None, (speech.wished(reader, post),)))
            return
        if post.credentials:
            await self.say(shown_line(post.credentials, limits.CREDENTIALS * 2))
        await self.shell.voice.read(markdown.post(post.body).paragraphs)
        due = next((row.due for row in self.store.outbox.rows() if row.key == post.ref), 0)
        more = (
            review,
            speech.wished(reader, post),
            speech.responses(reader, post),
            speech.how_far(reader, post, due, offline=fetching.offline(self.engine)),
        )
        heavy = exposure.opened_post(t, self.store, post, self.shell.zone) if open_ else ""
        await self.say(*(sentence for sentence in (*more, heavy) if sentence))

    def _tail(self) -> list[str]:
        if not self._missing():
            session = guests.tail(self.t, self.store, self.head, self.now, self.shell.zone, "session")
            return pairing.tail(self.t, self.head) or ([session] if session else [])
        if fetching.offline(self.engine):
            return [self.t("Some posts are not here yet. They come with the line.")]
        if self.engine.refusal(WantThread(g=self.group, n=int(self.thread))):
            return [self.t("The server did not give the rest of this thread. What is here stays. update asks again.")]
        return [self.t("Some posts are on their way. Enter asks whether they are here.")]

    # Reading

    def works(self, name: str) -> bool:
        post = self.post
        mine = self.store.groups.membership(self.group)
        match name:
            case "session":
                return self.store.groups.session_of(self.group, self.thread) is not None and not is_guest(mine)
            case "respond" | "report" | "partner" if is_guest(mine):
                return False
            case "parent":
                return post is not None and post.depth > 0
            case "fold":
                return post is not None and self.tree().has_answers(post.ref)
            case "give":
                return offers.can_offer(self.store, post, self.head)
            case "partner" | "agree" | "part":
                return pairing.works(name, self.head, post)
        return super().works(name)

    async def _to(self, place: int) -> None:
        """Along the posts that no fold hides."""
        tree = self.tree()
        if not tree.posts:
            await self.say(self.t("No post is here yet."))
            return
        at = tree.rows.get(tree.standing_for(self._resolved(self._spoken) or 0) or 0, -1)
        step = place - self.at
        row = {0: 0, len(tree.posts) - 1: len(tree.seen) - 1}.get(place, at) if abs(step) != 1 else at + step
        if row >= len(tree.seen):
            await self.say(self.t("That was the last post."), *self._tail())
            return
        if row < 0:
            await self.say(self.t("That was the first post."))
            return
        await self._speak(tree.posts[tree.seen[row]].ref)

    async def do_first(self, rest: str) -> None:
        await self._speak(self.tree().posts[0].ref)

    async def do_last(self, rest: str) -> None:
        tree = self.tree()
        await self._speak(tree.posts[tree.seen[-1]].ref)

    async def do_open(self, rest: str) -> None:
        tree = self.tree()
        if rest and not (rest.isascii() and rest.isdigit() and 1 <= int(rest) <= len(tree.posts)):
            raise BadInput(N_("Please give the number of a post of this thread."))
        ref = tree.posts[int(rest) - 1].ref if rest else self._spoken
        if ref is not None:
            await self._speak(ref, open_=True)

    async def do_on(self, rest: str) -> None:
        """The next post; after the last one the next unread anywhere."""
        tree = self.tree()
        if self._resolved(self._spoken) == (tree.posts[tree.seen[-1]].ref if tree.posts else None):
            if self._missing():
                await self.enter()
                if len(self.tree().posts) > len(tree.posts):
                    await self._to(self.at + 1)
                    return
            await next_unread(self.shell)
        else:
            await self._to(self.at + 1)

    async def do_next_unread(self, rest: str) -> None:
        await next_unread(self.shell)

    async def do_parent(self, rest: str) -> None:
        above = self.tree().parent(self._resolved(self._spoken) or 0)
        if above is not None:
            await self._speak(above)

    async def do_fold(self, rest: str) -> None:
        ref, tree = self._resolved(self._spoken), self.tree()
        if ref is not None:
            on = ref not in tree.folded
            self.store.marks.fold(self.group, ref, on)
            hidden = self.tree().hidden.get(ref, 0)
            folded = self.t.plural("{count} answer is folded.", "{count} answers are folded.", hidden)
            await self.say(folded if on else self.t("Unfolded."))

    async def do_mark_read(self, rest: str) -> None:
        self.store.marks.mark_thread_read(self.group, self.thread)
        await self.say(self.t("All of this thread counts as read."))

    async def do_exact_time(self, rest: str) -> None:
        self._exact = not self._exact
        if self._spoken is not None:
            await self._speak(self._spoken)

    async def do_watch(self, rest: str) -> None:
        head = self.head
        on = head is None or not head.watched
        actions.watch(self.store, self.group, self.thread, on)
        watched = self.t("Watched: it comes first on your page for today.")
        await self.say(watched if on else self.t("Not watched any more."))

    async def do_mute(self, rest: str) -> None:
        await self.say(muting.switch_thread(self.t, self.store, self.group, self.thread, self.head, WORD))
        self.shell.used_to()

    async def do_session(self, rest: str) -> None:
        from tuigroup.line.hosting import menu

        found = self.store.groups.session_of(self.group, self.thread)
        if found is not None:
            await menu(self.shell, self.group, found)

    async def do_give(self, rest: str) -> None:
        from tuigroup.line.given import give

        if self.post is not None:
            await give(self.shell, self.post)

    async def do_partner(self, rest: str) -> None:
        await pairing.ask(self.shell, self.post)

    async def do_agree(self, rest: str) -> None:
        await pairing.agree(self.shell, self.head)

    async def do_part(self, rest: str) -> None:
        await pairing.part(self.shell, self.head)

    async def do_search(self, rest: str) -> None:
        from tuigroup.line.search import Search

        await self.shell.go(Search(self.shell, rest, self.group))

    async def do_update(self, rest: str) -> None:
        self.engine.wake()
        if isinstance(self.thread, int):
            await self.shell.arrives(WantThread(g=self.group, n=self.thread))
        await self.tell()

    async def show_post(self, ref: Ref) -> None:
        """After writing: the post as it stands now."""
        await self._speak(ref)


async def next_unread(shell: Shell) -> None:
    """To the next unread post, in this thread, its group, or another one."""
    here = shell.place if shell.stack and isinstance(shell.place, Thread) else None
    after = None
    if here is not None:
        spoken = here.post
        after = Where(here.group, here.thread, spoken.ref if spoken is not None else here.thread)
    found = shell.store.threads.next_unread(after=after)
    if found is None:
        await shell.voice.say(shell.t("Nothing is unread any more, here or in your other groups."))
    elif here is not None and (found.group, found.thread) == (here.group, here.thread):
        if here.tree().post(found.ref) is None:
            await here.enter()
        await here.show_post(found.ref)
    elif here is not None:
        await shell.replace(Thread(shell, found.group, found.thread, found.ref))
    else:
        await shell.go(Thread(shell, found.group, found.thread, found.ref))
