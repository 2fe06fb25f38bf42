"""What is done about accountability partners in a thread: asking who wrote a post, agreeing, saying no, ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.commands import BY_NAME
from tuigroup.store.rows import PostRow, ThreadRow
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import partners
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, line, wrap
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.ui.screens.base import BaseScreen


class Pairing:
    def __init__(self, screen: BaseScreen) -> None:
        self.screen = screen

    def works(self, name: str, head: ThreadRow | None, post: PostRow | None) -> bool:
        pair = head.pair if head is not None else 0
        match name:
            case "partner":
                return not pair and post is not None and not post.own and bool(post.member)
            case "agree":
                return pair == partners.ASKED and head is not None and not head.mine
        return pair in (partners.ASKED, partners.AGREED)

    def tail(self, head: ThreadRow | None) -> tuple[Line, ...]:
        """Below the last post: what there is to answer."""
        t = self.screen.t
        said = partners.stands(t, head, BY_NAME["agree"].shown, BY_NAME["part"].shown) if head is not None else ""
        room = max(20, min(72, self.screen.size.width - 8))
        return tuple(line((f"   {found}", "dim")) for found in wrap(said, room)) if said else ()

    def ask(self, post: PostRow | None) -> None:
        if post is None or not post.member:
            return
        group, member, screen = post.group, post.member, self.screen
        question = screen.t(partners.ASK, alias=shown_line(post.alias, limits.ALIAS * 2))

        def ask(_: str) -> None:
            if screen.attempt(actions.ask_partner, screen.store, group, member) is not None:
                screen.tell(screen.t(partners.SENT))

        screen.ask(question, Choice("a", screen.t("ask"), "ask"), then=ask)

    def agree(self, head: ThreadRow | None) -> None:
        if head is not None and self._answer(head, agree=True):
            self.screen.tell(self.screen.t(partners.AGREED_TO))

    def part(self, head: ThreadRow | None) -> None:
        if head is None:
            return
        screen = self.screen
        if head.pair == partners.AGREED:
            end = Choice("e", screen.t("end it"), "end")
            screen.ask(screen.t(partners.END), end, then=lambda _: self._over(head))
        elif head.mine:
            self._over(head)
        elif self._answer(head, agree=False):
            screen.shell.go_back()
            screen.shell.tell(screen.t(partners.DECLINED))

    def _over(self, head: ThreadRow) -> None:
        if self._answer(head, agree=False):
            self.screen.tell(self.screen.t(partners.OVER))

    def _answer(self, head: ThreadRow, *, agree: bool) -> bool:
        screen = self.screen
        assert isinstance(head.ref, int)
        return screen.attempt(actions.answer_partner, screen.store, head.group, head.ref, agree) is not None
