"""A news server on loopback, as small as a newsreader can do with: groups of articles, read and nothing else.

It serves the measuring corpus: the board as a group of single articles, the long thread as another one.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime
from typing import Final

from tests.bench.texts import Corpus

BOARD: Final = "tuigroup.board"
THREAD: Final = "tuigroup.thread"
LONGEST: Final = 54  # characters of a subject, as of a thread's title
_FIELDS: Final = ("Subject", "From", "Date", "Message-ID", "References")
_BEGAN: Final = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


class Article:
    """``number`` in its group, from 1; ``after`` are the articles that it answers, the first one first."""

    def __init__(self, group: str, number: int, subject: str, by: str, minute: int, body: str,
                 after: Sequence[Article] = ()) -> None:  # fmt: skip
        self.number = number
        self.after = (*after,)
        self.id = f"<{number}.{group}@example.org>"
        self.body = body.splitlines()
        self.head = {
            "Subject": _word(f"Re: {subject}" if after else subject),
            "From": f"{_word(by)} <{number}@example.org>",
            "Date": format_datetime(_BEGAN + timedelta(minutes=minute)),
            "Message-ID": self.id,
            "References": " ".join(one.id for one in after),
        }

    def overview(self) -> str:
        size = sum(len(line.encode()) + 2 for line in self.body)
        return "\t".join((str(self.number), *(self.head[name] for name in _FIELDS), str(size), str(len(self.body))))

    def lines(self) -> Iterator[str]:
        yield from (f"{name}: {value}" for name, value in self.head.items() if value)
        yield from ("MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit")


def _word(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=900).encode()


def articles(told: Corpus) -> dict[str, list[Article]]:
    """The corpus as groups."""
    board = [
        Article(BOARD, number, head.title, head.by, head.last, head.title) for number, head in enumerate(told.board, 1)
    ]
    thread: list[Article] = []
    subject = told.thread[0].body[:LONGEST].replace("\n", " ")
    for number, post in enumerate(told.thread, 1):
        after = () if post.to is None else (*thread[post.to].after, thread[post.to])
        thread.append(Article(THREAD, number, subject, post.by, post.minute, _wrapped(post.body), after))
    return {BOARD: board, THREAD: thread}


def _wrapped(body: str) -> str:
    """Lines of a news article are broken where they are written."""
    lines: list[str] = []
    for paragraph in body.split("\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > 72:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return "\n".join(lines)


class NewsServer:
    """It runs in a thread of its own, on ``port``, until it is closed."""

    def __init__(self, groups: Mapping[str, Sequence[Article]]) -> None:
        self.groups = groups
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._tasks: set[asyncio.Task[None]] = set()
        opened = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._reader, "127.0.0.1", 0), self._loop)
        self._server = opened.result(10)
        self.port = int(self._server.sockets[0].getsockname()[1])

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _reader(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        here = _Reader(self.groups)
        writer.write(b"201 read as you like\r\n")
        try:
            while line := await reader.readline():
                for said in here.answer(line.decode("utf-8", "replace").split()):
                    writer.write(said.encode() + b"\r\n")
                await writer.drain()
                if here.over:
                    break
        except (OSError, asyncio.CancelledError):
            pass  # the newsreader is gone, or this ends
        finally:
            writer.close()


class _Reader:
    """One connection: which group it reads."""

    def __init__(self, groups: Mapping[str, Sequence[Article]]) -> None:
        self._groups = groups
        self._group: Sequence[Article] = ()
        self.over = False

    def answer(self, words: Sequence[str]) -> Iterator[str]:
        command, *rest = [word.upper() if not index else word for index, word in enumerate(words)] or [""]
        match command:
            case "MODE":
                yield "201 as you like"
            case "LIST":
                yield from self._list(rest)
            case "NEWGROUPS":
                yield from ("231 none", ".")
            case "GROUP":
                yield self._enter(rest[0] if rest else "")
            case "XOVER" | "OVER":
                first, _, last = (rest[0] if rest else "1-").partition("-")
                chosen = self._group[int(first) - 1 : int(last) if last else None]
                yield from ("224 here", *(article.overview() for article in chosen), ".")
            case "ARTICLE" | "HEAD" | "BODY":
                yield from self._article(command, rest[0] if rest else "")
            case "DATE":
                yield f"111 {_BEGAN:%Y%m%d%H%M%S}"
            case "QUIT":
                self.over = True
                yield "205 goodbye"
            case _:
                yield "500 not here"

    def _list(self, words: Sequence[str]) -> Iterator[str]:
        what = words[0].upper() if words else "ACTIVE"
        if what == "OVERVIEW.FMT":
            yield from ("215 fields", *(f"{name}:" for name in (*_FIELDS, "Bytes", "Lines")), ".")
        elif what == "ACTIVE":
            yield from ("215 groups", *(f"{name} {len(found)} 1 n" for name, found in self._groups.items()), ".")
        else:
            yield "503 not kept"

    def _enter(self, name: str) -> str:
        if name not in self._groups:
            return "411 no such group"
        self._group = self._groups[name]
        return f"211 {len(self._group)} 1 {len(self._group)} {name}"

    def _article(self, command: str, which: str) -> Iterator[str]:
        found = [one for one in self._group if which in (str(one.number), one.id)]
        if not found:
            yield "423 no such article"
            return
        (article,) = found
        yield f"{ {'ARTICLE': 220, 'HEAD': 221, 'BODY': 222}[command] } {article.number} {article.id}"
        if command != "BODY":
            yield from article.lines()
        if command == "ARTICLE":
            yield ""
        if command != "HEAD":
            yield from (f".{line}" if line.startswith(".") else line for line in article.body)
        yield "."
