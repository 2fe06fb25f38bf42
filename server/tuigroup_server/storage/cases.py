"""Rows of cases and reports. Who reported goes to no answer; how urgent a case is and who sees it is the service's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from tuigroup_server import schema

_table = schema.cases
_reports = schema.reports
_members = schema.memberships


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as schema.cases has it."""

    group_id: int
    number: int
    state: str
    why: str
    level: int
    post: int
    member: int
    assigned: int
    appeal: int
    opened_min: int
    changed_min: int
    decided_min: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    case: int
    category: str
    note: str
    at_min: int


_COLUMNS = tuple(_table.c[field.name] for field in fields(CaseRow))


def add(connection: Connection, group: int, *, why: str, level: int, post: int, member: int, minute: int) -> CaseRow:
    """A new open case. The caller keeps other writers of the group away."""
    last = connection.execute(select(func.max(_table.c.number)).where(_table.c.group_id == group)).scalar_one()
    row = CaseRow(group, (last or 0) + 1, "open", why, level, post, member, 0, 0, minute, minute, 0)
    connection.execute(_table.insert().values({field.name: getattr(row, field.name) for field in fields(CaseRow)}))
    return row


def get(connection: Connection, group: int, number: int) -> CaseRow | None:
    found = _rows(connection, _table.c.group_id == group, _table.c.number == number)
    return found[0] if found else None


def change(connection: Connection, group: int, number: int, **values: Any) -> None:
    where = (_table.c.group_id == group, _table.c.number == number)
    connection.execute(update(_table).where(*where).values(**values))


def of_post(connection: Connection, group: int, post: int) -> list[CaseRow]:
    """All cases about a post, by number."""
    return _rows(connection, _table.c.group_id == group, _table.c.post == post)


def about(connection: Connection, group: int, members: Iterable[int]) -> list[CaseRow]:
    """All cases about these members, by number."""
    return _rows(connection, _table.c.group_id == group, _table.c.member.in_(list(members)))


def waiting_about(connection: Connection, group: int, member: int) -> list[CaseRow]:
    """Those about a member that are open, or that somebody is asked to look at again."""
    return _rows(connection, _table.c.group_id == group, _table.c.member == member, _table.c.state != "decided")


def queue(connection: Connection, group: int, since: int, limit: int) -> list[CaseRow]:
    """What waits, the most urgent and then the oldest first; behind it what was decided since a minute."""
    waits = _table.c.state != "decided"
    statement = (
        select(*_COLUMNS)
        .where(_table.c.group_id == group, waits | (_table.c.changed_min >= since))
        .order_by(waits.desc(), _table.c.level.desc(), _table.c.opened_min, _table.c.number)
        .limit(limit)
    )
    return [CaseRow(*row) for row in connection.execute(statement)]


def by_appeal(connection: Connection, group: int, thread: int) -> CaseRow | None:
    """The case that an appeal is about."""
    found = _rows(connection, _table.c.group_id == group, _table.c.appeal == thread)
    return found[0] if found else None


def waits(connection: Connection, group: int, limit: int) -> list[int]:
    """How many minutes the last cases waited for a first decision."""
    statement = (
        select(_table.c.decided_min - _table.c.opened_min)
        .where(_table.c.group_id == group, _table.c.decided_min > 0)
        .order_by(_table.c.number.desc())
        .limit(limit)
    )
    return list(connection.execute(statement).scalars())


def report(
    connection: Connection, group: int, case: int, member: int, *, category: str, note: str, minute: int
) -> bool:
    """A member's report in a case; False where it takes the place of an earlier one of theirs."""
    where = (_reports.c.group_id == group, _reports.c.case == case, _reports.c.member == member)
    said = {"category": category, "note": note, "at_min": minute}
    if connection.execute(update(_reports).where(*where).values(**said)).rowcount:
        return False
    connection.execute(_reports.insert().values(group_id=group, case=case, member=member, **said))
    return True


def reports(connection: Connection, group: int, cases: Iterable[int]) -> list[ReportRow]:
    """Reports in these cases, oldest first, without who made them."""
    columns = (_reports.c.case, _reports.c.category, _reports.c.note, _reports.c.at_min)
    where = (_reports.c.group_id == group, _reports.c.case.in_(list(cases)))
    statement = select(*columns).where(*where).order_by(_reports.c.at_min, _reports.c.member)
    return [ReportRow(*row) for row in connection.execute(statement)]


def forget_notes(connection: Connection, group: int, member: int) -> None:
    """That a member reported stays, what they said with it goes."""
    where = (_reports.c.group_id == group, _reports.c.member == member)
    connection.execute(update(_reports).where(*where).values(note=""))


def forget_notes_in(connection: Connection, group: int, cases: Iterable[int]) -> None:
    where = (_reports.c.group_id == group, _reports.c.case.in_(list(cases)))
    connection.execute(update(_reports).where(*where).values(note=""))


def reported_by(connection: Connection, group: int, member: int) -> list[tuple[ReportRow, int]]:
    """A member's own reports, by case, each with the post that it is about."""
    same = (_table.c.group_id == _reports.c.group_id) & (_table.c.number == _reports.c.case)
    columns = (_reports.c.case, _reports.c.category, _reports.c.note, _reports.c.at_min, _table.c.post)
    where = (_reports.c.group_id == group, _reports.c.member == member)
    statement = select(*columns).join(_table, same).where(*where).order_by(_reports.c.case)
    return [(ReportRow(*row[:4]), row[4]) for row in connection.execute(statement)]


def unassign(connection: Connection, group: int, member: int) -> None:
    """Cases that a member had taken are anybody's again."""
    where = (_table.c.group_id == group, _table.c.assigned == member)
    connection.execute(update(_table).where(*where).values(assigned=0))


def reporters(connection: Connection, group: int, case: int) -> int:
    """How many different accounts that are in the group now reported in a case."""
    who = (_members.c.group_id == _reports.c.group_id) & (_members.c.member == _reports.c.member)
    statement = (
        select(func.count(_members.c.account_id.distinct()))
        .select_from(_reports.join(_members, who))
        .where(_reports.c.group_id == group, _reports.c.case == case, _members.c.standing == "active")
    )
    return int(connection.execute(statement).scalar_one())


def _rows(connection: Connection, *where: ColumnElement[bool]) -> list[CaseRow]:
    return [CaseRow(*row) for row in connection.execute(select(*_COLUMNS).where(*where).order_by(_table.c.number))]
