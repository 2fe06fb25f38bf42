"""A bundle as a file for USB sticks, written where the server's data is. It works beside a running server."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

from tuigroup.errors import ConfigError
from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.service import bundles, slips


def _export_bundle(shell: Shell) -> int:
    args = shell.args
    with shell.context() as context:
        made = bundles.make(context, args.resource or None, address=args.address, listings=not args.no_listings)
        key = slips.public_key(context).key
    path = Path(args.file)
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(made)
        os.replace(beside, path)
    except OSError as error:
        raise ConfigError(f"{path.name} can't be written: {error.strerror}.") from error
    shell.say(f"Written to {path.name}: {len(made)} bytes. Anybody opens it with: tuigroup open FILE")
    shell.say(f"It is signed with the key that slip-key prints: {key}")
    return 0


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the file to write")
    parser.add_argument(
        "--resource", metavar="SLUG", action="append", default=[],
        help="a text to take along, by its short name; may be given several times; without it all of them",
    )  # fmt: skip
    parser.add_argument("--no-listings", action="store_true", help="only groups that are hosted here")
    parser.add_argument("--address", default="", metavar="URL", help="where this server is, for whoever gets a line")


COMMANDS: Final = (
    Command(
        "export-bundle",
        "write the directory, crisis lines and things to read as one signed file for a USB stick",
        "export-bundle --data my-community --address https://groups.example.org stick.tuigroup",
        _export_bundle,
        _arguments,
    ),
)
