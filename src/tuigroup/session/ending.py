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

from tuigroup.errors import ServerError, TuigroupError
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
    """Settle what is unsent, and sign out where nothing is lost by it.

    Raises ServerError where something could be neither sent nor sealed, and what signing out everywhere raises. Who was
    to be signed out is still there then, what was written is among their drafts, and forms are as they were.
    """
    paused, settings = session.engine.status().state == "paused", session.store.settings
    forms, texts = settings.begun(), settings.begun_texts()
    try:
        became = await settle(session, fate)
        if fate is not Fate.DISCARD and became.lost > forms and not session.record_closed:
            raise ServerError(
                N_("What you wrote could be neither sent nor sealed just now."),
                kept=N_("You are still signed in, and it is among your drafts here."),
                todo=N_("Please try again when the line is better, or discard it."),
            )
        await session.sign_out(everywhere)
    except TuigroupError:
        for name, text in texts.items():
            settings.set(name, text)
        if not paused:
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
