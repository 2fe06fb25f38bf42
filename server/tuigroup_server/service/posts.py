"""Threads, replies, edits, removals, responses. Each takes the group's next sequence and keeps every count right.

What not the whole group sees leaves the group's log, counts and index alone: see service.audience.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tuigroup.wire.ops import Edit, Remove, Reply, Respond, StartPrivate, StartThread
from tuigroup.wire.words import TAKEN_BACK, PostState
from tuigroup_server import rules
from tuigroup_server.rules import Action
from tuigroup_server.service import audience, boards, directory, holding, partners, texts, written
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Place, Scene, Touched, allow, unknown_ref
from tuigroup_server.service.window import in_window
from tuigroup_server.storage import groups, memberships, posts, responses, search, threads, wishes
from tuigroup_server.storage import guests as guest_rows
from tuigroup_server.storage.groups import Step
from tuigroup_server.storage.posts import PostRow
from tuigroup_server.storage.threads import ThreadRow

_LOCKED: Final = "This thread is locked. It can still be read."


def start_thread(scene: Scene, op: StartThread) -> Effect:
    title, body, note = texts.title(op.title), texts.body(op.body), texts.note(op.note)
    place = scene.enter(op.g, Action.WRITE)
    board = boards.to_write_on(scene.connection, op.g, op.board)
    allow(rules.starting(board.purpose), place.who, place.group)
    agreed(place)
    boards.ensure(scene.connection, op.g, board)
    if holding.waits(scene, place):
        return holding.hold_first(scene, place, title, body, note, op.intent.value, board=op.board)
    return publish_thread(scene, place, op.board, title, body, note, op.intent.value)


def publish_thread(scene: Scene, place: Place, board: int, title: str, body: str, note: str, intent: str) -> Effect:
    """A new thread that the whole group sees, by the one whose place it is."""
    group = place.group.id
    step = groups.advance(scene.connection, group, number=True)
    post = written.row(scene, place, step.number, step.number, 0, body, note, intent, step.seq)
    posts.add(scene.connection, post)
    thread = ThreadRow(group, step.number, board, title, 1, step.number, scene.minute, False, step.seq)
    threads.add(scene.connection, thread)
    search.add(scene.connection, group, step.number, written.words(title, body))
    return _written(scene, post, thread, 0)


def start_private(scene: Scene, op: StartPrivate) -> Effect:
    title, body, note = texts.title(op.title), texts.body(op.body), texts.note(op.note)
    place = scene.enter(op.g, Action.WRITE)
    number = audience.begin(scene, place)
    post = written.row(scene, place, number, number, 0, body, note, op.intent.value, 0)
    posts.add(scene.connection, post)
    thread = ThreadRow(op.g, number, 0, title, 1, number, scene.minute, False, 0, op.audience.value)
    threads.add(scene.connection, thread)
    return _written(scene, post, thread, 0)


def to_answer(scene: Scene, op: Reply) -> tuple[Place, PostRow, ThreadRow]:
    """Where somebody answers, and the post that is answered. Raises Refusal, Pending.

    An answer to a post that was taken back meanwhile still arrives: nobody's words are lost by it.
    """
    place = scene.enter(op.g, Action.ANSWER)
    parent, thread = _found(scene, place, op.to)
    return place, parent, thread


def answer(scene: Scene, place: Place, parent: PostRow, thread: ThreadRow, op: Reply, turn: int = 0) -> Effect:
    """``turn`` marks a turn in a written meeting (wire.rounds.mark)."""
    body, note = texts.body(op.body), texts.note(op.note)
    _writable(scene, thread)
    in_window(scene, place)
    if not thread.audience:
        agreed(place)
    if not thread.audience and holding.waits(scene, place):
        return holding.hold_first(scene, place, thread.title, body, note, op.intent.value, parent=parent.number)
    return publish_reply(scene, place, parent, thread, body, note, op.intent.value, turn)


def publish_reply(
    scene: Scene, place: Place, parent: PostRow, thread: ThreadRow, body: str, note: str, intent: str, turn: int = 0
) -> Effect:
    """An answer that everybody sees who sees the thread, by the one whose place it is."""
    group = place.group.id
    step = _advance(scene, thread, number=True)
    post = written.row(scene, place, step.number, thread.number, parent.number, body, note, intent, step.seq)
    post = replace(post, turn=turn)
    posts.add(scene.connection, post)
    other = place.me.member != _opener(scene, thread)
    at = {"last": step.number, "minute": scene.minute, "seq": step.seq}
    threads.answered(scene.connection, group, thread.number, **at, other=other)
    if not thread.audience:
        search.add(scene.connection, group, step.number, body)
        if other and not thread.answered_min:
            directory.reckon_first_reply(scene.connection, place.group, scene.minute)
    return _written(scene, post, thread, thread.seq)


def agreed(place: Place) -> None:
    """New words for the whole group wait for a yes to its new guidelines. Raises Refusal ``agree-first``.

    A word with who runs the group, or between two partners, does not wait for it: it may be a call for help.
    """
    if rules.must_agree(place.who, place.me.agreed, place.group.guidelines_version):
        raise Refusal(
            "agree-first",
            "This group has new guidelines. Please look at them and agree; your words are kept until then.",
        )


def edit(scene: Scene, op: Edit) -> Effect:
    body = texts.body(op.body)
    post, thread = _own(scene, op.g, op.post, Action.EDIT_OWN)
    if holding.away(post):
        raise Refusal("post-removed", "This post is under review and stays as it is for now. You can take it back.")
    if post.state == PostState.REMOVED:
        raise Refusal("post-removed", "This post was taken back, so it stays as it is.")
    _writable(scene, thread)
    first = post.number == thread.number
    if op.title is not None and not first:
        raise Refusal("bad-field", "Only a thread's first post has a title.", field="title")
    title = thread.title if op.title is None else texts.title(op.title)
    note = post.note if op.note is None else texts.note(op.note)
    if op.note is not None:
        wishes.drop(scene.connection, op.g, post.number)  # its author has looked at the note
    step = _advance(scene, thread)
    values = {"body": body, "note": note, "edited_min": scene.minute, "seq": step.seq}
    posts.change(scene.connection, op.g, post.number, **values)
    if first and (title, note) != (thread.title, post.note):
        threads.change(scene.connection, op.g, thread.number, title=title, seq=step.seq)
    if not thread.audience:
        search.forget(scene.connection, op.g, post.number, written.words(thread.title if first else "", post.body))
        search.add(scene.connection, op.g, post.number, written.words(title if first else "", body))
    return _changed(scene, post, thread, step.seq)


def remove(scene: Scene, op: Remove) -> Effect:
    """A tombstone stays in the tree, with nothing of what was said. Removing again changes nothing."""
    post, thread = _own(scene, op.g, op.post, Action.REMOVE_OWN)
    away = holding.away(post)
    if post.state == PostState.REMOVED and not away:
        return Effect(post.number, minute=scene.minute, group=op.g)
    holding.taken_back(scene, post)
    first = post.number == thread.number
    step = _advance(scene, thread)
    emptied = {"body": "", "note": "", "intent": "", "state": PostState.REMOVED.value, "seq": step.seq}
    posts.change(scene.connection, op.g, post.number, **emptied, **dict.fromkeys(posts.KINDS, 0))
    responses.drop(scene.connection, op.g, post.number)
    wishes.drop(scene.connection, op.g, post.number)
    if first:
        threads.change(scene.connection, op.g, thread.number, title=TAKEN_BACK, seq=step.seq)
    elif post.member != _opener(scene, thread) and not away:
        threads.unanswered(scene.connection, thread, seq=step.seq)
    if not thread.audience and not away:
        search.forget(scene.connection, op.g, post.number, written.words(thread.title if first else "", post.body))
    return _changed(scene, post, thread, step.seq)


def respond(scene: Scene, op: Respond) -> Effect:
    place = scene.enter(op.g, Action.RESPOND)
    post, thread = _found(scene, place, op.post)
    if post.state == PostState.REMOVED:
        raise Refusal("post-removed", "This post was taken back or hidden meanwhile.")
    if _is_own(scene, place, post):
        raise Refusal("not-allowed", "Responses are for what others wrote.")
    kind = "" if op.kind is None else op.kind.value
    before = responses.get(scene.connection, op.g, post.number, place.me.member)
    if kind == before:
        return Effect(post.number, minute=scene.minute, group=op.g)
    responses.put(scene.connection, op.g, post.number, place.me.member, kind)
    for changed, by in ((before, -1), (kind, 1)):
        if changed:
            posts.count_response(scene.connection, op.g, post.number, changed, by)
    step = _advance(scene, thread)
    posts.change(scene.connection, op.g, post.number, seq=step.seq)
    return _changed(scene, post, thread, step.seq)


def _writable(scene: Scene, thread: ThreadRow) -> None:
    """Raises Refusal."""
    if thread.locked:
        raise Refusal("thread-locked", _LOCKED)
    if thread.board and groups.is_closed(scene.connection, thread.group_id, thread.board):
        raise boards.closed()
    if not partners.may_write(thread):
        raise Refusal("not-allowed", "Nobody has agreed yet. There is nothing to write before that.")


def _own(scene: Scene, group: int, ref: int | str, action: Action) -> tuple[PostRow, ThreadRow]:
    """The actor's own post and its thread. Raises Refusal, Pending."""
    place = scene.enter(group, action)
    post, thread = _found(scene, place, ref)
    if not _is_own(scene, place, post):
        raise Refusal("not-allowed", "Only who wrote a post can change it.")
    return post, thread


def _is_own(scene: Scene, place: Place, post: PostRow) -> bool:
    if post.member:
        return post.member == place.me.member
    return bool(guest_rows.own_unnamed(scene.connection, post.group_id, place.me.member, [post.number]))


def _found(scene: Scene, place: Place, ref: int | str) -> tuple[PostRow, ThreadRow]:
    """A post and its thread, where the actor sees them. Raises Refusal ``unknown-ref``, Pending."""
    group = place.group.id
    post = posts.get(scene.connection, group, scene.number(ref, group))
    thread = None if post is None else threads.get(scene.connection, group, post.thread)
    if post is None or thread is None or not audience.sees(scene.connection, place.me, thread):
        raise unknown_ref()
    return post, thread


def _opener(scene: Scene, thread: ThreadRow) -> int:
    """Who began a thread."""
    first = posts.get(scene.connection, thread.group_id, thread.number)
    return 0 if first is None else first.member


def _advance(scene: Scene, thread: ThreadRow, *, number: bool = False) -> Step:
    """The next place in the group's log; none (0) for what not the whole group sees."""
    if thread.audience:
        return Step(0, audience.next_number(scene.connection, thread) if number else 0)
    return groups.advance(scene.connection, thread.group_id, number=number)


def _written(scene: Scene, post: PostRow, thread: ThreadRow, head: int) -> Effect:
    """``head`` is the sequence of the thread's last change before."""
    before, seq = _places(scene, post, thread, 0, post.seq)
    touched = Touched(post.group_id, post.number, before, seq, post.thread, head)
    return Effect(post.number, post.thread, post.at_min, post.group_id, touched, post.turn)


def _changed(scene: Scene, post: PostRow, thread: ThreadRow, seq: int) -> Effect:
    before, seq = _places(scene, post, thread, post.seq, seq)
    touched = Touched(post.group_id, post.number, before, seq)
    return Effect(post.number, minute=scene.minute, group=post.group_id, touched=touched)


def _places(scene: Scene, post: PostRow, thread: ThreadRow, before: int, seq: int) -> tuple[int, int]:
    """Where the post stood and stands now in the log that the actor reads it from."""
    if not thread.audience:
        return before, seq
    mine = memberships.of_account_in(scene.connection, post.group_id, scene.account)
    assert mine is not None
    return audience.tell(scene.connection, thread, post.number, mine.member)
