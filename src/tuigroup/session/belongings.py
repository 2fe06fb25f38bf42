"""What of a member only their own machine can read, as it is taken along: marks, drafts, what waits, settings.

It is what the private record holds and what belongs to this machine, in words that a person can read. Pure reading.
"""

from __future__ import annotations

from typing import Any, Final

from tuigroup.store import Store
from tuigroup.store.settings import BEGUN
from tuigroup.wire.documents import dump
from tuigroup.wire.times import rfc3339

_ON: Final = 1
_ALL: Final = 1_000_000
_STANDS: Final = ("running", "paused", "reached", "let-go")


def belongings(store: Store, *, whole: bool) -> dict[str, Any]:
    """``whole``: the private record is open; else what is here is of this visit only, and the document says so."""
    record = store.marks.export()
    return {
        "complete": whole,
        "last_visit": rfc3339(record["v"]),
        "topics_muted": sorted(store.marks.topics_muted()),
        "groups": [
            {"group": int(number), **_group(marks)} for number, marks in sorted(record["g"].items(), key=_first)
        ],
        "drafts": [
            {
                "group": draft.group,
                "kind": draft.kind,
                "title": draft.title,
                "text": draft.body,
                "quoted": draft.quote,
                "content_note": draft.note,
                "hopes_for": draft.intent.value,
                "answers": draft.target if isinstance(draft.target, int) else 0,
                "saved": rfc3339(draft.saved_at),
            }
            for draft in store.drafts.all()
        ],
        "not_sent_yet": [
            {"written": rfc3339(row.created), **{name: value for name, value in dump(row.op).items() if name != "k"}}
            for row in store.outbox.rows()
        ],
        "check_ins": [
            {"at": rfc3339(one.at)[:-1], "mood": one.mood, "note": one.note, "helped": list(one.helped)}
            for one in reversed(store.check_ins.latest(limit=_ALL))
        ],
        "days": [  # of check-ins of which no more is kept
            {"day": _date(day), "mood": mood}
            for day, mood in sorted(store.check_ins.moods(0).items())
            if day not in {one.day for one in store.check_ins.latest(limit=_ALL)}
        ],
        "goals": [
            {
                "words": goal.words,
                "begun": _date(goal.begun),
                "times_a_week": goal.times,
                "stands": _STANDS[goal.stands],
                "steps": [{"words": step.words, "done": step.done} for step in goal.steps],
                "days": [_date(day) for day in sorted(goal.days)],
                "days_in_all": goal.total,
            }
            for goal in store.goals.all()
        ],
        "slips": [
            {"group": group, "meeting": rfc3339(slot), "code": code} for group, slot, code in store.attendance.slips()
        ],
        "heavy_things_opened": {
            "in_this_shift": store.exposure.count(),
            "a_break_is_suggested_after": store.exposure.limit(),
        },
        "settings": {
            # Other names with a dot are the program's own.
            name: value
            for name, value in store.settings.all().items()
            if "." not in name or name.startswith(BEGUN)
        },
        "kept_texts": sorted(store.resources.saved()),
    }


def _first(item: tuple[str, Any]) -> int:
    return int(item[0])


def _group(marks: dict[str, Any]) -> dict[str, Any]:
    """One group's part of the record (store.private), by names that say what they are."""
    return {
        "read": marks.get("r", ""),
        "watched": _marked(marks, "w"),
        "muted": _marked(marks, "m"),
        "members_muted": _marked(marks, "u"),
        "meetings_to_come_to": [rfc3339(slot) for slot in _marked(marks, "a")],
        "meetings_been_to": [rfc3339(slot) for slot in _marked(marks, "i")],
        "on_a_break": bool(_marked(marks, "b")),
        "reading_stopped_at": [
            {"thread": int(thread), "post": post}
            for thread, (post, _) in sorted(marks.get("p", {}).items(), key=_first)
        ],
    }


def _date(day: int) -> str:
    return rfc3339(day * 1440)[:10]


def _marked(marks: dict[str, Any], letter: str) -> list[int]:
    return sorted(int(ref) for ref, (value, _) in marks.get(letter, {}).items() if value == _ON)
