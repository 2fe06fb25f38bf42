"""One exchange with the server: what goes up, what the answer does to the store, and what an error means.

Rests, listeners and the order of exchanges are the engine's. An answer is carried out whole or not at all, and one
that was asked for another account is not heard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tuigroup.errors import (
    BadServerAddress,
    CursorExpired,
    Displaced,
    MalformedWire,
    Offline,
    Refused,
    ServerLooksEmpty,
    SignInRefused,
    StoreDamaged,
    TuigroupError,
    VersionMismatch,
)
from tuigroup.late import Late
from tuigroup.store import Store
from tuigroup.store.settings import TOKEN
from tuigroup.sync import status
from tuigroup.sync.choices import Choices
from tuigroup.sync.client import Client
from tuigroup.sync.coming import Coming
from tuigroup.sync.outgoing import Outgoing
from tuigroup.sync.pace import Pace
from tuigroup.sync.status import Reason
from tuigroup.sync.telling import Telling
from tuigroup.sync.wants import Wants
from tuigroup.wire.words import Standing

if TYPE_CHECKING:
    from tuigroup.sync import answers, execute, plan
    from tuigroup.sync.steps import Plan
    from tuigroup.wire import following, ops
    from tuigroup.wire import sync as envelope
else:
    answers = Late("tuigroup.sync.answers")
    plan = Late("tuigroup.sync.plan")
    following = Late("tuigroup.wire.following")
    execute = Late("tuigroup.sync.execute")
    ops = Late("tuigroup.wire.ops")
    envelope = Late("tuigroup.wire.sync")

_KINDS: Final = {"q": "search", "d": "directory", "l": "library", "t": "thread", "g": "group", "b": "group"}
_UNFIT: Final = (400, 413, 422)  # statuses that say something about the request itself
_GIVEN_KEPT: Final = 15 * 60  # seconds after which it is asked anew whether what is kept was taken out meanwhile
_GIVEN_LISTED: Final = 60 * 60  # the same of what only stands in the list
_AHEAD: Final = 12 * 60  # minutes after which the directory and the library are looked at again


class Exchanges:
    """``pause`` is called with a reason and a sentence when the line must not be used any more."""

    def __init__(
        self,
        store: Store,
        client: Client,
        choices: Choices,
        pace: Pace,
        clock: Callable[[], float],
        pause: Callable[[Reason, str], None],
    ) -> None:
        self.wants = Wants(store)
        self.coming = Coming(lambda: choices.ask_above, lambda: self.wants.left)
        self.telling = Telling(store, self.coming, clock)
        self.outgoing = Outgoing(store, pace.draw)
        self.member = False
        self.well = 0.0  # when the last exchange succeeded
        self._looked = 0.0  # when it was last asked what of the library is there no more
        self._epoch = 0  # rises with every account: what was asked for another one is not heard
        self._store = store
        self._client = client
        self._choices = choices
        self._pace = pace
        self._clock = clock
        self._pause = pause

    def belongs_to(self, member: bool) -> None:
        self._epoch += 1
        self.member = member
        self.outgoing.forget()
        self.wants.clear()
        self.coming.forget()

    @property
    def idle(self) -> bool:
        """Whether there is nobody to ask for, and nothing."""
        return not (self.member or self.wants)

    async def one(self) -> bool:
        """Whether there is more to do at once. Raises no error of ours: what one means is seen to."""
        epoch = self._epoch
        try:
            return await self._exchange(epoch)
        except TuigroupError as error:
            if not self._ours(epoch):
                return True
            self.failed(error)
            return False

    def _ours(self, epoch: int) -> bool:
        """Whether who asked is still who is here: another program with the same store may have signed out or in."""
        return epoch == self._epoch and (
            not self.member or self._store.settings.get(TOKEN) == (self._client.token or "")
        )

    async def _exchange(self, epoch: int) -> bool:
        with self._store.transaction():
            if not self._ours(epoch):
                return True
            asked = self.request()
            keys = [op.k for op in asked.o]
            if keys:
                self._store.outbox.sending(keys)
        if self.telling.state != "online":
            self.telling.to("connecting", status.CONNECTING)
        reached = True
        early: list[tuple[envelope.SyncAnswer, Plan]] = []

        def first(answer: envelope.SyncAnswer) -> None:
            with self._store.transaction():
                if not self._ours(epoch):
                    return
                early.append((answer, self._carry_out(asked, answer)))
            self._settle(asked, early[0][1])

        try:
            kind = _KINDS.get(asked.w[0].w if asked.w else "", "sync")
            answer = await self._client.sync(asked, kind=kind, first=first)
            with self._store.transaction():
                if not self._ours(epoch):
                    return True
                if early:
                    return self._rest(asked, *early[0], answer)
                made = self._carry_out(asked, answer)
        except answers.NEVER_LEFT:
            reached = False
            raise
        except CursorExpired:
            if asked.s is None or not self._ours(epoch):
                raise
            self._store.start_afresh()
            self.look_ahead(afresh=True)
            return True
        except Refused as error:
            if not self._ours(epoch):
                raise
            return self._sort_out(asked, error)
        finally:
            if keys:
                self._store.outbox.requeue(keys, reached=reached)
        return self._succeeded(asked, answer, made)

    def request(self) -> envelope.SyncRequest:
        ops = self.outgoing.take() if self.member else []
        cursor = self._store.cursor() if self.member else None
        settled = not self.member or (cursor is not None and self.coming.caught_up)
        wants = [] if self.outgoing.alone and ops else self.wants.placed(rest=not self.coming.asks, ahead=settled)
        wants += self._given(wants)
        fresh = self.wants.fresh
        budget, behind = self._pace.budget(foreground=fresh), self._pace.behind()
        rest = behind if fresh and behind <= self._choices.ask_above else None
        return plan.request(ops, wants, cursor, budget, rest=rest, heads_only=self._heads_only(cursor))

    def _given(self, wants: list[envelope.AnyWant]) -> list[envelope.AnyWant]:
        """What members gave the library they may take out at any time, and then it goes from here too."""
        if any(isinstance(want, envelope.WantLibrary) for want in wants):
            self._looked = self._clock()
            return []
        if self.outgoing.alone or not (self.given_due or self._store.resources.keeps_given()):
            return []
        self._looked = self._clock()
        return [envelope.WantLibrary(since=self._store.resources.rev())]

    @property
    def given_due(self) -> bool:
        """Whether it is time to ask what of the library is there no more, for who keeps or lists something given."""
        passed = self._clock() - self._looked
        if passed >= _GIVEN_LISTED:
            return self._store.resources.lists_given()
        return passed >= _GIVEN_KEPT and self._store.resources.keeps_given()

    def opening(self, *, afresh: bool) -> envelope.SyncRequest:
        """What signing in asks along: what is new, and the directory where it was never looked at.

        ``afresh`` is for an account that was not here before.
        """
        ahead = not self._choices.saving and not self._store.groups.directory_rev(False)
        cursor = None if afresh else self._store.cursor()
        wants = [envelope.WantDirectory()] if ahead else []
        budget = self._pace.budget(foreground=True)
        return plan.request([], wants, cursor, budget, heads_only=self._heads_only(cursor))

    def opened(self, asked: envelope.SyncRequest, answer: envelope.SyncAnswer) -> bool:
        """What came along with a sign-in; whether there is more to ask for at once. Raises as plans do."""
        made = self._carry_out(asked, answer)
        more = self._succeeded(asked, answer, made)
        self.wants.have(made.answered)
        return more

    def wait_request(self, seconds: int) -> envelope.WaitRequest | None:
        """What to ask on the second line; None where there is nothing to wait for yet."""
        cursor = self._store.cursor() if self.member else None
        if cursor is None or not self.coming.caught_up or self.telling.state != "online":
            return None
        return envelope.WaitRequest(
            s=cursor, m=self._pace.budget(foreground=False), t=seconds, h=self._heads_only(cursor)
        )

    def _heads_only(self, cursor: str | None) -> bool:
        return cursor is not None and (self._choices.saving or self.coming.heads_only)

    def heard(self, asked: envelope.WaitRequest, answer: envelope.SyncAnswer) -> bool:
        """News from the second line; whether there is more to ask for at once.

        Where an exchange moved the cursor on meanwhile, the same news come again from there. Raises as plans do.
        """
        request = envelope.SyncRequest(s=asked.s)
        with self._store.transaction():
            if not self.member or self._store.cursor() != asked.s or not self._ours(self._epoch):
                return False
            made = self._carry_out(request, answer)
        return self._succeeded(request, answer, made)

    def _carry_out(self, asked: envelope.SyncRequest, answer: envelope.SyncAnswer) -> Plan:
        made = plan.steps(asked, answer, plan.Local(self._joined()))
        execute.execute(self._store, made.steps)
        return made

    def _joined(self) -> frozenset[int]:
        """Groups that one is in for the server, those among them that one is about to leave."""
        leaving = {row.group for row in self._store.outbox.waiting() if isinstance(row.op, ops.Leave)}
        return frozenset(
            mine.group
            for mine in self._store.groups.memberships()
            if mine.standing is Standing.ACTIVE or (mine.standing is Standing.LEFT and mine.group in leaving)
        )

    def _succeeded(self, asked: envelope.SyncRequest, answer: envelope.SyncAnswer, made: Plan) -> bool:
        return self._more(asked, answer, made, self._settle(asked, made))

    def _settle(self, asked: envelope.SyncRequest, made: Plan) -> bool:
        """What an answer means for the line, and for what is wanted; whether there is something of that to ask."""
        self._pace.reset()
        self.well = self._clock()
        before = self.coming.bytes, self.coming.asks
        further = self.wants.settle(asked.w, made, self._choices.ask_above)
        self.coming.told(made.remains)
        self.telling.to("online", status.ONLINE)
        self._tell_coming(before)
        if any(isinstance(want, envelope.WantDirectory) for want in made.answered):
            self._store.settings.set("sync.looked", str(self._store.now_min()))
        return further

    def _rest(
        self, asked: envelope.SyncRequest, answer: envelope.SyncAnswer, made: Plan, rest: envelope.SyncAnswer
    ) -> bool:
        """What came behind an answer that was heard already: the rest of its pages, and nothing else."""
        before = self.coming.bytes, self.coming.asks
        on = envelope.SyncRequest(s=asked.s, w=following.rest(asked, answer))
        further = self.wants.settle(on.w, self._carry_out(on, envelope.SyncAnswer(p=rest.p)), self._choices.ask_above)
        self._tell_coming(before)
        return self._more(asked, answer, made, further)

    def _more(self, asked: envelope.SyncRequest, answer: envelope.SyncAnswer, made: Plan, further: bool) -> bool:
        """Whether there is more to do at once."""
        left = self.member and self.outgoing.left({op.k for op in asked.o})
        self.outgoing.alone = self.outgoing.alone and left
        if any(ack.e in plan.PASSING for ack in answer.a):
            self._pace.failed()
            return False
        if self.coming.asks:
            return left or self.wants.fresh
        return (made.more and plan.progressed(asked, answer)) or further or left

    def _tell_coming(self, before: tuple[int, bool]) -> None:
        if before != (self.coming.bytes, self.coming.asks):
            self.telling.tell()

    def look_ahead(self, *, afresh: bool = False) -> None:
        """The directory and the library, where they were not looked at for long and data need not be saved."""
        asked = self._store.settings.number("sync.looked")
        if afresh or (self._store.now_min() - asked >= _AHEAD and not self._choices.saving):
            for want in (envelope.WantDirectory(), envelope.WantLibrary()):
                self.wants.add(want, ahead=True)

    # When it does not go well

    def _sort_out(self, asked: envelope.SyncRequest, error: Refused) -> bool:
        """The whole request was refused: what in it can't be sent is found and marked, and the rest goes."""
        if error.status not in _UNFIT or not (asked.o or asked.w):
            raise error
        if asked.o and (self.outgoing.alone or (len(asked.o) == 1 and not asked.w)):
            ack = envelope.Ack(k=asked.o[0].k, e=error.type or "bad-field", d=error.what)
            self._store.outbox.acked(ack)
            return True
        if asked.o:
            self.outgoing.alone = True
            return True
        self.wants.drop(asked.w, error.type or "bad-field")
        return True

    def failed(self, error: TuigroupError) -> None:
        """What an error means for the line."""
        if isinstance(error, Displaced):
            return  # who is here now is looked at before the next exchange
        if isinstance(error, SignInRefused) and self.member:
            self._pause("signed-out", status.SIGNED_OUT)
        elif isinstance(error, SignInRefused):
            # A server that shows nothing to guests; the line itself is up.
            self.wants.drop(self.wants.pending(), "not-signed-in")
            self.telling.to("online", status.ONLINE)
        elif isinstance(error, ServerLooksEmpty | VersionMismatch | BadServerAddress | StoreDamaged):
            self._pause("stopped", error.wording())
        else:
            self._pace.failed(error.retry_after if isinstance(error, Refused) else 0.0)
            kept = Offline(error.what) if isinstance(error, Offline | MalformedWire) else error
            self.telling.to("offline", kept.wording())
