"""What an answer costs, and where the examples are on that curve."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from probe_samples import CPU, look, scene
from torch import Tensor, nn

from engine.data import Dataset, Examples
from engine.errors import ConfigurationError
from engine.observations import FittedCurve
from engine.probes import LossCurve, Scene

PART = Examples(torch.zeros(5, 1), torch.tensor([[0.0], [1.0], [-2.0], [3.0], [-9.0]]))
FIVE = Dataset("five", PART, PART)


def nothing() -> nn.Linear:
    """Answers 0 to everything: each error is minus its target."""
    model = nn.Linear(1, 1)
    for weight in model.parameters():
        nn.init.zeros_(weight)
    return model


def errors(model: nn.Module, examples: Examples) -> Tensor:
    found: Tensor = model(examples.inputs) - examples.targets
    return found


def test_curve_between_the_limits_with_the_examples_that_lie_there() -> None:
    probe = LossCurve(torch.square, errors, (-4.0, 4.0), axes=("error", "cost"), resolution=9)
    seen = look(probe, scene(nothing(), FIVE))
    assert isinstance(seen, FittedCurve)
    assert seen.x.numpy().tolist() == [-4, -3, -2, -1, 0, 1, 2, 3, 4]
    np.testing.assert_allclose(seen.y.numpy(), seen.x.numpy() ** 2)
    assert seen.points.numpy().tolist() == [[0, 0], [-1, 1], [2, 4], [-3, 9]]
    assert seen.axes == ("error", "cost")


def test_nothing_is_seen_where_the_model_is_lost() -> None:
    model = nothing()
    nn.init.constant_(model.bias, float("nan"))
    assert look(LossCurve(torch.square, errors, (-4.0, 4.0)), scene(model, FIVE)) is None


def test_what_does_not_fit() -> None:
    with pytest.raises(ConfigurationError, match="lower end first"):
        LossCurve(torch.square, errors, (1.0, 1.0))
    with pytest.raises(ConfigurationError, match="The probe LossCurve needs data"):
        LossCurve(torch.square, errors, (0.0, 1.0)).start().begin(Scene(nothing(), None, None, CPU))
