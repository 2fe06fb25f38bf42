"""Whatever strangers write, what is shown holds nothing that a terminal obeys or that can't be seen."""

from __future__ import annotations

import sys
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import wcwidth

from tuigroup import text

JOINERS = "\u200c\u200d\ufe0e\ufe0f"
NASTY = (
    "\x1b", "[", "]", "0;31m", "\x07", "\x9b", "\x9d", "\x90", "\x9c", "\\", "\n", "\r", "\t", " ", "\u00a0", "\x85",
    "\u2028", "a", "e", "l", "1", "#", "-", "\u0301", "\u0323", "\u0338", "\u20e3", "\u200b", "\u200c", "\u200d",
    "\u200e", "\u202e", "\u2066", "\ufeff", "\ufe0e", "\ufe0f", "\ufe00", "\u00ad", "\U000e0041", "\ud800", "\ue000",
    "\u0378", "\u1100", "\u1161", "\u11a8", "\u0628", "\u0644", "\u0627", "\u0654", "\u0915", "\u094d", "\u0937",
    "\u093c", "\u0958", "\u09c7", "\u09be", "\u2764", "\U0001f468", "\U0001f469", "\U0001f3fd", "\U0001f1e9",
    "\U0001f1ea", "\u2194", "\u3000", "\u212b", "\u1d159", "\U0001d15e", "\u4e2d", "\x00", "\x7f", "\x18",
)  # fmt: skip
HOSTILE = st.one_of(st.text(), st.lists(st.sampled_from(NASTY), max_size=60).map("".join))


def is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M") and character not in JOINERS


def longest_stack(value: str) -> int:
    longest = here = 0
    for character in value:
        if character not in JOINERS:
            here = here + 1 if is_mark(character) else 0
        longest = max(longest, here)
    return longest


def assert_harmless(value: str) -> None:
    for index, character in enumerate(value):
        if character == "\n":
            continue
        if character in JOINERS:
            # Never at an edge, never beside a blank or another of its kind but selector and joiner.
            assert index > 0
            assert value[index - 1] not in " \n\u200c\u200d"
            if character in "\u200c\u200d":
                assert value[index + 1 : index + 2].strip(" \n" + JOINERS)
            continue
        assert unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        assert not unicodedata.bidirectional(character).endswith(("E", "O", "I", "BN", "PDF"))
        assert unicodedata.category(character) != "Zs" or character == " "
    assert longest_stack(value) <= text.MARKS


@given(HOSTILE, st.integers(0, 40), st.booleans())
@example("\u202e\u0301\u200d", 40, True)
@example(" \u0301x", 40, True)
@example("\U0001f468\u200d\U0001f469", 2, True)
@example("1\ufe0f\u20e3", 2, True)
def test_nothing_dangerous_is_left_and_twice_is_once(value: str, limit: int, lines: bool) -> None:
    cleaned = text.clean(value, limit, lines=lines)
    assert_harmless(cleaned)
    assert len(cleaned) <= limit
    assert text.clean(cleaned, limit, lines=lines) == cleaned
    assert cleaned == cleaned.strip()
    assert lines or "\n" not in cleaned
    assert "\n\n\n\n" not in cleaned
    assert " \n" not in cleaned


@given(HOSTILE, st.integers(-1, 30))
def test_clipping_and_padding_keep_to_the_columns(value: str, columns: int) -> None:
    cleaned = text.line(value, 200)
    cut = text.clip(cleaned, columns)
    assert text.width(cut) <= max(0, columns)
    assert_harmless(cut)
    assert text.width(text.pad(cleaned, columns)) == max(0, columns)


def test_every_character_of_unicode_is_seen_or_gone() -> None:
    # Of the ideographs, the Korean syllables and the private planes a few stand for all.
    codes = [*range(0x80, 0x4E10), *range(0x9FF0, 0xAC10), *range(0xD790, 0x20010), *range(0xDFFF0, 0xF0010)]
    everything = "".join(f"a{chr(code)}" for code in (*codes, sys.maxunicode))
    cleaned = text.clean(everything, len(everything))
    assert_harmless(cleaned)
    unseen = {character for character in cleaned if wcwidth(character) <= 0 and character != "\n"}
    jamo = {chr(code) for code in (*range(0x1160, 0x1200), *range(0xD7B0, 0xD800))}
    assert {character for character in unseen if not is_mark(character)} <= jamo | set(JOINERS)


@pytest.mark.parametrize(
    ("attack", "left"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x9b31mred", "ared"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "alink"),
        ("a\x9d52;c;aGVsbG8=\x9cb", "ab"),
        ("a\x1bPq#0;2;0;0;0\x1b\\b", "ab"),
        ("a\x1b_Gi=1;AAAA\x1b\\b", "ab"),
        ("a\x1b]0;never ends", "a"),
        ("a\x1b]0;never ends\nnext line", "a\nnext line"),
        ("a\x1b[", "a"),
        ("a\x1b[12;", "a"),
        ("a\x1b", "a"),
        ("a\x1bc reset", "a reset"),
        ("a\x1b(0b", "ab"),
        ("\x1b\x1b[31m[2Jx", "[2Jx"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("pay\u200bpal", "paypal"),
        ("a\r\nb\rc\x85d\u2028e\u2029f\x0bg\x0ch", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb", "a    b"),
        ("a\u00a0b\u3000c", "a b c"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("a   \nb", "a\nb"),
        ("\x00a\x07\x7f\x18", "a"),
        ("z" + "\u0335" * 40, "z" + "\u0335" * 4),
        ("z" + "\u0335\u200d" * 40, "z" + "\u0335" * 4),
        ("\u0301at a line's start\n\u0301and the next", "at a line's start\nand the next"),
        ("x \u0301y", "x y"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),  # no markup is read here: it stays text
    ],
)
def test_attacks(attack: str, left: str) -> None:
    assert text.clean(attack, 1000) == left


@pytest.mark.parametrize(
    "honest",
    [
        "Grüße, naïve Å",
        "می\u200cخواهم",
        "क्\u200dष",
        "න්\u200dය",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
        "\U0001f469\U0001f3fb\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f469\U0001f3fd",
        "\U0001f642\u200d\u2194\ufe0f",
        "1\ufe0f\u20e3 \u2764\ufe0f \u263a\ufe0e \u00a9\ufe0f",
        "\U0001f1e9\U0001f1ea",
        "Tiếng Việt",
        "한국어",
        "日本語のグループ",
        "שלום",
        "\u1ec7\u0301\u0308",
    ],
)
def test_what_people_write_stays(honest: str) -> None:
    assert text.clean(honest, 1000) == unicodedata.normalize("NFC", honest)


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("a\u200db", "ab"),
        ("a\ufe0fb", "ab"),
        ("1\ufe0f2", "12"),
        ("\u2764\ufe0f\ufe0f", "\u2764\ufe0f"),
        ("\U0001f468\u200d\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("\U0001f468\u0301\u200d\U0001f469", "\U0001f468\u0301\U0001f469"),
        ("\U0001f468\u200c\U0001f469", "\U0001f468\U0001f469"),
        ("\U0001f468\u200d", "\U0001f468"),
        ("ب\u200ca", "بa"),
        ("ب\u200c\u0651ب", "ب\u0651ب"),
        ("\ufe0f\u200da", "a"),
        ("\u200b\u200c\u200d\u2060\ufeff", ""),
    ],
)
def test_joiners_stay_only_where_they_join(written: str, left: str) -> None:
    assert text.clean(written, 1000) == left


def test_an_emoji_is_no_endless_chain() -> None:
    cleaned = text.clean("\u200d".join(["\U0001f468"] * 50), 1000)
    assert text.width(cleaned) >= 2 * (50 // (text.CHAIN + 1))


def test_decomposed_text_is_composed() -> None:
    assert text.clean("e\u0301", 10) == "\u00e9"
    assert text.clean("e\u200b\u0301", 10) == "\u00e9"
    assert text.clean("\u1100\u1161", 10) == "\uac00"
    assert text.clean("\u1100\u200d\u1161", 10) == "\uac00"


def test_length_is_cut_first_and_last() -> None:
    assert text.clean("x" * 100_000, 10) == "x" * 10
    assert text.clean("a b", 2) == "a"
    assert text.clean("\ufb2c" * 20, 10).startswith("\u05e9\u05bc\u05c1")
    assert len(text.clean("\ufb2c" * 20, 10)) == 10
    assert text.clean("anything", 0) == ""


HOSTILE_100K = {
    "blanks": " " * 100_000 + "x",
    "blank lines": " \n" * 50_000,
    "open OSC": "\x1b]" * 50_000,
    "open CSI": "\x9b" + "0;" * 50_000,
    "CSI after CSI": "\x1b[0" * 33_000,
    "intermediates": "\x1b" + " " * 100_000,
    "marks in the worst order": "a" + "\u0301\u0323" * 50_000,
    "marks and joiners": "a" + "\u0301\u200d" * 50_000,
    "joiners": "\u200d\ufe0f" * 50_000,
    "emoji chain": "\U0001f468\u200d" * 50_000,
    "keycaps": "1\ufe0f" * 50_000,
    "jamo": "\u1100" + "\u1161\u11a8" * 50_000,
    "expanding": "\ufb2c" * 100_000,
    "controls": "\x00\x18" * 50_000,
    "carriage returns": "\r" * 100_000,
    "tags": "\U000e0041" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE_100K)
def test_time_is_linear(name: str) -> None:
    value = HOSTILE_100K[name]
    started = time.process_time()
    assert_harmless(text.clean(value, 100_000))
    assert_harmless(text.line(value, 100_000))
    # Two cleanings and their checks take some 0.2 s; a quadratic step anywhere takes a minute.
    assert time.process_time() - started < 3


def test_clipping() -> None:
    assert text.clip("abc", 0) == ""
    assert text.clip("abc", 3) == "abc"
    assert text.clip("abcd", 3) == "ab."
    assert text.clip("a longer title", 10) == "a longe..."
    assert text.clip("ab cd efgh", 9) == "ab cd..."
    assert text.clip("中文中文中文", 8) == "中文..."
    # An emoji of several characters is whole or not there; so is a flag.
    assert text.clip("\u2764\ufe0f" * 10, 8) == "\u2764\ufe0f" * 2 + "..."
    assert text.clip("\U0001f468\u200d\U0001f469\u200d\U0001f467 family", 7).startswith("\U0001f468\u200d\U0001f469")
    assert text.clip("\U0001f1e9\U0001f1ea" * 5, 8) == "\U0001f1e9\U0001f1ea" * 2 + "..."
    assert text.clip("\U0001f44d\U0001f3fd" * 5, 8) == "\U0001f44d\U0001f3fd" * 2 + "..."


def test_padding_and_width() -> None:
    assert text.pad("ab", 4) == "ab  "
    assert text.pad("中", 4) == "中  "
    assert text.width("中文") == 4
    assert text.width("\x07ab") == 3  # not clean: counted, never negative
    assert text.width("") == text.width("\u0301") == 0
    started = time.process_time()
    assert text.width("\U0001f1e9" * 20_000) == 20_000
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("heron", "Heron"),
        ("heron", "hеrоn"),
        ("heron", "h.e_r-o n"),
        ("heron", "hero\u0301n"),
        ("tom", "torn"),
        ("willow", "wiIIow"),
        ("willow", "vvi11ow"),
        ("oak", "0ak"),
        ("oak", "ｏａｋ"),
    ],
)
def test_aliases_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert text.skeleton(one) == text.skeleton(other)


def test_other_aliases_have_others() -> None:
    assert len({text.skeleton(alias) for alias in ("heron", "juniper5", "tealeaf", "marta.k", "日本", "שלום")}) == 6


def test_scripts_of_a_text() -> None:
    assert text.scripts("heron 5") == {"LATIN"}
    assert text.scripts("hеron") == {"LATIN", "CYRILLIC"}
    assert text.scripts("日本語のグループ 々") == {"CJK"}
    assert text.scripts("한국어 韓國") == {"HANGUL"}
    assert text.scripts("\U0001d400b") == {"MATHEMATICAL", "LATIN"}
    assert text.scripts("123 !") == frozenset()
