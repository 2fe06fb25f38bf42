"""One person's session behind OpenSSH: a process of their own, everything in memory, and an end with the connection."""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tuigroup.doors import hardening, help_now, line, line_mode, local, oneshot
from tuigroup.doors.crash import CrashReports, guarded
from tuigroup.doors.through import opened
from tuigroup.errors import BadInput, ConfigError, SignInRefused, TuigroupError
from tuigroup.i18n import N_, Translator, translator
from tuigroup.line.oneshot.call import USAGE
from tuigroup.sync.door import Door, read_credential
from tuigroup.views.account import DOOR_SEES
from tuigroup_server.ssh import oneshots
from tuigroup_server.ssh.openssh import mosh
from tuigroup_server.ssh.openssh.settings import CREDENTIAL, Settings, load
from tuigroup_server.ssh.openssh.who import Caller, caller

NAME_LONGEST: Final = 200
ASKED: Final = N_("This door has seen your key. Your sign-in name, or Enter to go on without it: ")
NOT_TOGETHER: Final = N_("This key opens no account of that name, so nobody is signed in.")


def main(folder: Path, given: Mapping[str, str], key: str = "") -> int:
    """The session's exit code. ``given`` is the environment that the ``door`` script left, ``key`` what mosh brings."""
    hardening.harden()
    try:
        settings = load(folder)
    except TuigroupError as error:
        print(error.sentence(translator("")), file=sys.stderr)
        return 2
    t = translator(settings.language)
    return guarded(lambda: _open(folder, settings, caller(given, key), t), CrashReports(None), t)


def _open(folder: Path, settings: Settings, who: Caller, t: Translator) -> int:
    os.environ.clear()
    os.environ.update(who.environ, LANG="C.UTF-8", PATH=os.defpath)
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if settings.mosh and mosh.asked_for(who.command):
        return mosh.become(folder, who)
    words = None
    if who.command:
        try:
            words = oneshots.parse(who.command, t)
        except oneshots.Told as told:
            print(str(told).rstrip())
            return 0
        except BadInput as problem:
            print(problem.sentence(t), file=sys.stderr)
            return USAGE
        if words.door == oneshots.HELP_NOW:
            return help_now.run(words.country, t)
    lines = not terminal or (words is not None and words.door == oneshots.LINE)
    name = who.name or (_asked(t) if terminal and who.key and words is None else "")
    return asyncio.run(_visit(folder, settings, who, name, None if lines and words is None else words, lines, t))


async def _visit(
    folder: Path, settings: Settings, who: Caller, name: str, words: Namespace | None, lines: bool, t: Translator
) -> int:
    visit = opened(settings.of_member(lines=lines), _door(folder, who.network), sees=DOOR_SEES)
    if name and who.key:
        try:
            await visit.session.sign_in_by_key(name, who.key)
        except SignInRefused:
            print(t(NOT_TOGETHER), file=sys.stderr)
        except TuigroupError as problem:
            print(problem.sentence(t), file=sys.stderr)
    if words is not None and words.door != oneshots.LINE:
        return await oneshot.answer(visit, t, words, ask=True)
    return await (line.show(visit) if line_mode(visit.settings) else local.show(visit))


def _asked(t: Translator) -> str:
    """The name of whoever came with a key: sshd does not know which accounts there are."""
    try:
        return input(t(ASKED))[:NAME_LONGEST].strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _door(folder: Path, network: str) -> Door | None:
    """None where the door has no credential: it then is an ordinary client, and vouches for no key."""
    try:
        return Door(read_credential(folder / CREDENTIAL), network)
    except ConfigError:
        return None
