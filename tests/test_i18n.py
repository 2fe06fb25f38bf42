"""What a translator says, in English and where a translation is missing or broken."""

from __future__ import annotations

from datetime import UTC, datetime
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest

from tuigroup.i18n import ENGLISH, N_, Translator, heard, locale_of, together, translator

WHEN = datetime(2026, 3, 12, 21, 5, tzinfo=UTC)


def in_catalogue(messages: dict[str, str]) -> Translator:
    """A translator over a catalogue made here, in the format that gettext reads."""
    rows = [("", "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n")]
    rows += sorted(messages.items())
    keys = b"".join(key.encode() + b"\0" for key, _ in rows)
    ids, texts = [], []
    at, said_at = 28 + 16 * len(rows), 28 + 16 * len(rows) + len(keys)
    for key, said in rows:
        ids += [len(key.encode()), at]
        texts += [len(said.encode()), said_at]
        at += len(key.encode()) + 1
        said_at += len(said.encode()) + 1
    head = [0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0]
    packed = b"".join(number.to_bytes(4, "little") for number in (*head, *ids, *texts))
    packed += keys + b"".join(said.encode() + b"\0" for _, said in rows)
    return Translator("xx", catalogue=GNUTranslations(BytesIO(packed)))


def test_english_is_what_the_code_says() -> None:
    t = ENGLISH
    assert t("Hello {name}.", name="anna") == "Hello anna."
    assert t("Braces {stay} where nothing is filled in.") == "Braces {stay} where nothing is filled in."
    assert [t.plural("{count} post", "{count} posts", count) for count in (0, 1, 2)] == ["0 posts", "1 post", "2 posts"]
    assert t("") == ""
    assert t.date(WHEN) == "12 March"
    assert t.date(WHEN, "{wday} {day} {mon} {year}, {time}") == "Thu 12 Mar 2026, 21:05"
    assert t.time(WHEN) == "21:05"
    assert t.weekday(6) == "Sunday"
    assert [t.size(count) for count in (310, 3100, 24_000, 1_200_000)] == ["310 B", "3.1 KB", "24 KB", "1.2 MB"]
    assert [t.number(9999), t.number(72_000)] == ["9999", "72,000"]


def test_a_translation_is_filled_in() -> None:
    t = in_catalogue(
        {
            "Hello {name}.": "Hola, {name}.",
            "{count} post\0{count} posts": "{count} mensaje\0{count} mensajes",
            "access\x04open": "abierto",
            "decimal mark\x04.": ",",
            "between thousands\x04,": ".",
        }
    )
    assert t("Hello {name}.", name="{name}") == "Hola, {name}."
    assert t.plural("{count} post", "{count} posts", 1) == "1 mensaje"
    assert t.plural("{count} post", "{count} posts", 12_000) == "12.000 mensajes"
    assert t("open", context="access") == "abierto"
    assert t("open") == "open"
    assert t.size(3100) == "3,1 KB"


def test_a_wording_is_english_until_somebody_translates_it() -> None:
    t = in_catalogue(
        {
            "{host} waits for {what}.": "{host} espera {what}.",
            "the line": "la línea",
            "{count} post\0{count} posts": "{count} mensaje\0{count} mensajes",
            "access\x04open": "abierto",
        }
    )
    said = N_("{host} waits for {what}.", host="example.org", what=N_("the line"))
    assert said == "example.org waits for the line."
    assert t(said) == "example.org espera la línea."
    assert t("{host} waits for {what}.", host="the line", what="the line") == "the line espera the line."
    assert t(N_("open", context="access")) == "abierto"
    counted = N_("{count} post", plural="{count} posts", count=3)
    assert (counted, t(counted)) == ("3 posts", "3 mensajes")
    assert t(N_("{host} waits for {what}.", host="here", what=counted)) == "here espera 3 mensajes."


def test_sentences_side_by_side_are_translated_one_by_one() -> None:
    t = in_catalogue({"It is kept.": "Queda guardado.", "{host} is silent.": "{host} calla."})
    said = together(N_("{host} is silent.", host="{x}"), "", N_("It is kept."), "As it is.")
    assert said == "{x} is silent. It is kept. As it is."
    assert t(said) == "{x} calla. Queda guardado. As it is."
    assert together("", "") == ""


@pytest.mark.parametrize("broken", ["Hola, {nombre}.", "Hola, {name", "Hola, {name.x.y}.", "Hola, {0}.", "{name:d}"])
def test_a_broken_translation_is_english(broken: str) -> None:
    assert in_catalogue({"Hello {name}.": broken})("Hello {name}.", name="anna") == "Hello anna."


def test_a_missing_translation_is_english() -> None:
    t = in_catalogue({})
    assert t("Hello {name}.", name="anna") == "Hello anna."
    assert t.plural("{count} post", "{count} posts", 2) == "2 posts"
    assert t("open", context="access") == "open"


@pytest.mark.parametrize("name", ["", "C", "POSIX", "C.UTF-8", "en", "en_GB.UTF-8", "xx_YY", "../../etc", "es/../x"])
def test_what_is_not_known_is_english(name: str) -> None:
    assert translator(name).language == "en"


def test_english_opens_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_files(*_: object, **__: object) -> None:
        raise AssertionError("English is in the code")

    monkeypatch.setattr(Path, "open", no_files)
    assert translator("en_US.UTF-8")("Hello {name}.", name="anna") == "Hello anna."


def test_the_environment_names_the_locale() -> None:
    assert locale_of({}) == ""
    assert locale_of({"LANG": "es_ES.UTF-8"}) == "es_ES.UTF-8"
    assert locale_of({"LANG": "es_ES.UTF-8", "LC_MESSAGES": "", "LC_ALL": "C"}) == "C"


def test_what_a_server_said_is_translated_where_it_is_known() -> None:
    t = in_catalogue({"Please sign in first.": "Antes, inicia sesión.", "In {seconds} s.": "En {seconds} s."})
    assert (heard("Please sign in first."), t(heard("Please sign in first."))) == (
        "Please sign in first.",
        "Antes, inicia sesión.",
    )
    assert t(together(heard("{as} it is."), heard("Please sign in first."))) == "{as} it is. Antes, inicia sesión."
    said = heard("In seven seconds.", N_("In {seconds} s.", seconds=7))
    assert (said, ENGLISH(said), t(said)) == ("In seven seconds.", "In seven seconds.", "En 7 s.")
