"""What is done about the library from a thread or a list: offering a post, asking for one, taking out, giving back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.store.rows import PostRow, Ref
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import offers
from tuigroup.views.clean import shown_line
from tuigroup.views.offers import Entry
from tuigroup.wire import limits
from tuigroup.wire.words import Licence

if TYPE_CHECKING:
    from tuigroup.ui.screens.base import BaseScreen


class Giving:
    def __init__(self, screen: BaseScreen) -> None:
        self.screen = screen

    def give(self, post: PostRow) -> None:
        """From a thread: offers one's own, or what became of it; asks for another's."""
        screen, t = self.screen, self.screen.t
        if post.own:
            known = screen.store.offers.of_post(post.group, post.ref) if isinstance(post.ref, int) else None
            if known is not None:
                self.menu(Entry(post.group, known))
            else:
                self.offer(post.group, post.ref)
            return
        question = t(offers.ASK, alias=shown_line(post.alias, limits.ALIAS * 2))
        screen.ask(question, Choice("a", t("ask"), "ask"), then=lambda _: self._ask(post))

    def _ask(self, post: PostRow) -> None:
        if self.screen.attempt(actions.ask_offer, self.screen.store, post.group, post.ref) is not None:
            self.screen.tell(self.screen.t(offers.ASKED))

    def offer(self, group: int, post: Ref) -> None:
        screen, t = self.screen, self.screen.t

        def licence(how: str) -> None:
            screen.ask(
                t(offers.LICENCE),
                *(Choice(*choice) for choice in offers.licences(t)),
                then=lambda value: self._offer(group, post, how == "named", Licence(value)),
            )

        choices = [Choice(*choice) for choice in offers.how(t, screen.store, group)]
        screen.ask(t(offers.OFFER), *choices, then=licence)

    def _offer(self, group: int, post: Ref, named: bool, licence: Licence) -> None:
        if self.screen.attempt(actions.offer, self.screen.store, group, post, named, licence) is not None:
            self.screen.tell(self.screen.t(offers.OFFERED))

    def menu(self, entry: Entry) -> None:
        """What can be done with something offered."""
        screen, t = self.screen, self.screen.t
        question = f"{offers.title(t, entry)}: {t(offers.stands(entry))}."
        choices = [Choice(*choice) for choice in offers.choices(t, entry)]
        screen.ask(question, *choices, then=lambda value: self._chosen(entry, value))

    def _chosen(self, entry: Entry, value: str) -> None:
        screen, one = self.screen, entry.one
        match value:
            case "thread":
                screen.open("thread", group=entry.group, thread=one.thread, post=one.post)
            case "read":
                screen.open("resource", slug=one.slug)
            case "offer":
                self.offer(entry.group, one.post)
            case "review":
                screen.open("review", group=entry.group, post=one.post)
            case "give_back":
                screen.prompt(screen.t(offers.WORD), limit=limits.WORD, enter=screen.t("done"),
                              then=lambda word: self._back(entry, word))  # fmt: skip
            case _:
                self._out(entry)

    def _back(self, entry: Entry, word: str) -> None:
        screen = self.screen
        if screen.attempt(actions.give_back, screen.store, entry.group, entry.one.post, word) is not None:
            screen.tell(screen.t(offers.GIVEN_BACK))

    def _out(self, entry: Entry) -> None:
        screen = self.screen
        if screen.attempt(actions.take_out, screen.store, entry.group, entry.one.post) is not None:
            screen.tell(screen.t(offers.out_told(entry)))
