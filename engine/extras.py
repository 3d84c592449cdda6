"""Packages that need not be there: loaded when first needed, asked for by name where missing."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any

from engine.errors import EngineError


def load(*modules: str, extra: str) -> Any:
    """Import the modules and return the first one.

    `extra` is the group of `pyproject.toml` that brings them. Raises EngineError, with the command
    to type, where one of them is not installed. Nothing that an import says reaches the terminal.
    """
    try:
        with quietly():
            imported = [import_module(module) for module in modules]
        return imported[0]
    except ImportError as error:
        missing = (error.name or modules[0]).partition(".")[0]
        raise EngineError(
            f"{missing} is not installed",
            f"This needs the optional extra {extra!r}, which brings it.",
            f'Type: pip install "tutor[{extra}]"',
            details=str(error),
        ) from error


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
