"""M11: activations, and what they let through."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
import torch
from m09_m15 import ACCURACY, names_and, on_digits, trained
from torch import Tensor, nn
from trained import SEEDS

from engine import Experiment, data, losses, optim, probes
from engine import nn as models
from engine.clipping import ByNorm, Clip
from engine.events import NonFinite, StepEnded
from engine.nn.init import drawn, he_normal_, xavier_normal_
from engine.nn.layers import GELU, PReLU, ReLU, Sigmoid
from engine.observations import LayerActivity, LayerNorms, Matrix
from engine.regularise import freeze


def slope(activation: nn.Module, at: float) -> float:
    """The derivative at one place."""
    x = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    (found,) = torch.autograd.grad(activation(x), x)
    return float(found)


@pytest.mark.parametrize("seed", SEEDS)
def test_11_1_sigmoid_is_slow(seed: int) -> None:
    """11.1: the same net at the same rate: tanh and ReLU learn, sigmoid stands on a plateau."""
    reached = {
        name: trained(
            on_digits(
                lambda name=name: models.mlp(64, 32, 32, 10, activation=name),
                optimizer=optim.SGD(0.3),
                steps=150,
            ),
            seed,
        ).validation()
        for name in ("sigmoid", "tanh", "relu")
    }
    assert reached["sigmoid"] < 0.4
    assert min(reached["tanh"], reached["relu"]) > 0.85


def test_11_1_the_steepest_slope_of_the_sigmoid() -> None:
    """11.1 exercise: 0.25, at 0."""
    slopes = [slope(Sigmoid(), at / 10) for at in range(-60, 61)]
    assert max(slopes) == slope(Sigmoid(), 0.0) == pytest.approx(0.25)


@pytest.mark.parametrize("seed", SEEDS)
def test_11_2_a_rate_that_is_too_high_kills_units(seed: int) -> None:
    """11.2: units that are 0 for every example: a few at 0.01, very many at 1."""

    def dead(lr: float) -> float:
        seen = trained(
            on_digits(
                lambda: models.mlp(64, 64, 64, 10),
                optimizer=optim.SGD(lr),
                steps=150,
                probes=(probes.Activations(samples=300),),
            ),
            seed,
        ).seen(LayerActivity)[-1]
        layers = names_and(seen.names, seen.dead)
        return layers["relu1"][0] + layers["relu2"][0]

    assert dead(0.01) < 15
    assert dead(1.0) > 25
    assert slope(ReLU(), -3.0) == 0


def drowned(activation: str) -> Callable[[], nn.Module]:
    """A net whose hidden units all begin far below 0."""

    def model() -> nn.Module:
        net = models.mlp(64, 32, 10, activation=activation)
        with torch.no_grad():
            net.linear1.bias.fill_(-20.0)
        return net

    return model


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "prelu"])
def test_11_3_a_slope_below_0_brings_units_back(activation: str) -> None:
    """11.3: all units begin dead: with ReLU for ever, with a leak they learn the task."""
    run = trained(
        on_digits(
            drowned(activation),
            optimizer=optim.Adam(0.03),
            steps=200,
            probes=(probes.Activations(),),
        )
    )
    silent = [names_and(s.names, s.dead)[f"{activation}1"][0] for s in run.seen(LayerActivity)]
    if activation == "relu":
        assert silent[0] == silent[-1] == 32
        assert run.validation() < 0.25
    else:
        assert silent[-1] == 0
        assert run.validation() > 0.8


def test_11_3_the_slope_of_prelu_is_learnt() -> None:
    """11.3: it starts at 0.25 and moves; exercise: PReLU(−1) is −2 where α is 2."""
    run = trained(
        on_digits(
            lambda: models.mlp(64, 32, 10, activation="prelu"),
            optimizer=optim.Adam(0.01),
            probes=(probes.MatrixMap("prelu1.weight"),),
        )
    )
    slopes = [float(seen.values.numpy()[0, 0]) for seen in run.seen(Matrix)]
    assert slopes[0] == pytest.approx(0.25)
    assert abs(slopes[-1] - slopes[0]) > 0.05
    prelu = PReLU()
    with torch.no_grad():
        prelu.weight.fill_(2.0)
    assert prelu(torch.tensor([-1.0])).item() == -2


@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_11_4_both_serve_in_a_small_transformer(activation: str) -> None:
    """11.4: ReLU and GELU in the feed-forward net of a Transformer: no difference that matters."""
    opinions = data.which_first(n=800)

    def model() -> nn.Module:
        settings = models.TransformerSettings(
            width=16,
            heads=2,
            layers=1,
            feed_forward=32,
            activation=activation,  # type: ignore[arg-type]
        )
        return models.TransformerClassifier(len(opinions.tokens), 2, length=10, settings=settings)

    run = trained(
        Experiment(
            model=model,
            data=opinions,
            loss=losses.CrossEntropy(),
            optimizer=optim.Adam(0.01),
            batch_size=50,
            steps=150,
            metrics=ACCURACY,
        )
    )
    assert run.validation() > 0.9
    assert GELU()(torch.zeros(1)).item() == 0


def gradients(activation: str, init: Callable[[nn.Linear], None] | None) -> list[float]:
    """‖g‖ of the weights of 50 hidden layers and the output layer, at the start."""
    seen = trained(
        on_digits(
            lambda: models.mlp(64, *[64] * 50, 10, activation=activation, init=init),
            batch_size=128,
            steps=1,
            probes=(probes.LayerGradients(),),
        )
    ).seen(LayerNorms)[0]
    assert seen.gradient_norm is not None
    norm = names_and(seen.names, seen.gradient_norm)
    return [norm[f"linear{layer}.weight"][0] for layer in range(1, 52)]


def test_11_5_gradients_vanish_through_sigmoids() -> None:
    """11.5: 50 layers: at the last 0.1 or more, at the first twenty-five exactly 0 (float32)."""
    sigmoid = gradients("sigmoid", None)
    assert sigmoid[-1] > 0.1
    assert sigmoid[:20] == [0.0] * 20
    assert pytest.approx(9.5e-7, rel=0.01) == 0.25**10
    he = gradients("relu", drawn(he_normal_))
    assert max(he) < 1e3 * min(he)
    tanh = gradients("tanh", drawn(partial(xavier_normal_, gain=5 / 3)))
    assert min(tanh) > 1e-2


def growing(clip: Clip | None) -> Experiment:
    """A recurrent net with ReLU whose matrix is 1.1 · I, and a memory of 20 steps to learn."""
    task = data.delayed_copy(n=400, items=1, delay=20, symbols=4)

    def model() -> nn.Module:
        net = models.RecurrentTagger(
            len(task.tokens), len(task.tokens), kind="rnn_relu", width=8, hidden=32
        )
        models.init_recurrent(net, "identity", gain=1.1)
        return net

    return Experiment(
        model=model,
        data=task,
        loss=models.token_cross_entropy,
        optimizer=optim.SGD(0.03),
        clip=clip,
        batch_size=50,
        steps=150,
        metrics=(("accuracy", models.token_accuracy),),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_11_6_gradients_explode_and_clipping_holds_them(seed: int) -> None:
    """11.6, 12.6: without clipping nothing is a number after a few steps; clipped, it learns."""
    plain, clipped = trained(growing(None), seed), trained(growing(ByNorm(1.0)), seed)
    assert plain.status == "diverged"
    assert plain.of(NonFinite)[0].step <= 8
    assert clipped.status == "finished"
    assert clipped.loss < 0.8 < clipped.losses[0]
    steps = clipped.of(StepEnded)
    assert steps[0].grad_norm > 50
    assert all(step.applied_norm <= 1.0 + 1e-5 for step in steps)
    assert pytest.approx(45.3, abs=0.05) == 1.1**40


@pytest.mark.parametrize("gain", [0.8, 1.0, 1.1])
def test_11_6_the_gradient_by_time_step(gain: float) -> None:
    """11.6, 15.7: with gain · I every step back multiplies the gradient by the gain."""
    experiment = growing(None)
    assert experiment.model is not None
    assert experiment.data is not None
    torch.manual_seed(0)
    net = experiment.model()
    models.init_recurrent(net, "identity", gain=gain)
    net.recurrent.bias_ih_l0.data.fill_(1.0)  # every unit stays in the half where its slope is 1
    norms: Tensor = models.gradient_by_time(
        net,
        experiment.data.train.inputs[:20],
        experiment.data.train.targets[:20],
        models.token_cross_entropy,
    )
    blanks = norms[1:20]
    torch.testing.assert_close(blanks[:-1] / blanks[1:], torch.full((18,), gain), rtol=1e-3, atol=0)


@pytest.mark.parametrize("depth", [4, 12])
def test_11_7_bars_per_layer_show_depth_and_what_is_frozen(depth: int) -> None:
    """11.7: the deeper the net of sigmoids, the less arrives; a frozen layer has no bar."""

    def model() -> nn.Module:
        net = models.mlp(64, *[32] * depth, 10, activation="sigmoid")
        return freeze(net, "linear2")

    run = trained(on_digits(model, steps=5, probes=(probes.LayerGradients(),)))
    seen = run.seen(LayerNorms)[-1]
    assert seen.gradient_norm is not None
    norm = names_and(seen.names, seen.gradient_norm)
    assert "linear2.weight" not in norm
    ratio = norm["linear1.weight"][0] / norm[f"linear{depth + 1}.weight"][0]
    assert ratio < 0.25 ** (depth - 2)
    assert len(run.of(StepEnded)[0].layer_norms) == len(seen.names) == 2 * depth
