"""The outbox, applied: each operation once, its key and its effect in one transaction.

A replay returns the same ack; the same key with another body is refused. A refusal is an ack too, leaves
nothing behind and keeps nothing else from going on. What is to be published later waits as it was written, and
takes its number only when it is published.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from tuigroup.wire import ops
from tuigroup.wire.ops import AnyOp, Edit, Op, Remove, Reply, StartThread
from tuigroup.wire.sync import Ack
from tuigroup_server.rules import Action
from tuigroup_server.service import (
    casebook,
    duty,
    groups,
    guests,
    measures,
    membership,
    offers,
    partners,
    posts,
    superseding,
    texts,
    wishes,
    written_meetings,
)
from tuigroup_server.service.context import Actor, Context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Pending, Scene, Touched
from tuigroup_server.storage import groups as group_rows
from tuigroup_server.storage import operations
from tuigroup_server.storage.operations import OperationRow

HANDLERS: Final[Mapping[type[Op], Callable[[Scene, Any], Effect]]] = {
    ops.Join: membership.join,
    ops.Leave: membership.leave,
    ops.Agree: membership.agree,
    ops.AnswerRequest: membership.answer_request,
    ops.HandOver: membership.hand_over,
    ops.NameModerator: membership.moderator,
    ops.Credentials: membership.credentials,
    ops.StartThread: posts.start_thread,
    ops.StartPrivate: posts.start_private,
    ops.Reply: written_meetings.reply,
    ops.Edit: posts.edit,
    ops.Remove: posts.remove,
    ops.Respond: posts.respond,
    ops.Propose: groups.propose,
    ops.SetUp: groups.set_up,
    ops.Claim: groups.claim,
    ops.CloseGroup: groups.close,
    ops.SayHere: duty.say_here,
    ops.AskPartner: partners.ask,
    ops.AnswerPartner: partners.answer,
    ops.OpenMeeting: written_meetings.open_,
    ops.SayInMeeting: written_meetings.say,
    ops.MoveMeeting: written_meetings.move,
    ops.Report: casebook.report,
    ops.Appeal: casebook.appeal,
    ops.Decide: measures.decide,
    ops.Wish: wishes.wish,
    ops.SetNote: wishes.set_note,
    ops.Offer: offers.offer,
    ops.AskOffer: offers.ask,
    ops.TakeOut: offers.take_out,
    ops.Shelve: offers.shelve,
    ops.OpenSession: guests.open_session,
    ops.EndSession: guests.end_session,
    ops.AskUnnamed: guests.ask,
    ops.Transcribe: guests.transcribe,
}
AT_ONCE: Final = 200  # operations published in one transaction
_REFS: Final = ("to", "post")  # fields that name a post by number or key
_OPS: Final[TypeAdapter[AnyOp]] = TypeAdapter(AnyOp)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An operation's ack, and which post it changed, if any."""

    ack: Ack
    touched: Touched | None = None


def apply(context: Context, actor: Actor, outbox: Iterable[AnyOp]) -> list[Outcome]:
    """Every operation of an outbox in its order, on disk when this returns. A guest's are all refused."""
    if actor.account_id is None:
        return [Outcome(refused(op.k, Refusal("not-signed-in", "Please sign in first."))) for op in outbox]
    account, whole = actor.account_id, list(outbox)
    # A proposed group has no number yet, and nobody else to wait for.
    named = {op.g for op in whole if not isinstance(op, ops.Propose)}

    def work(connection: Connection) -> list[Outcome]:
        # Before any key is looked for: the same outbox may be on its way through another process.
        group_rows.lock(connection, named)
        scene = Scene(context, connection, account, actor.operator, context.now())
        return [_one(scene, op) for op in whole]

    return context.database.transact(work)


def _one(scene: Scene, op: AnyOp) -> Outcome:
    row = operations.get(scene.connection, scene.account, op.k)
    if row is not None:
        return _again(scene, op, row)
    try:
        with scene.connection.begin_nested():
            return _first(scene, op)
    except Refusal as refusal:
        return Outcome(refused(op.k, refusal))
    except IntegrityError:
        # Another process came first with the same key, or took the same alias: look again, once.
        row = operations.get(scene.connection, scene.account, op.k)
        if row is None:
            return Outcome(refused(op.k, Refusal("busy", "Somebody did the same just now. Please try again.")))
        return _again(scene, op, row)


def _first(scene: Scene, op: AnyOp) -> Outcome:
    said, (op, due) = op, superseding.by(scene, op, superseding.waiting(scene, op))
    due = max(due, _minute_later(scene, op))
    if due:
        _rehearse(scene, op)
        return _wait(scene, op, due, said)
    try:
        effect = HANDLERS[type(op)](scene, op)
    except Pending as pending:
        return _of_pending(scene, op, pending)
    if isinstance(op, ops.SayInMeeting):
        return Outcome(_ack(op.k, {}))  # who was in a meeting is not kept, and hearing it twice changes nothing
    ack = _ack_row(op, effect)
    row = OperationRow(scene.account, op.k, _fingerprint(scene, op), ack, scene.now, None, None)
    operations.add(scene.connection, row)
    return Outcome(_ack(op.k, ack), effect.touched)


def _again(scene: Scene, op: AnyOp, row: OperationRow) -> Outcome:
    """The same ack as the first time, or ``key-reused``."""
    if row.ack.get("e"):
        return Outcome(_ack(op.k, row.ack))
    known = {row.fingerprint}
    if row.body is not None:
        # What it refers to may have been published meanwhile, and then both sides know its number.
        known.add(_fingerprint(scene, _OPS.validate_python(row.body["op"])))
    # A change of a post that was not published then was kept under that post's key, and so it comes again.
    if known.isdisjoint({_fingerprint(scene, op), _digest(_said(op))}):
        said = "This key was used before for something else. What was sent first is kept."
        return Outcome(refused(op.k, Refusal("key-reused", said)))
    touched = row.ack.get("x")
    return Outcome(_ack(op.k, row.ack), Touched(*touched) if touched else None)


def _minute_later(scene: Scene, op: AnyOp) -> int:
    """When to publish, in seconds at a whole minute; 0 for now."""
    if isinstance(op, ops.AskUnnamed):
        # At a minute that says nothing of when its author was here.
        return (scene.minute + guests.SOONEST + scene.context.random(1)[0] % guests.SPREAD) * 60
    # An edit of what is not published yet changes that, and goes out with it.
    put_off = isinstance(op, StartThread | Reply) or (isinstance(op, Edit) and isinstance(op.post, int))
    later = op.later if put_off else 0  # type: ignore[union-attr]
    return (scene.minute + later) * 60 if later else 0


def _rehearse(scene: Scene, op: AnyOp) -> None:
    """What would be refused is refused now, not at its minute. Raises Refusal."""
    rehearsal = scene.connection.begin_nested()
    try:
        HANDLERS[type(op)](scene, op)
    except Pending:
        scene.enter(op.g, Action.WRITE)  # type: ignore[union-attr]  # only posts refer to posts
    finally:
        rehearsal.rollback()


def _wait(scene: Scene, op: AnyOp, due: int, said: AnyOp | None = None) -> Outcome:
    """``said`` is the operation as it came, where it waits as another."""
    ack = {"later": due // 60}
    body = {"op": op.model_dump(mode="json")}
    row = OperationRow(scene.account, op.k, _fingerprint(scene, said or op), ack, scene.now, due, body)
    operations.add(scene.connection, row)
    return Outcome(_ack(op.k, ack))


def _of_pending(scene: Scene, op: AnyOp, pending: Pending) -> Outcome:
    """An operation on one's own post that is not published yet: an answer waits for it, the rest changes it."""
    if isinstance(op, Reply):
        scene.enter(op.g, Action.WRITE)
        return _wait(scene, op, pending.due + 1)
    row = operations.get(scene.connection, scene.account, pending.key)
    if row is None or row.body is None or not isinstance(op, Edit | Remove):
        raise Refusal("unknown-ref", "What this refers to is not published yet.")
    if isinstance(op, Remove):
        said = {"e": "post-removed", "d": "You took this back before it was published."}
        operations.change(scene.connection, scene.account, row.key, ack=said, due=None, body=None)
    else:
        operations.change(scene.connection, scene.account, row.key, body=row.body | {"edit": _edited(op)})
    # Before the minute of publication even where that has come: such a change is no edit that others see.
    ack = {"at": min(scene.minute, pending.due // 60 - 1), "g": op.g}
    done = OperationRow(scene.account, op.k, _fingerprint(scene, op), ack, scene.now, None, None)
    operations.add(scene.connection, done)
    return Outcome(_ack(op.k, ack))


def _edited(op: Edit) -> dict[str, str]:
    edited = {"body": texts.body(op.body)}
    if op.title is not None:
        edited["title"] = texts.title(op.title)
    if op.note is not None:
        edited["note"] = texts.note(op.note)
    return edited


def apply_due(context: Context) -> int:
    """Publish what was promised for now or before; how many. Costs one look-up when there is nothing."""
    published = 0
    while True:
        now = context.now()
        with context.database.read() as connection:
            waiting = operations.due(connection, now, AT_ONCE)
        named = {row.body["op"]["g"] for row in waiting if row.body is not None}
        rows = context.database.transact(partial(_publish_due, context, now, named)) if waiting else 0
        if not rows:
            return published
        published += rows


def _publish_due(context: Context, now: int, named: Iterable[int], connection: Connection) -> int:
    """What is still due once its groups are nobody else's, who may have published it."""
    group_rows.lock(connection, named)
    rows = operations.due(connection, now, AT_ONCE, lock=True)
    for row in rows:
        _publish(context, connection, row)
    return len(rows)


def _publish(context: Context, connection: Connection, row: OperationRow) -> None:
    """With the minute that was promised, so that a server that was away ties no two aliases together by it.

    What can't be published any more is forgotten: the client asks again with its key and hears why.
    """
    assert row.due is not None
    assert row.body is not None
    op = _OPS.validate_python(row.body["op"])
    scene = Scene(context, connection, row.account_id, False, row.due)
    changed = op.model_copy(update=row.body.get("edit", {}))
    try:
        with connection.begin_nested():
            effect = HANDLERS[type(op)](scene, changed)
            # Of an edit that waited as another the fingerprint stays that of what came.
            known = row.fingerprint if isinstance(op, Edit) else _fingerprint(scene, op)
            values = {"ack": _ack_row(op, effect), "fingerprint": known, "due": None, "body": None}
            operations.change(connection, row.account_id, row.key, **values)
    except Refusal:
        operations.drop(connection, row.account_id, row.key)
    except Pending as pending:
        operations.change(connection, row.account_id, row.key, due=pending.due + 1)


def refused(key: str, refusal: Refusal) -> Ack:
    """The ack of an operation that was not done."""
    return Ack(k=key, e=refusal.key, d=refusal.sentence())


def _ack_row(op: AnyOp, effect: Effect) -> dict[str, Any]:
    """What is kept of an ack: its fields, the group that ``n`` belongs to, and what it touched (``x``)."""
    kept: dict[str, Any] = {"n": effect.number, "t": effect.thread, "at": effect.minute, "g": effect.group}
    if effect.turn:
        kept["turn"] = effect.turn
    if isinstance(op, ops.Writes | Edit | Remove | ops.Respond) and effect.touched is not None:
        touched = effect.touched
        kept["x"] = astuple(touched)
    return {name: value for name, value in kept.items() if value}


def _ack(key: str, row: dict[str, Any]) -> Ack:
    return Ack(k=key, **{name: row[name] for name in ("n", "t", "at", "e", "d", "later", "turn") if name in row})


def _fingerprint(scene: Scene, op: AnyOp) -> bytes:
    """What tells one operation from another with the same key.

    How much later does not count, nor whether a post is named by its key or by the number it has meanwhile.
    """
    said = _said(op)
    for field in _REFS:
        if isinstance(said.get(field), str):
            row = operations.get(scene.connection, scene.account, said[field])
            if row is not None and row.ack.get("n"):
                said[field] = row.ack["n"]
    return _digest(said)


def _said(op: AnyOp) -> dict[str, Any]:
    # Of a wish nothing stays that tells, of the few topics there are, which was whose.
    return op.model_dump(mode="json", exclude={"k", "later", "topic"} if isinstance(op, ops.Wish) else {"k", "later"})


def _digest(said: dict[str, Any]) -> bytes:
    return hashlib.blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=16).digest()
