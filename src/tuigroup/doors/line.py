"""The door of the line mode: a terminal of one's own or a pipe, with lines in and plain text out.

Reading and writing block, so a thread of their own does both, one after the other; the line to the server goes on
meanwhile, and a signal is heard even where nobody reads what is written. No escape sequence is written here.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from tuigroup import config
from tuigroup.config import Settings
from tuigroup.doors.crash import CrashReports, quiet_loop
from tuigroup.doors.signals import GRACE, SENDING, leave_on_signals
from tuigroup.doors.terminal_lines import TerminalLines
from tuigroup.doors.visit import Visit, remember
from tuigroup.i18n import translator
from tuigroup.line.shell import Leaving, Shell
from tuigroup.views import editor


def run(settings: Settings) -> int:
    """Until the member leaves or the input ends; the exit code."""
    return asyncio.run(_run(settings))


async def _run(settings: Settings) -> int:
    visit = Visit(settings)
    remember(visit.settings)
    return await show(visit)


async def show(visit: Visit, source: TextIO | None = None, out: TextIO | None = None) -> int:
    """The line mode over a visit, until it ends by a word, by the end of input or by a signal."""
    console = TerminalLines(source or sys.stdin, out or sys.stdout)
    settings = visit.settings
    loop = asyncio.get_running_loop()
    quiet_loop(loop, CrashReports(config.crash_folder(settings)))
    fault: list[Exception] = []
    shell = Shell(
        visit.session,
        settings,
        console,
        translator(visit.session.store.settings.get("language") or settings.language),
        connect=None if visit.fixed else visit.connect,
        edit=_editor(console, settings.editor),
        bundles=visit.bundles,
    )
    running = loop.create_task(shell.run())
    code = 0

    def leave(found: int) -> None:
        nonlocal code
        code = found
        running.cancel()

    def failed(error: Exception) -> None:
        fault.append(error)
        running.cancel()

    gc.enable()
    visit.fault = failed
    visit.begin()
    undo = leave_on_signals(leave, restore=console.restore, grace=lambda: SENDING if visit.passing else GRACE)
    left = Leaving.PLAIN
    try:
        with suppress(asyncio.CancelledError):
            left = await running
    finally:
        console.restore()
        quick = left is Leaving.QUICK
        await visit.end(at_once=bool(code or fault) or (quick and not visit.passing), quick=quick)
        undo()
    if fault:
        raise fault[0]
    return code


def _editor(console: TerminalLines, command: str) -> Callable[[str], asyncio.Future[str]] | None:
    """The member's own editor, where there is a terminal to give away meanwhile."""
    if not command or not console.interactive:
        return None
    return lambda text: asyncio.ensure_future(console.aside(lambda: editor.edit(text, command)))
