"""The server's certificate for operators: made, renewed, shown, and found when the server starts."""

from __future__ import annotations

import argparse
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuigroup import fingerprint
from tuigroup.errors import ConfigError
from tuigroup_server import tls
from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.settings import Settings

if TYPE_CHECKING:
    from tuigroup_server.certificates import Certificate

SOON: Final = timedelta(days=30)


def make(shell: Shell, folder: Path) -> None:
    """Make one for the addresses that were named, and show it. Raises BadInput, ConfigError."""
    from tuigroup_server import certificates

    show(shell, certificates.make(folder, shell.args.address, datetime.now(UTC)))


def show(shell: Shell, certificate: Certificate) -> None:
    first, second = fingerprint.groups(certificate.fingerprint)
    shell.say(f"  certificate for           {', '.join(certificate.addresses)}")
    shell.say(f"  until                     {certificate.until:%Y-%m-%d}")
    shell.say(f"  fingerprint of the key    {first}")
    shell.say(f"                            {second}")
    shell.say(f"  for --pin                 {certificate.fingerprint}")
    shell.say(f"  for curl --pinnedpubkey   {fingerprint.for_curl(certificate.fingerprint)}")
    shell.say()
    shell.say("Give members the fingerprint on another way than this server: on paper, by telephone, on your page.")
    shell.say("tuigroup shows it to them when they come for the first time, and stops if it ever changes.")


def context(shell: Shell, settings: Settings) -> ssl.SSLContext | None:
    """What to serve with, None for no TLS. Raises ConfigError. Warns where the certificate runs out."""
    files = tls.files(shell.folder(), settings)
    if files is None:
        return None
    from tuigroup_server import certificates

    left = certificates.read(files.certificate).until - datetime.now(UTC)
    if left < SOON:
        when = "has run out" if left < timedelta() else f"runs out in {left.days} days"
        shell.warn(f"The certificate {when}. Members who know its key come in all the same; others do not.")
    return tls.context(files)


def _certificate(shell: Shell) -> int:
    from tuigroup_server import certificates

    files = tls.files(shell.folder(), shell.settings())
    with shell.context():
        pass  # says so where there is no server in this folder
    wished = shell.args.renew or bool(shell.args.address)
    if files is not None and not wished:
        show(shell, certificates.read(files.certificate))
        return 0
    if files is not None and files != tls.own_files(shell.folder()):
        raise ConfigError(
            "The certificate was not made here, so it can't be renewed here.", todo="Please renew it where it is from."
        )
    if files is not None and not shell.args.address:
        shell.args.address = certificates.read(files.certificate).addresses
    make(shell, shell.folder())
    shell.warn("A server that is running uses it from its next start on.")
    return 0


def address_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--address",
        action="append",
        default=[],
        metavar="NAME",
        help="a name or address of the server, for its certificate (this machine only); can be given several times",
    )


def _arguments(parser: argparse.ArgumentParser) -> None:
    address_argument(parser)
    parser.add_argument("--renew", action="store_true", help="new dates; the key and its fingerprint stay")


COMMANDS: Final = (
    Command(
        "certificate",
        "show the server's certificate and the fingerprint for members; make or renew it",
        "certificate --data my-community --address groups.example.org",
        _certificate,
        _arguments,
    ),
)
