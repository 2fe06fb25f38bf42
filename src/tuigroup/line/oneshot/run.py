"""Which function a one-shot command is, and what its errors mean for whoever called."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from tuigroup.errors import Offline, TuigroupError
from tuigroup.line.oneshot import meeting, reading, taking, writing
from tuigroup.line.oneshot.call import DONE, NOBODY, NOTHING, REFUSED, WAITS, Call, NotHere
from tuigroup.views import locked

Command = Callable[[Call, argparse.Namespace], Awaitable[int]]

COMMANDS: Final[Mapping[str, Command]] = MappingProxyType(
    {
        "sync": reading.sync, "groups": reading.groups, "threads": reading.threads, "read": reading.read,
        "library": reading.library_, "search": reading.search,
        "post": writing.post, "reply": writing.reply, "outbox": writing.outbox,
        "meetings": meeting.meetings,
        "export": taking.export,
        "export-bundle": taking.bundle,
    }
)  # fmt: skip
PUBLIC: Final = ("library",)  # works without an account


async def run(call: Call, words: argparse.Namespace) -> int:
    """The exit code; whatever goes wrong is said once, as text or as JSON."""
    if call.session.locked:
        call.tell({"error": "locked"})
        call.say(call.t(locked.NOBODY))
        return NOBODY
    if words.door not in PUBLIC and (code := reading.signed_in(call)) != DONE:
        return code
    try:
        return await COMMANDS[words.door](call, words)
    except TuigroupError as problem:
        call.tell({"error": problem.sentence()})
        call.say(problem.sentence(call.t))
        return NOTHING if isinstance(problem, NotHere) else WAITS if isinstance(problem, Offline) else REFUSED
