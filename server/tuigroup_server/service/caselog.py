"""A case and its log, written: opened, one step after the other, and who is told of it.

Nobody hears of a case but who runs the group, and of those not the one it is about; whom a decision concerns hears
of the decision.
"""

from __future__ import annotations

from statistics import median
from typing import Final

from sqlalchemy import Connection

from tuigroup.wire.cases import Act
from tuigroup.wire.words import Review
from tuigroup_server import rules
from tuigroup_server.service.scene import Scene
from tuigroup_server.storage import cases, chain, memberships, notices, posts, threads
from tuigroup_server.storage.cases import CaseRow
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.memberships import MembershipRow

# Steps with which a case does not wait any more.
DECISIVE: Final = frozenset(
    {Act.HIDE, Act.RESTORE, Act.WARN, Act.LOCK, Act.UNLOCK, Act.MOVE, Act.SUSPEND, Act.END, Act.CLOSE, Act.TAKEN_BACK}
)
# Steps that whom a case is about may read; one in which nothing else happened than that it was closed stays unknown.
TOLD: Final = frozenset(
    {Act.HOLD, Act.HIDE, Act.RESTORE, Act.WARN, Act.LOCK, Act.UNLOCK, Act.MOVE, Act.SUSPEND, Act.END}
)
NEWCOMER: Final = "newcomer"  # why a case of a first post that waits is there
WAITS: Final = 20  # cases of which the usual wait is taken


def open_case(scene: Scene, group: GroupRow, *, why: str, level: int, post: int, member: int) -> CaseRow:
    """A new case; who runs the group is told, and where nobody does who may look at it, the operators."""
    row = cases.add(scene.connection, group.id, why=why, level=level, post=post, member=member, minute=scene.minute)
    step(scene, row, Act.OPEN, detail=level)
    told = "A post of a newcomer" if why == NEWCOMER else "A report"
    tell_running(scene, group, row, "case", f"{told} waits for you in {group.name} (case {row.number}).")
    return row


def step(scene: Scene, case: CaseRow, act: Act, *, by: int = 0, detail: int = 0, word: str = "") -> None:
    """One entry in the log, and what it does to the case."""
    chain.add(
        scene.connection, case.group_id, at_min=scene.minute, case=case.number, act=act.value, by=by,
        about=case.member, post=case.post, detail=detail, word=word,
    )  # fmt: skip
    values: dict[str, int | str] = {"changed_min": scene.minute}
    if act in DECISIVE and not _still_held(scene.connection, case):
        values["state"] = "decided"
        if not case.decided_min:
            values["decided_min"] = scene.minute
    cases.change(scene.connection, case.group_id, case.number, **values)


def _still_held(connection: Connection, case: CaseRow) -> bool:
    post = posts.get(connection, case.group_id, case.post) if case.post else None
    return post is not None and post.review == Review.HELD


def may_look(connection: Connection, group: int, case: CaseRow) -> list[MembershipRow]:
    """Who looks after the group, as far as a case is for them."""
    private = is_private(connection, case)
    return [
        row
        for row in memberships.looking_after(connection, group)
        if rules.may_look(row.role, own=row.member == case.member, private=private)
    ]


def is_private(connection: Connection, case: CaseRow) -> bool:
    """Whether a case is about what was not written to the whole group. A newcomer's post that waits was."""
    post = posts.get(connection, case.group_id, case.post) if case.post and case.why != NEWCOMER else None
    thread = None if post is None else threads.get(connection, case.group_id, post.thread)
    return thread is not None and bool(thread.audience)


def tell_running(scene: Scene, group: GroupRow, case: CaseRow, kind: str, said: str) -> None:
    """To who may look at a case. An appeal is to who runs the group: a moderator may have decided what it is about."""
    looking = may_look(scene.connection, group.id, case)
    if kind == "appeal":
        looking = [row for row in looking if row.role in rules.RUNNING_ROLES]
    for row in looking:
        if row.account_id is not None:
            notices.add(scene.connection, row.account_id, kind, said, now=scene.now, group_id=group.id)
    if not looking:
        told = f"Nobody in {group.name} (group {group.id}) can look at case {case.number}."
        notices.add(scene.connection, None, "case", told, now=scene.now, group_id=group.id)


def tell_member(scene: Scene, group: GroupRow, member: int, kind: str, said: str) -> None:
    """A notice to whom a decision concerns, without a word of anybody."""
    row = memberships.by_member(scene.connection, group.id, member)
    if row is not None and row.account_id is not None:
        notices.add(scene.connection, row.account_id, kind, said, now=scene.now, group_id=group.id)


def usual_wait(connection: Connection, group: int) -> int:
    """Minutes until a first decision, usually; 0 where nothing was decided yet."""
    found = cases.waits(connection, group, WAITS)
    return max(1, round(median(found))) if found else 0
