"""The operator's word for what was asked to be erased: a running server does it by itself, this where none runs."""

from __future__ import annotations

from typing import Final

from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.service import leaving


def _erase_due(shell: Shell) -> int:
    with shell.context() as context:
        gone = leaving.erase_due(context)
    shell.say(f"Erased: {gone}." if gone else "Nothing is due.")
    return 0


COMMANDS: Final = (
    Command(
        "erase-due",
        "erase accounts whose 14 days are over, and memberships whose turn it is; a running server does so by itself",
        "erase-due --data my-community",
        _erase_due,
    ),
)
