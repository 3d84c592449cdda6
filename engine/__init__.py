"""Trains. Knows no lesson and no screen; importing it loads next to nothing.

from engine import Experiment, fit, train
from engine import clipping, data, nn, optim, probes, schedules, surfaces
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.lazy import lazy

if TYPE_CHECKING:
    from engine.errors import EngineError
    from engine.experiment import Experiment
    from engine.request import RunRequest
    from engine.training import fit, train

__all__ = ["EngineError", "Experiment", "RunRequest", "fit", "train"]

_HOMES = {
    "EngineError": "errors",
    "Experiment": "experiment",
    "RunRequest": "request",
    "fit": "training",
    "train": "training",
}

__getattr__ = lazy(__name__, _HOMES)
