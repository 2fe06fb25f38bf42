"""What was typed becomes a command: its word, its key where that is one sign, or the beginning of its word. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from tuigroup.commands import BY_NAME, Command, shown_key

# Ways in which people say it besides the word of the table.
ALSO: Final[Mapping[str, str]] = MappingProxyType(
    {
        "exit": "leave", "bye": "leave", "commands": "help", "find": "search", "read": "open", "sync": "update",
        "help-now": "help_now",
    }
)  # fmt: skip
HELP_NOW: Final = (BY_NAME["help_now"].word, "help-now")


def split(typed: str) -> tuple[str, str]:
    """The first word and what follows; ``+`` and ``/`` need no blank after them."""
    text = typed.strip()
    if text[:1] in ("+", "/") and len(text) > 1:
        return text[0], text[1:].strip()
    head, _, rest = text.partition(" ")
    return head, rest.strip()


def meant(head: str, available: Sequence[Collection[str]]) -> list[str]:
    """The names of commands that ``head`` may mean, of those ``available``: the nearest place's first.

    One is the command; several are the beginnings of several words; none is nothing that works here.
    """
    for names in available:
        commands = [BY_NAME[name] for name in names]
        exact = [command.name for command in commands if head.lower() == command.word or head in _signs(command)]
        if exact:
            return exact[:1]
    everything = {name for names in available for name in names}
    if (other := ALSO.get(head.lower())) in everything:
        return [str(other)]
    if len(head) < 2:
        return []
    return sorted(name for name in everything if BY_NAME[name].word.startswith(head.lower()))


def asks_for_help_now(typed: str) -> bool:
    """Where only this and the quick exit are heard: in a question, and alone on a line of what is written."""
    return "-".join(typed.lower().split()) in HELP_NOW


def _signs(command: Command) -> tuple[str, ...]:
    """Its keys that can be typed as one character; digits are numbers of a list."""
    return tuple(shown for key in command.keys if len(shown := shown_key(key)) == 1 and not shown.isdigit())
