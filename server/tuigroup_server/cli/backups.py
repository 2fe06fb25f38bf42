"""The operator's word after a folder was put back from a backup."""

from __future__ import annotations

import argparse
from typing import Final

from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.service import put_back


def _put_back(shell: Shell) -> int:
    with shell.context() as context:
        told = put_back.ask_anew(context, shell.args.gap)
    shell.say(f"Everybody's program asks anew; groups whose numbers go on {shell.args.gap} further: {told}.")
    return 0


def _put_back_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gap",
        type=int,
        default=put_back.GAP,
        metavar="N",
        help=f"numbers left out, more than were given since the backup ({put_back.GAP}); take twice as many where the "
        "same backup is put back a second time",
    )


COMMANDS: Final = (
    Command(
        "put-back",
        "after a folder was put back from a backup, before members come in: everybody's program asks anew",
        "put-back --data my-community",
        _put_back,
        _put_back_arguments,
    ),
)
