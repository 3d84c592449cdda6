"""M03 nn building blocks: what the engine does for each topic."""

from __future__ import annotations

import pytest
from m00_m08 import on_digits, trained
from torch import Tensor, nn

from engine import data
from engine import nn as models
from engine.errors import ConfigurationError, EngineError


class Listed(nn.Module):
    """Five layers in a Python list, which does not register them."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = [nn.Linear(13, 13) for _ in range(5)]

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.hidden:
            x = layer(x).tanh()
        return x


def test_03_5_a_model_without_registered_layers_is_refused() -> None:
    """03.5 Nothing registered, nothing to train."""
    with pytest.raises(EngineError, match="nothing to train"):
        trained(on_digits(Listed, data=data.wine()))


def test_03_2_shapes_that_do_not_fit_name_the_layer() -> None:
    """03.2 The error of a layer that is given the wrong number of features."""
    with pytest.raises(ConfigurationError, match="linear1"):
        trained(on_digits(lambda: models.mlp(63, 32, 10)))
