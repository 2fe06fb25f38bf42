"""Cases as those see them who may: who runs the group, and whom a decision is about. Who reported stays unnamed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection

from tuigroup import text
from tuigroup.wire.cases import LEVELS, Act, Case, Cases, Decisions, OwnCase, Reported, Step, Talk
from tuigroup.wire.words import PostState, Standing
from tuigroup_server import rules
from tuigroup_server.service import caselog, holding
from tuigroup_server.storage import cases, chain, groups, kept, memberships, posts, threads
from tuigroup_server.storage.cases import CaseRow, ReportRow
from tuigroup_server.storage.chain import Written
from tuigroup_server.storage.groups import GroupRow
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.posts import PostRow

QUEUE: Final = 60
DECIDED_DAYS: Final = 30  # for which who runs the group sees what was decided
BESIDE: Final = 20  # steps that belong to no case
EXCERPT: Final = 1_500
TALK: Final = 50
_INNER: Final = frozenset({Act.ASSIGN, Act.NOTE, Act.TRIAGE, Act.ESCALATE, Act.OPEN, Act.REPORT, Act.BACK})


def cases_for(connection: Connection, group: GroupRow, mine: MembershipRow, minute: int) -> Cases:
    """The queue of a group for one who runs it, without cases about themselves."""
    found = cases.queue(connection, group.id, minute - DECIDED_DAYS * 24 * 60, QUEUE)
    rows = [row for row in found if _looks(connection, mine, row)]
    numbers = [row.number for row in rows]
    log = _by_case(chain.of_cases(connection, group.id, numbers))
    said: dict[int, list[ReportRow]] = {}
    for report in cases.reports(connection, group.id, numbers):
        said.setdefault(report.case, []).append(report)
    told = _Teller(connection, group.id)
    shown = [_case(told, row, said.get(row.number, ()), log.get(row.number, ())) for row in rows]
    if mine.role not in rules.RUNNING_ROLES:
        shown = [one.model_copy(update={"appeal": 0}) for one in shown]  # an appeal is to who runs the group
    since = minute - DECIDED_DAYS * 24 * 60
    apart = [told.step(one, inner=True) for one in chain.beside(connection, group.id, since, BESIDE)]
    return Cases(cases=shown, head=str(chain.head(connection, group.id)), plan=group.plan, apart=apart)


def _looks(connection: Connection, mine: MembershipRow, row: CaseRow) -> bool:
    runs = mine.role in rules.RUNNING_ROLES
    private = not runs and caselog.is_private(connection, row)
    return rules.may_look(mine.role, own=row.member == mine.member, private=private)


def about(connection: Connection, mine: MembershipRow) -> Decisions:
    """What was decided about a member, newest first."""
    group = mine.group_id
    rows = cases.about(connection, group, [mine.member])
    log = _by_case(chain.of_cases(connection, group, [row.number for row in rows]))
    told = _Teller(connection, group)
    shown = [
        _own(told, row, log[row.number])
        for row in reversed(rows)
        if any(one.entry.act in caselog.TOLD for one in log.get(row.number, ()))
    ]
    return Decisions(cases=shown, wait=caselog.usual_wait(connection, group))


class _Teller:
    """Looks up aliases, posts and boards of one group, each once."""

    def __init__(self, connection: Connection, group: int) -> None:
        self.connection = connection
        self.group = group
        self._aliases: dict[int, str] = {0: ""}
        self._boards: Mapping[int, str] | None = None

    def alias(self, member: int) -> str:
        if member not in self._aliases:
            row = memberships.by_member(self.connection, self.group, member)
            self._aliases[member] = "" if row is None else row.alias
        return self._aliases[member]

    def left(self, member: int) -> bool:
        """Whether a member has left by themselves and not come back."""
        row = memberships.by_member(self.connection, self.group, member)
        return row is not None and (row.standing == Standing.LEFT or row.away)

    def board(self, number: int) -> str:
        if self._boards is None:
            self._boards = {row.board: row.title for row in groups.boards(self.connection, self.group)}
        return self._boards.get(number, "")

    def step(self, written: Written, *, inner: bool) -> Step:
        entry = written.entry
        act = Act(entry.act)
        word = written.word if inner or act not in _INNER else ""
        detail = self.alias(entry.about) if act is Act.TOPIC else _DETAIL.get(act, _nothing)(self, entry.detail)
        return Step(act=act.value, at=entry.at_min, by=self.alias(entry.by), detail=detail, word=word)

    def post(self, number: int) -> tuple[PostRow | None, kept.Kept | None]:
        row = posts.get(self.connection, self.group, number)
        if row is None or not holding.away(row):
            return row, None
        return row, kept.several(self.connection, self.group, [number]).get(number)


def _nothing(_told: _Teller, _detail: int) -> str:
    return ""


def _level(_told: _Teller, detail: int) -> str:
    return LEVELS[detail]


_DETAIL: Final[Mapping[Act, Callable[[_Teller, int], str]]] = {
    Act.OPEN: _level,
    Act.REPORT: _level,
    Act.TRIAGE: _level,
    Act.ASSIGN: lambda told, member: told.alias(member),
    Act.BACK: lambda told, member: told.alias(member),
    Act.MOVE: lambda told, board: told.board(board),
    Act.SUSPEND: lambda told, days: str(days),
}


def _by_case(log: Iterable[Written]) -> dict[int, list[Written]]:
    found: dict[int, list[Written]] = {}
    for written in log:
        found.setdefault(written.entry.case, []).append(written)
    return found


def _case(told: _Teller, row: CaseRow, reports: Sequence[ReportRow], log: Sequence[Written]) -> Case:
    post, back = told.post(row.post)
    thread = None if post is None else threads.get(told.connection, told.group, post.thread)
    body = back.body if back is not None else "" if post is None else post.body
    note = back.note if back is not None else "" if post is None else post.note
    title = back.title if back is not None and back.title else "" if thread is None else thread.title
    return Case(
        case=row.number,
        level=row.level,
        state=row.state,
        why=row.why,
        at=row.opened_min,
        changed=row.changed_min,
        assigned=told.alias(row.assigned),
        about=told.alias(row.member),
        before="" if post is None or post.member == row.member else told.alias(post.member),
        left=told.left(row.member),
        post=row.post,
        thread=0 if thread is None else thread.number,
        title=title,
        body=text.clip(body, EXCERPT),
        note=note,
        review="" if post is None else post.review,
        locked=thread is not None and thread.locked,
        removed=post is not None and post.state == PostState.REMOVED and back is None,
        private=thread is not None and bool(thread.audience),
        appeal=row.appeal,
        reports=[Reported(category=one.category, note=one.note, at=one.at_min) for one in reports],
        steps=[told.step(one, inner=True) for one in log if one.entry.act not in (Act.OPEN, Act.REPORT)],
    )


def _own(told: _Teller, row: CaseRow, log: Sequence[Written]) -> OwnCase:
    post, back = told.post(row.post)
    body = back.body if back is not None else "" if post is None else post.body
    return OwnCase(
        case=row.number,
        state=row.state,
        post=row.post,
        body=text.clip(body, EXCERPT),
        review="" if post is None else post.review,
        steps=[told.step(one, inner=False) for one in log if one.entry.act not in _INNER],
        thread=row.appeal,
        talk=_talk(told, row),
    )


def _talk(told: _Teller, row: CaseRow) -> list[Talk]:
    if not row.appeal:
        return []
    found = posts.of_thread(told.connection, told.group, row.appeal, 0, TALK)
    begun = posts.get(told.connection, told.group, row.appeal)
    own = (row.member, 0 if begun is None else begun.member)  # under the alias before, too
    return [
        Talk(at=post.at_min, by=writer.alias, mine=post.member in own, body=text.clip(post.body, EXCERPT))
        for post, writer in found
        if post.state != PostState.REMOVED
    ]
