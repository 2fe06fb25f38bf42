"""Muting a topic of content notes, from a list of threads or from a post: which one, where a note names several."""

from __future__ import annotations

from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import muting
from tuigroup.views.edges import key_of


def mute_topic(screen: BaseScreen, note: str) -> None:
    """Mute a topic of this note, or no longer, and say so."""

    def switch(topic: str) -> None:
        screen.tell(muting.switch_topic(screen.t, screen.store, topic))

    topics = muting.topics(note)
    if len(topics) == 1:
        switch(topics[0])
    elif topics:
        choices = [Choice(str(at), muting.shown_note(topic), topic) for at, topic in enumerate(topics[:9], 1)]
        screen.ask(screen.t("Which topic?"), *choices, then=switch)


def topic_key(screen: BaseScreen) -> str:
    """The key that mutes topics, as it is read."""
    return screen.t(key_of("mute_topic", screen.shell.settings.keys))
