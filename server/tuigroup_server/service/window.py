"""When the guest of a session may write."""

from __future__ import annotations

from typing import Final

from tuigroup_server import rules
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.service.scene import Place, Scene
from tuigroup_server.storage import guests

OVER: Final = "This guest session is over. What was said in it can still be read."


def in_window(scene: Scene, place: Place) -> None:
    """A guest answers in the window of their session. Raises Refusal."""
    if place.who is not rules.Who.SPEAKER:
        return
    row = guests.get(scene.connection, place.group.id, place.me.guest)
    if row is None or row.closed or scene.minute >= row.until_min:
        raise Refusal("thread-locked", OVER)
    if scene.minute < row.start_min:
        raise Refusal("precondition", "The session has not begun yet. You can read what is asked, and write then.")
