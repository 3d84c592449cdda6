"""The ways to make a trained model smaller, by name."""

from __future__ import annotations

from torch import nn

from engine.catalog import Catalog, Entry
from engine.compress.pruning import prune, prune_rows
from engine.compress.quantization import quantize
from engine.compress.rounding import round_model

METHODS: Catalog[nn.Module] = Catalog(
    "compression method",
    Entry("round", round_model, "Weights rounded to a few bits, computed with as floats."),
    Entry("quantize", quantize, "Weights stored as int8; needs the extra `quantize`."),
    Entry("prune", prune, "The smallest weights of the whole model set to zero."),
    Entry("prune rows", prune_rows, "Whole units of each hidden layer set to zero."),
)
"""Every entry is called with `model` and returns a changed copy."""
