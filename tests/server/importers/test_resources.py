"""A folder of Markdown: what goes in, how it is described, and which files are refused by name."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tuigroup.errors import BadInput
from tuigroup_server.importers import Report, run_resources
from tuigroup_server.importers.resources import LARGEST
from tuigroup_server.service.context import Context
from tuigroup_server.storage import resources
from tuigroup_server.storage.resources import ResourceRow

FIXTURES = Path(__file__).parent / "fixtures" / "reading"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The fixtures, and what no repository should hold."""
    copy = tmp_path / "reading"
    shutil.copytree(FIXTURES, copy)
    (copy / "large.md").write_text("# Large\n" + "word " * (LARGEST // 5))
    (copy / "binary.md").write_bytes(b"# Title\n\x89PNG\x00\x00")
    (copy / "latin.md").write_bytes("# Title\n\nna\xefve".encode("latin-1"))
    (copy / "walking.markdown").write_text("# The same short name\n\nText.")
    (copy / "\u6563\u6b69.md").write_text("# Walking\n\nText.")
    (copy / ".hidden.md").write_text("# Hidden\n\nText.")
    (copy / ".git").mkdir()
    (copy / ".git" / "inside.md").write_text("# Hidden too\n\nText.")
    os.mkfifo(copy / "pipe.md")
    (copy / "gone.md").symlink_to("nowhere.md")
    return copy


def library(context: Context, after: int = 0) -> dict[str, ResourceRow]:
    with context.database.read() as connection:
        return {row.slug: row for row in resources.changed(connection, after, 100)}


def body(context: Context, slug: str) -> str:
    with context.database.read() as connection:
        found = resources.get(connection, slug)
    assert found is not None
    return found[1]


def test_what_goes_in_and_what_is_refused_by_name(context: Context, folder: Path) -> None:
    report = run_resources(context, folder)
    assert set(library(context)) == {"walking", "plain", "more-list"}
    lines = report.lines()
    assert lines[0] == "Read 17 files, took 3."
    for said in (
        "binary.md is binary, not text, so it was not taken.",
        "large.md is larger than 200 KB, so it was not taken.",
        "latin.md is not UTF-8 text from line 3 on, so it was not taken.",
        "no-title.md has no title, so it was not taken.",
        "notes.txt is no Markdown file, so it was not taken.",
        "open.md has front matter that can't be read at line 1: it has no end, so it was not taken.",
        "twice.md has front matter that can't be read at line 3: this is said twice, so it was not taken.",
        "odd.md has front matter that can't be read at line 3: this is no line of front matter, so it was not taken.",
        "kind.md has an unknown kind, none of article, coping, story, transcript, so it was not taken.",
        "empty.md has no text, so it was not taken.",
        "pipe.md is no plain file, so it was not taken.",
        "gone.md is no plain file, so it was not taken.",
        "walking.md has the same short name as another (walking), so it was not taken.",
        "plain.md has no front matter; its first heading is its title.",
        "more/list.md: its reviewed is no date like 2026-01-31, so left out.",
        "more/list.md: its language is no code like en or pt-BR, so en taken.",
    ):
        assert said in lines, said
    assert "      1  is binary, not text" in lines
    assert "Repaired in 3 files:" in lines
    assert "Hidden" not in "".join(lines)
    assert any("has a name without a letter" in line for line in lines)


def test_front_matter_sections_sizes(context: Context) -> None:
    run_resources(context, FIXTURES)
    row = library(context)["walking"]
    assert (row.title, row.kind, row.language) == ("Walking slowly", "coping", "en-GB")
    assert row.topics == ["sleep", "anxiety"]
    assert (row.source, row.licence, row.reviewed) == ("Written for these tests", "CC0-1.0", "2026-03-01")
    assert row.sections == ["Before you go", "On the way", "Corners"]
    text = body(context, "walking")
    # The title is not said twice.
    assert text.startswith("Start with one street.")
    assert row.size == len(text.encode())
    assert 0 < row.packed < row.size
    assert row.minutes == 1
    listed = library(context)["more-list"]
    assert (listed.topics, listed.language, listed.reviewed) == (["grief", "carers"], "en", "")


def test_reading_time_is_two_hundred_words_a_minute(context: Context, tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text("---\ntitle: Long\n---\n" + "word " * 401)
    run_resources(context, tmp_path)
    assert library(context)["long"].minutes == 3


def test_again_updates_only_what_changed(context: Context, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nText.")
    assert run_resources(context, tmp_path).written == {"new": 2, "changed": 0, "as they were": 0}
    (tmp_path / "b.md").write_text("# b\n\nOther text.")
    assert run_resources(context, tmp_path).written == {"new": 0, "changed": 1, "as they were": 1}
    assert {slug: row.rev for slug, row in library(context).items()} == {"a": 1, "b": 3}
    (tmp_path / "a.md").unlink()
    run_resources(context, tmp_path)
    assert set(library(context)) == {"a", "b"}


def test_a_removed_resource_comes_back_with_its_file(context: Context, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# a\n\nText.")
    run_resources(context, tmp_path)
    with context.database.write() as connection:
        resources.remove(connection, "a")
    assert run_resources(context, tmp_path).written["changed"] == 1
    assert not library(context)["a"].removed


def test_a_file_that_the_system_keeps_back_is_named(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("# a\n\nText.")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert "a.md can't be read (Permission denied), so it was not taken." in run_resources(context, tmp_path).lines()


def test_headings_without_words_are_none(context: Context, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: A\n---\n#\n\n## \u200b\n\n## Real\nheading\n\nTwo\nlines\n---\n\n- # In a list\n"
    )
    run_resources(context, tmp_path)
    assert library(context)["a"].sections == ["Real", "Two lines"]


def test_text_that_a_terminal_would_obey_is_cleaned(context: Context, tmp_path: Path) -> None:
    (tmp_path / "evil.md").write_text(
        "---\ntitle: Ev\x1b]0;owned\x07il\ntopics: [a\u202eb]\n---\r\n## He\x9b31mad\r\n\r\nTe\x00xt \u200bend".replace(
            "\x00", ""
        ),
        newline="",
    )
    run_resources(context, tmp_path)
    row = library(context)["evil"]
    assert (row.title, row.topics, row.sections) == ("Evil", ["ab"], ["Head"])
    assert body(context, "evil") == "## Head\n\nText end"


def test_no_folder_is_a_sentence(context: Context, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no folder"):
        run_resources(context, tmp_path / "none")
    assert run_resources(context, tmp_path / "data").taken == 0


def test_an_empty_report_has_one_line() -> None:
    assert Report(noun="file").lines() == ["Read 0 files, took 0."]
