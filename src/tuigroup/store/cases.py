"""Cases of groups that one runs, and what was decided about oneself, as they came last; cleaned before they are kept.

What was decided about somebody stays here when they are no longer in the group; the cases of a group go with the duty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeVar

from tuigroup.late import Late
from tuigroup.store import cleaning, overlay
from tuigroup.store.database import Database
from tuigroup.store.notices import Notices
from tuigroup.store.settings import OPERATOR
from tuigroup.text import clean, line
from tuigroup.wire import limits

if TYPE_CHECKING:
    import pydantic
    from pydantic import BaseModel

    from tuigroup.wire import cases, ops
    from tuigroup.wire.cases import Act, Case, Cases, Decisions, OwnCase, Step
else:
    pydantic = Late("pydantic")
    cases = Late("tuigroup.wire.cases")
    ops = Late("tuigroup.wire.ops")

M = TypeVar("M", bound="BaseModel")
Kind = Literal["cases", "decisions"]
_WAITS: Final = ("case", "case-back", "appeal")  # notices that tell of a case that waits
_WORD: Final = 40  # a plain word, such as a level


class Casebook:
    def __init__(self, database: Database, notices: Notices) -> None:
        self._db = database
        self._notices = notices

    # What screens read

    def cases(self, g: int) -> Cases:
        """The queue of a group, as it was told last."""
        return self._read(g, "cases", cases.Cases) or cases.Cases()

    def known(self, g: int) -> bool:
        """Whether a group's queue was ever told."""
        return self._read(g, "cases", cases.Cases) is not None

    def case(self, g: int, number: int) -> Case | None:
        return next((case for case in self.cases(g).cases if case.case == number), None)

    def waiting(self, g: int) -> int:
        """How many cases wait for a decision, without those that are decided here and on their way."""
        found = self._db.rows(  # the first screen counts, and must not wait for what a case is read with
            "SELECT json_extract(value, '$.case') AS number FROM casebook, json_each(body, '$.cases')"
            " WHERE group_id = ? AND kind = 'cases' AND coalesce(json_extract(value, '$.state'), '') != 'decided'",
            (g,),
        )
        return sum(not self.unsent(g, row["number"]) for row in found)

    def unsent(self, g: int, number: int) -> list[Act]:
        """Steps of a case that wait to be sent, in their order."""
        found = overlay.effective(overlay.waiting(self._db, g))
        return [item.op.act for item in found if isinstance(item.op, ops.Decide) and item.op.case == number]

    def decisions(self, g: int) -> Decisions:
        """What was decided about oneself in a group, newest first."""
        return self._read(g, "decisions", cases.Decisions) or cases.Decisions()

    def appealing(self, g: int, number: int) -> bool:
        """Whether an appeal in this case waits to be sent."""
        found = overlay.effective(overlay.waiting(self._db, g))
        return any(isinstance(item.op, ops.Appeal) and item.op.case == number for item in found)

    # What sync writes

    def put_cases(self, g: int, told: Cases) -> None:
        kept = cases.Cases(
            cases=[_case(case) for case in told.cases],
            head=line(told.head, 100),
            plan=clean(told.plan, limits.PLAN),
            apart=[_step(one) for one in told.apart],
        )
        with self._db.transaction():
            self._write(g, "cases", kept)
            # Who runs the server is told of cases too that nobody in a group may look at, and they are in no queue.
            operator = self._db.value("SELECT value FROM settings WHERE name = ?", (OPERATOR,))
            if not operator and all(case.state == "decided" for case in kept.cases):
                self._notices.dismiss_all(g, _WAITS)

    def put_decisions(self, g: int, told: Decisions) -> None:
        self._write(g, "decisions", cases.Decisions(cases=[_own(case) for case in told.cases], wait=told.wait))

    # Inside

    def _read(self, g: int, kind: Kind, model: type[M]) -> M | None:
        body = self._db.value("SELECT body FROM casebook WHERE group_id = ? AND kind = ?", (g, kind))
        try:
            return None if body is None else model.model_validate_json(body)
        except pydantic.ValidationError:
            return None  # of another version: it is asked for again

    def _write(self, g: int, kind: Kind, kept: BaseModel) -> None:
        with self._db.transaction():
            body = kept.model_dump_json(exclude_defaults=True)
            self._db.run("REPLACE INTO casebook (group_id, kind, body) VALUES (?, ?, ?)", (g, kind, body))
            self._db.touch("cases", group=g)


def _case(case: Case) -> Case:
    changes = {
        "level": min(case.level, len(cases.LEVELS) - 1),
        "state": line(case.state, _WORD),
        "why": line(case.why, _WORD),
        "assigned": line(case.assigned, limits.ALIAS * 2),
        "about": line(case.about, limits.ALIAS * 2) or cleaning.NAMELESS,
        "title": line(case.title, limits.TITLE * 2),
        "body": clean(case.body, limits.BODY),
        "note": line(case.note, limits.NOTE),
        "review": line(case.review, _WORD),
        "reports": [
            cases.Reported(category=line(one.category, _WORD), note=clean(one.note, limits.WORD), at=one.at)
            for one in case.reports
        ],
        "steps": [_step(one) for one in case.steps],
    }
    return case.model_copy(update=changes)


def _own(case: OwnCase) -> OwnCase:
    changes = {
        "state": line(case.state, _WORD),
        "body": clean(case.body, limits.BODY),
        "review": line(case.review, _WORD),
        "steps": [_step(one) for one in case.steps],
        "talk": [
            cases.Talk(at=one.at, by=line(one.by, limits.ALIAS * 2), mine=one.mine, body=clean(one.body, limits.BODY))
            for one in case.talk
        ],
    }
    return case.model_copy(update=changes)


def _step(step: Step) -> Step:
    return cases.Step(
        act=line(step.act, _WORD),
        at=step.at,
        by=line(step.by, limits.ALIAS * 2),
        detail=line(step.detail, limits.TITLE),
        word=clean(step.word, limits.WORD),
    )
