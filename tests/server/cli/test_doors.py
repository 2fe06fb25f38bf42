"""Doors as the operator types them: made into a file of their own, listed, revoked beside a running server."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.server.cli.test_start import Serve, folder, run, serve
from tests.server.conftest import new_account

__all__ = ["folder", "serve"]


def test_init_makes_the_credential_of_the_ssh_door_beside_it(folder: Path) -> None:
    file = folder / "door.credential"
    assert file.stat().st_mode & 0o777 == 0o600
    name, _, secret = file.read_text().strip().partition(":")
    assert (name, len(secret)) == ("ssh", 22)
    assert secret.encode() not in b"".join(path.read_bytes() for path in folder.iterdir() if path != file)
    code, said, _ = run("doors", "--data", str(folder))
    assert (code, len(said.splitlines())) == (0, 1)
    assert said.startswith("ssh  ssh  since 20")
    assert "not used yet, 0 sessions open" in said


def test_a_second_init_changes_no_door(folder: Path) -> None:
    before = (folder / "door.credential").read_text()
    (folder / "door.credential").unlink()
    code, _, warned = run("init", str(folder))
    assert code == 2
    assert "There is a tuigroup server in this folder already" in warned
    assert not (folder / "door.credential").exists()
    assert before.startswith("ssh:")


def test_a_credential_is_shown_once_or_kept_in_a_new_file(folder: Path, tmp_path: Path) -> None:
    code, said, warned = run("add-door", "--data", str(folder), "--kind", "kiosk", "desk-1")
    assert code == 0
    assert said.startswith("desk-1:")
    assert "shown only now" in warned
    file = tmp_path / "kiosk.credential"
    code, said, _ = run("add-door", "--data", str(folder), "--kind", "kiosk", "--to", str(file), "desk-2")
    assert code == 0
    assert file.read_text().startswith("desk-2:")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "desk-2:" not in said


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["--kind", "kiosk", "ssh"], "There is a door of this name."),
        (["--kind", "kiosk", "Desk 1"], "A door's name has up to 40 small letters"),
        (["--kind", "window", "desk"], "invalid choice"),
        (["desk"], "--kind"),
        (["--kind", "ssh", "--to", "{folder}/pepper", "desk"], "already. Nothing was changed."),
        (["--kind", "ssh", "--to", "{folder}/nowhere/file", "desk"], "can't be made"),
    ],
)
def test_what_can_not_be_made_is_one_sentence_and_leaves_nothing(folder: Path, argv: list[str], says: str) -> None:
    files = sorted(folder.iterdir())
    pepper = (folder / "pepper").read_bytes()
    code, said, warned = run("add-door", "--data", str(folder), *(word.format(folder=folder) for word in argv))
    assert (code, said) == (2, "")
    assert says in warned
    assert "Traceback" not in warned
    assert [each for each in sorted(folder.iterdir()) if "sqlite" not in each.name] == [
        each for each in files if "sqlite" not in each.name
    ]
    assert (folder / "pepper").read_bytes() == pepper
    assert len(run("doors", "--data", str(folder))[1].splitlines()) == 1


def test_a_refused_name_leaves_no_file(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "kiosk.credential"
    assert run("add-door", "--data", str(folder), "--kind", "kiosk", "--to", str(file), "ssh")[0] == 2
    assert not file.exists()


def test_revoking_beside_a_running_server_ends_its_sessions_at_once(folder: Path, serve: Serve) -> None:
    _process, url = serve("--data", str(folder))
    door = {"door": (folder / "door.credential").read_text().strip(), "network": "192.0.2.0/24"}
    made = httpx.post(url + "/v1/accounts", json=new_account("ada").model_dump(), headers=door)
    token = {"authorization": f"Bearer {made.json()['token']}"}
    assert httpx.get(url + "/v1/record", headers=token).status_code == 200
    assert "last used 20" in (said := run("doors", "--data", str(folder))[1])
    assert "1 session open" in said
    code, said, _ = run("revoke-door", "--data", str(folder), "ssh")
    assert (code, said) == (0, "ssh opens nothing any more; 1 session ended.\n")
    assert httpx.get(url + "/v1/record", headers=token).status_code == 401
    assert httpx.get(url + "/v1/server", headers=door).status_code == 403
    assert "revoked 20" in run("doors", "--data", str(folder))[1]
    assert run("revoke-door", "--data", str(folder), "nobody")[0] == 2
