"""The member's own editor: text out, text in, nothing left behind."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from tuigroup.errors import BadInput
from tuigroup.views import editor


def test_what_the_editor_wrote_comes_back_and_the_file_is_gone(tmp_path: Path) -> None:
    seen: list[str] = []

    def run(argv: Sequence[str]) -> int:
        file = Path(argv[-1])
        seen.extend(argv[:-1])
        assert file.read_text(encoding="utf-8") == "Not silly.\n"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        file.write_bytes("Not silly.\nI fold towels. 日本\n".encode())
        (file.parent / "note.md~").write_text("a copy that an editor leaves")
        return 0

    assert editor.edit("Not silly.", "vi -n", run=run, within=tmp_path) == "Not silly.\nI fold towels. 日本"
    assert seen == ["vi", "-n"]
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_in_memory_where_a_login_has_a_folder_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def run(argv: Sequence[str]) -> int:
        seen.append(Path(argv[-1]).parent.parent)
        return 0

    memory, usual = tmp_path / "memory", tmp_path / "usual"
    memory.mkdir()
    usual.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(usual))
    for named in (str(memory), str(tmp_path / "nowhere"), ""):
        monkeypatch.setenv("XDG_RUNTIME_DIR", named)
        editor.edit("Not silly.", "vi", run=run)
    assert seen == [memory, usual, usual]
    assert not list(memory.iterdir())


@pytest.mark.parametrize("command", ["", "   ", "vi 'unclosed"])
def test_an_editor_without_a_name_is_said(command: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="editor"):
        editor.edit("x", command, within=tmp_path)


def test_a_program_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no program 'no-such-editor-here'") as caught:
        editor.edit("x", "no-such-editor-here", within=tmp_path)
    assert "as it was" in caught.value.sentence()
    assert list(tmp_path.iterdir()) == []


def test_an_editor_that_ends_badly_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"as it was|good word"):
        editor.edit("x", "vi", run=lambda argv: 1, within=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_are_no_text_are_no_trap(tmp_path: Path) -> None:
    def run(argv: Sequence[str]) -> int:
        Path(argv[-1]).write_bytes(b"tea \xff\xfe")
        return 0

    assert editor.edit("", "vi", run=run, within=tmp_path).startswith("tea ")
