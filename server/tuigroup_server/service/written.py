"""What a new post is made of, and the words that the search knows it by. Writes nothing."""

from __future__ import annotations

from tuigroup.wire.words import PostState
from tuigroup_server.service.scene import Place, Scene
from tuigroup_server.storage.posts import PostRow


def row(
    scene: Scene, place: Place, number: int, thread: int, parent: int, body: str, note: str, intent: str, seq: int
) -> PostRow:
    """A post by the one who acts, at the scene's minute."""
    return PostRow(
        group_id=place.group.id,
        number=number,
        thread=thread,
        parent=parent,
        member=place.me.member,
        body=body,
        note=note,
        intent=intent,
        at_min=scene.minute,
        edited_min=0,
        state=PostState.SHOWN.value,
        with_you=0,
        me_too=0,
        thank_you=0,
        this_helped=0,
        seq=seq,
    )


def words(title: str, body: str) -> str:
    """What the search knows a post by: its text, and for a thread's first also the title."""
    return f"{title}\n{body}" if title else body
