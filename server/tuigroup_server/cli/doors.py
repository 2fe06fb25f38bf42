"""Credentials of front doors: made, listed, revoked. A credential is shown once, or kept in a file of its owner's."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tuigroup.errors import ConfigError
from tuigroup_server.cli.command import Command, Shell, day
from tuigroup_server.rules import Door
from tuigroup_server.service import doors
from tuigroup_server.service.context import Context

BESIDE: Final = "door.credential"  # in the data folder: of the SSH door beside the server
_BESIDE_NAME: Final = "ssh"


def make_beside(context: Context, folder: Path) -> None:
    """The credential of the SSH door beside a new server; one that is there stays. Raises ConfigError, BadInput."""
    if not (folder / BESIDE).exists():
        keep_credential(folder / BESIDE, lambda: doors.add(context, _BESIDE_NAME, Door.SSH))


def keep_credential(path: Path, make: Callable[[], str]) -> None:
    """A credential in a new file that only its owner reads; the file is made first, and goes where there is none.

    Raises ConfigError, and what ``make`` does.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConfigError(f"There is a file {path} already.", kept="Nothing was changed.") from error
    except OSError as error:
        raise ConfigError(f"The file {path} can't be made: {error.strerror}.", kept="Nothing was changed.") from error
    try:
        with os.fdopen(handle, "w") as file:
            file.write(make() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _add(shell: Shell) -> int:
    args, kind = shell.args, Door(shell.args.kind)
    with shell.context() as context:
        if args.to is None:
            shell.say(doors.add(context, args.name, kind))
            shell.warn("This credential is shown only now. Please keep it in a file that only the door can read.")
            return 0
        keep_credential(Path(args.to), lambda: doors.add(context, args.name, kind))
    shell.say(f"The credential of {args.name} is in {args.to}, which nobody else may read.")
    return 0


def _doors(shell: Shell) -> int:
    with shell.context() as context:
        found = doors.listed(context)
    for row, opened in found:
        used = f"last used {day(row.used)}" if row.used else "not used yet"
        now = f"{opened} sessions open" if opened != 1 else "1 session open"
        state = now if row.revoked is None else f"revoked {day(row.revoked)}"
        shell.say(f"{row.name}  {row.kind}  since {day(row.created)}, {used}, {state}")
    if not found:
        shell.say("There are no doors.")
    return 0


def _revoke(shell: Shell) -> int:
    with shell.context() as context:
        ended = doors.revoke(context, shell.args.name)
    shell.say(f"{shell.args.name} opens nothing any more; {ended} {'session' if ended == 1 else 'sessions'} ended.")
    return 0


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="what the door is called, such as library-desk-2")
    parser.add_argument("--kind", choices=[kind.value for kind in Door], required=True, help="what it may do")
    parser.add_argument("--to", metavar="FILE", help="write it to this new file (0600) instead of showing it")


def _name_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a name that doors shows")


COMMANDS: Final = (
    Command(
        "add-door",
        "make the credential of an SSH door or a kiosk",
        "add-door --data my-community --kind kiosk --to kiosk.credential library-desk-2",
        _add,
        _add_arguments,
    ),
    Command("doors", "show the doors and how many sessions are open through each", "doors --data my-community", _doors),
    Command(
        "revoke-door",
        "end a door, and every session that was opened through it, at once",
        "revoke-door --data my-community library-desk-2",
        _revoke,
        _name_argument,
    ),
)
