"""What one does with the post that was just spoken: reply, quote, respond, change, take back."""

from __future__ import annotations

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.line import noting
from tuigroup.line.muting import mute_topic
from tuigroup.line.place import Place
from tuigroup.line.reporting import report
from tuigroup.store.rows import DraftKind, PostRow
from tuigroup.views import muting, wishes
from tuigroup.views.drafting import for_post
from tuigroup.views.posts import RESPONSES, author, changes
from tuigroup.wire.words import PostState, ResponseKind

NONE = "none"


class Answering(Place):
    """A kind of place gives the ``post`` that was spoken last, its ``group``, and whether it is ``locked``."""

    group: int = 0

    @property
    def post(self) -> PostRow | None:
        return None

    @property
    def locked(self) -> bool:
        return False

    def works(self, name: str) -> bool:
        post = self.post
        if name == "decisions":
            return post is not None and post.own and bool(post.review)
        if name == "wish":
            return wishes.may_wish(post)
        if name == "put_note":
            return wishes.may_put(self.store, post)
        if name == "let_be":
            return post is not None and post.own and bool(post.wished)
        if name not in ("reply", "quote", "respond", "edit", "remove", "report"):
            return True
        there = post is not None and post.state is PostState.SHOWN
        if name in ("reply", "quote"):
            return there and not self.locked
        if post is None or not there:
            return False
        if name == "report":
            return not post.own
        if name == "edit" and not changes(post):
            return False
        return post.own is (name != "respond")

    async def do_reply(self, rest: str) -> None:
        await self._write("reply")

    async def do_quote(self, rest: str) -> None:
        await self._write("reply", quote=True)

    async def do_edit(self, rest: str) -> None:
        await self._write("edit")

    async def _write(self, kind: DraftKind, *, quote: bool = False) -> None:
        from tuigroup.line.compose import compose

        if self.post is not None:
            await compose(self.shell, for_post(self.store, kind, self.post, quote=quote))

    async def do_report(self, rest: str) -> None:
        if self.post is not None:
            await report(self.shell, self.post)

    async def do_wish(self, rest: str) -> None:
        if self.post is not None:
            await noting.wish(self.shell, self.post, rest)

    async def do_put_note(self, rest: str) -> None:
        if self.post is not None:
            await noting.put(self.shell, self.post, rest)

    async def do_let_be(self, rest: str) -> None:
        if self.post is not None:
            await noting.let_be(self.shell, self.post)

    async def do_decisions(self, rest: str) -> None:
        from tuigroup.line.decided import Decided

        await self.shell.go(Decided(self.shell, self.group))

    async def do_respond(self, rest: str) -> None:
        post = self.post
        if post is None:
            return
        choices = [("", self.t(words), kind.value) for kind, words in RESPONSES.items() if kind is not post.mine]
        if post.mine is not None:
            taken = self.t('take back your "{response}"', response=self.t(RESPONSES[post.mine]))
            choices.append(("x", taken, NONE))
        said = [value for _, label, value in choices if rest and rest.casefold() in (label.casefold(), value)]
        question = self.t("What would you like to tell {alias}?", alias=author(self.t, post))
        value = said[0] if said else await self.shell.asking.choose(question, choices)
        if value is None:
            return
        kind = None if value == NONE else ResponseKind(value)
        actions.respond(self.store, self.group, post.ref, kind)
        self.engine.wake()
        self.shell.used_to()
        told = self.t("Taken back.") if kind is None else self.t("Told: {response}.", response=self.t(RESPONSES[kind]))
        await self.say(told)

    async def do_mute_member(self, rest: str) -> None:
        post = self.post
        if post is None or post.own or not post.member:
            raise BadInput(N_("Somebody else's post has to be spoken first."))
        await self.say(muting.switch(self.t, self.store, post))
        self.shell.used_to()

    async def do_mute_topic(self, rest: str) -> None:
        """``topic food``, or the topic of the post that was spoken."""
        await mute_topic(self.shell, rest or (self.post.note if self.post is not None else ""))

    async def do_remove(self, rest: str) -> None:
        post = self.post
        if post is None:
            return
        question = self.t("Take this post back? Its words go for everybody; its place stays.")
        if post.sending:
            question = self.t("Withdraw it? It was not sent, and what you wrote will be gone.")
        if not await self.shell.asking.yes(question):
            return
        if post.sending and isinstance(post.ref, str):
            actions.withdraw(self.store, post.ref)
        else:
            actions.remove_post(self.store, self.group, post.ref)
        self.engine.wake()
        self.shell.used_to()
        await self.say(self.t("Taken back."))
        if post.parent is None and post.sending and len(self.shell.stack) > 1:
            await self.shell.always.do_back("")
