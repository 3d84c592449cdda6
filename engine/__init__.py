"""Trains. Knows no lesson and no screen; importing it loads next to nothing.

from engine import Experiment, train
from engine import clipping, data, nn, optim, probes, schedules, surfaces
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.errors import EngineError
    from engine.experiment import Experiment
    from engine.request import RunRequest
    from engine.training import train

__all__ = ["EngineError", "Experiment", "RunRequest", "train"]

_HOMES = {
    "EngineError": "engine.errors",
    "Experiment": "engine.experiment",
    "RunRequest": "engine.request",
    "train": "engine.training",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for: `train` brings torch with it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
