"""Files and web addresses, over a real socket: sizes, refusals, redirections, and answers that never end."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tuigroup.errors import BadInput
from tuigroup_server.importers import run_groups, source
from tuigroup_server.service.context import Context

FIXTURES = Path(__file__).parent / "fixtures"


class Directory(BaseHTTPRequestHandler):
    """What a directory's server may answer."""

    def do_GET(self) -> None:
        answers = {
            "/GetSearchResults/?limit=9": (200, (FIXTURES / "results.json").read_bytes()),
            "/GetFormats/?limit=9": (200, (FIXTURES / "formats.json").read_bytes()),
            "/GetSearchResults/alone": (200, (FIXTURES / "results.json").read_bytes()),
            "/feed": (200, (FIXTURES / "meeting_guide.json").read_bytes()),
            "/broken": (200, b"[\n{]"),
            "/moved": (302, b"/feed"),
            "/away": (302, b"file:///etc/hostname"),
        }
        status, body = answers.get(self.path, (404, b"nothing here"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", body.decode())
        self.send_header("Content-Length", str(len(body) + (100 if self.path == "/cut" else 0)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Directory) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


def test_an_address_is_as_good_as_a_file(context: Context, address: str) -> None:
    options = {"format": "meeting-guide", "source": "net", "timezone": "Europe/London"}
    assert run_groups(context, location=f"{address}/feed", **options).written["new"] == 26
    assert run_groups(context, location=f"{address}/moved", **options).written["as they were"] == 26
    with pytest.raises(BadInput, match="The answer is not JSON from line 2, column 2"):
        run_groups(context, location=f"{address}/broken", **options)


def test_bmlt_asks_the_same_server_for_its_formats(context: Context, address: str) -> None:
    options = {"format": "bmlt", "source": "net", "timezone": "Europe/London"}
    with_formats = run_groups(context, location=f"{address}/GetSearchResults/?limit=9", **options)
    assert with_formats.taken == 5
    assert not with_formats.notes
    for place in ("GetSearchResults/alone", "feed"):
        assert run_groups(context, location=f"{address}/{place}", **options).notes


@pytest.mark.parametrize(
    ("path", "said"), [("/none", "answered 404"), ("/away", "answered 302|could not be read|unknown url")]
)
def test_refusals_are_sentences(address: str, path: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        source.read(address + path)
    assert caught.value.kept == "Nothing was changed."


@pytest.mark.parametrize("location", ["http://127.0.0.1:1/", "http://", "http://[broken/", "https://127.0.0.1:1/"])
def test_no_answer_is_a_sentence(location: str) -> None:
    with pytest.raises(BadInput, match="could not be read"):
        source.read(location)


def test_an_answer_that_takes_too_long_is_given_up(address: str) -> None:
    ticks = itertools.count(0, source.TOTAL_SECONDS + 1)
    with pytest.raises(BadInput, match="too long"):
        source.read(f"{address}/feed", clock=lambda: next(ticks))


def test_sizes_are_bounded(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_BYTES", 1000)
    (tmp_path / "big.json").write_bytes(b" " * 1001)
    with pytest.raises(BadInput, match="larger than 0 MB"):
        source.read(str(tmp_path / "big.json"))
    with pytest.raises(BadInput, match="What the address answers is larger"):
        source.read(f"{address}/feed")


def test_files_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can't be read"):
        source.read(str(tmp_path))
    with pytest.raises(BadInput, match="no file name"):
        source.read("a\0b")
