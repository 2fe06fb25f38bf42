"""Routes of accounts, one method each: what goes up and what comes back. How an exchange is made is the client's.

All raise SignInRefused, Refused, Offline, MalformedWire.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote

from tuigroup.errors import MalformedWire
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.sync.door import DOOR_SESSIONS
from tuigroup.sync.exchange_routes import ExchangeRoutes
from tuigroup.wire import limits

if TYPE_CHECKING:
    from pydantic import BaseModel

    from tuigroup.sync import answers
    from tuigroup.wire import accounts, documents, frames, leaving, slips
    from tuigroup.wire import sync as envelope
else:
    answers = Late("tuigroup.sync.answers")
    accounts = Late("tuigroup.wire.accounts")
    documents = Late("tuigroup.wire.documents")
    frames = Late("tuigroup.wire.frames")
    envelope = Late("tuigroup.wire.sync")
    leaving = Late("tuigroup.wire.leaving")
    slips = Late("tuigroup.wire.slips")

M = TypeVar("M", bound="BaseModel")

KEYS: Final = "/v1/accounts/me/keys"
LEAVING: Final = "/v1/accounts/me/leaving"


class AccountRoutes(ExchangeRoutes):
    """What the client answers for an account, over an exchange in JSON; signing in, the first of all, in frames."""

    async def create_account(self, new: accounts.NewAccount) -> accounts.SignedIn:
        return await self._post("/v1/accounts", new, accounts.SignedIn)

    async def sign_in(self, asked: accounts.SignIn) -> tuple[accounts.SignedIn, envelope.SyncAnswer | None]:
        """With what came along of ``asked.sync``, None where nothing did."""
        answer = await self._framed("/v1/sessions", asked, "account")
        answers.check(answer)
        signed, *along = self.codec.unpack_frames(answer.body, limits.ANSWER_BYTES)
        came = documents.read(envelope.SyncAnswer, along[0]) if along else None
        return documents.read(accounts.SignedIn, signed), came

    async def sign_in_by_key(self, asked: accounts.SignInByKey) -> accounts.SignedInByKey:
        """For an SSH door that verified the key. Raises Refused ``door-refused``, ``not-allowed`` besides."""
        return await self._post("/v1/sessions/by-key", asked, accounts.SignedInByKey)

    async def end_door_sessions(self) -> None:
        """Ends every session that was opened through the door. Raises Refused ``door-refused``, Offline."""
        await self._json("DELETE", DOOR_SESSIONS)

    async def sign_out(self, *, everywhere: bool = False, token: str = "") -> None:
        """``token`` is another session than the client's own."""
        await self._json("DELETE", "/v1/sessions" if everywhere else "/v1/sessions/current", token=token)

    async def leave(self, farewell: leaving.Farewell) -> leaving.Leaving:
        """The account is to be erased; every session ends, this one too."""
        return await self._post(LEAVING, farewell, leaving.Leaving)

    async def stay(self, token: str) -> None:
        """It is not erased after all; ``token`` is that of the session which was opened meanwhile."""
        await self._json("DELETE", LEAVING, token=token)

    async def export(self) -> dict[str, Any]:
        """All of one's own that the server has and can read, as it comes."""
        answer = await self._json("GET", "/v1/accounts/me/export", packed=limits.EXPORT_BYTES)
        found = frames.from_json(answer.body)
        if not isinstance(found, dict):
            raise MalformedWire(N_("The answer could not be read."))
        return found

    async def bundle(self, chosen: Sequence[str] = ()) -> bytes:
        """Directory, crisis lines and texts as the server signed them (wire.bundles); all where none is chosen."""
        query = "&".join(f"resource={quote(slug, safe='')}" for slug in chosen)
        answer = await self._json("GET", f"/v1/bundle?{query}" if query else "/v1/bundle", kind="resource")
        return bytes(answer.body)

    async def change_secret(self, change: accounts.ChangeSecret) -> None:
        await self._json("PUT", "/v1/accounts/me/secret", change)

    async def change_recovery(self, change: accounts.ChangeRecovery) -> None:
        await self._json("PUT", "/v1/accounts/me/recovery", change)

    async def start_recovery(self, start: accounts.RecoveryStart) -> accounts.RecoveryKey:
        return await self._post("/v1/recoveries", start, accounts.RecoveryKey)

    async def finish_recovery(self, recover: accounts.Recover) -> accounts.SignedIn:
        return await self._post("/v1/recoveries/finish", recover, accounts.SignedIn)

    async def list_keys(self) -> accounts.KeyList:
        answer = await self._json("GET", KEYS)
        return documents.read(accounts.KeyList, frames.from_json(answer.body))

    async def add_key(self, new: accounts.NewKey) -> accounts.KeyRow:
        return await self._post(KEYS, new, accounts.KeyRow)

    async def remove_key(self, id: int) -> None:
        await self._json("DELETE", f"{KEYS}/{id}")

    async def record_key(self, proof: accounts.Proof) -> accounts.RecordKey:
        """What opens the private record, for who shows the sign-in secret."""
        return await self._post("/v1/record/key", proof, accounts.RecordKey)

    async def slip(self, group: int, want: slips.WantSlip) -> str:
        """An attendance slip. Raises Refused ``no-meeting``, ``not-a-member``, ``too-many`` besides."""
        return (await self._post(f"/v1/groups/{group}/slips", want, slips.SignedSlip)).code

    async def _post(self, path: str, body: BaseModel, model: type[M]) -> M:
        answer = await self._json("POST", path, body)
        return documents.read(model, frames.from_json(answer.body))
