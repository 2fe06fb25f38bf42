"""Attendance slips for the operator: the public key to pass on, and checking a slip."""

from __future__ import annotations

import argparse
from typing import Final

from tuigroup.wire.slips import verify
from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.service import slips


def _slip_key(shell: Shell) -> int:
    with shell.context() as context:
        shell.say(slips.public_key(context).key)
    shell.warn("Whoever has this key can check slips with: tuigroup verify-slip --key KEY CODE")
    return 0


def _verify_slip(shell: Shell) -> int:
    """0 for a slip that was signed here, 1 for one that was not."""
    with shell.context() as context:
        slip = verify(slips.public_key(context).key, " ".join(shell.args.code))
    if slip is None:
        shell.say("This slip was not signed by this server, or something in it was changed.")
        return 1
    shell.say(f"A member of {slip.group} was at its meeting on {slip.day.isoformat()} (slip {slip.number}).")
    return 0


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", nargs="+", help="the slip's letters and digits, with or without blanks")


COMMANDS: Final = (
    Command(
        "slip-key",
        "print the public key by which anybody can check attendance slips",
        "slip-key --data my-community",
        _slip_key,
    ),
    Command(
        "verify-slip",
        "say what an attendance slip says, and whether it was signed here",
        "verify-slip --data my-community 04t7k ...",
        _verify_slip,
        _verify_arguments,
    ),
)
