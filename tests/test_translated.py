"""No sentence of ours goes to the screen past the translator: likely ones are looked for in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tools.messages import SOURCES

SOURCE: Final = SOURCES[0]
WHERE: Final = ("ui", "views", "line", "doors", "actions", "session", "sync", "helplines", "__main__.py", "errors.py")
WHOLE_FILES: Final = {
    "ui/looks.py": "styles of the terminal",
    "session/words.py": "the words that pass-phrases and names are made of",
    "doors/wire.py": "for those who look at bytes",
    "doors/crash.py": "a report is for those who mend",
    "doors/kiosk/supervisor.py": "lines of a journal, for those who mend",
}
NO_SENTENCES: Final = {
    "doors/terminal_lines.py": {  # settings of the library that edits lines
        "enable-bracketed-paste off",
        "enable-meta-key off",
        "enable-keypad off",
        "disable-completion on",
        "show-mode-in-prompt off",
        "bell-style none",
        "set {}",
    },
    "ui/screens/directory.py": {"ask the server"},  # keys of rows
    "ui/screens/find.py": {"all groups"},
    "ui/screens/group_sheet.py": {"add a meeting", "meeting {}"},
    "ui/widgets/ask.py": {"Enter", "Esc"},  # keys, as they stand on the keyboard
    "ui/widgets/pick.py": {"Enter", "Esc"},
    "views/finding.py": {"chronic illness", "older people", "young adults"},  # topics, as groups name them
    "line/oneshot/reading.py": {"nobody is signed in here"},  # a word for scripts
    "views/meetings.py": {"Etc/UTC"},
    "sync/client.py": {"Bearer {}"},
    "sync/exchange_routes.py": {"Bearer {}"},
    "sync/tls.py": {"the server's key is refused", "written before the handshake was judged", "Connection"},
    "session/__init__.py": {"Session"},
    "__main__.py": {
        "tuigroup help-now",
        "tuigroup status",
        "tuigroup demo",
        "tuigroup --server https://groups.example.org",
    },
}
MARKED: Final = {"N_", "t", "_t", "plural", "date", "Refusal"}
NO_WORDS: Final = {"query_one", "query", "getattr", "cast", "compile", "TypeVar", "ParamSpec"}
FOR_DEVELOPERS: Final = {"AssertionError", "KeyError", "RuntimeError", "TypeError", "ValueError", "OSError"}
KEPT_AS_THEY_ARE: Final = {"DEFAULT_CSS", "AUTO_FOCUS", "__all__", "CSS_PATH"}
A_SENTENCE: Final = re.compile(r"[A-Za-z]{2,}[,.:;?]? [A-Za-z]|^[A-Z][a-z]+|\{\} [a-z]{2,}|[a-z]{3,} \{\}")
NONE: Final = re.compile(r"^\s*(SELECT|INSERT|REPLACE|UPDATE|DELETE|CREATE|bold |tuigroup \{\}$)")


def text_of(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def sentences(node: ast.AST) -> Iterator[tuple[int, str]]:
    """What looks like words for people under this node, marked ones left out: line and text."""
    inner: list[ast.AST | None]
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in MARKED | NO_WORDS | FOR_DEVELOPERS:
            for part in [*node.args, *(keyword.value for keyword in node.keywords)]:
                if text_of(part) is None:
                    yield from sentences(part)
            return
        case ast.Expr(value=ast.Constant()) | ast.Compare() | ast.MatchValue():
            return
        case ast.Assign(targets=[ast.Name(id=name)]) if name in KEPT_AS_THEY_ARE:
            return
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            inner = [*node.args.defaults, *node.args.kw_defaults, *node.body]
        case ast.AnnAssign():
            inner = [node.value] if node.value is not None else []
        case ast.Subscript():
            inner = [node.value]
        case ast.Dict():
            inner = list(node.values)
        case ast.keyword(arg="id" | "classes" | "field" | "type" | "name"):
            return
        case _ if (text := text_of(node)) is not None:
            if A_SENTENCE.search(text) and not NONE.search(text):
                yield getattr(node, "lineno", 0), text
            return
        case _:
            inner = list(ast.iter_child_nodes(node))
    for child in inner:
        if child is not None:
            yield from sentences(child)


def files() -> Iterator[Path]:
    for name in WHERE:
        place = SOURCE / name
        yield from [place] if place.suffix else sorted(place.rglob("*.py"))


def test_every_sentence_is_marked() -> None:
    past = []
    for path in files():
        place = path.relative_to(SOURCE).as_posix()
        if place not in WHOLE_FILES:
            for line, text in sentences(ast.parse(path.read_text("utf-8"))):
                if text not in NO_SENTENCES.get(place, set()):
                    past.append(f"{place}:{line}: {text}")
    assert not past, "please mark these with t(...) or N_(...): " + "\n".join(past)


def test_what_is_looked_for_is_found() -> None:
    source = (
        'def f():\n    """Not this."""\n    tell(f"{n} new"); tell("It is kept."); tell(t("Marked.")); x = "a_key"\n'
    )
    assert [text for _, text in sentences(ast.parse(source))] == ["{} new", "It is kept."]
