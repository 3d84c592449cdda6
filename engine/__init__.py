"""Trains. Knows no lesson and no screen; importing it loads no torch.

from engine import Experiment, train
from engine import clipping, data, nn, optim, probes, schedules, surfaces
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import EngineError
from engine.experiment import Experiment
from engine.request import RunRequest

if TYPE_CHECKING:
    from engine.training import train

__all__ = ["EngineError", "Experiment", "RunRequest", "train"]


def __getattr__(name: str) -> Any:
    """`train` loads torch, and so waits until it is asked for."""
    if name == "train":
        from engine.training import train

        return train
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
