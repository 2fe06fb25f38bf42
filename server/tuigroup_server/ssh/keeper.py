"""One SSH connection: who it is, and the one channel it may have. Everything else that SSH can do is refused.

Nobody is told whether a name has an account: every name is asked for a passphrase, and every refusal is the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final

import asyncssh
from asyncssh.misc import DisconnectError

from tuigroup.doors.visit import Visit
from tuigroup.errors import SignInRefused, TuigroupError
from tuigroup.i18n import N_
from tuigroup.sync.door import network_of
from tuigroup.views import account
from tuigroup.wire.publickeys import fingerprint
from tuigroup_server.ssh.channel import Channel, Session
from tuigroup_server.ssh.gate import Pass
from tuigroup_server.ssh.packets import leave_out_empty
from tuigroup_server.ssh.signatures import tell_when_signed

if TYPE_CHECKING:
    from tuigroup.doors.far_end import FarEnd
    from tuigroup_server.ssh.door import Door

GUEST: Final = "guest"
GREETING: Final = 20.0  # seconds until a connection has to say for whom it is
KEYS: Final = 12  # that are looked at on one connection
UNUSED: Final = 30.0  # seconds without a channel, before the first and after the last

ASKED: Final = N_("Passphrase")
NOT_TOGETHER: Final = N_("This name and this passphrase do not go together.")
TOO_MANY: Final = N_("Too many connections at once. Please try again in a minute.")
LATE: Final = N_("Nobody signed in, so the door closed again.")
ENOUGH: Final = N_("These were too many tries. Please try again in a few minutes, or ssh guest@ this host.")
NO_GUESTS: Final = N_("This server shows its groups to members only, so there are no guests.")
OTHER_NAME: Final = N_("One connection is for one name.")


Challenge = tuple[str, str, str, list[tuple[str, bool]]]


class Keeper(asyncssh.SSHServer):
    def __init__(self, door: Door) -> None:
        self._door = door
        self._t = door.t
        self._connection: asyncssh.SSHServerConnection | None = None
        self._pass: Pass | None = None
        self._address = ""
        self._name: str | None = None
        self._tries = 0
        self._visit: Visit | None = None  # signed in, and of nobody's session yet
        self._keys: dict[str, bool] = {}  # fingerprint to whether it would open something
        self._session: Session | None = None
        self._entered = False  # it has had a channel
        self._timer: asyncio.TimerHandle | None = None

    # The connection

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self._address = str((conn.get_extra_info("peername") or ("",))[0])
        self._pass = self._door.gate.enter(self._address)
        if self._pass is None:
            self._door.log("full", self._address)
            # Once the version was said, so that the reason is understood.
            asyncio.get_running_loop().call_soon(self._turn_away, asyncssh.DISC_TOO_MANY_CONNECTIONS, TOO_MANY)
            return
        self._door.keepers.add(self)
        tell_when_signed(conn, self.proven)
        leave_out_empty(conn)
        self._after(GREETING, LATE)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._connection = None
        self._door.keepers.discard(self)
        if self._pass is not None:
            self._pass.leave()
        if self._visit is not None:
            self._door.end_visit(self._visit)
            self._visit = None

    def close(self, sentence: str = "") -> None:
        """End the connection with a reason."""
        self._turn_away(asyncssh.DISC_BY_APPLICATION, sentence)

    async def gone(self) -> None:
        """Until somebody who was inside has hung up; of nobody else that is expected."""
        if self._entered and self._connection is not None:
            await self._connection.wait_closed()

    def _turn_away(self, code: int, sentence: str) -> None:
        if self._connection is not None:
            self._connection.disconnect(code, self._t(sentence))

    def _after(self, seconds: float, sentence: str) -> None:
        self._stop_waiting()
        self._timer = asyncio.get_running_loop().call_later(seconds, self.close, sentence)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # Who it is

    async def begin_auth(self, username: str) -> bool:
        if self._name is not None:
            raise DisconnectError(asyncssh.DISC_PROTOCOL_ERROR, self._t(OTHER_NAME))
        self._name = username
        self._after(self._door.settings.sign_in_seconds, LATE)
        if username == GUEST:
            if not (self._door.settings.guests and self._door.visits.base.guests):
                raise DisconnectError(asyncssh.DISC_NO_MORE_AUTH_METHODS_AVAILABLE, self._t(NO_GUESTS))
            return False
        return True

    def public_key_auth_supported(self) -> bool:
        return self._door.visits.vouches

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Whether the key is one of this name's, so that ssh signs with the right one. It proves nothing yet."""
        found = key.get_fingerprint()
        if found not in self._keys and len(self._keys) < KEYS:
            self._keys[found] = await self._door.visits.would_open(username, found, network_of(self._address))
        return self._keys.get(found, False)

    async def proven(self, username: str, key_data: bytes) -> bool:
        """A signature with this key was verified: whether it brings the member in."""
        visit = await self._signed_in(lambda visit: visit.session.sign_in_by_key(username, fingerprint(key_data)))
        return isinstance(visit, Visit)

    def kbdint_auth_supported(self) -> bool:
        return True

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Challenge:
        return self._ask(self._t(account.DOOR_SEES))

    async def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> bool | Challenge:
        if len(responses) != 1:
            return False
        self._tries += 1
        problem = await self._sign_in(username, responses[0])
        if not problem:
            return True
        if self._tries >= self._door.settings.attempts:
            raise DisconnectError(asyncssh.DISC_NO_MORE_AUTH_METHODS_AVAILABLE, self._t(ENOUGH))
        return self._ask(problem)

    async def _sign_in(self, name: str, passphrase: str) -> str:
        """'' where it is the member, else why not."""
        if not self._door.gate.try_(self._address, self._door.clock()):
            return self._t(ENOUGH)
        entered = await self._signed_in(lambda visit: visit.session.sign_in(name, passphrase))
        if isinstance(entered, SignInRefused):
            self._door.log("refused", self._address)
            return self._t(NOT_TOGETHER)
        return "" if isinstance(entered, Visit) else entered.sentence(self._t)

    async def _signed_in(self, how: Callable[[Visit], Awaitable[None]]) -> Visit | TuigroupError:
        """The member's visit, kept for the channel to come; or why there is none."""
        visit = self._door.visits.open(network_of(self._address), self._door.settings.language)
        try:
            await how(visit)
        except TuigroupError as problem:
            self._door.end_visit(visit)
            return problem
        except BaseException:
            self._door.end_visit(visit)
            raise
        if self._connection is None or self._visit is not None:
            self._door.end_visit(visit)
        else:
            self._visit = visit
        return visit

    def _ask(self, sentence: str) -> Challenge:
        return "", sentence, "", [(f"{self._t(ASKED)}: ", False)]

    def auth_completed(self) -> None:
        if self._pass is not None:
            self._pass.known()
        self._after(UNUSED, "")

    # What it may have

    def session_requested(self) -> bool | tuple[Channel, Session]:
        if self._session is not None or self._connection is None:
            return False
        self._session = Session(self)
        return Channel.on(self._connection), self._session

    def opened(self, session: Session, far: FarEnd, command: str | None) -> None:
        """The channel is there, and it is known what is wanted of it."""
        self._entered = True
        self._stop_waiting()
        visit, self._visit = self._visit, None
        self._door.spawn(self._door.reception.welcome(session, far, command, visit, network_of(self._address)))

    def closed(self, session: Session) -> None:
        """The channel is gone; a connection without one soon goes too."""
        self._session = None
        if self._connection is not None:
            self._after(UNUSED, "")
