"""What was asked for and has not come yet: remembered until it is answered, from where the store has it already.

What somebody asked for just now goes alone and first; then the rest of pages that began to come; then what is only
looked at ahead of time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Final

from tuigroup.errors import Refused, TuigroupError
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.store import Store
from tuigroup.store.rows import SearchHit
from tuigroup.sync.boards import Boards

if TYPE_CHECKING:
    from tuigroup.sync import plan
    from tuigroup.sync.steps import Plan
    from tuigroup.wire import sync as envelope
else:
    plan = Late("tuigroup.sync.plan")
    envelope = Late("tuigroup.wire.sync")

FRESH: Final = 2  # minutes in which what came by itself is not asked for


class Wants:
    """Wants by name, the newest of a name counting; searches have somebody who awaits them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._wants: dict[Hashable, envelope.AnyWant] = {}
        self._fresh: set[Hashable] = set()  # of which nothing came yet
        self._ahead: set[Hashable] = set()  # which nobody waits for
        self._left: dict[Hashable, int] = {}  # about how many bytes of those that go on
        self._refusals: dict[Hashable, str] = {}
        self._searches: dict[Hashable, asyncio.Future[list[SearchHit]]] = {}
        self._boards = Boards(store)
        self._asked: dict[Hashable, Hashable] = {}  # what was asked under another name than it is wanted by
        self._here: dict[Hashable, int] = {}  # what came before anybody wanted it, with the minute in which it did

    def add(self, want: envelope.AnyWant, *, ahead: bool = False) -> bool:
        """Whether anything of it has to be asked for: what is here has not. ``ahead``: nobody waits for it."""
        name = plan.name(want)
        if ahead and name in self._wants:
            return True
        self._refusals.pop(name, None)
        self._left.pop(name, None)
        if isinstance(want, envelope.WantBoard) and self._boards.placed(want) is None:
            return False
        if not ahead and self._store.now_min() - self._here.pop(name, -FRESH) < FRESH:
            return False
        self._wants[name] = want
        (self._ahead.discard, self._ahead.add)[ahead](name)
        (self._fresh.add, self._fresh.discard)[ahead](name)
        return True

    def have(self, wants: Iterable[envelope.AnyWant]) -> None:
        """These came just now without being wanted: who wants one next has it already."""
        self._here.update((plan.name(want), self._store.now_min()) for want in wants)

    def drop(self, wants: Iterable[envelope.AnyWant], problem: str) -> None:
        """These are refused, with a key of wire.problems."""
        for want in wants:
            self._forget(self._name(want))
            self._refusals[self._name(want)] = problem
            self._tell(want, Refused(N_("The server did not search for this."), type=problem, status=403))

    def __bool__(self) -> bool:
        return bool(self._wants)

    @property
    def fresh(self) -> bool:
        """Whether somebody waits for something of which nothing came yet."""
        return bool(self._fresh)

    @property
    def left(self) -> int:
        """About how many bytes are left of pages that began to come and that somebody asked for."""
        return sum(self._left.values())

    def clear(self) -> None:
        for name in tuple(self._wants):
            self._forget(name)
        self._refusals.clear()
        self._here.clear()

    def stop(self) -> None:
        """No more of what began to come; the next time it is asked for, it goes on from there."""
        for name in tuple(self._left):
            self._forget(name)

    def pending(self) -> set[envelope.AnyWant]:
        return set(self._wants.values())

    def refusal(self, want: envelope.AnyWant) -> str:
        return self._refusals.get(plan.name(want), "")

    def placed(self, *, rest: bool = True, ahead: bool = True) -> list[envelope.AnyWant]:
        """What to ask for now, each from where the store has it; what the store has whole is wanted no more.

        ``rest`` lets pages go on, ``ahead`` lets through what nobody waits for.
        """
        placed = []
        self._asked = {}
        for name, want in tuple(self._wants.items()):
            if isinstance(want, envelope.WantBoard):
                some = self._boards.placed(want)
                if some is None:
                    self._forget(name)
                    continue
                if not self._goes(name, rest=rest, ahead=ahead):
                    continue
                self._asked[plan.name(some)] = name
                want = some
            elif not self._goes(name, rest=rest, ahead=ahead):
                continue
            placed.append(self._placed(want))
        return placed

    def _goes(self, name: Hashable, *, rest: bool, ahead: bool) -> bool:
        if self._fresh:
            return name in self._fresh
        return ahead if name in self._ahead else rest

    def _name(self, asked: envelope.AnyWant) -> Hashable:
        return self._asked.get(plan.name(asked), plan.name(asked))

    def _placed(self, want: envelope.AnyWant) -> envelope.AnyWant:
        if isinstance(want, envelope.WantThread):
            return want.model_copy(update={"after": self._store.threads.after(want.g, want.n)})
        if isinstance(want, envelope.WantDirectory) and not want.q:
            return want.model_copy(update={"since": self._store.groups.directory_rev(want.listings)})
        if isinstance(want, envelope.WantLibrary):
            return want.model_copy(update={"since": self._store.resources.rev()})
        return want

    def settle(self, asked: Iterable[envelope.AnyWant], made: Plan, limit: int) -> bool:
        """What an answer made of them; whether there is something to ask at once.

        What nobody waits for goes on only while no more than ``limit`` bytes of it are left.
        """
        known = {self._name(want) for want in asked}
        done = {self._name(want) for want in made.answered}
        before = {name for name in done if name in self._ahead}
        for name in done:
            self._forget(name)
        for want, problem in made.refused:
            self.drop([want], problem)
        left = {self._name(want): size for want, size in made.left}
        for want in made.further:
            name = self._name(want)
            if name in before:
                if left.get(name, 0) > limit:
                    continue
                self._ahead.add(name)
            elif name in left:
                self._left[name] = left[name]
            self._wants[name] = want
        for want, hits in made.found:
            found = self._searches.get(plan.name(want))
            if found is not None and not found.done():
                found.set_result(list(hits))
        new = any(name not in known for name in self._wants)
        return new or bool(self._wants and (done or made.refused))

    def _forget(self, name: Hashable) -> None:
        self._wants.pop(name, None)
        self._left.pop(name, None)
        self._fresh.discard(name)
        self._ahead.discard(name)

    # Searches

    def expect(self, want: envelope.WantSearch) -> asyncio.Future[list[SearchHit]]:
        """Wants a search, and hands out where its finds will be."""
        self.add(want)
        return self._searches.setdefault(plan.name(want), asyncio.get_running_loop().create_future())

    def forget(self, want: envelope.WantSearch) -> None:
        self._searches.pop(plan.name(want), None)
        self._forget(plan.name(want))

    def fail_searches(self, error: TuigroupError) -> None:
        for found in self._searches.values():
            if not found.done():
                found.set_exception(error)

    def _tell(self, want: envelope.AnyWant, error: TuigroupError) -> None:
        found = self._searches.get(plan.name(want))
        if found is not None and not found.done():
            found.set_exception(error)
