"""Accountability partners: two members of a group who agreed to it, in a thread that nobody else sees.

Asking holds no words of the asker's, so that nobody can be written to who did not agree. A no is told to nobody: the
asker goes on waiting, and can't ask the same member again. Who was asked may ask in turn. Either ends what was agreed,
and then both can still read it. Whoever leaves the group ends all of theirs.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tuigroup.wire.ops import AnswerPartner, AskPartner
from tuigroup.wire.words import Audience, PostState, Standing
from tuigroup_server import rules
from tuigroup_server.rules import Action
from tuigroup_server.service import audience
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Place, Scene, standing, unknown_ref
from tuigroup_server.storage import apart, memberships, partners, posts, threads
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.partners import PartnersRow
from tuigroup_server.storage.posts import PostRow
from tuigroup_server.storage.threads import ThreadRow

ASKED, AGREED, ENDED = 1, 2, 3  # how it stands
DECLINED, WITHDRAWN = 4, 5  # never told: a no, and an asker who waits no longer
_NO_MORE: Final = (ASKED, DECLINED, WITHDRAWN)  # after which nobody asks the same member again
MOST_WAITING: Final = 3  # members that somebody has asked and who did not agree or end it yet
BODY: Final = "Shall we be accountability partners?"
NOBODY: Final = "+"  # the title where both are gone


def ask(scene: Scene, op: AskPartner) -> Effect:
    place = scene.enter(op.g, Action.WRITE)
    me, connection = place.me.member, scene.connection
    if op.member == me:
        raise Refusal("bad-field", "A partner is somebody else.", field="member")
    other = memberships.by_member(connection, op.g, op.member)
    before = partners.of_member(connection, op.g, me)
    if other is None or other.standing != Standing.ACTIVE or other.guest or not _met(scene, place, other, before):
        raise Refusal("unknown-ref", "This member is not in the group any more.")
    if any(row.asker == me and row.asked == op.member and row.stands in _NO_MORE for row in before):
        raise Refusal("not-allowed", "You have asked already. The answer is theirs to give, whenever they like.")
    if any(op.member in (row.asker, row.asked) and row.stands in (ASKED, AGREED) for row in before):
        raise Refusal("not-allowed", "There is something between the two of you already. Please look there.")
    if sum(row.asker == me and row.stands in (ASKED, DECLINED) for row in before) >= MOST_WAITING:
        raise Refusal("not-allowed", "You have asked several members. Please wait for one of them first.")
    number = audience.begin(scene, place)
    apart.add_party(connection, op.g, number, op.member)
    partners.add(connection, PartnersRow(op.g, number, me, op.member, ASKED))
    posts.add(connection, _first(scene, op.g, number, me))
    title = f"{place.me.alias} + {other.alias}"  # two names need no language
    thread = ThreadRow(op.g, number, 0, title, 1, number, scene.minute, False, 0, Audience.PARTNERS.value, pair=ASKED)
    threads.add(connection, thread)
    audience.tell(connection, thread, number, me)
    return Effect(number, number, scene.minute, op.g)


def _met(scene: Scene, place: Place, other: MembershipRow, before: list[PartnersRow]) -> bool:
    """Whether the asker can know of the other: who only reads here has an alias that other members never saw.

    Asking one number after the other would tell it else, and that there is somebody.
    """
    if rules.RUNNING & {place.who, standing(other.account_id, other)}:
        return True
    asked_before = any(other.member in (row.asker, row.asked) for row in before)
    return asked_before or posts.named(scene.connection, other.group_id, other.member)


def answer(scene: Scene, op: AnswerPartner) -> Effect:
    place = scene.enter(op.g, Action.WRITE)
    me, connection = place.me.member, scene.connection
    row = partners.get(connection, op.g, op.thread)
    thread = threads.get(connection, op.g, op.thread)
    if row is None or thread is None or not audience.sees(connection, place.me, thread):
        raise unknown_ref()
    if op.agree and row.stands == ASKED and me == row.asked:
        partners.change(connection, row, AGREED)
        threads.change(connection, op.g, op.thread, pair=AGREED)
        _tell(connection, row)
    elif op.agree and row.stands != AGREED:
        raise Refusal("precondition", "This has ended meanwhile.")
    elif not op.agree and row.stands == ASKED and me == row.asked:
        partners.change(connection, row, DECLINED)
        apart.drop_party(connection, op.g, op.thread, me)
    elif not op.agree and row.stands in (ASKED, AGREED, DECLINED):
        _end(connection, row, me)
    return Effect(op.thread, minute=scene.minute, group=op.g)


def end_all(connection: Connection, mine: MembershipRow) -> None:
    """Somebody leaves the group: the other of each pair can read what there is, and write no more."""
    for row in partners.of_member(connection, mine.group_id, mine.member):
        if threads.get(connection, mine.group_id, row.thread) is not None and row.stands in (ASKED, AGREED, DECLINED):
            _end(connection, row, mine.member)


def nameless(connection: Connection, mine: MembershipRow) -> None:
    """Somebody is erased: it ended as above, and no thread is called after them any more."""
    end_all(connection, mine)
    for row in partners.of_member(connection, mine.group_id, mine.member):
        other = memberships.by_member(connection, row.group_id, row.asked if row.asker == mine.member else row.asker)
        title = other.alias if other is not None and other.alias else NOBODY
        threads.change(connection, row.group_id, row.thread, title=title)
        _tell(connection, row)


def may_write(thread: ThreadRow) -> bool:
    """Whether there are words in it by now: nobody's, as long as it is only asked."""
    return thread.pair in (0, AGREED)


def _end(connection: Connection, row: PartnersRow, by: int) -> None:
    """An asker who gives up waiting, or leaves, can't begin again by that."""
    partners.change(connection, row, WITHDRAWN if by == row.asker and row.stands != AGREED else ENDED)
    threads.change(connection, row.group_id, row.thread, pair=ENDED, locked=True)
    _tell(connection, row)


def _tell(connection: Connection, row: PartnersRow) -> None:
    seen_by = apart.parties(connection, row.group_id, row.thread)
    apart.note(connection, row.group_id, seen_by, row.thread)


def _first(scene: Scene, group: int, number: int, me: int) -> PostRow:
    return PostRow(
        group_id=group, number=number, thread=number, parent=0, member=me, body=BODY, note="", intent="",
        at_min=scene.minute, edited_min=0, state=PostState.SHOWN.value, with_you=0, me_too=0, thank_you=0,
        this_helped=0, seq=0,
    )  # fmt: skip
