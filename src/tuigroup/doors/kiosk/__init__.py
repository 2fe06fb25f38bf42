"""`tuigroup kiosk`: a shared terminal in a library. A small supervisor, and a process for each visit."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from pathlib import Path

from tuigroup import wording
from tuigroup.doors.crash import CrashReports, guarded
from tuigroup.doors.kiosk.settings import FILE, KioskSettings, load
from tuigroup.errors import ConfigError, TuigroupError
from tuigroup.i18n import N_, Translator, translator


def run(words: argparse.Namespace, t: Translator) -> int:
    """The exit code. 0: staff have left by their code."""
    if words.doing == "hash-code":
        return guarded(lambda: hash_code(t), CrashReports(None), t)
    try:
        flags = {"server": words.server, "line_mode": words.line_mode, "door": words.credential}
        settings = load(Path(words.settings) if words.settings else None, flags)
    except TuigroupError as error:
        print(error.sentence(t), file=sys.stderr)
        return 2
    if words.doing == "check":
        for fault in wording.read(settings.danger).faults:
            print(t(fault))
        print(t("The settings are in order. Server: {address}", address=settings.server))
        return 0
    t = translator(settings.language)
    return guarded(lambda: supervise(settings), CrashReports(None), t)


def supervise(settings: KioskSettings) -> int:
    """Until staff leave. Raises ConfigError without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigError(
            N_("A kiosk needs a terminal of its own."),
            todo=N_("On a console, use the unit in docs/kiosk; to try it, start it in a terminal window."),
        )
    from tuigroup.doors.kiosk.supervisor import Supervisor

    for fault in wording.read(settings.danger).faults:
        _log(fault)
    return asyncio.run(Supervisor(settings, log=_log).run())


def hash_code(t: Translator) -> int:
    """Asks for a code twice and prints the line for the settings."""
    from tuigroup.doors.kiosk import staff

    code = getpass.getpass(t("The staff's code, at least {count} characters: ", count=staff.SHORTEST))
    if len(code) < staff.SHORTEST:
        raise ConfigError(N_("The code is shorter than {count} characters.", count=staff.SHORTEST))
    if getpass.getpass(t("Once more: ")) != code:
        raise ConfigError(N_("These two differ."), todo=N_("Please start again."))
    print(t("This line goes into {file}:", file=FILE))
    print(f'staff_code = "{staff.hashed(code)}"')
    return 0


def _log(line: str) -> None:
    """For a journal; never over the screen that visitors see."""
    if not sys.stderr.isatty():
        print(line, file=sys.stderr, flush=True)
