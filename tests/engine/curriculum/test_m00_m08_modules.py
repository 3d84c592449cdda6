"""M03 nn building blocks: what the engine does for each topic."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from m00_m08 import ACCURACY, on_digits, trained
from torch import Tensor, nn

from engine import Experiment, data, losses, optim, probes
from engine import nn as models
from engine.data import Batch
from engine.errors import ConfigurationError, EngineError
from engine.nn import layers
from engine.nn.init import he_normal_
from engine.observations import Boundary, LayerNorms, Matrix


def test_03_1_a_module_shows_its_parameters_and_their_norms() -> None:
    """03.1 Module, forward, named_parameters."""
    table = models.summary(models.mlp(784, 500, 10), torch.zeros(1, 784))
    assert table.parameters == table.trainable == 397_510
    assert [row.path for row in table.rows if row.parameters] == ["linear1", "linear2"]
    run = trained(on_digits(steps=50, probes=(probes.LayerGradients(),)))
    first, last = run.seen(LayerNorms)[0], run.seen(LayerNorms)[-1]
    assert last.names == run.started.layers
    assert (last.weight_norm.numpy() != first.weight_norm.numpy()).all()


def test_03_2_a_linear_layer_separates_two_clouds() -> None:
    """03.2 Linear: shapes, last dim, weight layout."""
    layer = layers.Linear(2, 1)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[0.6641, 0.1634]]))
        layer.bias.fill_(-0.3561)
    assert layer(torch.tensor([1.0, 2.0])).item() == pytest.approx(0.6348, abs=1e-4)
    assert layers.Linear(16, 10)(torch.zeros(2, 128, 16, 16)).shape == (2, 128, 16, 10)
    run = trained(
        Experiment(
            model=lambda: models.logistic_regression(2, 2),
            data=data.blobs(classes=2),
            loss=losses.CrossEntropy(),
            optimizer=optim.SGD(0.3),
            steps=100,
            metrics=ACCURACY,
            probes=(probes.DecisionBoundary(),),
        )
    )
    assert run.validation() > 0.95
    scores = run.seen(Boundary)[-1].scores.numpy()
    assert scores.min() < 0.1
    assert scores.max() > 0.9


def small_cnn(*, flatten: bool) -> nn.Module:
    """A convolution, and what is made of its map."""
    end = (nn.Flatten(), nn.Linear(16 * 64, 10))
    average = (nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))
    return nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), *(end if flatten else average))


def test_03_3_flatten_costs_parameters_that_a_global_average_saves() -> None:
    """03.3 Flatten."""
    digits = data.as_images(data.digits())
    flat, pooled = (
        trained(on_digits(lambda f=f: small_cnn(flatten=f), data=digits, steps=60))
        for f in (True, False)
    )
    assert flat.started.parameters == 160 + 1024 * 10 + 10
    assert pooled.started.parameters == 160 + 16 * 10 + 10
    assert flat.validation() > pooled.validation() + 0.2


class InForward(nn.Module):
    """Makes its hidden layer anew in every call: nobody trains it."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(nn.Linear(64, 64)(x).relu())


@pytest.mark.parametrize("seed", [0, 1])
def test_03_4_layers_made_in_forward_are_never_trained(seed: int) -> None:
    """03.4 Sequential three ways: layers in `__init__`, or in `forward`."""
    registered = trained(on_digits(lambda: models.mlp(64, 64, 10), epochs=8), seed)
    lost = trained(on_digits(InForward, epochs=8), seed)
    assert (registered.started.parameters, lost.started.parameters) == (4810, 650)
    assert len(lost.started.layers) == 2
    assert registered.loss < 0.6
    assert registered.validation() > 0.8
    assert lost.loss > 2
    assert lost.validation() < 0.35


class Listed(nn.Module):
    """Five layers in a list that may or may not register them; a head, which is registered."""

    def __init__(
        self, container: Callable[[list[nn.Module]], object], *, head: bool = True
    ) -> None:
        super().__init__()
        self.hidden = container([nn.Linear(10, 10) for _ in range(5)])
        self.head = nn.Linear(10, 3) if head else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.hidden:  # type: ignore[attr-defined]
            x = layer(x).tanh()
        return self.head(x)


def test_03_5_layers_in_a_python_list_stay_as_they_were() -> None:
    """03.5 ModuleList, ModuleDict."""

    def count(container: Callable[[list[nn.Module]], object]) -> int:
        return models.summary(Listed(container, head=False), torch.zeros(1, 10)).parameters

    assert (count(list), count(nn.ModuleList)) == (0, 550)

    def watch(model: nn.Module) -> Tensor:
        return model.hidden[0].weight  # type: ignore[union-attr, index, return-value]

    wine = data.wine(features=data.wine().features[:10])
    more = {"data": wine, "steps": 60, "probes": (probes.MatrixMap(watch),)}
    for container, learns in ((list, False), (nn.ModuleList, True)):
        run = trained(on_digits(lambda c=container: Listed(c), **more))
        first, last = (run.seen(Matrix)[which].values.numpy() for which in (0, -1))
        assert run.started.parameters == 33 + 550 * learns
        assert (first != last).any() == learns


def test_03_5_a_model_without_registered_layers_is_refused() -> None:
    """03.5 Nothing registered, nothing to train."""
    with pytest.raises(EngineError, match="nothing to train"):
        trained(on_digits(lambda: Listed(list, head=False), data=data.wine()))


class Scaled(nn.Module):
    """A linear layer and a scale behind it, kept in one of three ways."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.linear = nn.Linear(64, 10)
        if kind == "parameter":
            self.scale = nn.Parameter(torch.ones(1))
        elif kind == "buffer":
            self.register_buffer("scale", torch.ones(1))
        else:
            self.scale = torch.ones(1, requires_grad=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x) * self.scale


@pytest.mark.parametrize("kind", ["plain", "buffer", "parameter"])
def test_03_6_only_a_parameter_learns_and_only_a_plain_tensor_is_not_saved(kind: str) -> None:
    """03.6 Parameter, plain tensor, buffer."""
    scale = probes.MatrixMap(lambda model: model.scale[None])  # type: ignore[arg-type, index]
    run = trained(on_digits(lambda: Scaled(kind), probes=(scale,)))
    first, last = (float(run.seen(Matrix)[which].values.numpy()[0, 0]) for which in (0, -1))
    assert first == 1
    assert (abs(last - 1) > 0.05) == (kind == "parameter")
    assert ("scale" in run.model.state_dict()) == (kind != "plain")


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


def test_03_8_apply_reaches_every_layer_and_drawing_anew_makes_the_loss_jump() -> None:
    """03.8 apply() over submodules: new weights half way through."""
    steps = 0

    def forgetting(model: nn.Module, batch: Batch) -> Tensor:
        nonlocal steps
        steps += model.training
        if steps == 100 and model.training:
            model.apply(models.drawn(he_normal_))
        return nn.functional.cross_entropy(model(batch.inputs), batch.targets)

    run = trained(on_digits(step_loss=forgetting, steps=200))
    before, at, after = run.losses[98], run.losses[99], run.loss
    assert before < 1 < at - 1
    assert after < 1
    visited: list[str] = []
    nested = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.ReLU(), nn.Linear(2, 2)))
    nested.apply(lambda layer: visited.append(type(layer).__name__))
    assert visited == ["Linear", "ReLU", "Linear", "Sequential", "Sequential"]


CATALOGUE: dict[str, Callable[[], nn.Module]] = {
    "conv1d": lambda: nn.Sequential(
        nn.Unflatten(1, (1, 64)), nn.Conv1d(1, 4, 5), nn.ReLU(), nn.Flatten(), nn.Linear(240, 10)
    ),
    "conv2d": lambda: nn.Sequential(
        models.AsImages((1, 8, 8)),
        layers.Conv2d(1, 8, 3),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(288, 10),
    ),
    "max_pool": lambda: nn.Sequential(
        models.AsImages((1, 8, 8)), layers.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 10)
    ),
    "avg_pool": lambda: nn.Sequential(
        models.AsImages((1, 8, 8)), layers.AvgPool2d(2), nn.Flatten(), nn.Linear(16, 10)
    ),
    "dropout": lambda: models.mlp(64, 32, 10, dropout=0.3),
    "batch_norm": lambda: models.mlp(64, 32, 10, norm="batch"),
    **{
        name: lambda name=name: models.mlp(64, 32, 10, activation=name)  # type: ignore[misc]
        for name in ("tanh", "sigmoid", "gelu", "silu", "leaky_relu", "prelu", "elu")
    },
}


@pytest.mark.parametrize("name", CATALOGUE)
def test_03_9_any_layer_can_be_picked_its_shapes_seen_and_trained(name: str) -> None:
    """03.9 Layer catalogue."""
    table = models.summary(CATALOGUE[name](), torch.zeros(5, 64))
    assert table.output_shape == (5, 10)
    run = trained(on_digits(CATALOGUE[name], steps=85, optimizer=optim.Adam(0.01)))
    assert run.started.parameters == table.trainable
    assert run.validation() > 0.6


def test_03_9_batch_norm_has_two_parameters_a_channel() -> None:
    """03.9 Learnable parameters of BatchNorm2d(64)."""
    for norm in (layers.BatchNorm2d(64), nn.BatchNorm2d(64)):
        assert models.summary(norm, torch.zeros(2, 64, 3, 3)).trainable == 128


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
