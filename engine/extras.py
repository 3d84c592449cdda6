"""Packages that need not be there: loaded when first needed, asked for by name where missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from engine.errors import EngineError
from engine.silence import quietly


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
