"""What reports and cases keep of somebody who was erased: that something was decided, not what was said.

The log of a group is never changed; the words stand beside it, and they go. Nobody is named: members are numbers.
"""

from __future__ import annotations

from sqlalchemy import Connection

from tuigroup.wire.cases import Act
from tuigroup_server.service import caselog, holding
from tuigroup_server.service.scene import Scene
from tuigroup_server.storage import cases, chain, kept, memberships, posts
from tuigroup_server.storage.cases import CaseRow
from tuigroup_server.storage.posts import PostRow


def forget(connection: Connection, group: int, member: int) -> None:
    """Words by somebody and about them: in reports, in steps of cases, and to whom they suspended."""
    for other in chain.put_out_by(connection, group, member):
        row = memberships.by_member(connection, group, other)
        if row is not None and row.answer_word:
            memberships.change(connection, group, other, answer_word="")
    chain.forget_words(connection, group, member)
    cases.forget_notes(connection, group, member)
    cases.unassign(connection, group, member)


def never_published(connection: Connection, group: int, member: int) -> list[PostRow]:
    """First posts that still wait for a review: without their author nobody can publish them."""
    found = []
    for case in cases.about(connection, group, [member]):
        first = kept.first(connection, group, case.post)
        post = posts.get(connection, group, case.post)
        if first is not None and not first.published and post is not None and post.review:
            found.append(post)
    return found


def taken_back(scene: Scene, post: PostRow) -> None:
    """What is kept of a post that goes; its cases say that it went."""
    if post.review or cases.of_post(scene.connection, post.group_id, post.number):
        holding.taken_back(scene, post)


def settle(scene: Scene, group: int, member: int) -> None:
    """All posts are gone: no case about them waits any more, and what others reported of them goes too."""
    about = cases.about(scene.connection, group, [member])
    cases.forget_notes_in(scene.connection, group, [case.number for case in about])
    for case in about:
        if case.state != "decided":
            _over(scene, case)


def _over(scene: Scene, case: CaseRow) -> None:
    caselog.step(scene, case, Act.TAKEN_BACK, by=case.member)
