"""Compression methods by name."""

from __future__ import annotations

from torch import nn

from engine.catalog import Catalog, Entry
from engine.compress.pruning import prune, prune_rows
from engine.compress.quantization import quantize
from engine.compress.rounding import round_model

methods: Catalog[nn.Module] = Catalog(
    "compression method",
    Entry("round", round_model, "weights rounded to a few bits, computed with as floats"),
    Entry("quantize", quantize, "weights stored as int8; needs the extra `quantize`"),
    Entry("prune", prune, "the smallest weights of the whole model set to zero"),
    Entry("prune_rows", prune_rows, "whole units of each hidden layer set to zero"),
)
"""Every entry is called with `model` and returns a changed copy."""
