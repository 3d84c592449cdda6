"""Every model there is has a table of its layers: shapes, and parameters that add up."""

from __future__ import annotations

import pytest
import torch

from engine.nn import summary
from engine.nn.catalog import models

WORDS = {"vocabulary": 12, "classes": 3}
PAIRS = {"source_vocabulary": 12, "target_vocabulary": 12, "output_length": 5}
NEEDED: dict[str, dict[str, object]] = {
    "bag_of_words": WORDS,
    "recurrent_classifier": WORDS,
    "bilstm_classifier": WORDS,
    "recurrent_tagger": WORDS,
    "transformer_classifier": {**WORDS, "length": 7},
    "seq2seq": PAIRS,
    "transformer": {**PAIRS, "length": 7},
    "tiny_gpt": {"vocabulary": 12, "context": 7},
}
"""Settings without a default."""
SHAPES: dict[str, tuple[int, ...]] = {
    "linear_regression": (2, 1),
    "logistic_regression": (2, 2),
    "mlp": (2, 2),
    "deep_plain": (2, 64),
    "lenet": (2, 1, 28, 28),
    "detector": (2, 1, 32, 32),
    "autoencoder": (2, 64),
    "point_gan": (2, 2),
    "image_gan": (2, 16),
}
"""Inputs of models that take neither 8 x 8 images nor tokens."""
LARGE = {"vgg16", "resnet18"}
"""Counted without memory in tests of their own."""


@pytest.mark.parametrize("name", [name for name in models.names if name not in LARGE])
def test_every_model_has_a_table(name: str) -> None:
    torch.manual_seed(0)
    model = models.make(name, **NEEDED.get(name, {}))
    if name in NEEDED:
        inputs = torch.randint(1, 12, (2, 7))
    else:
        inputs = torch.rand(SHAPES.get(name, (2, 1, 8, 8)))
    table = summary(model, inputs)
    count = sum(parameter.numel() for parameter in model.parameters())
    assert sum(row.parameters for row in table.rows) == count
    called = [row for row in table.rows if row.call]
    assert len(called) >= len(list(model.children())) / 2
    assert all(row.output_shape for row in called if row.parameters)
