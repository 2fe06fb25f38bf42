"""Accounts, sessions, recovery and the private record."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Request, Response

from tuigroup.wire import documents
from tuigroup.wire.accounts import (
    ChangeRecovery,
    ChangeSecret,
    NewAccount,
    Proof,
    RecordKey,
    Recover,
    RecoveryKey,
    RecoveryStart,
    SealedRecord,
    SignedIn,
    SignIn,
    record_tag,
)
from tuigroup.wire.frames import PLAIN
from tuigroup_server.http import mirror, schemas
from tuigroup_server.http.bodies import FRAMED, Incoming, framed, incoming
from tuigroup_server.http.identity import Leaver, Member
from tuigroup_server.http.limits import by_network, guesses
from tuigroup_server.http.origin import Network, Through
from tuigroup_server.http.state import Ctx, Limits
from tuigroup_server.service import accounts, limits, sync
from tuigroup_server.service.refusals import Refusal

UNSTORED: Final = "no-store"


async def unstored(response: Response) -> None:
    """Tokens and sealed records are for the asker alone, not for a cache between."""
    response.headers["Cache-Control"] = UNSTORED


router = APIRouter(tags=["accounts"], dependencies=[Depends(unstored)])


@router.post(
    "/v1/accounts",
    status_code=201,
    dependencies=[Depends(by_network(limits.NEW_ACCOUNT))],
    response_model_exclude_defaults=True,
)
def create_account(new: NewAccount, context: Ctx, door: Through) -> SignedIn:
    """A new account, signed in. No e-mail, no name but the sign-in name."""
    return accounts.create(context, new, door=door)


@router.post(
    "/v1/sessions",
    status_code=201,
    responses={201: {"model": SignedIn}},
    openapi_extra=schemas.body(SignIn.model_json_schema(), FRAMED),
)
def sign_in(
    context: Ctx, limiter: Limits, network: Network, door: Through, body: Annotated[Incoming, Depends(incoming)]
) -> Response:
    """A new session, and where ``sync`` asks for it its first exchange behind that.

    The answer is as the request: JSON, a line each, or frames, in whose first nothing is a stranger's.
    """
    asked = body.parse(SignIn)
    with guesses(limiter, asked.name, network, door):
        signed = accounts.sign_in(context, asked, door)
    packed = context.codec.pack(documents.dump(signed), body.generation)
    actor = accounts.identify(context, signed.token) if asked.sync is not None else None
    if asked.sync is not None and actor is not None and not actor.leaving:
        # Who is in is in: what can't be answered now is asked again.
        with suppress(Refusal):
            news = sync.answer(context, actor, sync.Asked(asked.sync), body.generation)
            packed += (b"\n" if body.generation == PLAIN else b"") + news
    told = framed(packed, body.generation, status=201)
    if body.generation == PLAIN:
        told.headers["Cache-Control"] = UNSTORED  # no cache knows what a frame is, nor keeps what was posted
    return told


@router.delete("/v1/sessions/current", status_code=204)
def sign_out(actor: Leaver, context: Ctx) -> None:
    """End this session."""
    accounts.sign_out(context, actor)


@router.delete("/v1/sessions", status_code=204)
def sign_out_everywhere(actor: Leaver, context: Ctx) -> None:
    """End every session of the account, this one included."""
    accounts.sign_out(context, actor, everywhere=True)


@router.put("/v1/accounts/me/secret", status_code=204)
def change_secret(change: ChangeSecret, actor: Member, context: Ctx, limiter: Limits) -> None:
    """A new passphrase; every other session ends, and every key for SSH is removed."""
    limiter.take(limits.SECRET, str(actor.account_id))
    accounts.change_secret(context, actor, change)


@router.put("/v1/accounts/me/recovery", status_code=204)
def change_recovery(change: ChangeRecovery, actor: Member, context: Ctx, limiter: Limits) -> None:
    """A new recovery phrase for who knows the passphrase; the old one ends."""
    limiter.take(limits.SECRET, str(actor.account_id))
    accounts.change_recovery(context, actor, change)


@router.post("/v1/recoveries")
def start_recovery(start: RecoveryStart, context: Ctx, limiter: Limits, network: Network, door: Through) -> RecoveryKey:
    """The record's key, wrapped by the recovery phrase, for who proves to have the phrase."""
    with guesses(limiter, start.name, network, door):
        return accounts.start_recovery(context, start)


@router.post("/v1/recoveries/finish", status_code=201, response_model_exclude_defaults=True)
def finish_recovery(recover: Recover, context: Ctx, limiter: Limits, network: Network, door: Through) -> SignedIn:
    """A new passphrase and a new recovery phrase; every session and every key for SSH ends, and a session begins."""
    with guesses(limiter, recover.name, network, door):
        return accounts.recover(context, recover, door)


@router.get("/v1/record", responses={200: {"model": SealedRecord}, 206: {"content": {"application/json": {}}}})
def read_record(request: Request, actor: Member, context: Ctx) -> Response:
    """The private record as the client sealed it; version 0 when there is none yet. Parts of it can be asked for."""
    found = accounts.read_record(context, actor)
    body = found.model_dump_json(exclude_defaults=True).encode()
    answer = mirror.parts(request, body, record_tag(found.version, found.sealed), "application/json")
    answer.headers["Cache-Control"] = UNSTORED
    return answer


@router.post("/v1/record/key")
def record_key(proof: Proof, actor: Member, context: Ctx, limiter: Limits) -> RecordKey:
    """What opens the record, for who signed in by a key and shows that the passphrase is known."""
    limiter.take(limits.SECRET, str(actor.account_id))
    return accounts.record_key(context, actor, proof)


@router.put("/v1/record", response_model_exclude_defaults=True)
def write_record(
    record: SealedRecord, actor: Member, context: Ctx, if_match: Annotated[str, Header()] = "*"
) -> SealedRecord:
    """Follow the version named, and where If-Match names an ETag, that very record; the answer holds the new version,
    and nothing sealed."""
    return accounts.write_record(context, actor, record, lambda tag: mirror.meant(if_match, tag))
