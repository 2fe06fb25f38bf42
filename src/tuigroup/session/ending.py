"""What becomes of unsent writing when a visit ends that leaves nothing behind: sent, sealed, or discarded.

Sealed is in the private record, where the member's next machine finds it as a draft. Whoever ends a visit says how,
waits at most some seconds, and tells what became of it; it is the same for every door. Knows no screen.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from tuigroup.errors import ServerError
from tuigroup.i18n import N_
from tuigroup.late import Late

if TYPE_CHECKING:
    from tuigroup import actions
    from tuigroup.session.session import Session
else:
    actions = Late("tuigroup.actions")

SECONDS: Final = 10.0  # that all of it may take
_SENDING: Final = 0.6  # of that for sending; the rest is for sealing what did not go


class Fate(Enum):
    SEND = "send"  # and seal what does not go, drafts among it
    SEAL = "seal"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Became:
    """How many texts and other things were ``sent``, ``sealed``, ``discarded`` by choice, or ``lost`` since the line
    was down. Of those sealed, ``uncertain`` may have arrived already."""

    sent: int = 0
    sealed: int = 0
    discarded: int = 0
    lost: int = 0
    uncertain: int = 0

    def numbers(self) -> dict[str, int]:
        return asdict(self)


async def settle(session: Session, fate: Fate = Fate.SEND, *, seconds: float = SECONDS) -> Became:
    """Do it, within so many seconds whatever the line does. On a forced end it is SEND.

    Afterwards nothing waits in the store, and the line is not used for more than the private record and signing out.
    """
    clock = asyncio.get_running_loop().time
    end = clock() + seconds
    begun = session.undecided()
    before = actions.unsent(session.store, begun)
    forms = session.store.settings.begun()
    if not before and not forms:
        return await _own(session, end - clock())
    if fate is Fate.DISCARD or session.account is None:
        await _pause(session, end - clock())
        actions.discard(session.store, session.arrived)
        await session.keep_record(end - clock())  # it may hold what was begun here
        session.decided()
        session.store.settings.forget_begun()
        return Became(discarded=before.waiting + before.drafts + forms)
    if fate is Fate.SEND and before.waiting:
        if session.engine.status().reason == "chosen":
            session.engine.go_online()  # else all of it would be lost
        await session.engine.flush(seconds * _SENDING)
    await _pause(session, (end - clock()) / 2)
    left = actions.unsent(session.store)
    uncertain = actions.back_to_drafts(session.store)
    to_seal = len(actions.to_seal(session.store, session.undecided()))
    await session.keep_record(end - clock())
    missed = len(session.store.drafts.unsealed())
    session.decided()
    session.store.settings.forget_begun()
    return Became(
        sent=before.waiting - left.waiting,
        sealed=to_seal - missed,
        lost=missed + left.other + forms + session.store.journal.unsealed(),
        uncertain=uncertain if to_seal > missed else 0,
    )


async def sign_out(session: Session, fate: Fate, everywhere: bool = False) -> Became:
    """Signs out once nothing would be lost by it but what is discarded: until then all of it stays as it is here.

    SEND sends what waits, and then, as SEAL, what is unfinished is sealed in the private record, where it is open.
    Raises ServerError where not all of that could be done, and what signing out everywhere raises; then who was to be
    signed out is still there.
    """
    store = session.store
    before, forms = actions.unsent(store), store.settings.begun()
    if fate is Fate.DISCARD:
        return await _discarded(session, everywhere)
    if (fate is Fate.SEND and not await session.engine.flush(SECONDS)) or actions.unsent(store).waiting:
        raise ServerError(
            N_("Not everything could be sent."),
            kept=N_("You are still signed in, and it waits here; the list of what is to be sent says why."),
            todo=N_("Please try again when the line is better, or discard it."),
        )
    if not session.record_closed:
        await session.keep_record(SECONDS)
        if store.drafts.unsealed() or store.journal.unsealed():
            raise ServerError(
                N_("Not everything could be sealed in your private record."),
                kept=N_("You are still signed in, and all of it is here."),
                todo=N_("Please try again when the line is better, or discard it."),
            )
    gone = len(store.drafts.unsealed()) + store.journal.unsealed() + forms
    await session.sign_out(everywhere)
    return Became(sent=before.waiting, sealed=0 if session.record_closed else before.drafts, lost=gone)


async def _discarded(session: Session, everywhere: bool) -> Became:
    """What the private record has stays in it, but what was begun in a visit that leaves nothing."""
    if not session.passing:
        left, own = actions.unsent(session.store), session.store.journal.unsealed()
        gone = left.waiting + left.drafts + own + session.store.settings.begun()
        await session.sign_out(everywhere, keep=False)
        return Became(discarded=gone)
    try:
        became = await settle(session, Fate.DISCARD)
        await session.sign_out(everywhere)
    except BaseException:
        session.engine.go_online()
        raise
    return became


async def _own(session: Session, seconds: float) -> Became:
    """Nothing is unsent; check-ins and goals of this visit are sealed, and nobody is asked whether."""
    journal = session.store.journal
    if session.account is None or not journal.unsealed():
        return Became()
    await _pause(session, seconds / 2)
    await session.keep_record(seconds / 2)
    return Became(lost=journal.unsealed())


async def _pause(session: Session, seconds: float) -> None:
    """No further exchange begins; the one that is under way is waited for, but not for long."""
    session.engine.go_offline()
    with suppress(TimeoutError):
        async with asyncio.timeout(max(0.0, seconds)):
            await session.engine.round()
