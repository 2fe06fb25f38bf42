"""The logs of what was decided, held to what they were: entry by entry, and to heads that somebody kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tuigroup.errors import BadInput
from tuigroup_server.service.context import Context
from tuigroup_server.storage import chain
from tuigroup_server.storage.chain import Head, Written

_HEAD: Final = re.compile(r"(\d{1,15})\.(\d{1,15})\.([0-9a-f]{40})")


@dataclass(frozen=True, slots=True)
class Audit:
    """``heads`` are where the logs end now, ``troubles`` what does not fit, one sentence each."""

    heads: Sequence[Head]
    troubles: Sequence[str]


def head_of(said: str) -> Head:
    """A head as it is printed. Raises BadInput."""
    found = _HEAD.fullmatch(said.strip().lower())
    if found is None:
        raise BadInput("A head looks like 3.17. and forty letters and digits, as verify-log prints it.")
    return Head(int(found[1]), int(found[2]), found[3])


def verify(context: Context, earlier: Iterable[Head] = ()) -> Audit:
    """All logs from their beginnings, and whether each of the ``earlier`` heads still stands in its log."""
    heads: list[Head] = []
    troubles: list[str] = []
    logs: dict[int, list[Written]] = {}
    with context.database.read() as connection:
        for group in chain.groups(connection):
            logs[group] = chain.whole(connection, group)
    for group, log in logs.items():
        if place := chain.broken(log):
            troubles.append(f"Group {group}: entry {place} does not follow from those before it.")
        else:
            heads.append(Head(group, log[-1].entry.entry, log[-1].hash))
    troubles += [
        f"Group {head.group}: the log no longer has entry {head.entry} as it was."
        for head in earlier
        if not _stands(head, logs.get(head.group, []))
    ]
    return Audit(heads, troubles)


def _stands(head: Head, log: Sequence[Written]) -> bool:
    return head.entry == 0 or (head.entry <= len(log) and log[head.entry - 1].hash == head.hash)
