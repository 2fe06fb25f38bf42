"""Steps of a case by who runs the group: each one entry in the log, and what it does to a post, a thread or a member.

Nobody decides about themselves: to whom a case is about, it is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tuigroup.wire import limits
from tuigroup.wire.cases import BY_ITSELF, LEVELS, Act
from tuigroup.wire.ops import Decide
from tuigroup.wire.words import PostState, Review, Role, Standing
from tuigroup_server import rules
from tuigroup_server.rules import Action, Who
from tuigroup_server.service import audience, boards, caselog, holding, posts, records, suspensions, texts
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Place, Scene, unknown_ref
from tuigroup_server.storage import cases, groups, kept, memberships, notices, threads
from tuigroup_server.storage import posts as post_rows
from tuigroup_server.storage.cases import CaseRow
from tuigroup_server.storage.posts import PostRow
from tuigroup_server.storage.threads import ThreadRow

NEEDS_WORD: Final = frozenset({Act.NOTE, Act.WARN})
ESCALATED: Final = LEVELS.index("red")
_OUTSIDE: Final = (Standing.LEFT, Standing.REQUESTED)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides what in which case; ``word`` is clean."""

    scene: Scene
    place: Place
    case: CaseRow
    act: Act
    to: int
    word: str

    def tell(self, kind: str, said: str) -> None:
        """A notice to whom the case is about."""
        caselog.tell_member(self.scene, self.place.group, self.case.member, kind, said)

    @property
    def group(self) -> str:
        return self.place.group.name


def decide(scene: Scene, op: Decide) -> Effect:
    place = scene.enter(op.g, Action.DECIDE)
    case = cases.get(scene.connection, op.g, op.case)
    if case is None or op.act in BY_ITSELF or not _looks(scene, place, case):
        raise unknown_ref()
    if not rules.may_decide(place.who, op.act):
        raise Refusal("not-allowed", "Who is in the group is for those who run it. They see this case too.")
    word = texts.word(op.word)
    if op.act in NEEDS_WORD and not word:
        raise Refusal("bad-field", "This needs a word with it.", field="word")
    decision = Decision(scene, place, case, op.act, op.to, word)
    detail = _ACTS[op.act](decision)
    now = cases.get(scene.connection, op.g, op.case)
    assert now is not None
    caselog.step(scene, now, op.act, by=place.me.member, detail=detail, word=word)
    return Effect(minute=scene.minute, group=op.g)


def _looks(scene: Scene, place: Place, case: CaseRow) -> bool:
    private = caselog.is_private(scene.connection, case)
    return rules.may_look(place.me.role, own=case.member == place.me.member, private=private)


def _already() -> Refusal:
    return Refusal("precondition", "That is so already.")


# Within the case


def _assign(decision: Decision) -> int:
    member = decision.to or decision.place.me.member
    looking = caselog.may_look(decision.scene.connection, decision.place.group.id, decision.case)
    if member not in {row.member for row in looking}:
        raise Refusal("unknown-ref", "This member can't look at the case.")
    _change(decision, assigned=member)
    return member


def _note(decision: Decision) -> int:
    return 0


def _triage(decision: Decision) -> int:
    if decision.to >= len(LEVELS):
        raise Refusal("bad-field", "There is no such level.", field="to")
    _change(decision, level=decision.to)
    return decision.to


def _escalate(decision: Decision) -> int:
    """The operators hear that it is urgent, not what it is about: the group's plan says what else to do."""
    _change(decision, level=max(decision.case.level, ESCALATED))
    group = decision.place.group
    said = f"{group.name} (group {group.id}) asks for help with case {decision.case.number}."
    notices.add(decision.scene.connection, None, "escalated", said, now=decision.scene.now, group_id=group.id)
    return 0


def _close(decision: Decision) -> int:
    post = _post(decision)
    if post is not None and post[0].review == Review.HELD:
        raise Refusal("precondition", "The post is still held. Please restore it, or hide it.")
    if decision.case.state == "appealed":
        decision.tell("decided", f"{decision.group} has looked again, and leaves it as it was decided.")
    return 0


def _change(decision: Decision, **values: int) -> None:
    cases.change(decision.scene.connection, decision.place.group.id, decision.case.number, **values)


# What becomes of the post


def _hide(decision: Decision) -> int:
    post, thread = _there(decision)
    if post.review == Review.HIDDEN:
        raise _already()
    if thread.audience and post.review != Review.HELD:
        raise Refusal("not-allowed", "This was written to you alone, so there is nobody to hide it from.")
    holding.keep_back(decision.scene, decision.place.group, post, thread, Review.HIDDEN)
    decision.tell("hidden", f"{decision.group} has hidden a post of yours.")
    return 0


def _restore(decision: Decision) -> int:
    post, thread = _there(decision)
    if not post.review:
        raise _already()
    first = kept.first(decision.scene.connection, post.group_id, post.number)
    if first is not None and not first.published:
        _release(decision, post, thread, first)
    else:
        holding.give_back(decision.scene, decision.place.group, post, thread)
        decision.tell("restored", f"{decision.group} has looked at your post: everybody there can read it again.")
    return 0


def _release(decision: Decision, post: PostRow, thread: ThreadRow, first: kept.First) -> None:
    """A first post is published as its author left it, under their name, now. Raises Refusal."""
    scene, group = decision.scene, decision.place.group
    author = memberships.by_member(scene.connection, group.id, post.member)
    if author is None or author.standing != Standing.ACTIVE:
        raise Refusal("precondition", "Who wrote it is not in the group any more.")
    place = Place(group, Who.MEMBER, author)
    if first.parent:
        parent = post_rows.get(scene.connection, group.id, first.parent)
        answered = None if parent is None else threads.get(scene.connection, group.id, parent.thread)
        assert parent is not None
        assert answered is not None
        posts.publish_reply(scene, place, parent, answered, post.body, post.note, post.intent)
    else:
        posts.publish_thread(scene, place, first.board, thread.title, post.body, post.note, post.intent)
    holding.released(scene, post, thread)
    decision.tell("released", f"{decision.group} has looked at your first post: everybody there can read it now.")


def _warn(decision: Decision) -> int:
    decision.tell("warned", f"Those who run {decision.group} have a word for you about a post of yours.")
    return 0


def _lock(decision: Decision) -> int:
    locked = decision.act is Act.LOCK
    thread = _thread(decision)
    if thread.locked is locked:
        raise _already()
    seq = groups.advance(decision.scene.connection, thread.group_id).seq
    threads.change(decision.scene.connection, thread.group_id, thread.number, locked=locked, seq=seq)
    return 0


def _move(decision: Decision) -> int:
    thread = _thread(decision)
    board = boards.find(decision.scene.connection, thread.group_id, decision.to)
    if board is None:
        raise Refusal("bad-field", "This group has no such board.", field="to")
    if board.board == thread.board:
        raise _already()
    boards.ensure(decision.scene.connection, thread.group_id, board)
    seq = groups.advance(decision.scene.connection, thread.group_id).seq
    threads.change(decision.scene.connection, thread.group_id, thread.number, board=board.board, seq=seq)
    return board.board


def _post(decision: Decision) -> tuple[PostRow, ThreadRow] | None:
    case, connection = decision.case, decision.scene.connection
    post = post_rows.get(connection, case.group_id, case.post)
    thread = None if post is None else threads.get(connection, case.group_id, post.thread)
    waits = case.why == caselog.NEWCOMER  # written for the group, and looked at by all who look after it
    seen = thread is not None and (waits or audience.sees(connection, decision.place.me, thread))
    return (post, thread) if post is not None and thread is not None and seen else None


def _there(decision: Decision) -> tuple[PostRow, ThreadRow]:
    found = _post(decision)
    if found is None or (found[0].state == PostState.REMOVED and not holding.away(found[0])):
        raise Refusal("post-removed", "The post was taken back, so there is nothing to decide about it.")
    return found


def _thread(decision: Decision) -> ThreadRow:
    """The thread of the post, where the whole group sees it."""
    found = _post(decision)
    if found is None or found[1].audience:
        raise Refusal("not-allowed", "This was written to you alone; the group does not see it.")
    return found[1]


# What becomes of the member


def _suspend(decision: Decision) -> int:
    if not 1 <= decision.to <= limits.SUSPENSION:
        raise Refusal("bad-field", "A suspension is for one day at least, and for a year at most.", field="to")
    until = decision.scene.minute + decision.to * 24 * 60
    _put_out(decision, records.SUSPENDED, until, (Standing.ACTIVE, records.SUSPENDED, Standing.LEFT))
    decision.tell("suspended", f"{decision.group} has suspended you for some time. You can read why, and appeal.")
    return decision.to


def _end(decision: Decision) -> int:
    _put_out(decision, Standing.ENDED.value, 0, (Standing.ACTIVE, records.SUSPENDED, *_OUTSIDE))
    decision.tell("ended", f"{decision.group} has ended your membership. You can read why, and appeal.")
    return 0


def _put_out(decision: Decision, standing: str, until: int, from_: tuple[str, ...]) -> None:
    row = memberships.by_member(decision.scene.connection, decision.case.group_id, decision.case.member)
    if row is None or row.standing not in from_:
        raise Refusal("unknown-ref", "This member is not in the group any more.")
    if not rules.may_put_out(decision.place.who, row.role):
        raise Refusal("not-allowed", "Who runs the group is not put out here. Ask for help: the operator is told.")
    suspensions.put_out(decision.scene, replace(row, answer_word=decision.word), standing, until)
    if row.role != Role.MEMBER:
        groups.advance_page(decision.scene.connection, row.group_id)


_ACTS: Final[Mapping[Act, Callable[[Decision], int]]] = {
    Act.ASSIGN: _assign,
    Act.NOTE: _note,
    Act.TRIAGE: _triage,
    Act.HIDE: _hide,
    Act.RESTORE: _restore,
    Act.WARN: _warn,
    Act.LOCK: _lock,
    Act.UNLOCK: _lock,
    Act.MOVE: _move,
    Act.SUSPEND: _suspend,
    Act.END: _end,
    Act.ESCALATE: _escalate,
    Act.CLOSE: _close,
}
