"""The client's module over either HTTP library: the one it names, and the maintained continuation of it; and a server
that answers it by a function.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from tuigroup.sync import client
from tuigroup.wire.frames import Codec
from tuigroup.wire.problems import MEDIA_TYPE, problem

NAMES = ("httpx", "httpx2")
KEY = "A" * 43
Handler = Callable[[Any], Any]


def library(name: str) -> Any:
    return importlib.import_module(name)


def client_over(name: str) -> ModuleType:
    """tuigroup.sync.client naming another library in the one place where it does."""
    if name == "httpx":
        return client
    assert client.__file__ is not None
    source = Path(client.__file__).read_text("utf-8")
    assert source.count('Late("httpx")') == 1
    module = ModuleType(f"client_over_{name}")
    sys.modules[module.__name__] = module
    code = compile(source.replace('Late("httpx")', f'Late("{name}")'), module.__name__, "exec")
    exec(code, module.__dict__)
    return module


async def arriving(body: bytes) -> AsyncIterator[bytes]:
    """A body as it comes from a line: in parts, not yet read."""
    yield body[: len(body) // 2]
    yield body[len(body) // 2 :]


class World:
    """One library, its client and a server that answers by a function."""

    def __init__(self, name: str) -> None:
        self.http = library(name)
        self.module = client_over(name)
        self.asked: list[Any] = []

    def client(self, handler: Handler, **more: Any) -> Any:
        def handle(request: Any) -> Any:
            self.asked.append(request)
            return handler(request)

        more.setdefault("codec", Codec({}))
        return self.module.Client("http://groups.example.org/", transport=self.http.MockTransport(handle), **more)

    def answer(self, value: Any = None, status: int = 200, **headers: str) -> Any:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.http.Response(status, content=arriving(body), headers={"content-type": "application/json", **named})

    def refusal(self, key: str, detail: str = "Not today.", **headers: str) -> Any:
        told = problem(key, detail)
        body = told.model_dump_json().encode()
        return self.http.Response(told.status, content=arriving(body), headers={"content-type": MEDIA_TYPE, **headers})
