"""The door of the one-shot commands: a store, a line to the server, the standard streams, and an exit code."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys

from tuigroup.config import Settings
from tuigroup.doors.visit import Visit
from tuigroup.i18n import Translator, translator
from tuigroup.line.oneshot.call import Call
from tuigroup.line.oneshot.run import run as call_one


def run(settings: Settings, t: Translator, words: argparse.Namespace) -> int:
    gc.enable()
    return asyncio.run(_run(settings, t, words))


async def _run(settings: Settings, t: Translator, words: argparse.Namespace) -> int:
    return await answer(Visit(settings), t, words)


async def answer(visit: Visit, t: Translator, words: argparse.Namespace, *, ask: bool = False) -> int:
    """One command, and the end of the visit. ``ask``: the store may be new, so the server is asked first of all."""
    settings = visit.settings
    if settings.offline:
        visit.session.engine.go_offline()
    if chosen := visit.session.store.settings.get("language"):
        t = translator(chosen)
    call = Call(visit.session, _write, sys.stdin.read, t, as_json=words.json, offline=settings.offline)
    try:
        if ask and visit.session.account is not None:
            await call.ask()
        return await call_one(call, words)
    finally:
        await visit.end(at_once=settings.offline)


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
