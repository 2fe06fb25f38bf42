"""Members' Markdown as lines: everything is there, nothing is wider than asked, nothing is anybody's markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuigroup.text import width
from tuigroup.views import markdown
from tuigroup.views.lines import Line

MARKS = st.sampled_from(
    [*"*_`#>-+[]()!<|\\~&:0123. \n\t", "](", "```\n", "\n\n", "1. ", "> ", "    ", "[a](b)", "\x1b[2J"]
)
WORDS = st.text(st.characters(), max_size=12)
TEXTS = st.lists(
    st.one_of(MARKS, WORDS, st.sampled_from(["日本語", "👩‍👩‍👧", "e\u0301\u0301", "\u202eevil", "x" * 60])), max_size=60
).map("".join)


def words(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in of) for of in lines]


@settings(deadline=None)
@given(TEXTS, st.integers(min_value=2, max_value=76))
def test_any_text_fits_the_columns_and_holds_no_control_character(text: str, room: int) -> None:
    for render in (markdown.post, markdown.resource):
        lines = words(markdown.wrapped(render(text).paragraphs, room))
        assert all(width(of) <= room for of in lines)
        assert all(of.isprintable() for of in lines)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["tea", "three", "night", "don't", "folding", "towels."]), min_size=1, max_size=200))
def test_plain_words_come_out_as_they_went_in(given_words: list[str]) -> None:
    text = " ".join(given_words)
    assert " ".join(words(markdown.render(text, 40))) == text


@pytest.mark.parametrize("mark", ["[", "*a_", "`", "![", "> ", "- ", "[a](", "*a **a ", "`a``", "1. ", "#", "\\", "<a"])
def test_a_flood_of_marks_is_text(mark: str) -> None:
    assert "".join(words(markdown.render(mark * 3000, 40)))


def test_the_subset() -> None:
    text = (
        "# First\nSome *soft* and **strong** words, `code`.\nA second line.\n\n"
        "- one\n- two\n  1. deep\n\n> said\n> before\n\n```\nkept   as is\n```\n"
    )
    lines = markdown.render(text, 40)
    assert words(lines) == [
        "First", "", "Some *soft* and strong words, `code`.", "A second line.", "",
        "- one", "- two", "  1. deep", "", "> said", "> before", "", "  kept   as is",
    ]  # fmt: skip
    assert lines[0] == (("First", "title"),)
    assert ("strong", "strong") in [(text.strip(), style) for text, style in lines[2]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[here](https://example.org/x)", "here (https://example.org/x)"),
        ("<https://example.org/x>", "https://example.org/x"),
        ("![a red door](https://example.org/p.png)", "[picture: a red door]"),
        ("<b>bold</b> &amp; <script>x</script>", "<b>bold</b> &amp; <script>x</script>"),
        ("[click](javascript:alert(1))", "[click](javascript:alert(1))"),
        ("[@click=app.quit]x[/] and [/oops]", "[@click=app.quit]x[/] and [/oops]"),
        ("[a]: https://example.org 'b'", "[a]: https://example.org 'b'"),
        ("2026 was long", "2026 was long"),
        ("Title\n---", "Title|- - -"),
    ],
)
def test_links_show_where_they_lead_and_nothing_is_lost(text: str, shown: str) -> None:
    assert "|".join(of for of in words(markdown.render(text, 76)) if of) == shown


def test_a_post_keeps_its_lines_and_a_resource_joins_them() -> None:
    text = "one\ntwo\n\nthree"
    assert words(markdown.wrapped(markdown.post(text).paragraphs, 76)) == ["one", "two", "", "three"]
    assert words(markdown.wrapped(markdown.resource(text).paragraphs, 76)) == ["one two", "", "three"]


def test_headings_are_places() -> None:
    found = markdown.resource("# A\n\ntext\n\n## B\n\nmore")
    assert [(of.level, of.title) for of in found.sections] == [(1, "A"), (2, "B")]
    assert found.paragraphs[found.sections[1].place].line == (("B", "title"),)


def test_wide_characters_are_counted_by_column() -> None:
    lines = words(markdown.render("日本語のことば " * 8, 21))
    assert all(width(of) <= 21 for of in lines)
    assert "".join(lines).replace(" ", "") == "日本語のことば" * 8
