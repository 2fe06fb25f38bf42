"""What fills a server: the sample community, and what importers read and write. The work is theirs."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from tuigroup.errors import BadInput, ConfigError
from tuigroup.session.keys import check_passphrase
from tuigroup.wire.accounts import Name
from tuigroup_server import importers
from tuigroup_server.cli import account_keys
from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.service import accounts, sample
from tuigroup_server.storage import accounts as account_rows

SAMPLE_MEMBER: Final = "sample-member"
# The passphrase for the sample member, for programs that sign in by themselves; without it one is drawn.
PASSPHRASE: Final = "TUIGROUP_SAMPLE_PASSPHRASE"
MEETING_GUIDE: Final = "meeting-guide"


def sign_in_name(said: str) -> str:
    """As an argument: what an account can be called."""
    try:
        return TypeAdapter(Name).validate_python(said)
    except ValidationError as error:
        raise argparse.ArgumentTypeError("a sign-in name has 3 to 40 small letters, digits, dots and dashes") from error


def wished(shell: Shell) -> str:
    """The sample member's passphrase, '' where one is to be drawn. Raises BadInput."""
    passphrase = shell.environ.get(PASSPHRASE, "")
    return check_passphrase(passphrase) if passphrase else ""


def load_sample(shell: Shell, name: str) -> int:
    """The sample community and its member of that name, and what they are. Raises BadInput."""
    passphrase = wished(shell)
    with shell.context() as context:
        with context.database.read() as connection:
            if account_rows.by_name(connection, name) is not None:
                raise BadInput(f"There is an account {name} already.", kept="Nothing was changed.")
        made = account_keys.make(name, accounts.server_info(context).id, passphrase=passphrase, random=context.random)
        accounts.create(context, made.account)
        loaded = sample.load(context, name)
    shell.say(
        f"The sample community is here: {loaded.groups} groups, {loaded.posts} posts in {loaded.threads} threads, "
        f"{loaded.resources} resources."
    )
    shell.say()
    shell.say(f"  sample member's sign-in name   {name}")
    if not passphrase:
        shell.say(f"  passphrase                     {made.passphrase}")
        shell.say(f"  recovery phrase                {made.recovery_phrase}")
    return 0


def _import_groups(shell: Shell) -> int:
    args = shell.args
    with shell.context() as context:
        report = importers.run_groups(
            context, format=args.format, source=args.source, timezone=args.timezone, location=args.location
        )
    for line in report.lines():
        shell.say(line)
    return 0


def _import_resources(shell: Shell) -> int:
    with shell.context() as context:
        report = importers.run_resources(context, shell.args.folder)
    for line in report.lines():
        shell.say(line)
    return 0


def _export_groups(shell: Shell) -> int:
    with shell.context() as context:
        body = importers.export_groups(context, shell.args.format)
    if shell.args.output is None:
        print(body.decode(), file=shell.out)
        return 0
    path = Path(shell.args.output)
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(body)
        os.replace(beside, path)
    except OSError as error:
        raise ConfigError(f"{path.name} can't be written: {error.strerror}.") from error
    shell.warn(f"Written to {path.name}.")
    return 0


def _sample_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--member", metavar="NAME", type=sign_in_name, default=SAMPLE_MEMBER, help=f"sign-in name ({SAMPLE_MEMBER})"
    )


def _import_groups_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("location", metavar="FILE_OR_URL", help="where the directory is")
    parser.add_argument("--format", required=True, help="meeting-guide or bmlt")
    parser.add_argument("--source", required=True, metavar="KEY", help="a short name for the directory, kept the same")
    parser.add_argument("--timezone", default="", metavar="ZONE", help="for meetings that name none")


def _import_resources_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="a folder of Markdown files with front matter")


def _export_groups_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", default=MEETING_GUIDE, help=f"({MEETING_GUIDE})")
    parser.add_argument("--output", metavar="FILE", help="a file to write instead of the screen")


COMMANDS: Final = (
    Command(
        "load-sample",
        "fill a fresh server with the sample community and a member to look around as",
        "load-sample --data my-community",
        lambda shell: load_sample(shell, shell.args.member),
        _sample_arguments,
    ),
    Command(
        "import-groups",
        "take the listings of a public directory in; running it again updates them",
        "import-groups --data my-community --format meeting-guide --source our-town --timezone Europe/Dublin "
        "meetings.json",
        _import_groups,
        _import_groups_arguments,
    ),
    Command(
        "export-groups",
        "write the listings as a public directory",
        "export-groups --data my-community --format meeting-guide --output meetings.json",
        _export_groups,
        _export_groups_arguments,
    ),
    Command(
        "import-resources",
        "take a folder of Markdown into the library",
        "import-resources --data my-community articles/",
        _import_resources,
        _import_resources_arguments,
    ),
)
