"""Who comes back to a group while those who run it look at something about them: the case goes on with them.

Another alias makes somebody new of a former member, and nothing ties the two together. Only where a case is open at the
moment of coming back does it cover the new membership, and only those who may look at the case are told. What was
decided before, and every other group, knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from tuigroup.wire import limits
from tuigroup.wire.cases import Act
from tuigroup_server.service import caselog
from tuigroup_server.service.scene import Scene
from tuigroup_server.storage import apart, cases, posts
from tuigroup_server.storage.cases import CaseRow
from tuigroup_server.storage.groups import GroupRow


def follow(connection: Connection, waiting: Iterable[CaseRow], member: int) -> list[CaseRow]:
    """Cases that were open about somebody who is ``member`` now, as they stand from now on; an appeal is theirs too."""
    now = []
    for case in waiting:
        if case.member != member:
            cases.change(connection, case.group_id, case.number, member=member)
            if case.appeal:
                _share(connection, case, member)
        now.append(replace(case, member=member))
    return now


def tell(scene: Scene, group: GroupRow, waiting: Iterable[CaseRow], member: int) -> None:
    """As ``follow``; a step in each case, and those who may look at it hear that there is one."""
    for case in follow(scene.connection, waiting, member):
        caselog.step(scene, case, Act.BACK, detail=member)
        said = f"Somebody whom case {case.number} is about has come back to {group.name}."
        caselog.tell_running(scene, group, case, "case-back", said)


def _share(connection: Connection, case: CaseRow, member: int) -> None:
    apart.add_party(connection, case.group_id, case.appeal, member)
    for post, _ in posts.of_thread(connection, case.group_id, case.appeal, 0, limits.APART_POSTS):
        apart.note(connection, case.group_id, [member], post.number)
