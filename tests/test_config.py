"""A member's settings: which source wins, where files lie, and what is said of a setting that can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuigroup import config
from tuigroup.config import Settings
from tuigroup.errors import BadInput, ConfigError


def test_each_source_is_stronger_than_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('server = "https://a.example.org"\ntheme = "dark"\nsync_minutes = 9\n[keys]\nreply = "a"\n')
    settings = config.load(
        file,
        {"TUIGROUP_THEME": "light", "TUIGROUP_SYNC_MINUTES": "8", "TUIGROUP_KEYS": "no", "EDITOR": "vi"},
        {"sync_minutes": 7, "server": None},
    )
    assert settings == Settings(
        server="https://a.example.org", theme="light", sync_minutes=7, keys={"reply": "a"}, editor="vi"
    )


def test_the_editor_set_for_tuigroup_wins_over_the_usual_one(tmp_path: Path) -> None:
    assert config.load(None, {"TUIGROUP_EDITOR": "nano", "EDITOR": "vi"}).editor == "nano"
    assert config.load(None, {"VISUAL": "emacs", "EDITOR": "vi"}).editor == "emacs"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('theme = "pink"', "theme must be one of own, light"),
        ('rich = "very"', "rich must be one of fast, always"),
        ("sync_minutes = -1", "between 0 and 1440"),
        ("[keys]\nreply = 3", "keys in settings.toml must be a table of texts"),
        ('silent_status = "yes"', "true or false"),
        ('serverr = "x"', "not known here: serverr"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text + "\n")
    with pytest.raises(ConfigError, match=told):
        config.load(file)


PIN, OTHER = "sha256:" + "ab" * 32, "sha256:" + "cd" * 32


def test_a_pin_is_of_the_server_that_it_was_given_with(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'server = "https://a.example.org"\npin = "SHA256:{"AB:" * 31}AB"\n')
    assert config.load(file).pin == PIN
    assert config.load(file, {}, {"server": "https://a.example.org"}).pin == PIN
    assert config.load(file, {"TUIGROUP_SERVER": "https://b.example.org"}).pin == ""
    assert config.load(file, {}, {"server": "https://b.example.org"}).pin == ""
    assert config.load(file, {}, {"server": "https://b.example.org", "pin": OTHER}).pin == OTHER
    assert config.load(file, {}, {"server": "https://b.example.org", "pin": PIN}).pin == PIN
    assert config.load(file, {"TUIGROUP_PIN": "authorities"}).pin == "authorities"
    with pytest.raises(BadInput, match="no fingerprint"):
        config.load(file, {}, {"pin": "sha256:short"})


def test_nothing_is_left_on_disk_where_that_was_asked_for(tmp_path: Path) -> None:
    settings = Settings(data=str(tmp_path), leave_nothing=True)
    assert config.crash_folder(settings) is None
    assert config.crash_folder(Settings(data=str(tmp_path))) is not None


def test_files_lie_where_the_system_keeps_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert tmp_path in config.data_folder(Settings()).parents or "Library" in str(config.data_folder(Settings()))
    assert config.settings_file().name == "settings.toml"


def test_lists_of_words_in_ones_own_data_folder_are_found(tmp_path: Path) -> None:
    assert config.load(flags={"data": str(tmp_path)}).danger == "on"
    (tmp_path / "danger").mkdir()
    found = config.load(flags={"data": str(tmp_path)}, environ={"TUIGROUP_DANGER": "-es"})
    assert found.danger.split("\n") == ["-es", str(tmp_path / "danger")]
