"""Crisis lines: packaged, dated, with a form to show and a form to dial."""

from __future__ import annotations

from datetime import date

from tuigroup.helplines import LABEL, load
from tuigroup.helplines.words import plain
from tuigroup.i18n import ENGLISH

TODAY = date(2026, 11, 29)


def test_every_line_has_a_source_a_day_and_a_number_to_dial() -> None:
    facts = load()
    lines = [line for country in facts.countries for line in country.lines]
    assert len(lines) == 11
    for line in lines:
        assert line.source.startswith("https://")
        assert line.seen == facts.seen
        for contact in line.contacts:
            assert contact.show
            assert contact.dial.lstrip("+").isdigit()
            assert contact.languages


def test_the_own_country_comes_first_and_none_is_left_out() -> None:
    facts = load()
    ordered = facts.ordered("jp")
    assert ordered[0].name == "Japan"
    assert len(ordered) == len(facts.countries) == len({country.code for country in ordered})
    assert [bool(country.lines) for country in ordered] == sorted((bool(c.lines) for c in ordered), reverse=True)


def test_a_country_without_lines_may_come_first_too() -> None:
    assert load().ordered("NZ")[0].emergency == "111"


def test_an_unknown_country_changes_nothing() -> None:
    assert load().ordered("") == load().ordered("XX")


def test_short_numbers_are_not_made_international() -> None:
    dials = {contact.dial for country in load().countries for line in country.lines for contact in line.contacts}
    assert {"988", "116123", "3114", "741741"} <= dials


def test_they_say_that_nobody_here_verified_them() -> None:
    assert LABEL == "not verified by us"


def test_as_text_the_own_country_leads_and_the_label_is_there() -> None:
    text = list(plain(ENGLISH, load(), "fr", TODAY))
    assert text[0].startswith("If someone is in danger now")
    assert any("not verified by us" in line for line in text[:5])
    countries = [line for line in text if ": emergency number" in line]
    assert countries[0] == "France: emergency number 112"
    assert "    text SHOUT to 85258  day and night; free; no name needed" in text
    assert "  New Zealand: 111" in text


def test_a_country_without_lines_is_told_so() -> None:
    text = "\n".join(plain(ENGLISH, load(), "nz", TODAY))
    assert "New Zealand: emergency number 111\n  No crisis line of this country is in our list." in text


def lines_of(country: str, *reads: str) -> list[str]:
    """What is said of a country's lines to somebody who reads these languages."""
    text = list(plain(ENGLISH, load(), country, TODAY, reads=reads))
    begin = next(at for at, line in enumerate(text) if ": emergency number" in line)
    return text[begin + 1 : text.index("", begin)]


def names(lines: list[str]) -> list[str]:
    return [line.strip().partition(" (")[0] for line in lines if line.startswith("  ") and line[2] != " "]


def test_lines_that_speak_what_one_reads_come_first_and_none_is_left_out() -> None:
    assert names(lines_of("JP", "ja")) == ["Yorisoi Hotline", "Inochi no Denwa", "TELL Lifeline"]
    assert names(lines_of("JP", "en")) == ["Yorisoi Hotline", "TELL Lifeline", "Inochi no Denwa"]
    assert names(lines_of("US", "es")) == ["988 Suicide & Crisis Lifeline", "Crisis Text Line"]
    assert names(lines_of("JP", "fr", "ja"))[:2] == ["Yorisoi Hotline", "Inochi no Denwa"], "the next best language"


def test_the_language_is_said_where_it_is_another_one() -> None:
    assert "    call 3114  day and night; free; no name needed" in lines_of("FR", "fr")
    assert "    call 3114  day and night; free; no name needed; French" in lines_of("FR", "en")
    canada = lines_of("CA", "fr", "en")
    assert "    call 9-8-8  day and night; free; no name needed; English, French" in canada
    yorisoi = "    call 0120-279-338  dial +81120279338; day and night; free; no name needed; 11 languages, {own} too"
    assert yorisoi.format(own="Spanish") in lines_of("JP", "es")
    assert yorisoi.format(own="English") in lines_of("JP", "sv")


def test_the_number_to_dial_stands_apart_where_it_is_another_one() -> None:
    german = lines_of("DE", "de")
    assert "    call 0800 111 0 111  dial +498001110111; day and night; free; no name needed" in german
    assert not any("dial" in line for line in lines_of("GB", "en"))


def test_a_cost_that_is_not_known_is_said_to_be_so() -> None:
    assert any("55 5259 8121" in line and "cost not known" in line for line in lines_of("MX", "es"))
