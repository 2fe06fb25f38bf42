"""The table of commands: one name and one word each, and the README's table is made from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuigroup.commands import BY_NAME, COMMANDS, HEADINGS, key_table, shown_key, under


def test_names_and_words_are_each_used_once() -> None:
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    assert len({command.word for command in COMMANDS}) == len(COMMANDS)


def test_every_command_stands_under_a_heading_and_says_what_it_does() -> None:
    assert sum(len(under(heading)) for heading in HEADINGS) == len(COMMANDS)
    for command in COMMANDS:
        assert command.help.endswith(".")
        assert "!" not in command.help
        assert len(command.label.split()) <= 3


@pytest.mark.parametrize(
    ("key", "shown"),
    [("enter", "Enter"), ("ctrl+s", "Ctrl+S"), ("plus", "+"), ("f1", "F1"), ("j", "j"), ("G", "G"), ("f", "f")],
)
def test_keys_are_shown_as_people_read_them(key: str, shown: str) -> None:
    assert shown_key(key) == shown


def test_the_keys_that_people_rely_on() -> None:
    assert BY_NAME["help_now"].keys == ("f1", "H")
    assert BY_NAME["quick_exit"].keys == ("ctrl+q",)
    assert BY_NAME["back"].keys == ("escape",)
    assert BY_NAME["send"].shown == "Ctrl+S"


def test_the_readme_has_the_same_table() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    if "| key | word in the line mode |" in readme:
        assert key_table() in readme


def test_no_key_means_two_things_that_work_everywhere() -> None:
    keys = [key for command in under("From everywhere") for key in command.keys]
    assert len(keys) == len(set(keys))
