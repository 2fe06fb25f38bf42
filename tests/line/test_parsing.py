"""A mistake on the command line is one sentence in the member's language, and what --help says is in it too."""

from __future__ import annotations

import pytest

from tuigroup.__main__ import parser
from tuigroup.i18n import ENGLISH, translator

MISTAKES = {
    "--bogus": ("This is not known here: --bogus.", "Esto no se conoce aquí: --bogus."),
    "post here": ("This is missing: --title.", "Falta esto: --title."),
    "--server": ("Something has to follow --server.", "Después de --server tiene que venir algo."),
    "--offline=3": ("Nothing can follow --offline.", "Después de --offline no puede venir nada."),
    "post here --title x --board two": (
        "--board is a number, which two is not.",
        "--board es un número, y two no lo es.",
    ),
    "--theme pink": (
        "For --theme there is no pink, only these: own, light",
        "Para --theme no hay pink, solo estos: own",
    ),
    "bogus": ("For command there is no bogus, only these: demo,", "Para orden no hay bogus, solo estos: demo,"),
    "--s x": ("--s is the beginning of several: --server, --settings.", "--s es el principio de varias: --server"),
}


@pytest.mark.parametrize(("typed", "said"), MISTAKES.items(), ids=MISTAKES)
def test_a_mistake_is_one_sentence(typed: str, said: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    for language, expected in zip(("en", "es"), said, strict=True):
        t = ENGLISH if language == "en" else translator(language)
        with pytest.raises(SystemExit) as ended:
            parser(t).parse_args(typed.split())
        assert ended.value.code == 2
        heard = capsys.readouterr().err
        assert expected in heard
        assert "--help" in heard
        assert heard.count("\n") == 1


def test_what_is_typed_reaches_the_terminal_as_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--\x1b]0;owned\x07\x1b[31m"])
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["--help", "post --help", "wire --help", "wire decode --help"])
def test_help_is_in_one_language(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser(translator("es")).parse_args(typed.split())
    assert ended.value.code == 0
    heard = capsys.readouterr().out
    assert heard.startswith("uso: ")
    assert "decir esto y terminar" in heard
    assert not any(word in heard for word in ("usage", "positional", "show this", "command", "\x1b"))
