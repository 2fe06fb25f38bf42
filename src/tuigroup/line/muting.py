"""Muting a topic of content notes: which one, where a note names several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuigroup.commands import BY_NAME
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.views import muting

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

WORD: Final = BY_NAME["mute_topic"].word


async def mute_topic(shell: Shell, note: str) -> None:
    """Mute a topic of this note, or no longer, and say so. Raises BadInput where it names none."""
    topics = muting.topics(note)
    if not topics:
        raise BadInput(N_("It has no content note."), todo=N_("topic and a word mutes that topic."))
    topic: str | None = topics[0]
    if len(topics) > 1:
        choices = [(str(at), muting.shown_note(one), one) for at, one in enumerate(topics, 1)]
        topic = await shell.asking.choose(shell.t("Which topic?"), choices)
    if topic:
        await shell.voice.say(muting.switch_topic(shell.t, shell.store, topic))
        shell.used_to()
