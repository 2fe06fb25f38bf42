"""The SSH front door: its own key, its settings, its process."""

from __future__ import annotations

import argparse
from typing import Final

from tuigroup import wording
from tuigroup.errors import ConfigError
from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.ssh import host_key
from tuigroup_server.ssh.settings import FILE_NAME, load


def _ssh(shell: Shell) -> int:
    folder = shell.folder()
    settings = load(folder / FILE_NAME, shell.environ, vars(shell.args))
    for fault in wording.read(settings.danger).faults:
        shell.warn(fault)
    key = host_key.ensure(folder)
    try:
        import asyncssh  # noqa: F401
    except ImportError as error:
        raise ConfigError("The SSH door needs one library more.", todo="Please: pip install 'tuigroup[ssh]'") from error
    from tuigroup.doors import forget_textual

    forget_textual()
    from tuigroup_server.ssh.serving import serve

    return serve(folder, settings, key, shell.say, shell.warn)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", metavar="URL", help="the server (http://127.0.0.1:8460)")
    parser.add_argument("--pin", metavar="FINGERPRINT", help="the fingerprint of the server's own key: sha256:...")
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (8422); 0 takes a free one")
    parser.add_argument("--workers", type=int, metavar="N", help="processes (1)")
    parser.add_argument("--sessions", type=int, metavar="N", help="sessions at once (200)")
    parser.add_argument("--connections", type=int, metavar="N", help="connections from one network (100)")
    parser.add_argument("--idle-minutes", type=int, metavar="N", help="until a session nobody types in ends (60)")
    parser.add_argument(
        "--resume-minutes", type=int, metavar="N", help="that a session waits when its line is cut (15)"
    )
    parser.add_argument("--guests", action=argparse.BooleanOptionalAction, help="let guests in (yes)")
    parser.add_argument(
        "--address-log", action=argparse.BooleanOptionalAction, help="write down who was refused, by address (no)"
    )
    parser.add_argument("--language", metavar="LANG", help="what is spoken before sign-in, such as es")


COMMANDS: Final = (
    Command(
        "ssh",
        "open the SSH door: members come in with plain ssh",
        "ssh --data my-community --server http://127.0.0.1:8460 --host 0.0.0.0 --port 22",
        _ssh,
        _arguments,
    ),
)
