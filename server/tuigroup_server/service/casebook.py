"""What members do about a post or a decision: they report and appeal, and only who runs the group hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from tuigroup.wire.cases import Act, Category
from tuigroup.wire.ops import Appeal, Report
from tuigroup.wire.words import Audience, PostState, Review
from tuigroup_server import rules
from tuigroup_server.rules import Action
from tuigroup_server.service import audience, caselog, holding, texts, written
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Effect, Place, Scene, unknown_ref
from tuigroup_server.storage import cases, chain, posts, threads
from tuigroup_server.storage.cases import CaseRow
from tuigroup_server.storage.posts import PostRow
from tuigroup_server.storage.threads import ThreadRow

# How urgent a report is before anybody looked: a place in wire.cases.LEVELS.
LEVEL: Final[Mapping[Category, int]] = {
    Category.SELLING: 0,
    Category.OTHER: 1,
    Category.HARMFUL: 1,
    Category.HURTFUL: 2,
    Category.PRIVACY: 2,
    Category.DANGER: 3,
}
REPORTS: Final = "reports"


def report(scene: Scene, op: Report) -> Effect:
    """Joins the open case about the post, or opens one; three different reporters keep the post back."""
    note = texts.word(op.note)
    place = scene.enter(op.g, Action.REPORT)
    post, thread = _found(scene, place, op.post)
    if post.member == place.me.member:
        raise Refusal("not-allowed", "This is your own post. You can take it back.")
    if post.state == PostState.REMOVED and not post.review:
        raise Refusal("post-removed", "This post was taken back meanwhile.")
    level = LEVEL[op.category]
    earlier = cases.of_post(scene.connection, op.g, post.number)
    case = next((case for case in earlier if case.state != "decided"), None)
    if case is None:
        author = post.member
        case = caselog.open_case(scene, place.group, why=REPORTS, level=level, post=post.number, member=author)
    elif level > case.level:
        cases.change(scene.connection, op.g, case.number, level=level)
    member, category = place.me.member, op.category.value
    if cases.report(scene.connection, op.g, case.number, member, category=category, note=note, minute=scene.minute):
        caselog.step(scene, case, Act.REPORT, detail=level)
    reviewed = any(_was_reviewed(scene, earlier_one) for earlier_one in earlier)
    count = cases.reporters(scene.connection, op.g, case.number)
    if not post.review and not thread.audience and rules.holds_reported(count, reviewed=reviewed):
        _hold(scene, place, case, post, thread)
    return Effect(minute=scene.minute, group=op.g)


def _was_reviewed(scene: Scene, case: CaseRow) -> bool:
    """Whether somebody looked at the post and gave it back, or left it as it is."""
    left = (Act.RESTORE.value, Act.CLOSE.value)
    return any(one.entry.act in left for one in chain.of_cases(scene.connection, case.group_id, [case.number]))


def _hold(scene: Scene, place: Place, case: CaseRow, post: PostRow, thread: ThreadRow) -> None:
    holding.keep_back(scene, place.group, post, thread, Review.HELD)
    caselog.step(scene, case, Act.HOLD)
    said = f"{place.group.name} keeps a post of yours back until somebody who runs it has looked at it."
    caselog.tell_member(scene, place.group, post.member, "held", said)


def appeal(scene: Scene, op: Appeal) -> Effect:
    """The first words begin a thread that its author and who runs the group see; further ones go there too."""
    body = texts.body(op.body)
    place = scene.enter(op.g, Action.APPEAL)
    case = cases.get(scene.connection, op.g, op.case)
    if case is None or case.member != place.me.member or not decided(scene, case):
        raise Refusal("unknown-ref", "Nothing was decided about you under this number.")
    number = _appealed_before(scene, place, case, body) if case.appeal else _begin(scene, place, case, body)
    thread = case.appeal or number
    cases.change(scene.connection, op.g, case.number, state="appealed", appeal=thread)
    caselog.step(scene, replace(case, appeal=thread), Act.APPEAL, by=place.me.member)
    said = f"Somebody asks you to look again at case {case.number} in {place.group.name}."
    caselog.tell_running(scene, place.group, case, "appeal", said)
    return Effect(number, thread, scene.minute, op.g)


def decided(scene: Scene, case: CaseRow) -> bool:
    """Whether something was decided in a case that whom it is about may know of."""
    log = chain.of_cases(scene.connection, case.group_id, [case.number])
    return any(one.entry.act in caselog.TOLD for one in log)


def _begin(scene: Scene, place: Place, case: CaseRow, body: str) -> int:
    number = audience.begin(scene, place)
    posts.add(scene.connection, written.row(scene, place, number, number, 0, body, "", "", 0))
    title = f"Appeal, case {case.number}"
    thread = ThreadRow(case.group_id, number, 0, title, 1, number, scene.minute, False, 0, Audience.FACILITATORS.value)
    threads.add(scene.connection, thread)
    audience.tell(scene.connection, thread, number, place.me.member)
    return number


def _appealed_before(scene: Scene, place: Place, case: CaseRow, body: str) -> int:
    thread = threads.get(scene.connection, case.group_id, case.appeal)
    assert thread is not None
    number = audience.next_number(scene.connection, thread)
    posts.add(scene.connection, written.row(scene, place, number, thread.number, thread.last, body, "", "", 0))
    at = {"last": number, "minute": scene.minute, "seq": 0}
    threads.answered(scene.connection, case.group_id, thread.number, **at, other=False)
    audience.tell(scene.connection, thread, number, place.me.member)
    return number


def _found(scene: Scene, place: Place, ref: int | str) -> tuple[PostRow, ThreadRow]:
    """A post and its thread, where the actor sees them. Raises Refusal ``unknown-ref``, Pending."""
    post = posts.get(scene.connection, place.group.id, scene.number(ref, place.group.id))
    thread = None if post is None else threads.get(scene.connection, place.group.id, post.thread)
    if post is None or thread is None or not audience.sees(scene.connection, place.me, thread):
        raise unknown_ref()
    return post, thread
