"""What is shipped for a library: the unit and the settings hold what the page promises."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from configparser import RawConfigParser
from dataclasses import fields
from pathlib import Path

import pytest

from tuigroup.doors.kiosk.settings import KioskSettings

DOCS = Path(__file__).parents[2] / "docs"
UNIT = DOCS / "kiosk" / "tuigroup-kiosk.service"


def test_the_unit_keeps_nothing_and_lets_nobody_out() -> None:
    unit = RawConfigParser(strict=False, comment_prefixes=("#",))
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT)
    service = unit["Service"]
    wanted = {
        "User": "tuigroup-kiosk", "PrivateTmp": "yes", "ProtectHome": "yes", "ProtectSystem": "strict",
        "LimitCORE": "0",
        "Restart": "on-failure", "MemorySwapMax": "0", "NoNewPrivileges": "yes", "TTYVTDisallocate": "yes",
        "StandardError": "journal", "CapabilityBoundingSet": "CAP_SYS_TTY_CONFIG",
    }  # fmt: skip
    assert {name: service[name] for name in wanted} == wanted
    assert "untried on hardware" in UNIT.read_text().lower()


def test_the_settings_shipped_are_settings() -> None:
    text = (DOCS / "kiosk" / "kiosk.toml").read_text()
    uncommented = "\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines())
    assert set(tomllib.loads(uncommented)) == {field.name for field in fields(KioskSettings)}
    page = (DOCS / "kiosk.md").read_text()
    assert all(f"`{field.name}`" in page for field in fields(KioskSettings))


@pytest.mark.machine
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/tuigroup/bin/tuigroup", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60)
    about = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert about == []
