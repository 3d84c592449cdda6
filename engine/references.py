"""`package.module:function`: how a process names code that another process is to run.

Code that lies in no package is named by its file: `/folder/of/a/lesson/lab.py:function`.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.errors import EngineError


def resolve(reference: str) -> Callable[..., Any]:
    """Import the function. Raises EngineError where there is none."""
    module, _, name = reference.rpartition(":")  # a file of Windows has a colon of its own
    try:
        function = getattr(_module(module), name)
    except (ImportError, AttributeError, ValueError, FileNotFoundError) as error:
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


def _module(name: str) -> ModuleType:
    if not name.endswith(".py"):
        return importlib.import_module(name)
    # Under a name of its own: every lesson calls its file lab.py.
    own = f"file_{hashlib.blake2b(name.encode(), digest_size=8).hexdigest()}"
    if own not in sys.modules:
        spec = importlib.util.spec_from_file_location(own, Path(name))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[own] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[own]
            raise
    return sys.modules[own]
