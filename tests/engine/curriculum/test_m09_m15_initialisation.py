"""M10: how weights begin, and what becomes of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import pytest
import torch
from m09_m15 import Trained, names_and, on_digits, trained
from torch import nn
from trained import SEEDS

from engine import Experiment, data, losses, optim, probes
from engine import nn as models
from engine.clipping import ByNorm
from engine.nn.init import (
    constant_,
    drawn,
    gain,
    he_normal_,
    he_uniform_,
    initialised,
    orthogonal_,
    xavier_normal_,
    zeros_,
)
from engine.observations import LayerActivity, LayerNorms, Matrix

Init = Callable[[nn.Linear], None]


def on_xor(init: Init | None) -> Experiment:
    """Two inputs, sixteen hidden units, a task that no single unit can do."""
    return Experiment(
        model=lambda: models.mlp(2, 16, 2, init=init),
        data=data.xor(),
        loss=losses.CrossEntropy(),
        optimizer=optim.Adam(0.03),
        batch_size=50,
        steps=300,
        probes=(probes.MatrixMap("linear1.weight"),),
    )


def distinct_rows(run: Trained) -> int:
    """Different hidden units, as the probe sees them at the end."""
    rows = torch.tensor(run.seen(Matrix)[-1].values.numpy())
    return len(torch.unique((rows * 1e4).round(), dim=0))


@pytest.mark.parametrize("seed", SEEDS)
def test_10_1_equal_weights_stay_equal(seed: int) -> None:
    """10.1: all weights 1: sixteen units are one unit, and one unit cannot do it."""
    equal = trained(on_xor(drawn(partial(constant_, value=1.0))), seed)
    different = trained(on_xor(None), seed)
    assert distinct_rows(equal) == 1
    assert distinct_rows(different) == 16
    assert equal.loss > 0.3
    assert different.loss < 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_10_2_zeros_never_leave_the_ground(seed: int) -> None:
    """10.2: weights and biases 0: nothing but the output bias ever moves, the loss stays ln 2."""
    run = trained(on_xor(drawn(zeros_)), seed)
    moved = {name for name, theta in run.model.named_parameters() if theta.detach().abs().max() > 0}
    assert moved <= {"linear2.bias"}
    assert run.loss == pytest.approx(math.log(2), abs=0.01)


def test_10_2_the_only_thing_that_changes_is_the_output_bias() -> None:
    """10.2 exercise: with classes of unequal size there is something for it to learn."""
    run = trained(
        Experiment(
            model=lambda: models.mlp(2, 16, 2, init=drawn(zeros_)),
            data=data.imbalanced(data.moons(), (1.0, 0.2)),
            loss=losses.CrossEntropy(),
            optimizer=optim.Adam(0.03),
            steps=100,
        )
    )
    moved = {name for name, theta in run.model.named_parameters() if theta.detach().abs().max() > 0}
    assert moved == {"linear2.bias"}


@pytest.mark.parametrize("seed", SEEDS)
def test_10_2_zero_weights_with_the_usual_biases_do_train(seed: int) -> None:
    """10.2: biases that differ break the symmetry; units whose bias began below 0 stay dead."""
    run = trained(on_xor(drawn(zeros_, bias=None)), seed)
    assert distinct_rows(run) > 4
    assert run.losses[0] == pytest.approx(math.log(2), abs=0.1)
    assert run.loss < 0.1


def activity(
    activation: str, init: Init | None, *, width: int, seed: int
) -> dict[str, tuple[float, float]]:
    """Standard deviation and saturation after each of 20 layers, before training."""
    seen = trained(
        on_digits(
            lambda: models.mlp(64, *[width] * 20, 10, activation=activation, init=init),
            steps=1,
            probes=(probes.Activations(),),
        ),
        seed,
    ).seen(LayerActivity)[0]
    return names_and(seen.names, seen.std, seen.saturated)


@pytest.mark.parametrize("seed", SEEDS)
def test_10_3_the_gain_of_tanh(seed: int) -> None:
    """10.3: 20 tanh layers: with gain 1 signals fade, with 5/3 they keep their size."""
    plain = activity("tanh", drawn(xavier_normal_), width=64, seed=seed)
    made_up = activity(
        "tanh", drawn(partial(xavier_normal_, gain=gain("tanh"))), width=64, seed=seed
    )
    assert plain["tanh20"][0] < 0.5 * plain["tanh1"][0]
    assert 0.7 < made_up["tanh20"][0] / made_up["tanh1"][0] < 1.6
    assert made_up["tanh20"][1] > plain["tanh20"][1]
    assert gain("tanh") == pytest.approx(1.6667, abs=1e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_10_4_he_keeps_the_scale_of_relu(seed: int) -> None:
    """10.4: 20 ReLU layers: He stays near 1, Xavier near 1e-3, the default without bias at 1e-8."""
    default = drawn(partial(he_uniform_, a=math.sqrt(5)))
    he, xavier, silent = (
        activity("relu", init, width=256, seed=seed)["relu20"][0]
        for init in (drawn(he_normal_), drawn(xavier_normal_), default)
    )
    assert 0.1 < he < 3
    assert 5e-5 < xavier < 5e-3
    assert 1e-10 < silent < 1e-7
    assert activity("relu", None, width=256, seed=seed)["relu20"][0] > 1e-3  # all from biases


def test_10_4_the_deviation_of_he() -> None:
    """10.4 exercise: fan_in 100: √(2/100) = 0.1414."""
    weight = he_normal_(torch.empty(4000, 100), generator=torch.Generator().manual_seed(0))
    assert weight.std().item() == pytest.approx(0.1414, rel=0.01)


@pytest.mark.parametrize("seed", SEEDS)
def test_10_5_a_deep_plain_net_needs_a_start_or_a_norm(seed: int) -> None:
    """10.5: 13 hidden layers: PyTorch's own start learns nothing, He something, batch norm most."""

    def loss(**settings: object) -> float:
        return trained(
            on_digits(
                lambda: models.mlp(64, *[32] * 13, 10, **settings),  # type: ignore[arg-type]
                optimizer=optim.SGD(0.05, momentum=0.9),
                steps=100,
            ),
            seed,
        ).loss

    default, he, normed = loss(), loss(init=drawn(he_normal_)), loss(norm="batch")
    assert default == pytest.approx(math.log(10), abs=0.05)
    assert default > he + 0.03
    assert he > normed + 0.5


def test_10_5_the_bound_of_the_default() -> None:
    """10.5 exercise: fan_in 784: U(±1/28) = ±0.0357."""
    torch.manual_seed(0)
    layer = nn.Linear(784, 256)
    with torch.no_grad():
        layer.weight.fill_(1.0)
        models.torch_default(layer)
    assert layer.weight.abs().max().item() == pytest.approx(1 / 28, rel=1e-3)
    assert layer.weight.std().item() == pytest.approx(1 / math.sqrt(3 * 784), rel=0.01)


def remembering(recurrent_gain: float | None) -> Experiment:
    """One symbol, ten blanks, the same symbol. None: an orthogonal recurrent matrix."""
    task = data.delayed_copy(n=600, items=1, delay=10, symbols=4)

    def model() -> nn.Module:
        net = models.RecurrentTagger(
            len(task.tokens), len(task.tokens), kind="rnn", width=8, hidden=64
        )
        if recurrent_gain is None:
            models.init_recurrent(net, "orthogonal")
        else:
            models.init_recurrent(net, "normal", gain=recurrent_gain)
        return net

    return Experiment(
        model=model,
        data=task,
        loss=models.token_cross_entropy,
        optimizer=optim.Adam(0.003),
        clip=ByNorm(1.0),
        batch_size=50,
        steps=100,
        metrics=(("accuracy", models.token_accuracy),),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_10_6_an_orthogonal_matrix_remembers(seed: int) -> None:
    """10.6: a small normal recurrent matrix forgets within ten steps, an orthogonal one does not.

    Normal numbers of deviation 1/√n have eigenvalues up to 1 and remember as well; the usual small
    ones, here 0.3/√n = 0.04, do not.
    """
    assert trained(remembering(None), seed).validation() > 0.9
    assert trained(remembering(0.3), seed).validation() < 0.4


def test_10_6_columns_of_an_orthogonal_matrix() -> None:
    """10.6 exercise: QᵀQ is the identity."""
    q = orthogonal_(torch.empty(32, 32), generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(q.T @ q, torch.eye(32), atol=1e-5, rtol=0)


def test_10_7_a_scheme_for_each_type_of_layer() -> None:
    """10.7: convolutions by He, linear layers by Xavier, chosen by type; no bias is no obstacle."""

    def model() -> nn.Module:
        net = models.vgg(((8,), (16,)), hidden=(32,), normalised=True)
        net.conv1_1.bias = None
        initialised(net, he_normal_, types=(nn.Conv2d,))
        return initialised(net, partial(xavier_normal_, gain=1.0), types=(nn.Linear,))

    run = trained(
        on_digits(model, optimizer=optim.Adam(0.01), steps=40, probes=(probes.LayerGradients(),))
    )
    first = run.seen(LayerNorms)[0]
    norm = {name: value for name, (value,) in names_and(first.names, first.weight_norm).items()}
    # ‖W‖ ≈ σ √(numbers in W)
    assert norm["conv2_1.weight"] == pytest.approx(math.sqrt(2 / 72 * 16 * 72), rel=0.1)
    assert norm["linear1.weight"] == pytest.approx(math.sqrt(2 / (64 + 32) * 64 * 32), rel=0.1)
    assert norm["linear1.bias"] == 0
    assert "conv1_1.bias" not in norm
    assert run.validation() > 0.8
