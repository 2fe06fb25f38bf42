"""The door of one's own terminal: opens the store and the session, runs the app, and leaves the terminal as it was."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from tuigroup import config
from tuigroup.config import Settings
from tuigroup.doors import forget_textual
from tuigroup.doors.crash import CrashReports, quiet_loop
from tuigroup.doors.signals import GRACE, SENDING, ended_in_order, leave_on_signals
from tuigroup.doors.visit import Visit, remember
from tuigroup.errors import ConfigError
from tuigroup.i18n import N_
from tuigroup.ui import first

if TYPE_CHECKING:
    from tuigroup.terminal.early import Early
    from tuigroup.ui.app import TuigroupApp


def run(settings: Settings) -> int:
    """Until the member leaves; the exit code."""
    need_terminal()
    return asyncio.run(_run(settings))


def need_terminal() -> None:
    """Raises ConfigError where there is none to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigError(
            N_("tuigroup needs a terminal to show its screens."),
            todo=N_("Without one, tuigroup --line reads and writes lines, and tuigroup help-now prints crisis lines."),
        )


async def _run(settings: Settings) -> int:
    visit = Visit(settings)
    remember(visit.settings)
    return await show(visit)


def rich_here(wanted: str, environ: Mapping[str, str]) -> str:
    """What is left of a wish for rich screens (config.RICH) here: over SSH only one for anywhere."""
    over_ssh = any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))
    return "" if wanted == "fast" and over_ssh else wanted


async def show(visit: Visit) -> int:
    """The app over a visit, until it ends by key, by signal or by a fault. Raises the fault.

    What the store has for the first screen stands there before the app is loaded, which takes it over.
    """
    forget_textual()
    rich = rich_here(visit.settings.rich, os.environ)
    with ExitStack() as stack:
        with ended_in_order():
            early = None if rich else stack.enter_context(first.shown(visit.session, visit.settings))
            app = _app(visit, early, rich)
        return await _run_app(visit, app)


def _app(visit: Visit, early: Early | None, rich: str) -> TuigroupApp:
    from tuigroup.terminal.drivers.pty import PtyDriver
    from tuigroup.ui.app import TuigroupApp

    def begin() -> None:
        """The line and the search for garbage can wait until there is something to see."""
        gc.freeze()
        gc.enable()
        visit.begin(gently=True)

    connect = None if visit.fixed else visit.connect
    driver = PtyDriver.after(early)
    return TuigroupApp(
        visit.session,
        visit.settings,
        connect=connect,
        begin=begin,
        driver_class=driver,
        rich=rich,
        bundles=visit.bundles,
    )


async def _run_app(visit: Visit, app: TuigroupApp) -> int:
    quiet_loop(asyncio.get_running_loop(), CrashReports(config.crash_folder(visit.settings)))
    visit.fault = app.crash

    def leave(code: int) -> None:
        from tuigroup.ui.app import Leaving

        with suppress(Exception):
            app.keep()
        app.exit(Leaving.PLAIN, return_code=code)

    undo = leave_on_signals(leave, grace=lambda: SENDING if visit.passing else GRACE)
    try:
        await app.run_async(mouse=False)
    finally:
        code = app.return_code or 0
        await visit.end(at_once=bool(code) or app.crashed is not None, quick=_quick(app))
        undo()
    if app.crashed is not None:
        raise app.crashed
    return code


def _quick(app: TuigroupApp) -> bool:
    from tuigroup.ui.app import Leaving

    return app.return_value is Leaving.QUICK
