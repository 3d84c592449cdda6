"""Nothing that a library says on the way reaches the terminal."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


class _Silence:
    """No warnings and no log lines while anybody wants it.

    Filters belong to the whole process: of several threads that want silence, the first one stores
    them and the last one puts them back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted = 0
        self._restore = ExitStack()

    def begin(self) -> None:
        """Somebody wants silence."""
        with self._lock:
            self._wanted += 1
            if self._wanted > 1:
                return
            self._restore.callback(logging.disable, logging.root.manager.disable)
            self._restore.enter_context(warnings.catch_warnings())
            warnings.simplefilter("ignore")
            logging.disable(logging.CRITICAL)

    def end(self) -> None:
        """Somebody needs it no more."""
        with self._lock:
            self._wanted -= 1
            if not self._wanted:
                self._restore.close()


_SILENCE = _Silence()


@contextmanager
def quietly() -> Iterator[None]:
    """No warning and no log line inside; filters and loggers as before outside."""
    _SILENCE.begin()
    try:
        yield
    finally:
        _SILENCE.end()
