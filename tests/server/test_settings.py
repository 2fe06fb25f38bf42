"""Settings: the file, then the environment, then flags; a setting that can't be used is told by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuigroup.errors import ConfigError
from tuigroup_server.settings import Settings, load


def test_each_source_is_stronger_than_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('name = "from file"\nport = 1001\nguests = false\nsession_days = 7\n')
    environ = {"TUIGROUP_PORT": "1002", "TUIGROUP_NAME": "from environment", "TUIGROUP_GUESTS": "yes", "PORT": "9"}
    assert load() == Settings()
    assert load(tmp_path / "none.toml") == Settings()
    assert load(file) == Settings(name="from file", port=1001, guests=False, session_days=7)
    both = load(file, environ)
    assert (both.name, both.port, both.guests, both.session_days) == ("from environment", 1002, True, 7)
    all_three = load(file, environ, {"port": 1003, "name": None, "command": "serve"})
    assert (all_three.name, all_three.port) == ("from environment", 1003)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("prot = 8000\n", "prot"),
        ('port = "8000"\n', "port"),
        ("port = 70000\n", "port"),
        ("guests = 1\n", "guests"),
        ("port = true\n", "port"),
        ('name = ""\n', "name"),
        ("session_days = 0\n", "session_days"),
        ("name = \n", "TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=told):
        load(file)


@pytest.mark.parametrize(
    "environ",
    [{"TUIGROUP_PORT": "many"}, {"TUIGROUP_GUESTS": "perhaps"}, {"TUIGROUP_PORT": "-1"}, {"TUIGROUP_NAME": "x" * 65}],
)
def test_an_environment_that_cannot_be_used_is_told(environ: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=next(iter(environ)).removeprefix("TUIGROUP_").lower() + "|TUIGROUP_"):
        load(None, environ)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        load(file)
    with pytest.raises(ConfigError, match="can't be read"):
        load(tmp_path)
