"""M03 nn building blocks: what the engine does for each topic."""

from __future__ import annotations

import pytest
import torch
from m00_m08 import ACCURACY, on_digits, trained
from torch import Tensor, nn

from engine import Experiment, data, losses, optim, probes
from engine import nn as models
from engine.data import Batch
from engine.errors import ConfigurationError, EngineError
from engine.nn import layers


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


class TrainedOnce:
    """`model.train()` stood in front of the epochs: the first evaluation ended training mode."""

    def __init__(self, steps_per_epoch: int) -> None:
        self.steps_left = steps_per_epoch

    def __call__(self, model: nn.Module, batch: Batch) -> Tensor:
        if model.training:
            if self.steps_left == 0:
                model.eval()
            self.steps_left -= 1
        return nn.functional.cross_entropy(model(batch.inputs), batch.targets)


def normalised() -> nn.Module:
    """Batch norm and dropout, which behave differently in both modes."""
    return models.mlp(64, 64, 10, norm="batch", dropout=0.2)


@pytest.mark.parametrize("seed", [0, 1])
def test_03_7_train_called_once_stops_batch_norm_after_the_first_epoch(seed: int) -> None:
    """03.7 train() and eval()."""
    few = {"data": data.subset(data.digits(), 300), "batch_size": 32, "epochs": 12}
    few["optimizer"] = optim.SGD(0.1)
    every = trained(on_digits(normalised, **few), seed)
    once = trained(on_digits(normalised, step_loss=TrainedOnce(10), **few), seed)

    def batches(model: nn.Module) -> set[int]:
        norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm1d)]
        return {int(norm.num_batches_tracked) for norm in norms}

    assert batches(every.model) == {120}
    assert batches(once.model) == {10}
    assert once.validation("loss") > 1.15 * every.validation("loss")


def test_03_7_batch_norm_is_no_identity_in_eval_mode() -> None:
    """03.7 What eval mode switches off, and what not."""
    x = torch.randn(50, 4, generator=torch.Generator().manual_seed(0)) * 3 + 1
    norm, dropout = layers.BatchNorm1d(4), layers.Dropout(0.5)
    norm(x)
    norm.eval()
    dropout.eval()
    assert not torch.allclose(norm(x), x, atol=0.1)
    assert torch.equal(dropout(x), x)


@pytest.mark.parametrize("seed", [0, 1])
def test_03_10_linear_layers_collapse_into_one(seed: int) -> None:
    """03.10 Why non-linearity: a disc inside a ring."""

    def disc(activation: str) -> Experiment:
        return Experiment(
            model=lambda: models.mlp(2, 32, 32, 2, activation=activation),
            data=data.circles(noise=0.05),
            loss=losses.CrossEntropy(),
            optimizer=optim.Adam(0.01),
            steps=150,
            metrics=ACCURACY,
            probes=(probes.DecisionBoundary(),),
        )

    straight, bent = trained(disc("identity"), seed), trained(disc("relu"), seed)
    assert straight.loss > 0.65
    assert straight.validation() < 0.7
    assert bent.loss < 0.02
    assert bent.validation() > 0.98
    matrix = straight.model[4].weight @ straight.model[2].weight @ straight.model[0].weight
    x = torch.randn(20, 2, generator=torch.Generator().manual_seed(seed))
    with torch.no_grad():
        zero = straight.model(torch.zeros(1, 2))
        assert torch.allclose(straight.model(x), x @ matrix.T + zero, atol=1e-3)


@pytest.mark.parametrize("seed", [0, 1])
def test_03_11_images_moved_by_a_pixel_or_two_confuse_a_dense_net_most(seed: int) -> None:
    """03.11 Limits of fully connected nets."""
    digits = data.as_images(data.digits())
    moved = data.shifted(digits, splits=("validation",), least=1, most=1)

    def dense() -> nn.Module:
        return nn.Sequential(nn.Flatten(), models.mlp(64, 64, 10))

    def convolution() -> nn.Module:
        return nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
            nn.AdaptiveMaxPool2d(2), nn.Flatten(), nn.Linear(128, 10),
        )  # fmt: skip

    more = {"data": digits, "optimizer": optim.Adam(0.01), "steps": 100}
    mlp, cnn = (trained(on_digits(model, **more), seed) for model in (dense, convolution))
    assert min(mlp.validation(), cnn.validation()) > 0.88
    assert cnn.on(moved, "validation") > mlp.on(moved, "validation") + 0.15


def test_03_11_a_dense_layer_on_an_image_of_224_pixels_has_five_million_weights() -> None:
    """03.11 The size of fully connected nets."""
    layer = models.without_weights(lambda: nn.Linear(224 * 224, 100, bias=False))
    assert sum(weight.numel() for weight in layer.parameters()) == 5_017_600


def test_03_2_shapes_that_do_not_fit_name_the_layer() -> None:
    """03.2 The error of a layer that is given the wrong number of features."""
    with pytest.raises(ConfigurationError, match="linear1"):
        trained(on_digits(lambda: models.mlp(63, 32, 10)))
