"""Muting a thread, a topic or somebody, and a break from a group: the member's own business, of which nobody hears."""

from __future__ import annotations

from typing import Final

from tuigroup import actions
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import PostRow, Ref, ThreadRow
from tuigroup.store.topics import named
from tuigroup.views.clean import shown_line
from tuigroup.views.posts import author
from tuigroup.wire import limits

SETTING_HELP: Final = N_("In all your groups: never new, and always folded. Nobody hears of it.")


def switch(t: Translator, store: Store, post: PostRow) -> str:
    """Mute who wrote a post in this group, or no longer; what was done, in a sentence."""
    on = not store.marks.is_member_muted(post.group, post.member)
    actions.mute_member(store, post.group, post.member, on)
    who = author(t, post)
    if on:
        return t("{alias} is muted here: what they write stays folded, and they hear nothing of it.", alias=who)
    return t("{alias} is not muted any more.", alias=who)


def switch_break(t: Translator, store: Store, group: int) -> str:
    """Take a break from a group, or come back; what was done, in a sentence."""
    on = not store.marks.on_break(group)
    actions.take_break(store, group, on)
    if on:
        return t("You take a break from this group. Nothing of it counts as new, and it is told nothing.")
    return t("Welcome back. What is new here counts again.")


def switch_thread(t: Translator, store: Store, group: int, ref: Ref, row: ThreadRow | None, key: str) -> str:
    """Mute a thread, or no longer; what was done, in a sentence. One whose topic is muted stays as it is.

    ``key`` is the key or the word that mutes topics.
    """
    if row is not None and row.of_topic:
        return t("Its topic is muted: {topic}. {key} takes that back.", topic=shown_note(row.note), key=key)
    on = not store.marks.is_muted(group, ref)
    actions.mute(store, group, ref, on)
    return t("Muted: it counts as read from now on.") if on else t("Not muted any more.")


def topics(note: str) -> list[str]:
    """The topics of a content note, as they can be shown, in their order."""
    order = note.casefold()
    return sorted(named(note), key=lambda topic: (order.find(topic), topic))


def switch_topic(t: Translator, store: Store, topic: str) -> str:
    """Mute a topic of content notes in all groups, or no longer; what was done, in a sentence."""
    on = topic.strip().casefold() not in store.marks.topics_muted()
    store.marks.mute_topic(topic, on)
    if on:
        return t(
            "Muted in all your groups: {topic}. What has that note is never new and stays folded.",
            topic=shown_note(topic),
        )
    return t("Not muted any more: {topic}.", topic=shown_note(topic))


def shown_topics(t: Translator, store: Store) -> str:
    """Those that are muted, for the settings."""
    return ", ".join(map(shown_note, sorted(store.marks.topics_muted()))) or t("none")


def set_topics(store: Store, wanted: str) -> None:
    """Exactly these topics, with commas between, are muted from now on."""
    chosen = named(wanted)
    for topic in store.marks.topics_muted() - chosen:
        store.marks.mute_topic(topic, False)
    for topic in sorted(chosen):
        store.marks.mute_topic(topic[: limits.NOTE], True)


def shown_note(note: str) -> str:
    return shown_line(note, limits.NOTE * 2)
