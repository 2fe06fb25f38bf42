"""What notices and acks tell that there is to see of cases and decisions is asked for, once; and what comes is kept."""

from __future__ import annotations

import pytest

from tuigroup.sync import plan
from tuigroup.sync.plan import Local
from tuigroup.sync.steps import PutCases, PutDecisions
from tuigroup.wire import limits
from tuigroup.wire.cases import Act, Case, Cases, Decisions
from tuigroup.wire.ops import AnyOp, Appeal, Decide, Reply, Report, StartPrivate, StartThread
from tuigroup.wire.sync import Ack, AnyWant, Notice, Page, SyncAnswer, SyncRequest, WantCases, WantDecisions

HELD = limits.APART + 7
KEY = "key-00001"


def further(asked: SyncRequest, answer: SyncAnswer) -> tuple[object, ...]:
    return plan.steps(asked, answer, Local()).further


@pytest.mark.parametrize(
    ("kind", "want"),
    [
        ("case", WantCases(g=3)),
        ("appeal", WantCases(g=3)),
        ("held", WantDecisions(g=3)),
        ("warned", WantDecisions(g=3)),
    ],
)
def test_a_notice_of_a_case_or_a_decision_has_more_behind_it(kind: str, want: AnyWant) -> None:
    told = SyncAnswer(n=[Notice(t=kind, g=3, d="Look."), Notice(t=kind, g=3, d="Look again.")])
    assert further(SyncRequest(), told) == (want,)
    assert further(SyncRequest(w=[want]), told) == ()
    assert further(SyncRequest(), SyncAnswer(n=[Notice(t="admitted", g=3, d="In.")])) == ()


@pytest.mark.parametrize(
    ("op", "number", "want"),
    [
        (Decide(k=KEY, g=3, case=1, act=Act.HIDE), 0, WantCases(g=3)),
        (Appeal(k=KEY, g=3, case=1, body="Please."), HELD, WantDecisions(g=3)),
        (StartThread(k=KEY, g=3, title="Hello", body="All."), HELD, WantDecisions(g=3)),
        (Reply(k=KEY, g=3, to=4, body="All."), HELD, WantDecisions(g=3)),
        (StartThread(k=KEY, g=3, title="Hello", body="All."), 12, None),
        (StartPrivate(k=KEY, g=3, title="Hello", body="You."), HELD, None),
        (Reply(k=KEY, g=3, to=HELD, body="You."), HELD + 1, None),
        (Report(k=KEY, g=3, post=4), 0, None),
    ],
)
def test_after_an_ack_one_looks_at_what_became_of_it(op: AnyOp, number: int, want: object) -> None:
    asked, taken = SyncRequest(o=[op]), SyncAnswer(a=[Ack(k=KEY, n=number)])
    assert further(asked, taken) == (() if want is None else (want,))
    assert further(asked, SyncAnswer(a=[Ack(k=KEY, e="not-allowed")])) == ()


def test_pages_of_cases_and_decisions_are_put_where_they_belong() -> None:
    asked = SyncRequest(w=[WantCases(g=3), WantDecisions(g=4), WantCases(g=5)])
    answer = SyncAnswer(
        p=[Page(w="k", g=3, k=Cases(cases=[Case(case=1)])), Page(w="m", g=4), Page(w="k", g=5, e="not-allowed")]
    )
    made = plan.steps(asked, answer, Local())
    assert made.steps == (PutCases(3, Cases(cases=[Case(case=1)])), PutDecisions(4, Decisions()))
    assert made.refused == ((WantCases(g=5), "not-allowed"),)
