"""What the app does with an error nobody caught: keep what is being written, end, and say nothing of it itself.

Textual would print a traceback with local variables, and with them drafts and passphrases. The door that ran
the app finds the error in ``crashed`` and says one sentence. The only place that overrides these methods.
"""

from __future__ import annotations

from typing import Generic

from rich.console import RenderableType
from textual.app import App, ReturnType
from textual.worker import WorkerFailed


class CrashGuard(App[ReturnType], Generic[ReturnType], inherit_bindings=False):
    """An app that ends quietly on an error; ``crashed`` is the first one."""

    crashed: BaseException | None = None

    def keep(self) -> None:
        """Everything being written is on disk after this."""

    def crash(self, error: Exception) -> None:
        """End on an error of something that runs beside the screens."""
        self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error  # the wrapping knows neither what happened nor where
        if self.crashed is None:
            self.crashed = error
            try:
                self.keep()
            except Exception as second:
                # The error may have been the store's own; the first one is the one to report.
                second.__context__ = None
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        # What Textual hands over here is drawn tracebacks: none of it is shown.
        self._handle_exception(RuntimeError("the terminal's side of the program ended"))
