"""Muting somebody in a group, and taking a break from one: the member's own business, which nobody else hears of."""

from __future__ import annotations

from tuigroup import actions
from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.rows import PostRow
from tuigroup.views.posts import author


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
