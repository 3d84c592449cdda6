"""`package.module:function`: how a process names code that another process is to run."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from engine.errors import EngineError


def resolve(reference: str) -> Callable[..., Any]:
    """Import the function. Raises EngineError where there is none."""
    module, _, name = reference.partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise EngineError(
            f"There is no {reference!r}",
            f"{error}.",
            "A reference is package.module:function; check both halves.",
        ) from error
    if not callable(function):
        raise EngineError(
            f"{reference!r} is not a function",
            f"It is a {type(function).__name__}.",
            "Name a function.",
        )
    return function  # type: ignore[no-any-return]
