"""What the screens for check-ins and goals share: asking how one is, asking for a goal, sharing with a group."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from tuigroup.errors import TuigroupError
from tuigroup.store.check_ins import CheckIn
from tuigroup.store.goals import WORDS
from tuigroup.store.rows import Draft
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import check_ins as words
from tuigroup.views import sharing

T = TypeVar("T")
P = ParamSpec("P")


class OwnScreen(BaseScreen):
    @property
    def today(self) -> int:
        """The day it is on the member's clock."""
        return words.today(self.now, self.zone)

    def write(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Write something of one's own, which asks no server. What goes wrong is told, and None comes back."""
        try:
            return call(*args, **kwargs)
        except TuigroupError as problem:
            self.tell(problem.sentence(self.t))
            return None

    def ask_mood(self, then: Callable[[int], None]) -> None:
        choices = [Choice(*choice) for choice in words.mood_choices(self.t)]
        self.ask(self.t(words.ASK), *choices, then=lambda value: then(int(value)))

    def ask_rhythm(self, then: Callable[[int], None]) -> None:
        choices = [Choice(key, self.t(label), value) for key, label, value in words.RHYTHMS]
        self.ask(self.t(words.ASK_RHYTHM), *choices, then=lambda value: then(int(value)))

    def ask_words(self, question: str, then: Callable[[str], None], *, value: str = "", enter: str = "") -> None:
        how = {"enter": enter} if enter else {}
        self.prompt(self.t(question), value=value, limit=WORDS, then=lambda text: then(text) if text else None, **how)

    def share_with(self, make: Callable[[int], Draft]) -> None:
        """Choose a group or a partner, then write: nothing is sent before the member says so."""
        found = sharing.places(self.t, self.store)
        if not found:
            self.tell(self.t("You are in no group yet with which this could be shared."))
        elif len(found) == 1:
            self.open("compose", draft=sharing.placed(self.store, found[0][1], make))
        else:
            choices = [Choice(str(place), words, name) for place, (words, name) in enumerate(found[:9], 1)]
            question = self.t("With whom? You see it first, and send it yourself.")
            self.ask(
                question, *choices, then=lambda name: self.open("compose", draft=sharing.placed(self.store, name, make))
            )

    def sharer(self, one: CheckIn) -> Callable[[int], Draft]:
        return lambda group: sharing.check_in(self.t, self.store, group, one)
