"""The SSH door behind OpenSSH: its files written, its credential made, and what is left to do said."""

from __future__ import annotations

import argparse
import grp
import os
import re
import sys
from pathlib import Path
from typing import Final

from tuigroup import fingerprint
from tuigroup.errors import ConfigError
from tuigroup.sync import address
from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.cli.doors import keep_credential
from tuigroup_server.rules import Door
from tuigroup_server.service import doors
from tuigroup_server.ssh import host_key
from tuigroup_server.ssh.openssh import files
from tuigroup_server.ssh.openssh.settings import CREDENTIAL

_USER: Final = re.compile(r"[a-z_][a-z0-9_-]{0,30}")


def _openssh(shell: Shell) -> int:
    args, folder = shell.args, Path(shell.args.to)
    for user in (args.guest, args.member, args.group):
        if not _USER.fullmatch(user):
            raise ConfigError(f"{user} is no name that a user or a group of a machine can have.")
    pin = fingerprint.parse(args.pin) if args.pin else ""
    plan = files.Plan(
        address.normal(args.server), pin, args.language, args.port, args.guest, args.member, sys.executable
    )
    written = files.write(folder, plan)
    if not (folder / CREDENTIAL).exists():
        with shell.context() as context:
            keep_credential(folder / CREDENTIAL, lambda: doors.add(context, args.name, Door.SSH))
        _for_group(shell, folder / CREDENTIAL, args.group)
    shell.say(f"In {folder}: {', '.join((*written, CREDENTIAL))}.")
    shell.say(f"The door's key: {host_key.fingerprint(host_key.public_line(folder / host_key.NAME))}")
    shell.say()
    shell.say("What is left, as root; docs/openssh.md says why:")
    for step in steps(args.guest, args.member, args.group, folder):
        shell.say(f"  {step}")
    return 0


def steps(guest: str, member: str, group: str, folder: Path) -> list[str]:
    """What only the machine's own tools can do: two users who can do nothing but come in, and an sshd of its own."""
    make = f"useradd --system --no-create-home --home-dir / --shell /bin/sh --gid {group}"
    return [
        f"groupadd --system {group} && chgrp {group} {folder}/{CREDENTIAL}",
        f"{make} {guest} && passwd --delete {guest}",
        f"{make} --password '*' {member}",
        f"/usr/sbin/sshd -t -f {folder}/{files.CONFIG} && /usr/sbin/sshd -D -f {folder}/{files.CONFIG}",
    ]


def _for_group(shell: Shell, path: Path, group: str) -> None:
    """The credential is for root and for who runs the door, and for nobody else."""
    try:
        os.chown(path, -1, grp.getgrnam(group).gr_gid)
    except (KeyError, OSError):
        shell.warn(f"There is no group {group} yet that could read the door's credential.")
    path.chmod(0o640)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", metavar="DIR", required=True, help="a folder of root's, such as /etc/tuigroup-door")
    parser.add_argument("--server", metavar="URL", required=True, help="the server's address as this machine has it")
    parser.add_argument("--pin", metavar="FINGERPRINT", default="", help="the fingerprint of the server's own key")
    parser.add_argument("--port", type=int, default=22, help="port for sshd (22)")
    parser.add_argument("--guest", metavar="USER", default="guest", help="who comes in without a key (guest)")
    parser.add_argument("--member", metavar="USER", default="member", help="who comes in with a key (member)")
    parser.add_argument("--group", default="tuigroup-door", help="of both users (tuigroup-door)")
    parser.add_argument("--name", default="openssh", help="what the door is called in doors (openssh)")
    parser.add_argument("--language", metavar="LANG", default="", help="what is spoken before sign-in, such as es")


COMMANDS: Final = (
    Command(
        "openssh",
        "write what an OpenSSH server needs to be the door instead",
        "openssh --data my-community --to /etc/tuigroup-door --server http://127.0.0.1:8460",
        _openssh,
        _arguments,
    ),
)
