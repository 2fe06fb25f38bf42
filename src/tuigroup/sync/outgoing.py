"""What goes up next: the outbox in order, with posts to several groups kept apart in time. Asks nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tuigroup.late import Late
from tuigroup.store import Store

if TYPE_CHECKING:
    from tuigroup.sync import plan
    from tuigroup.wire import ops
else:
    plan = Late("tuigroup.sync.plan")
    ops = Late("tuigroup.wire.ops")


class Outgoing:
    """One account's outbox as the engine sees it. ``draw(n)`` gives a random number under n."""

    def __init__(self, store: Store, draw: Callable[[int], int]) -> None:
        self._store = store
        self._draw = draw
        self._posted: tuple[int, int] | None = None  # group and minute of the last post that went at once
        self.alone = False  # one operation a request, to find the one that is refused

    def forget(self) -> None:
        """Another account from now on."""
        self._posted = None
        self.alone = False

    def take(self) -> list[ops.AnyOp]:
        """Operations for the next request. Posts to further groups are put off first, where they never left yet."""
        outbox, now = self._store.outbox, self._store.now_min()
        sent = {item.key for item in outbox.waiting() if item.sent}
        ops = outbox.sendable(now)
        again = _at_once([op for op in ops if op.k in sent])
        before = (again[0], now) if again else self._posted
        fresh = [op for op in ops if op.k not in sent]
        minutes = plan.spread(fresh, before, now, self._draw)
        for key, later in minutes.items():
            outbox.spread(key, later)
        if minutes:
            ops = outbox.sendable(now)
        if self.alone:
            ops = ops[:1]
        at_once = _at_once(ops)
        if at_once:
            self._posted = (at_once[-1], now)
        return ops

    def left(self, tried: set[str]) -> bool:
        """Whether something can go that was not tried just now."""
        return any(op.k not in tried for op in self._store.outbox.sendable(self._store.now_min()))

    def unsent(self) -> bool:
        """Whether something waits for the line, rather than for its minute or for its author."""
        return any(row.state in ("queued", "sending") for row in self._store.outbox.waiting())

    def due(self) -> int:
        """The next minute at which the server publishes something of ours, 0 for none."""
        rows = self._store.outbox.waiting()
        return min((row.due for row in rows if row.state == "scheduled"), default=0)


def _at_once(going: list[ops.AnyOp]) -> list[int]:
    """The groups of posts and edits that are published as soon as they arrive."""
    written = [op for op in going if isinstance(op, ops.Writes) or plan.timed(op)]
    return [op.g for op in written if not getattr(op, "later", 0)]
