"""A change of a post that waits for its minute, and what its author does to the same post meanwhile.

The newest words count: those that waited are never published over them. A further edit takes over the minute of the
one before, so that the two of them tell others no more than one would; what is taken back goes at once.
"""

from __future__ import annotations

from typing import Any

from tuigroup.wire.ops import AnyOp, Edit, Remove, SetNote
from tuigroup_server.service.scene import Scene
from tuigroup_server.storage import operations
from tuigroup_server.storage.operations import OperationRow


def waiting(scene: Scene, op: AnyOp) -> list[OperationRow]:
    """Edits that wait of the post which ``op`` changes, and that are the actor's own."""
    if not isinstance(op, Edit | Remove | SetNote) or not isinstance(op.post, int):
        return []
    rows = operations.waiting_of(scene.connection, scene.account)
    return [row for row in rows if row.body is not None and _is_edit(row.body["op"], op.g, op.post)]


def _is_edit(said: dict[str, Any], group: int, post: int) -> bool:
    return bool(said["op"] == "edit" and said["g"] == group and said["post"] == post)


def by(scene: Scene, op: AnyOp, before: list[OperationRow]) -> tuple[AnyOp, int]:
    """``op`` with what it leaves as the edits that waited have it, and the second at which they were due (0: none).

    What waited is done with: its author hears so when they ask for it.
    """
    due = 0
    for row in before:
        assert row.body is not None
        said = row.body["op"]
        if isinstance(op, SetNote):
            if op.note is not None:
                body = row.body | {"op": said | {"note": None}}
                operations.change(scene.connection, scene.account, row.key, body=body)
            continue
        if isinstance(op, Edit):
            kept = {name: said[name] for name in ("title", "note") if getattr(op, name) is None}
            op = op.model_copy(update=kept)
            due = max(due, row.due or 0)
        ack = {"n": said["post"], "at": scene.minute, "g": said["g"]}
        operations.change(scene.connection, scene.account, row.key, ack=ack, due=None, body=None)
    return op, due
