"""What a member does with one post: reply, quote, respond, change, take back. The base of the thread screen."""

from __future__ import annotations

from tuigroup import actions
from tuigroup.store.rows import DraftKind, PostRow, Ref
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens import noting
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.reporting import ask_report
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import drafting, wishes
from tuigroup.views.posts import RESPONSES, author, changes
from tuigroup.wire.words import PostState, ResponseKind

_KEYS = {
    ResponseKind.WITH_YOU: "w",
    ResponseKind.ME_TOO: "m",
    ResponseKind.THANK_YOU: "t",
    ResponseKind.THIS_HELPED: "h",
}
_NONE = "none"


class Answering(BaseScreen):
    """A kind of screen gives the ``post`` that the marker stands on, its ``group`` and whether it is ``locked``."""

    BINDINGS = bindings("reply", "quote", "respond", "edit", "remove", "report", "decisions", "wish", "put_note")
    group: int = 0

    @property
    def post(self) -> PostRow | None:
        return None

    @property
    def locked(self) -> bool:
        return False

    def taken_back(self, post: PostRow) -> None:
        """This post was removed, or withdrawn before it was sent."""

    def works(self, name: str) -> bool:
        post = self.post
        there = post is not None and post.state is PostState.SHOWN
        match name:
            case "reply" | "quote":
                return there and not self.locked
            case "respond":
                return there and post is not None and not post.own and not post.review
            case "report":
                return there and post is not None and not post.own
            case "edit":
                return there and post is not None and post.own and changes(post)
            case "remove":
                return there and post is not None and post.own
            case "decisions":
                return post is not None and post.own and bool(post.review)
            case "wish":
                return wishes.may_wish(post)
            case "put_note":
                return wishes.may_put(self.store, post)
            case "let_be":
                return there and post is not None and post.own and bool(post.wished)
            case _:
                return True

    def action_reply(self) -> None:
        if self.post is not None:
            self._write("reply", self.post)

    def action_quote(self) -> None:
        if self.post is not None:
            self._write("reply", self.post, quote=True)

    def action_edit(self) -> None:
        if self.post is not None:
            self._write("edit", self.post)

    def _write(self, kind: DraftKind, post: PostRow, *, quote: bool = False) -> None:
        """Write, going on with a draft for this post where there is one."""
        self.open("compose", draft=drafting.for_post(self.store, kind, post, quote=quote))

    def action_report(self) -> None:
        if self.post is not None:
            ask_report(self, self.post)

    def action_wish(self) -> None:
        if self.post is not None:
            noting.ask_wish(self, self.post)

    def action_put_note(self) -> None:
        if self.post is not None:
            noting.put(self, self.post)

    def action_let_be(self) -> None:
        if self.post is not None:
            noting.let_be(self, self.post)

    def action_decisions(self) -> None:
        self.open("decisions", group=self.group)

    def action_respond(self) -> None:
        post = self.post
        if post is None:
            return
        choices = [
            Choice(_KEYS[kind], self.t(words), kind.value) for kind, words in RESPONSES.items() if kind is not post.mine
        ]
        if post.mine is not None:
            choices.append(Choice("x", self.t('take back your "{response}"', response=RESPONSES[post.mine]), _NONE))
        ref = post.ref
        self.ask(
            self.t("What would you like to tell {author}?", author=author(self.t, post)),
            *choices,
            then=lambda kind: self._respond(ref, kind),
        )

    def _respond(self, ref: Ref, value: str) -> None:
        kind = None if value == _NONE else ResponseKind(value)
        self.attempt(actions.respond, self.store, self.group, ref, kind)

    def action_remove(self) -> None:
        post = self.post
        if post is None:
            return
        if post.sending:
            question, yes = (
                self.t("Withdraw it? It was not sent, and what you wrote will be gone."),
                self.t("yes, withdraw it"),
            )
        else:
            question, yes = (
                self.t("Take this post back? Its words go for everybody; its place stays."),
                self.t("yes, take it back"),
            )
        self.ask(question, Choice("y", yes, "yes"), then=lambda _: self._remove(post), escape=self.t("keep it"))

    def _remove(self, post: PostRow) -> None:
        if post.sending and isinstance(post.ref, str):
            self.attempt(actions.withdraw, self.store, post.ref)
        else:
            self.attempt(actions.remove_post, self.store, self.group, post.ref)
        self.taken_back(post)
