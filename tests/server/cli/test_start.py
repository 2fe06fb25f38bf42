"""The server as an operator starts it: a real process, a real port, and a kill in the middle."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.processes import Running
from tests.server.conftest import new_account
from tests.warm import Forked
from tuigroup.session import keys
from tuigroup.wire.binary import b64
from tuigroup_server.cli import main
from tuigroup_server.ssh import host_key

WITHOUT_TEXTUAL = "import sys; sys.modules['textual'] = None\n"
SERVE = "from tuigroup_server.cli import main; sys.exit(main(sys.argv[1:]))"

Serve = Callable[..., tuple[Running, str]]


def run(*argv: str, environ: dict[str, str] | None = None) -> tuple[int, str, str]:
    """A command in this process: exit code, what it said, what it warned."""
    out, err = io.StringIO(), io.StringIO()
    return main(list(argv), environ or {}, out, err), out.getvalue(), err.getvalue()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """``serve("--data", folder)`` starts a server process on a free port, with more variables; it and its address.

    ``cold`` loads everything in that process, where there is no Textual.
    """
    started: list[Running] = []

    def start(*argv: str, cold: bool = False, **variables: str) -> tuple[Running, str]:
        words, environ = ["serve", "--port", "0", *argv], os.environ | variables
        process = _cold(words, environ) if cold else Forked(words, environ, together=True)
        started.append(process)
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            if line.startswith("listening on http://127.0.0.1:"):
                return process, line.removeprefix("listening on ").strip()
            said.append(line)
        raise AssertionError("".join(said))

    yield start
    for process in started:
        process.send_signal(signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _cold(words: list[str], environ: dict[str, str]) -> Running:
    command = [sys.executable, "-c", WITHOUT_TEXTUAL + SERVE, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environ)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "community"
    assert run("init", str(made))[0] == 0
    return made


def test_init_asks_nothing_and_shows_the_operators_sign_in_once(tmp_path: Path, serve: Serve) -> None:
    folder = tmp_path / "community"
    code, said, warned = run("init", str(folder))
    assert (code, warned) == (0, "")
    fields = dict(line.strip().split("   ", 1) for line in said.splitlines() if line.startswith("  "))
    name, passphrase = fields["operator's sign-in name"].strip(), fields["passphrase"].strip()
    assert len(passphrase.split()) == 6
    assert len(fields["recovery phrase"].split()) == 12
    on_disk = b"".join(file.read_bytes() for file in folder.iterdir())
    assert passphrase.encode() not in on_disk
    assert folder.stat().st_mode & 0o777 == 0o700
    assert host_key.fingerprint(host_key.public_line(folder / "ssh.key")) in said

    _process, url = serve("--data", str(folder))
    server_id = httpx.get(url + "/v1/server").json()["id"]
    derived = keys.from_passphrase(server_id, name, passphrase)
    signed_in = httpx.post(url + "/v1/sessions", json={"name": name, "secret": derived.secret})
    assert signed_in.json()["operator"] is True
    assert len(keys.unwrap(signed_in.json()["wrapped"], derived.wrapping)) == 32

    code, said, warned = run("init", str(folder))
    assert (code, said) == (2, "")
    assert warned.count("\n") == 1
    assert httpx.get(url + "/v1/server").json()["id"] == server_id


def test_what_was_acknowledged_survives_a_kill(folder: Path, serve: Serve) -> None:
    process, url = serve("--data", str(folder))
    made = httpx.post(url + "/v1/accounts", json=new_account("ada").model_dump())
    headers = {"Authorization": f"Bearer {made.json()['token']}"}
    for version in range(5):
        record = {"version": version, "sealed": b64(b"sealed" * 1000 + bytes([version]))}
        assert httpx.put(url + "/v1/record", json=record, headers=headers).status_code == 200
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(folder.glob("*-wal")), "the kill came before anything was folded into the file"

    _process, url = serve("--data", str(folder))
    kept = httpx.get(url + "/v1/record", headers=headers).json()
    assert kept == {"version": 5, "sealed": b64(b"sealed" * 1000 + bytes([4]))}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_ends_in_good_order(folder: Path, serve: Serve, number: signal.Signals) -> None:
    process, url = serve("--data", str(folder), cold=True)
    with httpx.Client() as client:
        assert client.get(url + "/v1/server").status_code == 200
        assert client.post(url + "/v1/accounts", json=new_account("ada").model_dump()).status_code == 201
        process.send_signal(number)
        assert process.stdout is not None
        assert process.stdout.read() == "", "an operator's log has what they need to know, and nothing else"
        assert process.wait(timeout=20) == 0
    assert not list(folder.glob("*-wal"))


def test_headers_say_nothing_that_is_not_needed(folder: Path, serve: Serve) -> None:
    _process, url = serve("--data", str(folder))
    answer = httpx.get(url + "/v1/server", headers={"Accept-Encoding": "identity"})
    assert set(answer.headers) == {"content-length", "content-type"}
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=20) as line:
        line.sendall(b"GET /v1/server HTTP/1.1\r\nhost: x\r\n\r\n")
        assert line.recv(65536).endswith(b"}"), "head and body came apart"


def test_settings_come_from_file_environment_and_flags(folder: Path, serve: Serve) -> None:
    said = 'name = "From the file"\nabout = "From the file"\nguests = false\nproposals = false\nhost = "192.0.2.1"\n'
    (folder / "settings.toml").write_text(said)
    variables = {"TUIGROUP_ABOUT": "From outside", "TUIGROUP_HOST": "192.0.2.2", "TUIGROUP_GUESTS": "no"}
    _process, url = serve("--data", str(folder), "--host", "127.0.0.1", "--guests", **variables)
    info = httpx.get(url + "/v1/server").json()
    assert (info["name"], info["about"], info["proposals"]) == ("From the file", "From outside", False)
    assert "guests" not in info, "as by default, which the flag says and nothing else"


def test_the_sample_community_is_made_and_served_at_once(tmp_path: Path, serve: Serve) -> None:
    folder, phrase = tmp_path / "sample", "small boats in a calm harbour"
    process, url = serve("--data", str(folder), "--sample", "ada", TUIGROUP_SAMPLE_PASSPHRASE=phrase)
    derived = keys.from_passphrase(httpx.get(url + "/v1/server").json()["id"], "ada", phrase)
    assert httpx.post(url + "/v1/sessions", json={"name": "ada", "secret": derived.secret}).status_code == 201
    process.terminate()
    assert process.wait(timeout=20) == 0
    code, said, warned = run("serve", "--data", str(folder), "--sample", "bea", "--port", "0")
    assert (code, said, warned.count("\n")) == (2, "", 1), "it is for a new folder"


@pytest.mark.parametrize(("name", "phrase"), [("Not A Name", ""), ("operator", ""), ("ada", "short")])
def test_a_sample_that_can_not_be_made_leaves_no_folder(tmp_path: Path, name: str, phrase: str) -> None:
    folder, environ = tmp_path / "sample", {"TUIGROUP_SAMPLE_PASSPHRASE": phrase}
    code, said, warned = run("serve", "--data", str(folder), "--sample", name, "--port", "0", environ=environ)
    assert (code, said, warned.count("\n")) == (2, "", 1)
    assert not folder.exists()


def test_a_port_that_is_taken_makes_no_sample(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert run("serve", "--data", str(tmp_path / "sample"), "--sample", "ada", "--port", port)[0] == 2
    assert not (tmp_path / "sample").exists()


def test_a_certificate_that_does_not_do_makes_no_sample(tmp_path: Path) -> None:
    wrong = ("--certificate", str(tmp_path / "nothing.pem"))
    code, said, warned = run("serve", "--data", str(tmp_path / "sample"), "--sample", "ada", "--port", "0", *wrong)
    assert (code, said, warned.count("\n")) == (2, "", 1)
    assert not (tmp_path / "sample").exists()


def test_the_whole_app_is_importable_without_textual_or_the_client_screens() -> None:
    check = (
        "import tuigroup_server.cli.run, tuigroup_server.http.app, uvicorn\n"
        "bad = [name for name in sys.modules if name.startswith(('tuigroup.ui', 'tuigroup.line', 'tuigroup.terminal'))"
        " or name.startswith('textual.')]\n"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", WITHOUT_TEXTUAL + check], check=True)


def test_a_port_in_use_is_told_in_a_sentence(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, said, warned = run("serve", "--data", str(folder), "--port", str(port))
    assert (code, said) == (2, "")
    assert f"Port {port} on 127.0.0.1" in warned
    assert warned.count("\n") == 1


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("serve",),
        ("serve", "--data", "{tmp}/nowhere"),
        ("serve", "--data", "{tmp}/nowhere", "--port", "many"),
        ("serve", "--data", "{folder}", "--port", "70000"),
        ("serve", "--data", "{folder}", "--host", "not an address"),
        ("init", "/proc/nowhere"),
        ("init",),
        ("dance",),
        ("invite", "--data", "{folder}", "no-such-group"),
    ],
)
def test_a_mistake_is_one_sentence(argv: tuple[str, ...], folder: Path, tmp_path: Path) -> None:
    given = [part.format(tmp=tmp_path, folder=folder) for part in argv]
    code, said, warned = run(*given)
    assert (code, said) == (2, "")
    assert warned.endswith((".\n", "--help.\n")) or "DIR" in warned
    assert warned.count("\n") == 1
    assert "Traceback" not in warned


def test_a_lost_pepper_is_told_before_anything_is_changed(folder: Path) -> None:
    (folder / "pepper").unlink()
    for argv in (("init", str(folder)), ("serve", "--data", str(folder))):
        code, _said, _warned = run(*argv)
        assert code == 2
    assert not (folder / "pepper").exists()


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    for word in ("init", "serve", "invite", "add-facilitator", "import-groups", "import-resources", "load-sample"):
        assert f"tuigroup-server {word}" in told


def test_the_installed_command_is_this_one() -> None:
    command = Path(sys.executable).parent / "tuigroup-server"
    if command.exists():
        said = subprocess.run([command, "--version"], capture_output=True, text=True, check=True, env=dict(os.environ))
        assert said.stdout.startswith("tuigroup-server ")
