"""What waits to be sent, in words: what it is, how it begins, and what becomes of it."""

from __future__ import annotations

from datetime import tzinfo

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.rows import OutboxRow
from tuigroup.views.clean import shown_line
from tuigroup.views.times import clock, within
from tuigroup.wire.ops import Edit, Writes


def what(t: Translator, store: Store, row: OutboxRow) -> str:
    """``Reply to heron in Night Porters``."""
    label = shown_line(t(row.label), 120)
    group = store.groups.get(row.group) if row.group else None
    return label if group is None else t("{label} in {group}", label=label, group=shown_line(group.name, 48))


def beginning(row: OutboxRow) -> str:
    """The first words of what was written, in quotes, so that one is told from another; '' where nothing was."""
    body = shown_line(row.op.body, 80) if isinstance(row.op, Writes | Edit) else ""
    return f'"{body}"' if body else ""


def state(t: Translator, row: OutboxRow, now: int, zone: tzinfo | None, *, online: bool) -> str:
    """What becomes of it; for what was refused only why."""
    match row.state:
        case "sending":
            return t("On its way.")
        case "scheduled":
            at, wait = clock(t, row.due, zone), within(t, max(1, row.due - now))
            return t("Goes out at {time}, in {wait}, so that equal times link no aliases.", time=at, wait=wait)
        case "refused":
            return shown_line(t(row.detail), 300) or t("The server did not take it.")
    return t("Goes out in a moment.") if online else t("Waits for the line. It is safe here.")
