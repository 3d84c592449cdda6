"""Smaller models: rounded weights, pruned weights, small students of large teachers; and ensembles.

Importing this loads no torch; asking for one of the names does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.compress.comparison import Comparison, Measured, compare, measure
    from engine.compress.ensemble import Ensemble
    from engine.compress.fitting import fitted, fitted_along
    from engine.compress.methods import METHODS
    from engine.compress.pruning import prune, prune_rows, sparsity
    from engine.compress.quantization import quantize
    from engine.compress.rounding import Rounded, bytes_at, round_model, round_weights
    from engine.compress.teaching import distillation

__all__ = [
    "METHODS",
    "Comparison",
    "Ensemble",
    "Measured",
    "Rounded",
    "bytes_at",
    "compare",
    "distillation",
    "fitted",
    "fitted_along",
    "measure",
    "prune",
    "prune_rows",
    "quantize",
    "round_model",
    "round_weights",
    "sparsity",
]

_HOMES = {
    "METHODS": "methods",
    "Comparison": "comparison",
    "Ensemble": "ensemble",
    "Measured": "comparison",
    "Rounded": "rounding",
    "bytes_at": "rounding",
    "compare": "comparison",
    "distillation": "teaching",
    "fitted": "fitting",
    "fitted_along": "fitting",
    "measure": "comparison",
    "prune": "pruning",
    "prune_rows": "pruning",
    "quantize": "quantization",
    "round_model": "rounding",
    "round_weights": "rounding",
    "sparsity": "pruning",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"engine.compress.{_HOMES[name]}"), name)
