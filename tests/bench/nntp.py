"""As much of NNTP (RFC 3977) as a news reader asks for: the measuring corpus as two groups, read only, on loopback."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from tests.bench.texts import Corpus

BOARD: Final = "support.board"
THREAD: Final = "support.thread"
OVERVIEW: Final = ("Subject:", "From:", "Date:", "Message-ID:", "References:", "Bytes:", "Lines:")
DATE: Final = "Mon, 02 Nov 2026 {:02}:{:02}:00 +0000"


@dataclass(frozen=True, slots=True)
class Article:
    number: int
    id: str
    subject: str
    by: str
    references: str
    body: str

    @property
    def fields(self) -> tuple[str, str, str, str, str]:
        date = DATE.format(self.number // 60 % 24, self.number % 60)
        return self.subject, f"{self.by} <{self.by}@example.org>", date, self.id, self.references

    def head(self) -> list[str]:
        told = [f"{name} {value}" for name, value in zip(OVERVIEW, self.fields, strict=False) if value]
        return [*told, "Content-Type: text/plain; charset=utf-8"]

    def overview(self) -> str:
        return "\t".join([str(self.number), *self.fields, str(len(self.body)), str(self.body.count("\n") + 1)])


def groups_of(told: Corpus) -> dict[str, list[Article]]:
    """A board of threads with a post each, and the long thread as a tree."""
    board = [
        Article(number, f"<b{number}@example.org>", head.title, head.by, "", head.title)
        for number, head in enumerate(told.board, 1)
    ]
    thread: list[Article] = []
    for number, post in enumerate(told.thread, 1):
        above = None if post.to is None else thread[post.to]
        subject = told.board[0].title if above is None else f"Re: {told.board[0].title}"
        references = "" if above is None else f"{above.references} {above.id}".strip()
        text = "\n".join(line for part in post.body.split("\n") for line in wrap(part, 74) or [""])
        thread.append(Article(number, f"<t{number}@example.org>", subject, post.by, references, text))
    return {BOARD: board, THREAD: thread}


class News(socketserver.ThreadingTCPServer):
    """``with News(groups) as news``: it serves on ``news.port`` until then."""

    daemon_threads = True

    def __init__(self, groups: Mapping[str, Sequence[Article]]) -> None:
        self.groups = groups
        super().__init__(("127.0.0.1", 0), _Reader)
        self.port = int(self.server_address[1])
        self._serving = threading.Thread(target=self.serve_forever, daemon=True)

    def __enter__(self) -> News:
        self._serving.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Reader(socketserver.StreamRequestHandler):
    server: News

    def handle(self) -> None:
        self._in: Sequence[Article] = ()
        self._say("201 the measuring corpus, read only")
        for raw in self.rfile:
            word, *rest = raw.decode("utf-8", "replace").split() or [""]
            match word.upper(), rest:
                case "QUIT", _:
                    self._say("205 bye")
                    return
                case "MODE", _:
                    self._say("201 read only")
                case "DATE", _:
                    self._say("111 20261102000000")
                case "LIST", [what, *_] if what.upper() == "OVERVIEW.FMT":
                    self._say("215 the fields", OVERVIEW)
                case "LIST", _:
                    self._say("215 the groups", [f"{name} {len(of)} 1 n" for name, of in self.server.groups.items()])
                case "GROUP", [name] if name in self.server.groups:
                    self._in = self.server.groups[name]
                    self._say(f"211 {len(self._in)} 1 {len(self._in)} {name}")
                case (("XOVER" | "OVER"), [span]):
                    self._overview(span)
                case (("ARTICLE" | "HEAD" | "BODY"), [which]):
                    self._article(word.upper(), which)
                case _:
                    self._say("500 not here")

    def _overview(self, span: str) -> None:
        first, _, last = span.partition("-")
        whole = self._in[int(first) - 1 : int(last or first)]
        self._say("224 what there is", [article.overview() for article in whole])

    def _article(self, word: str, which: str) -> None:
        for one in self._in:
            if which in (str(one.number), one.id):
                code = {"ARTICLE": 220, "HEAD": 221, "BODY": 222}[word]
                lines = [*one.head(), ""] if word == "ARTICLE" else one.head() if word == "HEAD" else []
                self._say(f"{code} {one.number} {one.id}", [*lines, *(one.body.split("\n") if word != "HEAD" else ())])
                return
        self._say("430 not here")

    def _say(self, line: str, more: Sequence[str] | None = None) -> None:
        lines = [line] if more is None else [line, *(f".{one}" if one.startswith(".") else one for one in more), "."]
        self.wfile.write("".join(f"{one}\r\n" for one in lines).encode())
