"""Whether the logs of what was decided are as they were written."""

from __future__ import annotations

import argparse
from typing import Final

from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.service import audit


def _verify_log(shell: Shell) -> int:
    earlier = [audit.head_of(said) for said in shell.args.against]
    with shell.context() as context:
        found = audit.verify(context, earlier)
    for head in found.heads:
        shell.say(f"Group {head.group}: {head.entry} entries, head {head}")
    for trouble in found.troubles:
        shell.warn(trouble)
    if found.troubles:
        return 1
    shell.say("Every entry follows from the one before." if found.heads else "No group has decided anything yet.")
    for head in earlier:
        shell.say(f"{head} still stands.")
    return 0


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--against",
        metavar="HEAD",
        action="append",
        default=[],
        help="a head kept from earlier, which must still stand; may be given several times",
    )


COMMANDS: Final = (
    Command(
        "verify-log",
        "check that no entry of the moderation logs was changed, removed or moved, and print their heads",
        "verify-log --data my-community --against 3.17.5f1c...",
        _verify_log,
        _verify_arguments,
    ),
)
