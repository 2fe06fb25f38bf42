"""How a service says no: one error that names a key of wire.problems and carries a sentence."""

from __future__ import annotations

from tuigroup.errors import TuigroupError
from tuigroup.wire.problems import PROBLEMS


class Refusal(TuigroupError):
    """``key`` is a key of wire.problems.PROBLEMS; ``what`` is the sentence, without any member's text.

    ``field`` names the field that can't be used; ``retry_after`` is in whole seconds, 0 for none.
    """

    title = "The server said no"

    def __init__(self, key: str, what: str = "", *, field: str = "", retry_after: int = 0) -> None:
        kind = PROBLEMS[key]
        super().__init__(what or f"{kind.title}.")
        self.key = key
        self.field = field
        self.retry_after = retry_after
