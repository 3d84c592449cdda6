"""What else can be watched while a model trains.

Importing this loads no torch; asking for one of the probes does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from engine.probes.base import Observer, Probe, Scene

if TYPE_CHECKING:
    from engine.probes.boundary import DecisionBoundary
    from engine.probes.confusion import ConfusionMatrix
    from engine.probes.mistakes import WorstMistakes
    from engine.probes.path import Path
    from engine.probes.weight_path import WeightPath

__all__ = [
    "ConfusionMatrix",
    "DecisionBoundary",
    "Observer",
    "Path",
    "Probe",
    "Scene",
    "WeightPath",
    "WorstMistakes",
]

_HOMES = {
    "ConfusionMatrix": "engine.probes.confusion",
    "DecisionBoundary": "engine.probes.boundary",
    "Path": "engine.probes.path",
    "WeightPath": "engine.probes.weight_path",
    "WorstMistakes": "engine.probes.mistakes",
}


def __getattr__(name: str) -> object:
    """Load a probe when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
