"""meetings: when one's groups meet, for people, for programs, or as a calendar for another program."""

from __future__ import annotations

import argparse

from tuigroup.line.oneshot.call import DONE, Call, NotHere, one_line
from tuigroup.views import agenda, attending, calendar
from tuigroup.views.agenda import Entry
from tuigroup.wire.sync import WantGroup


async def meetings(call: Call, words: argparse.Namespace) -> int:
    store, t = call.store, call.t
    group = call.group(words.group).group if words.group else 0
    missing = [one.group.group for one in agenda.groups(store, group) if store.groups.page(one.group.group) is None]
    for number in missing:
        call.session.engine.want(WantGroup(g=number))
    if missing:
        await call.ask()
    now = store.now_min()
    if words.ics:
        text = calendar.text(t, store, now, group, plain=words.plain)
        if not text:
            raise NotHere(attending.NONE)
        call.tell({"calendar": text})
        if not call.as_json:
            call.write(text)
        return DONE
    found = agenda.entries(store, now, group)
    call.tell({"meetings": [_told(call, entry) for entry in found]})
    for entry in found:
        when = agenda.when_words(t, entry, now, call.zone)
        call.say(", ".join([when, agenda.group_name(entry), *agenda.notes(t, store, entry, now, call.zone)]))
    if not found:
        call.say(t(attending.NONE))
    return DONE


def _told(call: Call, entry: Entry) -> dict[str, object]:
    """Times in seconds; ``slot`` is when the rule has it, moved or not."""
    attendance, slot = call.store.attendance, entry.at.slot
    return {
        "group": entry.number, "name": one_line(entry.group.group.name), "meeting": one_line(entry.at.meeting.name),
        "start": entry.at.start * 60, "end": entry.at.end * 60, "slot": slot * 60,
        "timezone": one_line(entry.at.meeting.timezone), "rule": entry.at.meeting.rule or "FREQ=WEEKLY",
        "left_out": entry.off is not None, "moved": entry.at.change is not None,
        "coming": attendance.is_coming(entry.number, slot), "was_there": attendance.was_there(entry.number, slot),
    }  # fmt: skip
