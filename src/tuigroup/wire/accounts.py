"""Models of the account routes. Byte strings travel as wire.binary writes them.

The server never sees a passphrase: ``secret`` is derived by the client (tuigroup.session.keys).
"""

from __future__ import annotations

import hashlib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tuigroup.wire import limits, publickeys
from tuigroup.wire.leaving import Leaving
from tuigroup.wire.sync import SyncRequest

API_VERSION = 1

Secret = Annotated[str, Field(min_length=43, max_length=43, pattern=r"^[A-Za-z0-9_-]+$")]
Wrapped = Annotated[str, Field(min_length=16, max_length=256, pattern=r"^[A-Za-z0-9_-]+$")]
Fingerprint = Annotated[str, Field(max_length=60, pattern=publickeys.FINGERPRINT)]
Name = Annotated[str, Field(min_length=3, max_length=limits.SIGN_IN_NAME, pattern=r"^[a-z0-9][a-z0-9._-]+$")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class ServerInfo(_Model):
    """GET /v1/server: public, no token. ``id`` salts the passphrase; ``api`` is a range of wire versions.

    ``helplines`` names the version of the operator's own crisis lines (GET /v1/helplines), '' where there are none.
    ``backups_days`` is for how many days what was erased is still in backups, -1 where the operator did not say.
    What an answer leaves out is at its default here, so these never change with the program's own version.
    """

    id: str
    name: str
    version: str
    api_min: int = 1
    api_max: int = 1
    guests: bool = True
    proposals: bool = True
    about: str = ""
    backups_days: int = -1
    helplines: Annotated[str, Field(max_length=40)] = ""


class NewAccount(_Model):
    """POST /v1/accounts. The wrapped keys are the private record's key under both wrapping keys."""

    name: Name
    secret: Secret
    recovery_secret: Secret
    wrapped: Wrapped
    recovery_wrapped: Wrapped


class SignIn(_Model):
    """POST /v1/sessions. With ``sync`` the first exchange of the new session comes along: a SyncAnswer behind SignedIn.

    It comes in a frame of its own (in JSON, on a line of its own), so that nothing that strangers wrote is ever packed
    together with a token and wrapped keys; and not at all where that exchange alone would have been refused.
    """

    name: Name
    secret: Secret
    sync: SyncRequest | None = None


class SignInByKey(_Model):
    """POST /v1/sessions/by-key, for a door that verified a signature: ``fingerprint`` as OpenSSH prints it.

    Not ``signed`` it only asks whether the key would open something, and proves nothing: the token is '' then.
    """

    name: Name
    fingerprint: Fingerprint
    signed: bool = True


class SignedInByKey(_Model):
    """The answer to it: a ``token``, and nothing that a passphrase guards."""

    token: str
    operator: bool = False
    leaving: Leaving | None = None


class SealedRecord(_Model):
    """GET and PUT /v1/record. ``version`` rises by one a write; a PUT names the version it follows (409 else).

    Where the writer knows its ``record_tag``, it is named too, by If-Match.
    """

    version: Annotated[int, Field(ge=0, le=2**53)]
    sealed: Annotated[str, Field(max_length=limits.RECORD_BYTES * 4 // 3 + 4)] = ""


def record_tag(version: int, sealed: str) -> str:
    """The strong ETag of a record as it travels: of what it holds too, since versions begin anew with a backup."""
    return f'"{version}-{hashlib.blake2b(sealed.encode(), digest_size=8).hexdigest()}"'


class SignedIn(_Model):
    """The answer to both: an opaque ``token`` for the Authorization header, and the wrapped record key.

    ``record`` comes along with it, so that nobody waits for another exchange; None says nothing of it.
    With ``leaving`` the account is to be erased, and the token is good for staying and for little else.
    """

    token: str
    wrapped: str
    operator: bool = False
    record: SealedRecord | None = None
    leaving: Leaving | None = None


class Proof(_Model):
    """POST /v1/record/key: who signed in without the passphrase shows that it is known. RecordKey."""

    secret: Secret


class RecordKey(_Model):
    """The record's key under the passphrase's, and the record as it is sealed."""

    wrapped: str
    record: SealedRecord


class NewKey(_Model):
    """POST /v1/accounts/me/keys: ``public_key`` is the line of an OpenSSH public key,

    ``label`` what the member calls it. The secret goes along, so that a stolen token can't plant a key.
    """

    secret: Secret
    public_key: Annotated[str, Field(max_length=publickeys.LONGEST)]
    label: Annotated[str, Field(max_length=limits.KEY_LABEL)] = ""


class KeyRow(_Model):
    """A public key of the account. ``used`` is the day of its last use, 0 before the first; both are seconds since
    1970 UTC. What the key is known by stays unsaid: the server keeps it as a keyed hash only."""

    id: int
    kind: str
    label: str
    created: int
    used: int = 0


class KeyList(_Model):
    """GET /v1/accounts/me/keys, in the order in which they were added."""

    keys: list[KeyRow] = []


class ChangeSecret(_Model):
    """PUT /v1/accounts/me/secret: a new passphrase. All other sessions end, and all keys for SSH are removed."""

    secret: Secret
    new_secret: Secret
    new_wrapped: Wrapped


class ChangeRecovery(_Model):
    """PUT /v1/accounts/me/recovery: a new recovery phrase, for who knows the passphrase. The old one ends."""

    secret: Secret
    new_recovery_secret: Secret
    new_recovery_wrapped: Wrapped


class RecoveryStart(_Model):
    """POST /v1/recoveries: proves the recovery phrase, answers RecoveryKey."""

    name: Name
    recovery_secret: Secret


class RecoveryKey(_Model):
    recovery_wrapped: str


class Recover(_Model):
    """POST /v1/recoveries/finish: a new passphrase and a new recovery phrase; every session ends.

    So does every key for SSH. SignedIn.
    """

    name: Name
    recovery_secret: Secret
    secret: Secret
    wrapped: Wrapped
    new_recovery_secret: Secret
    new_recovery_wrapped: Wrapped
