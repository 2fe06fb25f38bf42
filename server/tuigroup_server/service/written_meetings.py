"""Written meetings in a board: a thread with an agenda, turns and a clock (tuigroup.wire.rounds has the rules).

The clock is reckoned whenever somebody does something in one, and by the server itself when its minute has come. Every
change takes the next place in the group's log, as any other change of a thread's head. Who is there is known while the
meeting goes on, to the group and to nobody else; when it is over only the posts stay.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from sqlalchemy import Connection

from tuigroup.wire import rounds
from tuigroup.wire.ops import MoveMeeting, OpenMeeting, Reply, SayInMeeting
from tuigroup.wire.rounds import Came, Meeting, Plan, Step
from tuigroup.wire.words import InMeeting, PostState, Standing
from tuigroup_server.rules import Action
from tuigroup_server.service import boards, posts, texts
from tuigroup_server.service.context import Context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Place, Scene, unknown_ref
from tuigroup_server.service.turns import meeting_of, not_taken
from tuigroup_server.storage import groups, memberships, search, threads, written_meetings
from tuigroup_server.storage import posts as post_rows
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.posts import PostRow
from tuigroup_server.storage.threads import ThreadRow
from tuigroup_server.storage.written_meetings import WrittenRow

MOST_OPEN: Final = 10  # written meetings of one group that are not over
AT_ONCE: Final = 50
_NOBODY_WAITS: Final = 2  # answers with which a thread waits for nobody


def open_(scene: Scene, op: OpenMeeting) -> Effect:
    title, welcome, closing = texts.title(op.title), texts.body(op.body), texts.closing(op.closing)
    place = scene.enter(op.g, Action.LEAD_MEETING)
    connection, group = scene.connection, place.group
    board = boards.to_write_on(connection, op.g, op.board)
    opens = max(op.opens, scene.minute)
    if opens - scene.minute > rounds.AHEAD:
        raise Refusal("bad-field", "A written meeting can be announced 60 days ahead at most.", field="opens")
    if written_meetings.count(connection, op.g) >= MOST_OPEN:
        raise Refusal("not-allowed", "There are several written meetings that are not over. Please end one first.")
    boards.ensure(connection, op.g, board)
    turn = min(op.turn, op.length) if op.turn >= rounds.LEAST else rounds.usual_turn(op.length)
    meeting = Meeting(Plan(opens, op.length, turn, bool(group.guidelines.strip()), op.free, op.closes))
    body = "\n\n".join(part for part in (welcome, group.guidelines.strip()) if part)
    effect = posts.publish_thread(scene, place, op.board, title, body, "", "")
    written_meetings.add(connection, WrittenRow(op.g, effect.number, place.me.member, closing, meeting.due))
    # A meeting waits for nobody's answer: it has turns.
    threads.change(connection, op.g, effect.number, answers=_NOBODY_WAITS, answered_min=scene.minute)
    _keep(scene, op.g, effect.number, None, rounds.settle(meeting, scene.minute))
    return Effect(effect.number, effect.thread, effect.minute, op.g)


def say(scene: Scene, op: SayInMeeting) -> Effect:
    """In, out, pass, later. Where it comes too late to mean anything, or again, it changes nothing.

    No key is kept of it (service.operations): that would be a list of who was there.
    """
    place = scene.enter(op.g, Action.WRITE)
    thread, before = _meeting(scene, place, op.thread)
    me, step, now = place.me, Step(op.step), scene.minute
    match op.say:
        case InMeeting.IN:
            after = rounds.come_in(before, me.member, me.alias, now)
            if after.seat(me.member) is None and not after.over:
                raise Refusal("not-allowed", "As many are there as can have a turn. You can read along.")
        case InMeeting.OUT:
            after = rounds.go_out(before, me.member, now)
        case InMeeting.PASS:
            after = rounds.pass_by(before, me.member, step, now)
        case InMeeting.LATER:
            after = rounds.later(before, me.member, step, now)
    _keep(scene, op.g, thread.number, before, after)
    return Effect(op.thread, minute=now, group=op.g)


def move(scene: Scene, op: MoveMeeting) -> Effect:
    place = scene.enter(op.g, Action.LEAD_MEETING)
    thread, before = _meeting(scene, place, op.thread)
    _keep(scene, op.g, thread.number, before, rounds.move_on(before, Step(op.step), scene.minute))
    return Effect(op.thread, minute=scene.minute, group=op.g)


def reply(scene: Scene, op: Reply) -> Effect:
    """An answer anywhere; in a written meeting only a turn, or what everybody may say by now."""
    place, parent, thread = posts.to_answer(scene, op)
    before = meeting_of(thread)
    if before is None:
        return posts.answer(scene, place, parent, thread, op)
    if op.turn not in rounds.ROUNDS:
        if not rounds.settle(before, scene.minute).free:
            raise Refusal("no-cross-talk", "While somebody shares nobody answers. Your words are kept as they are.")
        return posts.answer(scene, place, parent, thread, op)
    if parent.number != thread.number:
        raise Refusal("bad-field", "A turn answers nobody: it goes to the meeting itself.", field="to")
    step, me = Step(op.turn), place.me.member
    after, came = rounds.write(before, me, step, scene.minute)
    taken = {found[0] for turn in post_rows.turns(scene.connection, op.g, thread.number, me)
             if (found := rounds.marked(turn))}  # fmt: skip
    if step in taken:
        came = Came.AGAIN
    if came not in (Came.ON_TIME, Came.LATE):
        raise not_taken(came)
    effect = posts.answer(scene, place, parent, thread, op, rounds.mark(step, late=came is Came.LATE))
    _keep(scene, op.g, thread.number, before, after)
    return effect


def settle_due(context: Context) -> int:
    """What the clock changes by itself; in how many meetings. One look-up when there is nothing."""
    with context.database.read() as connection:
        found = written_meetings.due(connection, context.now_min(), AT_ONCE)
    for row in found:
        context.database.transact(partial(_settle, context, row))
    return len(found)


def _settle(context: Context, row: WrittenRow, connection: Connection) -> None:
    groups.lock(connection, [row.group_id])
    scene = Scene(context, connection, 0, False, context.now())
    thread = threads.get(connection, row.group_id, row.thread)
    before = meeting_of(thread) if thread is not None else None
    if before is None:
        written_meetings.drop(connection, row)
        return
    _keep(scene, row.group_id, row.thread, before, rounds.settle(before, scene.minute))


def without(scene: Scene, mine: MembershipRow) -> None:
    """Somebody is not in the group any more: they are in none of its meetings."""
    for row in written_meetings.of_group(scene.connection, mine.group_id):
        thread = threads.get(scene.connection, row.group_id, row.thread)
        before = meeting_of(thread) if thread is not None else None
        if before is not None and before.seat(mine.member) is not None:
            _keep(scene, row.group_id, row.thread, before, rounds.go_out(before, mine.member, scene.minute))


def unsaid(connection: Connection, mine: MembershipRow) -> None:
    """Somebody is erased: what they would have said at the end of a meeting is not said."""
    for row in written_meetings.of_group(connection, mine.group_id):
        if row.member == mine.member:
            written_meetings.change(connection, row, closing="", due_min=row.due_min)


def _meeting(scene: Scene, place: Place, number: int) -> tuple[ThreadRow, Meeting]:
    """Raises Refusal ``unknown-ref``."""
    thread = threads.get(scene.connection, place.group.id, number)
    meeting = meeting_of(thread) if thread is not None else None
    if thread is None or meeting is None:
        raise unknown_ref()
    return thread, meeting


def _keep(scene: Scene, group: int, thread: int, before: Meeting | None, after: Meeting) -> None:
    """How the meeting stands now, for everybody in the group; with what the clock's steps bring about."""
    if after == before:
        return
    connection = scene.connection
    row = written_meetings.get(connection, group, thread)
    closing = row.closing if row is not None else ""
    if row is not None and closing and after.step >= Step.CLOSING:
        _say_closing(scene, group, thread, row)
        closing = ""
    seq = groups.advance(connection, group).seq
    locked = {"locked": True} if after.over and after.plan.closes else {}
    threads.change(connection, group, thread, meeting=rounds.text(after), seq=seq, **locked)
    if row is not None and after.over:
        written_meetings.drop(connection, row)
    elif row is not None:
        written_meetings.change(connection, row, closing=closing, due_min=after.due)


def _say_closing(scene: Scene, group: int, thread: int, row: WrittenRow) -> None:
    """The group's words at the end, by who opened the meeting, where they are still there to say them."""
    connection = scene.connection
    who = memberships.by_member(connection, group, row.member)
    if who is None or who.standing != Standing.ACTIVE:
        return
    step = groups.advance(connection, group, number=True)
    post = PostRow(
        group_id=group, number=step.number, thread=thread, parent=thread, member=row.member, body=row.closing, note="",
        intent="", at_min=scene.minute, edited_min=0, state=PostState.SHOWN.value, with_you=0, me_too=0, thank_you=0,
        this_helped=0, seq=step.seq, turn=rounds.mark(Step.CLOSING),
    )  # fmt: skip
    post_rows.add(connection, post)
    at = {"last": step.number, "minute": scene.minute, "seq": step.seq}
    threads.answered(connection, group, thread, **at, other=False)
    search.add(connection, group, step.number, row.closing)
