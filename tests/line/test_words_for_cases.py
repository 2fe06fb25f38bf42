"""Words for reports, cases and decisions, and what each of them puts into the outbox."""

from __future__ import annotations

from tests.line.desk import Desk, spoken
from tests.line.places import facilitate, group, thread
from tests.ui import sample
from tests.ui.sample import MINUTE, NIGHT
from tuigroup.line.decided import Decided
from tuigroup.store import Store
from tuigroup.wire.cases import Act, Case, Cases, Category, Decisions, OwnCase, Reported, Step, Talk
from tuigroup.wire.ops import AnyOp, Appeal, Decide, Report
from tuigroup.wire.records import MemberRecord
from tuigroup.wire.words import Role

CRUEL = "nobody would miss you"
HEAD = "1.4." + "ab" * 20


def cases(store: Store, **more: object) -> None:
    """One case waits in the night group, which one runs."""
    facilitate(store)
    case = Case(
        case=3, level=2, at=MINUTE - 120, changed=MINUTE, about="heron", post=2, thread=1, title="First week",
        body=CRUEL, reports=[Reported(category="hurtful", note="It hurt to read.", at=MINUTE - 120)],
        steps=[Step(act="note", at=MINUTE - 60, by="Ines", word="I know them.")],
    )  # fmt: skip
    store.casebook.put_cases(
        NIGHT, Cases(cases=[case.model_copy(update=more)], head=HEAD, plan="Call the night desk.\nThen write it down.")
    )


def decisions(store: Store) -> None:
    """A post of one's own was hidden in the night group."""
    steps = [Step(act="hold", at=MINUTE - 300), Step(act="hide", at=MINUTE - 60, by="Ines", word="It hurts people.")]
    told = OwnCase(case=3, state="decided", post=1, body="I am awake again.", review="hidden", steps=steps)
    store.casebook.put_decisions(NIGHT, Decisions(cases=[told], wait=95))


def last(store: Store) -> AnyOp:
    return store.outbox.rows()[-1].op


async def test_report(desk: Desk, store: Store) -> None:
    await thread(desk)
    await desk.type("2")
    said = spoken(await desk.type("report", "2", "It hurt to read."))
    assert "Report this post by heron to those who run the group. What is it about?" in said
    assert "they do not see who you are" in said
    op = last(store)
    assert isinstance(op, Report)
    assert (op.post, op.category, op.note) == (2, Category.HURTFUL, "It hurt to read.")
    said = spoken(await desk.type("report", "1", ""))
    assert "help now has people who answer" in said
    count = len(store.outbox.rows())
    await desk.type("report", "back")
    await desk.type("report", "1", "back")
    assert len(store.outbox.rows()) == count, "nothing is sent of what was not finished"


async def test_cases(desk: Desk, store: Store) -> None:
    cases(store)
    assert "1 case waits" in spoken(await desk.begin()), "today says so"
    await group(desk)
    said = spoken(await desk.type("cases"))
    assert "1 case waits." in said
    assert '1. red, waits for 2 h; 1 report: it attacks or threatens somebody; a post by heron in "First week"' in said
    assert HEAD in said
    assert CRUEL not in said
    said = spoken(await desk.type("1"))
    assert "It hurt to read." not in said, "nor what the reports say"
    assert 'Ines noted. "I know them."' in said
    assert "Call the night desk." in said
    assert CRUEL not in said, "what the post says comes when it is asked for"
    assert CRUEL in spoken(await desk.type("open"))
    assert "Thread: " in spoken(await desk.type("open"))


async def test_cases_are_not_there_for_a_member(desk: Desk, store: Store) -> None:
    await group(desk)
    assert "cases" not in spoken(desk.heard).rpartition("Words here:")[2]
    cases(store)
    sample.fill(store)  # a member like others again
    assert store.casebook.waiting(NIGHT) == 0
    assert not store.casebook.known(NIGHT)


async def test_decide(desk: Desk, store: Store) -> None:
    cases(store)
    await group(desk)
    await desk.type("cases", "1")
    said = spoken(await desk.type("decide hide", "This hurts people."))
    assert "On its way. It stands in the log once the server has it." in said
    op = last(store)
    assert isinstance(op, Decide)
    assert (op.case, op.act, op.word) == (3, Act.HIDE, "This hurts people.")
    for typed, act, to, word in (
        (("decide", "s", "none", "14", "Two weeks."), Act.SUSPEND, 14, "Two weeks."),
        (("decide", "l", "4"), Act.TRIAGE, 3, ""),
        (("decide", "m", "2", ""), Act.MOVE, 2, ""),
        (("decide escalate", "yes"), Act.ESCALATE, 0, ""),
        (("decide", "t"), Act.ASSIGN, 0, ""),
        (("decide", "w", "Please write as to a friend."), Act.WARN, 0, "Please write as to a friend."),
    ):
        await desk.type(*typed)
        op = last(store)
        assert isinstance(op, Decide), typed
        assert (op.act, op.to, op.word) == (act, to, word)
    count = len(store.outbox.rows())
    assert "There is nothing written yet." in spoken(await desk.type("decide warn", ""))
    await desk.type("decide", "back")
    await desk.type("decide escalate", "no")
    await desk.type("decide suspend", "back")
    assert len(store.outbox.rows()) == count
    assert "Waits to be sent: hide the post." in spoken(await desk.type("update"))
    await desk.type("back")
    assert "No case waits." in spoken(desk.heard), "what is decided here does not wait any more"


async def test_a_case_is_given_to_another_who_runs_the_group(desk: Desk, store: Store) -> None:
    cases(store)
    running = [MemberRecord(6, "Ines", Role.FACILITATOR), MemberRecord(2, "heron", Role.CO_FACILITATOR)]
    store.groups.put_members(NIGHT, running)
    await group(desk)
    said = spoken(await desk.type("cases", "1", "decide assign", "2"))
    assert "Who takes it? 1. I do 2. Ines" in said
    assert "3. heron" not in said, "it is about them"
    op = last(store)
    assert isinstance(op, Decide)
    assert (op.act, op.to) == (Act.ASSIGN, 6)


async def test_decisions(desk: Desk, store: Store) -> None:
    decisions(store)
    await group(desk)
    assert "decided" in desk.heard
    said = spoken(await desk.type("decided"))
    assert "held until somebody has looked" in said
    assert 'Ines hid the post. "It hurts people."' in said
    assert 'Your post: "I am awake again."' in said
    assert "Looking at a post usually takes 1 h 35 min here." in said or "usually takes" in said


async def test_decisions_where_nothing_was_decided(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.shell.go(Decided(desk.shell, NIGHT))
    assert "Nothing was decided about you here." in spoken(desk.heard)
    assert "appeal," not in spoken(desk.heard)


async def test_appeal(desk: Desk, store: Store) -> None:
    decisions(store)
    await group(desk)
    await desk.type("decided")
    said = spoken(await desk.type("appeal", "It was meant for myself.", "I am sorry.", ".", "no"))
    assert "Kept here." in said
    assert not store.outbox.rows()
    said = spoken(await desk.type("appeal", "back", "yes"))
    assert "Only those who run the group read it" in said
    op = last(store)
    assert isinstance(op, Appeal)
    assert (op.case, op.body) == (3, "It was meant for myself.\nI am sorry.")
    assert "Your appeal waits to be sent." in spoken(await desk.type("update"))
    told = store.casebook.decisions(NIGHT).cases[0]
    talk = [Talk(at=MINUTE, mine=True, body="It was meant for myself."), Talk(at=MINUTE, by="Ines", body="Thank you.")]
    store.casebook.put_decisions(NIGHT, Decisions(cases=[told.model_copy(update={"talk": talk, "state": "appealed"})]))
    said = spoken(await desk.type("update"))
    assert "Ines, 20:00: Thank you." in said or "Thank you." in said
