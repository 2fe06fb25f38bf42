"""The operator's own crisis lines: what is wrong with them, and a sample to begin with."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tuigroup.errors import BadInput
from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.service import helplines

FAULTY: Final = 1


def _check(shell: Shell) -> int:
    """0 where nothing is wrong, else 1."""
    today = datetime.now(UTC).date()
    if shell.args.example:
        shell.out.write(helplines.EXAMPLE.replace("{today}", today.isoformat()))
        return 0
    file = Path(shell.args.file) if shell.args.file else shell.folder() / helplines.FILE
    if not file.is_file():
        raise BadInput(
            f"There is no file {file}.", todo="A sample to begin with: tuigroup-server check-helplines --example"
        )
    found, raw = helplines.check(file, today)
    for fault in found:
        shell.say(str(fault))
    if any(fault.grave for fault in found):
        shell.warn("The server leaves the list out until this is put right; the packaged lines are shown all the same.")
    elif found:
        shell.warn("The server shows the list all the same.")
    else:
        count = len(raw.get("line", []))
        shell.say(f"{count} {'line' if count == 1 else 'lines'}, all in order.")
    return FAULTY if found else 0


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", default="", help="another file than DIR/helplines.toml")
    parser.add_argument("--example", action="store_true", help="print a sample to begin with, and check nothing")


COMMANDS: Final = (
    Command(
        "check-helplines",
        "say what is wrong with your own list of crisis lines, which help now shows on top",
        "check-helplines --data my-community",
        _check,
        _arguments,
    ),
)
