"""Making a data folder, and serving it."""

from __future__ import annotations

import argparse
import logging
import signal
import socket
import ssl
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

from pydantic.warnings import UnsupportedFieldAttributeWarning

from tuigroup.errors import BadInput, ConfigError
from tuigroup_server.cli import account_keys, certificate, content, doors
from tuigroup_server.cli.command import Command, Shell
from tuigroup_server.listening import listen
from tuigroup_server.settings import FILE_NAME, Settings, load
from tuigroup_server.ssh import host_key

OPERATOR: Final = "operator"
KEEP_ALIVE: Final = 600  # seconds that an idle connection is kept: a new handshake costs a slow link more
GRACE: Final = 5  # seconds for answers under way when the server is told to end
BACKLOG: Final = 2048


def _make(folder: Path, settings: Settings) -> account_keys.Made:
    """A data folder, and the operator's account. Raises ConfigError where there is one already."""
    from tuigroup_server.service import accounts, operators, slips
    from tuigroup_server.service.context import open_context, prepare

    prepare(folder, settings)
    context = open_context(folder, settings)
    try:
        made = account_keys.make(OPERATOR, accounts.server_info(context).id)
        operators.first(context, made.account)
        doors.make_beside(context, folder)
        slips.signing_key(context)
    finally:
        context.database.close()
    return made


def _tell(shell: Shell, folder: Path, made: account_keys.Made) -> None:
    """What was made, and what the operator has to write down."""
    shell.say(f"The server is ready in {folder}.")
    shell.say()
    shell.say(f"  operator's sign-in name   {OPERATOR}")
    shell.say(f"  passphrase                {made.passphrase}")
    shell.say(f"  recovery phrase           {made.recovery_phrase}")
    shell.say(f"  SSH door's credential     {folder / doors.BESIDE}")
    shell.say(f"  SSH door's key            {host_key.fingerprint(host_key.public_line(host_key.ensure(folder)))}")
    shell.say()
    shell.say("Both phrases are shown only now; nobody can show them again. Please write them down.")


def _init(shell: Shell) -> int:
    folder = Path(shell.args.folder)
    settings = load(folder / FILE_NAME, shell.environ, {"database": shell.args.database})
    if shell.args.address and not shell.args.tls:
        raise ConfigError("--address is for the certificate.", todo="Please add --tls, which makes one.")
    _tell(shell, folder, _make(folder, settings))
    if shell.args.tls:
        shell.say()
        certificate.make(shell, folder)
        shell.say()
    where = " --database URL" if shell.args.database else ""
    shell.say(f"Start it with: tuigroup-server serve --data {folder}{where}")
    return 0


def _make_sample(shell: Shell, settings: Settings) -> None:
    """A new data folder with the sample community. Raises BadInput before anything is made of it."""
    content.wished(shell)
    if shell.args.sample == OPERATOR:
        raise BadInput("That is the operator's own sign-in name.", todo="Please choose another for the sample member.")
    folder = shell.folder()
    _tell(shell, folder, _make(folder, settings))
    content.load_sample(shell, shell.args.sample)
    shell.say()


def _serve(shell: Shell) -> int:
    settings = shell.settings()
    _log_to(shell)
    # FastAPI silences it too, but not where a body's model is built only when it is first used.
    warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)
    secure = certificate.context(shell, settings)
    listener = listen(settings.host, settings.port, BACKLOG)
    try:
        if shell.args.sample:
            _make_sample(shell, settings)
        with shell.context() as context:
            from tuigroup_server.http.app import create_app
            from tuigroup_server.service import accounts, slips

            accounts.purge_sessions(context)
            slips.signing_key(context)
            context.helplines.current()  # what is wrong with it is said now
            _run(create_app(context), settings, listener, shell, secure, context.wakeups.close)
    finally:
        listener.close()
    return 0


def _run(
    app: Any,
    settings: Settings,
    listener: socket.socket,
    shell: Shell,
    secure: ssl.SSLContext | None,
    ending: Callable[[], None],
) -> None:
    """Serve until a signal. ``ending`` is called first of all then: whoever waits for news is answered at once."""
    import uvicorn

    from tuigroup_server.http.gathering import GatheredProtocol

    class Announced(uvicorn.Server):
        """Says where it listens once it does."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                shell.say(f"listening on {_address(listener, secure)}")

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            ending()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app,
        http=GatheredProtocol,
        ssl_context_factory=None if secure is None else lambda _config, _usual: secure,
        server_header=False,
        date_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        access_log=False,
        log_config=None,
        log_level="warning",
        ws="none",
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
    )
    # uvicorn ends in good order and then raises the signal again: both end here, so that the database is closed.
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    try:
        Announced(config).run(sockets=[listener])
    except _Told:
        return


class _Told(BaseException):
    """A signal told the server to end."""


def _leave(_number: int, _frame: object) -> NoReturn:
    raise _Told


def _address(listener: socket.socket, secure: ssl.SSLContext | None) -> str:
    host, port = listener.getsockname()[:2]
    scheme = "http" if secure is None else "https"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _log_to(shell: Shell) -> None:
    """Warnings only, without addresses, names or text: nothing below writes any."""
    handler = logging.StreamHandler(shell.err)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _init_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="the folder to make; it holds everything of the server")
    parser.add_argument("--tls", action="store_true", help="make a certificate too, and show its fingerprint")
    certificate.address_argument(parser)


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (8460); 0 takes a free one")
    parser.add_argument(
        "--sample",
        metavar="NAME",
        type=content.sign_in_name,
        help="make DIR first: the sample community, and its member",
    )
    parser.add_argument("--certificate", metavar="FILE", help="another certificate than the one in DIR (PEM)")
    parser.add_argument("--certificate-key", metavar="FILE", help="its key, where that is another file")
    parser.add_argument("--name", help="the server's name as members see it")
    parser.add_argument("--guests", action=argparse.BooleanOptionalAction, help="let guests look around (yes)")
    parser.add_argument("--proposals", action=argparse.BooleanOptionalAction, help="let members propose groups (yes)")
    parser.add_argument("--limits", action=argparse.BooleanOptionalAction, help="limit how often one may ask (yes)")


COMMANDS: Final = (
    Command(
        "init",
        "make a data folder and the operator's account; asks nothing",
        "init my-community --tls --address groups.example.org",
        _init,
        _init_arguments,
        needs_data=False,
    ),
    Command(
        "serve",
        "serve a data folder: over TLS where there is a certificate, else plain",
        "serve --data my-community --host 127.0.0.1 --port 8460",
        _serve,
        _serve_arguments,
    ),
)
