"""Smaller models: rounded weights, pruned weights, small students of large teachers; and ensembles.

Importing this loads no torch; asking for one of the names does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.lazy import lazy

if TYPE_CHECKING:
    from engine.compress.comparison import Comparison, Measured, compare, measure
    from engine.compress.ensemble import Ensemble
    from engine.compress.fitting import fitted_along
    from engine.compress.pruning import prune, prune_rows, sparsity
    from engine.compress.quantization import quantize
    from engine.compress.rounding import Rounded, bytes_at, round_model, round_weights
    from engine.compress.teaching import distillation

__all__ = [
    "Comparison",
    "Ensemble",
    "Measured",
    "Rounded",
    "bytes_at",
    "compare",
    "distillation",
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
    "Comparison": "comparison",
    "Ensemble": "ensemble",
    "Measured": "comparison",
    "Rounded": "rounding",
    "bytes_at": "rounding",
    "compare": "comparison",
    "distillation": "teaching",
    "fitted_along": "fitting",
    "measure": "comparison",
    "prune": "pruning",
    "prune_rows": "pruning",
    "quantize": "quantization",
    "round_model": "rounding",
    "round_weights": "rounding",
    "sparsity": "pruning",
}

__getattr__ = lazy(__name__, _HOMES)
