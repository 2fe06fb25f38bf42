"""The one error tree of tuigroup: what happened, what was kept, what to do next.

Errors of libraries are translated into these once, at the edge where they appear. Nothing here may hold
a member's text: the sentences are shown on screens and their titles may reach a log.
"""

from __future__ import annotations

from tuigroup.i18n import ENGLISH, N_, Translator, together


class TuigroupError(Exception):
    """Base of every error that a person may see.

    ``what`` is one plain sentence, marked with ``N_``; ``kept`` says what is safe; ``todo`` what to do next.
    """

    title = N_("That did not work")
    kept = ""
    todo = ""

    def __init__(self, what: str, *, kept: str | None = None, todo: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.kept = self.kept if kept is None else kept
        self.todo = self.todo if todo is None else todo

    def wording(self) -> str:
        """The whole message in English, to be translated where it is shown."""
        return together(self.what, self.kept, self.todo)

    def sentence(self, t: Translator = ENGLISH) -> str:
        """The whole message for a screen: what happened, what was kept, what to do next."""
        return t(self.wording())


class BadInput(TuigroupError):
    """A person typed or passed something that can't be used; ``field`` names where."""

    title = N_("Please look at this again")

    def __init__(self, what: str, *, field: str = "", kept: str | None = None, todo: str | None = None) -> None:
        super().__init__(what, kept=kept, todo=todo)
        self.field = field


class ConfigError(TuigroupError):
    """A settings file or flag can't be used."""

    title = N_("A setting can't be used")


class MalformedWire(TuigroupError):
    """Bytes that are not the language both sides speak. ``problem`` is a key of wire.problems."""

    title = N_("The answer could not be read")
    kept = N_("Nothing of yours is lost.")

    def __init__(
        self, what: str, *, problem: str = "bad-body", kept: str | None = None, todo: str | None = None
    ) -> None:
        super().__init__(what, kept=kept, todo=todo)
        self.problem = problem


class StoreError(TuigroupError):
    """Base of what can go wrong with the member's own store."""

    title = N_("Your local copy")


class StoreDamaged(StoreError):
    """The store's file can't be read as a database."""


class StoreTooNew(StoreError):
    """The store was written by a later version."""


class Unwritten(StoreError):
    """Nothing can be written now; what was there before is untouched."""


class Displaced(Unwritten):
    """Another program with the same store signed out who was here, or signed in somebody else."""


class DiskFull(Unwritten):
    """There is no room to write; what was on disk before is untouched."""

    title = N_("The disk is full")


class ServerError(TuigroupError):
    """Base of what can go wrong between the client and the server."""

    title = N_("The server")
    kept = N_("What you wrote is kept here.")


class Offline(ServerError):
    """No answer: no route, refused, cut, timed out."""

    title = N_("The line")
    todo = N_("It goes out when the line is back.")


class BadServerAddress(ServerError):
    """The address is no address, or no tuigroup server answers there."""

    title = N_("The server's address")


class UnprovenServer(BadServerAddress):
    """Whoever answers could not prove to be the server that was named. The line was closed before anything was sent."""

    kept = N_("Nothing was sent to it, and what you wrote is kept here.")


class UnknownServerKey(UnprovenServer):
    """The server proves itself by a key of its own that is not known here yet; ``fingerprint`` is what it showed."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__(
            N_("The server proves itself by a key of its own, which this machine does not know yet."),
            todo=N_("Please compare the key with what whoever runs the server told you; the first screen shows it."),
        )
        self.fingerprint = fingerprint


class ServerKeyChanged(UnprovenServer):
    """The server's key is not the pinned one."""

    def __init__(self) -> None:
        super().__init__(
            N_("The server's key is not the one that this machine knows, so it may be somebody else's server."),
            todo=N_(
                "Please ask whoever runs the server; if the key is new, start again with --pin and its fingerprint."
            ),
        )


class VersionMismatch(ServerError):
    """The server speaks an older or newer language than this client."""

    title = N_("Versions")


class SignInRefused(ServerError):
    """Wrong name or passphrase, or a session that has ended."""

    title = N_("Sign-in")


class CursorExpired(ServerError):
    """The server can't continue from our cursor; the client starts afresh, keeping what is its own."""


class ServerLooksEmpty(ServerError):
    """The server sent an empty group or log where there was one; the local copy is kept."""


class Refused(ServerError):
    """The server understood and said no. ``type`` is a key of wire.problems, ``status`` the HTTP status.

    ``retry_after`` is in whole seconds, 0 where the server named none.
    """

    def __init__(
        self,
        what: str,
        *,
        type: str,
        status: int,
        retry_after: int = 0,
        kept: str | None = None,
        todo: str | None = None,
    ) -> None:
        super().__init__(what, kept=kept, todo=todo)
        self.type = type
        self.status = status
        self.retry_after = retry_after
