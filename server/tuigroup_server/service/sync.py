"""One exchange: the outbox up; acks, what is new and what was wanted down, within the budget of the answer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection

from tuigroup.wire import documents, following, limits
from tuigroup.wire.frames import PLAIN, Codec
from tuigroup.wire.ops import AnyOp, Op
from tuigroup.wire.sync import Ack, SyncAnswer, SyncRequest, WaitRequest
from tuigroup_server.service import changes, cursor, operations, pages
from tuigroup_server.service.context import Actor, Context
from tuigroup_server.service.cursor import Cursor
from tuigroup_server.service.parts import Gathered, Part, assemble
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage import moved, server

TEXT_PER_BYTE: Final = 12  # more text than this never packs into a byte of the budget
MOST_TEXT: Final = limits.ANSWER_BYTES // 3
ROUNDS: Final = 8  # packings tried to fill a budget
CLOSE: Final = 0.94  # of the budget: near enough

_OP: Final[TypeAdapter[AnyOp]] = TypeAdapter(AnyOp)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request taken apart. ``unfit`` are operations that can't be read, already refused, by place in the outbox."""

    request: SyncRequest
    unfit: Sequence[tuple[int, Ack]] = ()


def read(value: Any) -> Asked:
    """A request from its JSON value. An operation that does not fit is refused alone; Raises ValidationError else."""
    try:
        return Asked(SyncRequest.model_validate(value))
    except ValidationError:
        outbox = value.get("o") if isinstance(value, dict) else None
        if not isinstance(outbox, list) or len(outbox) > limits.OPS:
            raise
        fit, unfit = _sifted(outbox)
        return Asked(SyncRequest.model_validate(value | {"o": fit}), unfit)


def _sifted(outbox: list[Any]) -> tuple[list[Any], list[tuple[int, Ack]]]:
    fit, unfit = [], []
    for index, said in enumerate(outbox):
        try:
            _OP.validate_python(said)
            fit.append(said)
        except ValidationError as error:
            try:
                key = Op.model_validate(said).k
            except ValidationError:
                fit.append(said)  # without a key nobody can be told: the whole request is refused
                continue
            place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"][1:])[:40]
            told = f"This can't be used as it is ({place})." if place else "This is not known here."
            unfit.append((index, operations.refused(key, Refusal("bad-field", told))))
    return fit, unfit


def answer(context: Context, actor: Actor, asked: Asked, generation: int) -> bytes:
    """The answer's body, packed in ``generation`` (wire.frames). Raises Refusal ``cursor-expired``."""
    request = asked.request
    before = _cursor(context, actor, request.s)
    operations.apply_due(context)
    outcomes = operations.apply(context, actor, request.o) if request.o else []
    acks = [outcome.ack for outcome in outcomes]
    for index, ack in asked.unfit:
        acks.insert(index, ack)
    touched = [outcome.touched for outcome in outcomes if outcome.touched is not None]
    budget = min(request.m or limits.DEFAULT_BUDGET, limits.ANSWER_BYTES)
    with context.database.read() as connection:
        gathered, tag = _gather(connection, context, actor, request, before, touched, budget)
    if actor.session is not None and gathered.reaches != before:
        # The session got a newer cursor: whoever waits from the old one, here or elsewhere, waits no longer.
        context.database.tell(frozenset((moved.session(actor.session),)))
    first = _fitted(context.codec, gathered, acks, request.s, tag, generation, budget)
    return first if request.r is None else _with_rest(context, actor, request, first, generation, request.r)


def _with_rest(context: Context, actor: Actor, request: SyncRequest, first: bytes, generation: int, room: int) -> bytes:
    """The answer, and behind it what it left out of its pages, where all of that fits in so many bytes.

    One answer instead of two saves a slow line a whole way there and back; what is too much is left for a question of
    its own, which may be another one by then.
    """
    value = context.codec.unpack(first, limits.ANSWER_BYTES)
    wants = following.rest(request, documents.read(SyncAnswer, value))
    if not wants:
        return first
    with context.database.read() as connection:
        wanted, parts = pages.gather(pages.Asking(connection, actor.account_id), wants)
    if sum(part.weight for part in parts) > min(room * TEXT_PER_BYTE, MOST_TEXT) or any(page.more for page in wanted):
        return first
    told, _ = assemble(Gathered(_ordered(parts), wanted), (), len(parts))
    both = context.codec.pack_lines([value, documents.dump(told)], generation)
    return both if len(both) - len(first) <= room else first


def news(context: Context, actor: Actor, asked: WaitRequest, generation: int) -> bytes | None:
    """An answer with what is new since the cursor, None where there is nothing that the account may see.

    That something happened that is not for their eyes does not show: the cursor does not move for it.
    Raises Refusal ``cursor-expired``.
    """
    before = _cursor(context, actor, asked.s)
    budget = min(asked.m or limits.DEFAULT_BUDGET, limits.ANSWER_BYTES)
    with context.database.read() as connection:
        gathered, tag = _gather(connection, context, actor, SyncRequest(h=asked.h), before, (), budget)
    if not (gathered.parts or gathered.memberships or gathered.notices):
        return None
    return _fitted(context.codec, gathered, (), asked.s, tag, generation, budget)


def _cursor(context: Context, actor: Actor, said: str | None) -> Cursor | None:
    if said is None or actor.account_id is None:
        return None
    with context.database.read() as connection:
        tag = _tag(connection, context, actor.account_id)
    try:
        return cursor.read(tag, said)
    except cursor.Unreadable:
        raise _expired() from None


def _tag(connection: Connection, context: Context, account: int) -> str:
    return cursor.tag(server.get(connection, server.LOG_ID), account, context.pepper)


def _expired() -> Refusal:
    return Refusal(
        "cursor-expired", "The server can't go on from there. Start afresh; what you wrote is safe with you."
    )


def _gather(
    connection: Connection,
    context: Context,
    actor: Actor,
    request: SyncRequest,
    before: Cursor | None,
    touched: Sequence[Any],
    budget: int,
) -> tuple[Gathered, str]:
    """All parts in the order of the budget, and the cursor's tag ('' for a guest)."""
    wanted, wanted_parts = pages.gather(pages.Asking(connection, actor.account_id, context.now_min()), request.w)
    if actor.account_id is None:
        return Gathered(_ordered(wanted_parts), wanted), ""
    reader = changes.Reader(actor.account_id, actor.operator, touched, request.h)
    try:
        news = changes.gather(connection, reader, before, min(budget * TEXT_PER_BYTE, MOST_TEXT))
    except changes.CursorAhead:
        raise _expired() from None
    gathered = replace(news, parts=_ordered([*wanted_parts, *news.parts]), wanted=wanted)
    return gathered, _tag(connection, context, actor.account_id)


def _ordered(parts: Sequence[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: part.rank)


def _fitted(
    codec: Codec, gathered: Gathered, acks: Sequence[Ack], said: str | None, tag: str, generation: int, budget: int
) -> bytes:
    def packed(count: int) -> bytes:
        told, after = assemble(gathered, acks, count)
        word = cursor.write(tag, after) if tag else None
        if word != said:
            told = told.model_copy(update={"s": word})
        value = documents.dump(told)
        framed, plain = codec.pack(value, generation), codec.pack(value, PLAIN)
        # A frame takes some bytes of its own: when there is nothing to say, saying it in JSON is shorter.
        return plain if len(plain) <= len(framed) else framed

    return fill(packed, [part.weight for part in gathered.parts], budget)


def fill(packed: Callable[[int], bytes], weights: Sequence[int], budget: int) -> bytes:
    """The longest answer of whole parts within the budget that few packings find, but one part at least.

    ``packed(count)`` is the answer with the first ``count`` parts; ``weights`` lead the guesses.
    """
    total = len(weights)
    if sum(weights) <= MOST_TEXT:
        whole = packed(total)
        if len(whole) <= budget or total <= 1:
            return whole
        size, high = len(whole), total
    else:
        high = max(2, bisect_right(list(accumulate(weights)), MOST_TEXT) + 1)
        size = sum(weights[:high])
    sums = list(accumulate(weights))
    low, best = 1, packed(1)
    base = len(best)
    for _ in range(ROUNDS):
        if high - low <= 1 or len(best) > budget * CLOSE:
            break
        # As many bytes a unit of text as the nearest answers took beyond the first part.
        at, beyond = (low, len(best) - base) if low > 1 else (high, size - base)
        rate = max(beyond, 1) / max(sums[at - 1] - sums[0], 1)
        guess = bisect_right(sums, sums[0] + (budget - base) / rate)
        guess = min(max(guess, low + 1), high - 1)
        tried = packed(guess)
        if len(tried) <= budget:
            low, best = guess, tried
        else:
            high, size = guess, len(tried)
    return best
