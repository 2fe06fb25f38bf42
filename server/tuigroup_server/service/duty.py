"""Who runs a group says until when they are there for it. It ends by itself; nothing remembers who was there when."""

from __future__ import annotations

from tuigroup.wire import limits
from tuigroup.wire.ops import SayHere
from tuigroup_server.rules import Action
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Scene
from tuigroup_server.storage import groups, memberships


def say_here(scene: Scene, op: SayHere) -> Effect:
    place = scene.enter(op.g, Action.SAY_HERE)
    if op.until > scene.minute + limits.DUTY:
        raise Refusal("bad-field", "On duty is said for sixteen hours at most.", field="until")
    until = op.until if op.until > scene.minute else 0
    if until != place.me.here_until_min:
        memberships.change(scene.connection, op.g, place.me.member, here_until_min=until)
        step = groups.advance(scene.connection, op.g)
        groups.change(scene.connection, op.g, duty_seq=step.seq)
    return Effect(place.me.member, minute=scene.minute, group=op.g)
