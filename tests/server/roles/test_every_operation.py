"""Every operation of the outbox times everybody who can ask: done or refused as the rules say, and told no more.

An operation without a word here fails the test.
"""

from __future__ import annotations

import contextlib
from typing import Any, Final

import httpx
from pydantic import TypeAdapter

from tests.server.community import Voice
from tests.server.roles.callers import (
    MISSING,
    MODERATING,
    RUNNING,
    SIGNED_OUT,
    STANDS,
    Caller,
    House,
    about,
    key_of,
    knows,
)
from tuigroup.wire import limits
from tuigroup.wire.ops import AnyOp
from tuigroup_server import rules
from tuigroup_server.rules import Action, Who
from tuigroup_server.service import operations
from tuigroup_server.service.context import GUEST, Context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Scene

# What each takes, as a word of the table of rules, and fields that fit.
OPERATIONS: Final[dict[str, tuple[Action | None, dict[str, Any]]]] = {
    "join": (Action.JOIN, {"alias": "somebody_new"}),
    "leave": (Action.LEAVE, {}),
    "agree": (Action.AGREE, {"version": 1}),
    "thread": (Action.WRITE, {"title": "A title", "body": "Some words."}),
    "private": (Action.WRITE, {"title": "A title", "body": "Some words."}),
    "reply": (Action.ANSWER, {"to": 1, "body": "Some words."}),
    "edit": (Action.EDIT_OWN, {"post": 1, "body": "Other words."}),
    "remove": (Action.REMOVE_OWN, {"post": 1}),
    "respond": (Action.RESPOND, {"post": 1, "kind": "with_you"}),
    "answer": (Action.ANSWER_REQUESTS, {"member": 77, "admit": True}),
    "set_up": (Action.SET_UP, {"settings": {}}),
    "claim": (Action.CLAIM, {"alias": "somebody_new"}),
    "hand_over": (Action.HAND_OVER, {"member": 77}),
    "moderator": (Action.NAME_MODERATORS, {"member": 77}),
    "close": (Action.CLOSE, {}),
    "here": (Action.SAY_HERE, {"until": 0}),
    "ask_partner": (Action.WRITE, {"member": 77}),
    "partner": (Action.WRITE, {"thread": 77, "agree": True}),
    "open_meeting": (Action.LEAD_MEETING, {"title": "Tonight", "body": "Welcome."}),
    "in_meeting": (Action.WRITE, {"thread": 77, "say": "in"}),
    "move_meeting": (Action.LEAD_MEETING, {"thread": 77, "step": 3}),
    "credentials": (Action.STATE_CREDENTIALS, {"text": ""}),
    "report": (Action.REPORT, {"post": 77}),
    "decide": (Action.DECIDE, {"case": 77, "act": "hide"}),
    "wish": (Action.WISH, {"post": 77, "topic": "food"}),
    "note": (Action.NOTE, {"post": 77, "note": "food"}),
    "appeal": (Action.APPEAL, {"case": 77, "body": "Please look again."}),
    "offer": (Action.OFFER, {"post": 77}),
    "ask_offer": (Action.SHELVE, {"post": 77}),
    "take_out": (Action.TAKE_OUT, {"post": 77}),
    "shelve": (Action.SHELVE, {"post": 77, "take": False}),
    "guest_session": (Action.ANNOUNCE, {"name": "dr_fern", "title": "A", "body": "B", "start": 2**30, "until": 2**30}),
    "end_session": (Action.ANNOUNCE, {"thread": 77}),
    "ask": (Action.WRITE, {"thread": 77, "body": "Some words."}),
    "transcript": (Action.SHELVE, {"thread": 77}),
    "propose": (None, {"alias": "somebody_new", "settings": {"name": "Another"}}),
}
_OP: Final[TypeAdapter[Any]] = TypeAdapter(AnyOp)
# Refusals that come after the rules have let somebody in: about what is there, not about who asks.
FURTHER_IN: Final = {"", "unknown-ref", "bad-field"}


class _Undone(Exception):
    """Ends a transaction without a trace."""


def refusal(context: Context, voice: Voice, name: str, fields: dict[str, Any]) -> str:
    """What an operation would answer, '' for yes; nothing stays of it."""
    return told(context, voice, name, fields)[0]


def told(context: Context, voice: Voice, name: str, fields: dict[str, Any]) -> tuple[str, str]:
    """The same with the sentence that goes with it."""
    op: Any = _OP.validate_python({"k": "every-op-1", "op": name, "g": 1, **fields})
    actor = voice.person.actor if voice.person else GUEST
    if actor.account_id is None:
        ack = operations.apply(context, actor, [op])[0].ack
        return ack.e, ack.d
    said = "", ""
    with contextlib.suppress(_Undone), context.database.write() as connection:
        scene = Scene(context, connection, actor.account_id, actor.operator, context.now())
        try:
            operations.HANDLERS[type(op)](scene, op)
        except Refusal as error:
            said = error.key, error.sentence()
        raise _Undone
    return said


async def test_every_operation(context: Context, house: House, listed: bool) -> None:
    for caller in Caller:
        with about(caller):
            for name, (action, fields) in OPERATIONS.items():
                _operation(context, house, caller, listed, name, action, fields)


def _operation(
    context: Context,
    house: House,
    caller: Caller,
    listed: bool,
    name: str,
    action: Action | None,
    fields: dict[str, Any],
) -> None:
    who, mine = STANDS[caller], caller in (Caller.MEMBER, Caller.AT_KIOSK)
    said = refusal(context, house.voices[caller], name, {**fields, **_of_thread(house, fields)})
    key = "" if action is None else rules.refusal(action, who, "open", listed)
    if who is Who.GUEST:
        assert said == "not-signed-in", name
    elif key:
        assert said == key, name
    elif action in (Action.EDIT_OWN, Action.REMOVE_OWN) and who is not Who.SPEAKER:
        assert said == ("" if mine else "not-allowed"), name
    elif action is Action.RESPOND:
        assert said == ("not-allowed" if mine else ""), name
    else:
        assert said in FURTHER_IN, name


def _of_thread(house: House, fields: dict[str, Any]) -> dict[str, int]:
    """The fields that name a post, with the member's."""
    return {field: house.thread for field in ("to", "post") if fields.get(field) == 1}


async def test_signed_out_every_operation_is_refused_alike(http: httpx.AsyncClient, house: House) -> None:
    """Also by way of a front door that nobody signed in through, and with a token whose time is over."""
    for caller in SIGNED_OUT:
        with about(caller):
            outbox = [{"k": f"every-op-{name}", "op": name, "g": 1, **given} for name, (_, given) in OPERATIONS.items()]
            answer = await http.post("/v1/sync", json={"o": outbox}, headers=house.headers(caller))
            if caller is Caller.EXPIRED:
                assert (answer.status_code, key_of(answer)) == (401, "not-signed-in")
                continue
            acks = answer.json()["a"]
            assert len(acks) == len(outbox)
            assert {(ack["e"], ack["d"]) for ack in acks} == {("not-signed-in", "Please sign in first.")}


async def test_a_refusal_tells_nothing_of_a_group_that_one_may_not_know_of(
    context: Context, house: House, listed: bool
) -> None:
    for caller in Caller:
        if listed or knows(caller, listed) or caller in SIGNED_OUT:
            continue
        with about(caller):
            for name, (action, fields) in OPERATIONS.items():
                if action is None:
                    continue
                more: list[dict[str, Any]] = [{}, {"code": "no-such-code"}] if name == "join" else [{}]
                for given in more:
                    here, nowhere = (
                        told(context, house.voices[caller], name, {**fields, **given, "g": group})
                        for group in (1, MISSING)
                    )
                    assert here == nowhere, name


def _hidden(house: House, caller: Caller) -> dict[str, list[int]]:
    """By field, numbers of what is in group 1 and not theirs to know of."""
    apart = [house.pair]
    apart += [] if caller in RUNNING else [house.word]
    apart += [] if caller in RUNNING or caller is Caller.NEWCOMER else [house.held]
    if caller is Caller.SPEAKER:
        apart += [house.thread, house.meeting]
    cases = [] if caller in MODERATING else [house.case]
    members = [] if caller in RUNNING else [house.asking, house.lurker]
    return {"to": apart, "post": apart, "thread": apart, "case": cases, "member": members}


async def test_a_refusal_tells_nothing_of_what_is_apart(context: Context, house: House) -> None:
    """Whatever one points at that is not for one's eyes, the answer is that of a number that nothing has."""
    nothing = {"member": MISSING, "case": MISSING}
    tried = 0
    for caller in Caller:
        if caller in SIGNED_OUT:
            continue
        with about(caller):
            hidden = _hidden(house, caller)
            for name, (_action, fields) in OPERATIONS.items():
                for field in hidden.keys() & fields.keys():
                    none = nothing.get(field, limits.APART + MISSING * limits.APART_POSTS)
                    missing = told(context, house.voices[caller], name, {**fields, field: none})
                    for number in hidden[field]:
                        tried += 1
                        assert told(context, house.voices[caller], name, {**fields, field: number}) == missing, name
    assert tried > 100


def test_no_operation_is_forgotten() -> None:
    assert {kind.model_fields["op"].default for kind in operations.HANDLERS} == set(OPERATIONS)
