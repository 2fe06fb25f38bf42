"""Guest sessions: a named guest answers what members ask, in a thread, for a time; then the guest is gone.

A guest is let in by a code, once, to that thread and to nothing else of the group. Questions without a name are posts
of nobody: whose they are stands in a table of its own (schema.unnamed), is said to their author alone, and a minute
drawn at random keeps them apart from what the same member does under their alias. What was said goes to the library as
who runs the group edits it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection

from tuigroup import text
from tuigroup.text import line
from tuigroup.wire import limits
from tuigroup.wire.leaving import PostsFate
from tuigroup.wire.offers import LICENCES
from tuigroup.wire.ops import AskUnnamed, EndSession, OpenSession, Transcribe
from tuigroup.wire.words import BoardPurpose, Given, Licence, ResourceKind, Role, Standing
from tuigroup_server.rules import Action
from tuigroup_server.service import boards, caselog, holding, invites, library, posts, texts
from tuigroup_server.service.context import Context
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Place, Scene, unknown_ref
from tuigroup_server.service.window import OVER
from tuigroup_server.storage import accounts, groups, guests, memberships, resources, threads
from tuigroup_server.storage import invites as invite_rows
from tuigroup_server.storage import posts as post_rows
from tuigroup_server.storage.guests import SessionRow
from tuigroup_server.storage.invites import InviteRow

ROLE: Final = "guest"  # of an invitation
SOONEST: Final = 2  # minutes after which a question without a name is published, at least
SPREAD: Final = 10
NOBODY: Final = 0  # the member number of who has no name
_BOARD: Final = next(board for board in boards.BOARDS if board.purpose == BoardPurpose.GUEST_SESSION)


def open_session(scene: Scene, op: OpenSession) -> Effect:
    name = line(op.name, limits.ALIAS)
    _alias, skeleton = texts.alias(name.replace(" ", "."))  # a guest has a name, with blanks in it
    title, body = texts.title(op.title), texts.body(op.body)
    place = scene.enter(op.g, Action.ANNOUNCE)
    connection, group = scene.connection, op.g
    if not scene.minute < op.until or not op.start < op.until <= op.start + limits.SESSION_MINUTES:
        raise Refusal("bad-field", "A guest session ends after it begins, within 14 days.", field="until")
    if op.start > scene.minute + limits.SESSION_AHEAD:
        raise Refusal("bad-field", "A guest session is announced half a year before at the most.", field="start")
    if memberships.by_skeleton(connection, group, skeleton) is not None:
        raise Refusal("alias-taken", "This alias, or one that looks like it, is taken in this group.", field="name")
    boards.ensure(connection, group, _BOARD)
    step = groups.advance(connection, group, member=True)
    effect = posts.publish_thread(scene, place, _BOARD.board, title, body, "", "")
    memberships.add(
        connection, group_id=group, member=step.member, account_id=None, alias=name, skeleton=skeleton,
        role=Role.MEMBER.value, standing=Standing.LEFT.value, credentials=line(op.credentials, limits.CREDENTIALS),
        confirmed=True, since_min=scene.minute, seq=step.seq, guest=effect.thread,
    )  # fmt: skip
    code = invites.new_code(scene.context.random)
    row = SessionRow(group, effect.thread, step.member, op.start, op.until, False, op.licence.value, "", code)
    guests.add(connection, row)
    invite = InviteRow(group, ROLE, 1, op.until * 60)
    invite_rows.add(connection, invites.hash_code(scene.context, code), invite)
    groups.advance_page(connection, group)
    return effect


def come_in(scene: Scene, place: Place, code: bytes) -> Effect:
    """The guest, with the code: the place that was kept for them, whatever alias they named."""
    connection, group = scene.connection, place.group.id
    rows = guests.of_group(connection, group, scene.minute)
    row = next((row for row in rows if row.code and invites.hash_code(scene.context, row.code) == code), None)
    if row is None or row.closed:
        raise Refusal("invite-needed", OVER)
    if place.mine is not None:
        memberships.change(connection, group, place.mine.member, account_id=None)
    invite_rows.use(connection, code)
    seq = groups.advance_page(connection, group)
    values = {"account_id": scene.account, "standing": Standing.ACTIVE.value, "since_min": scene.minute, "seq": seq}
    memberships.change(connection, group, row.member, **values)
    guests.change(connection, row, code="")
    accounts.touch(connection, scene.account)
    return Effect(row.member, minute=scene.minute, group=group)


def ask(scene: Scene, op: AskUnnamed) -> Effect:
    body, note = texts.body(op.body), texts.note(op.note)
    place = scene.enter(op.g, Action.WRITE)
    connection, group, me = scene.connection, op.g, place.me
    posts.agreed(place)
    row, thread = guests.get(connection, group, op.thread), threads.get(connection, group, op.thread)
    first = post_rows.get(connection, group, op.thread)
    if row is None or thread is None or first is None:
        raise unknown_ref()
    if row.closed or thread.locked or scene.minute >= row.until_min:
        raise Refusal("thread-locked", OVER)
    if holding.waits(scene, place):
        raise Refusal(
            "not-allowed", "Here first posts are looked at, with their alias. Please ask under yours, or write once."
        )
    if memberships.by_member(connection, group, NOBODY) is None:
        memberships.add(
            connection, group_id=group, member=NOBODY, account_id=None, alias="", skeleton="\n", since_min=0,
            role=Role.MEMBER.value, standing=Standing.DECLINED.value, seq=0,
        )  # fmt: skip
    nobody = replace(place, mine=replace(me, member=NOBODY))
    effect = posts.publish_reply(scene, nobody, first, thread, body, note, "")
    guests.hide_name(connection, group, effect.number, me.member)
    return replace(effect, touched=None)


def end_session(scene: Scene, op: EndSession) -> Effect:
    scene.enter(op.g, Action.ANNOUNCE)
    row = guests.get(scene.connection, op.g, op.thread)
    if row is None:
        raise unknown_ref()
    if not row.closed:
        _close(scene, replace(row, until_min=min(row.until_min, scene.minute)))
    return Effect(op.thread, minute=scene.minute, group=op.g)


def end_due(context: Context) -> int:
    """Sessions whose time is over are closed; how many. One look-up when there is none."""
    minute = context.now_min()
    with context.database.read() as connection:
        due = guests.over(connection, minute)
    for row in due:
        context.database.transact(partial(_end, context, row.group_id, row.thread))
    return len(due)


def _end(context: Context, group: int, thread: int, connection: Connection) -> None:
    groups.by_id(connection, group, lock=True)
    row = guests.get(connection, group, thread)
    if row is not None and not row.closed:
        _close(Scene(context, connection, 0, False, context.now()), row)


def _close(scene: Scene, row: SessionRow) -> None:
    """The thread is locked, and the guest is not in the group any more."""
    connection, group = scene.connection, row.group_id
    guests.change(connection, row, closed=True, until_min=row.until_min, code="")
    seq = groups.advance_page(connection, group)
    threads.change(connection, group, row.thread, locked=True, seq=seq)
    guest = memberships.by_member(connection, group, row.member)
    if guest is not None and guest.standing == Standing.ACTIVE:
        memberships.change(connection, group, row.member, standing=Standing.LEFT.value, seq=seq)
        if guest.account_id is not None:
            accounts.touch(connection, guest.account_id)
    found = groups.by_id(connection, group)
    assert found is not None
    for running in memberships.running(connection, group):
        said = f"The guest session in {found.name} is over. Its transcript can go to the library."
        caselog.tell_member(scene, found, running.member, "session-over", said)


def transcribe(scene: Scene, op: Transcribe) -> Effect:
    """What was said, as who runs the group edited it; again it takes the place of the one before, empty it goes."""
    place = scene.enter(op.g, Action.SHELVE)
    connection = scene.connection
    row = guests.get(connection, op.g, op.thread)
    if row is None:
        raise unknown_ref()
    body = text.clean(op.body, limits.TRANSCRIPT)
    if not body:
        if row.slug:
            resources.withdraw(connection, row.slug)
            guests.change(connection, row, slug="")
            groups.advance_page(connection, op.g)
        return Effect(op.thread, minute=scene.minute, group=op.g)
    guest = memberships.by_member(connection, op.g, row.member)
    slug = row.slug or library.fresh_slug(scene.context)
    reading = library.Reading(
        slug=slug,
        title=texts.title(op.title),
        body=body,
        kind=ResourceKind.TRANSCRIPT,
        topics=tuple(texts.topics(list(op.topics))),
        language=place.group.language,
        source=guest.alias if guest is not None else "",
        licence=LICENCES[Licence(row.licence)],
        reviewed=datetime.fromtimestamp(scene.now, UTC).strftime("%Y-%m"),
        given=Given.GUEST,
    )
    library.shelve(scene, reading)
    if not row.slug:
        guests.change(connection, row, slug=slug)
        groups.advance_page(connection, op.g)
    return Effect(op.thread, minute=scene.minute, group=op.g)


def part(connection: Connection, group: int, member: int, fate: str) -> None:
    """A membership is erased. A guest's transcript goes, or names them no more. Questions without a name stay, and
    nobody can tell any more whose they were: going at the same moment as an alias, they would say it.
    """
    guests.forget_names(connection, group, member)
    for row in guests.of_guest(connection, group, member):
        if not row.slug:
            continue
        if fate == PostsFate.ERASE:
            resources.withdraw(connection, row.slug)
            guests.change(connection, row, slug="")
        else:
            resources.unname(connection, row.slug, Given.GUEST.value)
