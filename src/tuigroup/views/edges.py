"""The lines at the edges of a screen: where one is and how the line to the server is, and which keys work now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from tuigroup.commands import ALWAYS, BY_NAME, shown_key
from tuigroup.i18n import N_, Translator
from tuigroup.text import clip, width
from tuigroup.views import fetching
from tuigroup.views.clean import visible
from tuigroup.views.lines import Line, between, line
from tuigroup.views.needs import Link

LEAST_LEAD: Final = 12  # columns

_LINE: Final[Mapping[str, str]] = MappingProxyType(
    {"online": N_("online"), "offline": N_("offline"), "connecting": N_("connecting"), "paused": N_("line off")}
)


def link_words(t: Translator, status: Link) -> str:
    """The line to the server in a word or two."""
    word = t("signed out") if status.reason == "signed-out" else t(_LINE.get(status.state, status.state))
    if status.coming > fetching.SHOWN:
        word = t("{word}, {amount} to come", word=word, amount=t.size(status.coming))
    return t("{word}, {waiting} to send", word=word, waiting=status.waiting) if status.waiting else word


def title(t: Translator, columns: int, crumbs: Sequence[str], info: str, state: str, help_key: str) -> Line:
    """Breadcrumb on the left, what the screen adds, the line to the server, and the way to help on the right."""
    room = max(10, columns - 2)
    ends = [part for part in (info, state) if part]
    help_now = t("{key} help now", key=help_key) if room >= 56 else t("{key} help", key=help_key)
    gap = " " * max(1, 3 - len(help_key))  # so that nothing else moves where F1 stands for H
    while True:
        right = line("  ".join(visible(part) for part in ends) + gap if ends else "", (help_now, "key"))
        if not ends or width("".join(text for text, _ in right)) <= room // 2 + 4:
            break
        ends.pop(0 if len(ends) > 1 else -1)
    left = room - width("".join(text for text, _ in right)) - 2
    return between(line(" ", (_trail(crumbs, left), "title")), right, room + 1)


def _trail(crumbs: Sequence[str], room: int) -> str:
    """``Group > Board > Thread``; where it does not fit, the first ones give way before the last."""
    names = [visible(name) for name in crumbs]
    for keep in range(len(names), 1, -1):
        trail = " > ".join(names[-keep:])
        if width(trail) <= room:
            return trail
    if len(names) > 1:
        each = max(8, (room - width(names[-1]) - 3))
        trail = f"{clip(names[0], each)} > {names[-1]}"
        if width(trail) <= room:
            return trail
    return clip(names[-1], room) if names else ""


def keys(columns: int, items: Sequence[tuple[str, str]], last: Sequence[tuple[str, str]], lead: str = "") -> Line:
    """Pairs of (key as read, label): as many as fit, the ``last`` ones before all others.

    ``lead`` are words that stand before them, where there is room for both.
    """
    left = columns - 2 - _wide([*items, *last]) - 2
    words = clip(lead, left) + "  " if lead and left >= LEAST_LEAD else ""
    room = columns - 2 - width(words)
    ends = list(last)
    while ends and _wide(ends) > room:
        ends.pop(0)
    chosen: list[tuple[str, str]] = []
    for item in items:
        if _wide([*chosen, item, *ends]) > room:
            break
        chosen.append(item)
    parts: list[str | tuple[str, str]] = [f" {words}"]
    for key, label in (*chosen, *ends):
        parts += [(key, "key"), f" {label}  "]
    return line(*parts)


def _wide(items: Sequence[tuple[str, str]]) -> int:
    return sum(width(key) + 1 + width(label) + 2 for key, label in items) - 2


def key_of(name: str, keymap: Mapping[str, str]) -> str:
    """The key of a command as a person reads it, where the configuration may have changed it."""
    changed = keymap.get(name)
    return shown_key(changed.split(",")[0]) if changed else BY_NAME[name].shown


def keys_of(name: str, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """All keys of a command as Textual names them: what the configuration says stands for the first of a command that
    works everywhere, whose others stay, and for all of any other's."""
    command = BY_NAME[name]
    if name not in keymap:
        return command.keys
    return (*keymap[name].split(","), *(command.keys[1:] if command.group == ALWAYS else ()))


def help_key(keymap: Mapping[str, str], *, letters: bool) -> str:
    """The key of help now as a person reads it; where what is typed is text, one that is no letter."""
    keys = keys_of("help_now", keymap)
    return shown_key(next((key for key in keys if (len(key) == 1) == letters), keys[0]))


def pairs(t: Translator, names: Iterable[str], keymap: Mapping[str, str]) -> list[tuple[str, str]]:
    """Commands as (key as read, label)."""
    return [(t(key_of(name, keymap)), BY_NAME[name].said(t)) for name in names]
