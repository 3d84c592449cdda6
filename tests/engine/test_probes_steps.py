"""What a step costs, how noisy it is; which probes there are, and what they refuse."""

from __future__ import annotations

import math
from typing import cast

import pytest
import torch
from probe_samples import (
    CPU,
    Attends,
    Restless,
    curve,
    images,
    look,
    planar,
    points,
    scene,
    sentences,
    step_loss,
)
from torch import Tensor, nn

from engine.catalog import Catalog
from engine.data import Batch, Dataset, Examples
from engine.errors import ConfigurationError
from engine.nn import LandscapeModel, mlp
from engine.observations import NoiseScale, StepProfile
from engine.optim import Stepper
from engine.probes import (
    AttentionMaps,
    GradientNoise,
    LayerGradients,
    LossSurface,
    Probe,
    Profile,
    Scene,
    WeightHistograms,
)
from engine.probes.catalog import fitting, probes
from engine.probes.profile import profile_step
from engine.surfaces import quadratic

# Profile


def test_bytes_are_counted_by_use() -> None:
    model = nn.Sequential(nn.Linear(64, 10), nn.ReLU(), nn.Linear(10, 10))
    data = Examples(torch.rand(100, 64), torch.arange(100) % 10)
    here = scene(model, Dataset("rows", data, data), batch_size=20)
    seen = look(Profile(repeats=1), here)
    assert isinstance(seen, StepProfile)
    weights = 650 + 110
    assert seen.parameters == seen.gradients == 4 * weights
    assert seen.samples == 20
    assert seen.optimizer_state == 4 * weights  # one momentum for each
    # ReLU's output, which the second layer keeps as well; the log-probabilities and two scalars.
    assert seen.activations >= 4 * 20 * 20
    assert seen.activations <= 4 * 20 * 20 + 16
    phases = (seen.data, seen.forward, seen.backward, seen.optimizer)
    assert all(phase > 0 for phase in phases)
    assert seen.seconds == pytest.approx(sum(phases))
    assert seen.samples_per_second == pytest.approx(20 / sum(phases))


def test_the_phases_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that each phase moves on by a time of its own."""
    now = 0.0

    def lasts(seconds: float) -> None:
        nonlocal now
        now += seconds

    class Slow(torch.autograd.Function):
        @staticmethod
        def forward(ctx: object, value: Tensor) -> Tensor:
            lasts(2)
            return value.clone()

        @staticmethod
        def backward(ctx: object, gradient: Tensor) -> Tensor:
            lasts(4)
            return gradient

    class SlowStepper:
        label, base_lrs = "slow", (0.1,)

        def step(self, lrs: tuple[float, ...]) -> None:
            assert lrs == (0.1,)
            lasts(8)

        def state_dict(self) -> dict[str, object]:
            return {"step": 3, "moments": [torch.zeros(5), {"square": torch.zeros(2).double()}]}

    def loss(model: nn.Module, batch: Batch | None) -> Tensor:
        assert batch is None
        return Slow.apply(next(model.parameters()).sum())  # type: ignore[no-any-return]

    monkeypatch.setattr("engine.probes.profile.time.perf_counter", lambda: now)
    stepper = cast("Stepper", SlowStepper())
    seen = profile_step(nn.Linear(2, 1), loss, stepper, lambda: lasts(1), CPU, repeats=3)
    assert (seen.data, seen.forward, seen.backward, seen.optimizer) == (1, 2, 4, 8)
    assert seen.optimizer_state == 4 * 5 + 8 * 2
    assert (seen.samples, seen.samples_per_second) == (0, 0)


def test_a_run_without_a_batch_size_profiles_the_whole_set() -> None:
    seen = look(Profile(repeats=1), scene(planar(), points(), batch_size=None))
    assert isinstance(seen, StepProfile)
    assert seen.samples == len(points().train)


# Noise


def test_single_examples_give_the_variance_of_their_gradients() -> None:
    """With batches of one, tr Σ is the sample variance and |G|² + tr Σ / n the squared mean."""
    torch.manual_seed(0)
    model = nn.Linear(3, 1)
    inputs = torch.randn(12, 3)
    part = Examples(inputs, torch.randn(12, 1))
    here = scene(model, Dataset("rows", part, part))
    seen = look(GradientNoise(batches=12, batch_size=1), here)
    assert isinstance(seen, NoiseScale)

    rows = []
    for x, y in zip(part.inputs, part.targets, strict=True):
        loss = step_loss(model, Batch(x[None], y[None]))
        found = torch.autograd.grad(loss, [*model.parameters()])
        rows.append(torch.cat([gradient.flatten() for gradient in found]))
    gradients = torch.stack(rows).double()
    variance = gradients.var(dim=0, correction=1).sum().item()
    mean = gradients.mean(dim=0).square().sum().item()
    assert seen.noise == pytest.approx(variance, rel=1e-5)
    assert seen.signal == pytest.approx(mean - variance / 12, rel=1e-4)
    assert seen.scale == pytest.approx(variance / (mean - variance / 12), rel=1e-4)


def test_equal_examples_have_no_noise() -> None:
    part = Examples(torch.ones(64, 2), torch.ones(64, 1))
    here = scene(nn.Linear(2, 1), Dataset("same", part, part))
    seen = look(GradientNoise(batches=4, batch_size=8), here)
    assert isinstance(seen, NoiseScale)
    assert seen.noise == pytest.approx(0, abs=1e-6 * seen.signal)
    assert (seen.batches, seen.batch_size) == (4, 8)


def test_a_drowned_signal_has_no_scale() -> None:
    part = Examples(torch.ones(4, 1), torch.tensor([[1.0], [-1.0], [1.0], [-1.0]]))
    model = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        model.weight.zero_()
    seen = look(GradientNoise(batches=4, batch_size=1), scene(model, Dataset("coins", part, part)))
    assert isinstance(seen, NoiseScale)
    assert seen.signal < 0
    assert math.isnan(seen.scale)


# The catalogue


def test_every_entry_can_be_made_and_bears_its_views_name() -> None:
    assert isinstance(probes, Catalog)
    for entry in probes:
        probe = entry.make()
        assert probe.start() is not probe.start()
        expected = {"path": "surface", "weight_path": "surface"}.get(entry.name, entry.name)
        assert probe.name == expected
    with pytest.raises(ConfigurationError, match="Did you mean 'confusion'"):
        probes.make("confusoin")
    with pytest.raises(ConfigurationError, match="columns"):
        probes.make("loss_surface", columns=1)


EVERYWHERE = {
    "layer_norms",
    "shapes",
    "activations",
    "weights",
    "loss_surface",
    "predictions",
    "embeddings",
    "profile",
}
ANSWERS = {"confusion", "per_class", "confidence", "labels"}


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        (
            scene(Restless(), images()),
            EVERYWHERE | ANSWERS | {"mistakes", "kernels", "images"},
        ),
        (scene(planar(), points()), EVERYWHERE | ANSWERS | {"boundary", "roc"}),
        (scene(Attends(), sentences()), EVERYWHERE | ANSWERS | {"attention", "roc"}),
        (scene(mlp(1, 4, 1), curve()), EVERYWHERE | {"fit_curve"}),
        (
            Scene(LandscapeModel(quadratic(2)), None, quadratic(2), CPU),
            {"path", "layer_norms", "weights"},
        ),
    ],
    ids=["images", "points", "sentences", "curve", "landscape"],
)
def test_what_suits_a_task(here: Scene, expected: set[str]) -> None:
    assert set(fitting(here)) - {"gradient_noise"} == expected


# What they need


@pytest.mark.parametrize("probe", [LossSurface(), GradientNoise(), Profile()])
def test_some_need_to_know_the_loss(probe: Probe) -> None:
    with pytest.raises(ConfigurationError, match="what a step of the run computes"):
        probe.start().begin(Scene(planar(), points(), None, CPU))


@pytest.mark.parametrize(
    ("probe", "here", "message"),
    [
        (Profile(), scene(planar(), points(), stepper=None), "how the run updates"),
        (GradientNoise(batches=50), scene(planar(), points()), "1600 training examples"),
        (AttentionMaps(), scene(planar(), points()), "a model that attends"),
        (AttentionMaps(example=999), scene(Attends(), sentences()), "an example number 999"),
        (AttentionMaps(), scene(Attends(), None), "an example number 0"),
        (LayerGradients(), scene(nn.Flatten(), points()), "a model that is trained"),
        (WeightHistograms(), scene(nn.Flatten(), points()), "a model that is trained"),
        (LossSurface(), scene(nn.BatchNorm1d(2), points()), "layers of weights"),
    ],
)
def test_a_probe_says_what_it_needs(probe: Probe, here: Scene, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        probe.start().begin(here)
    assert caught.value.field == "probes"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("make", "settings", "field"),
    [
        (Profile, {"repeats": 0}, "Profile.repeats"),
        (GradientNoise, {"batches": 1}, "GradientNoise.batches"),
        (GradientNoise, {"batch_size": 0}, "GradientNoise.batch_size"),
        (WeightHistograms, {"bins": 0}, "WeightHistograms.bins"),
        (AttentionMaps, {"example": -1}, "AttentionMaps.example"),
    ],
)
def test_settings_that_cannot_be(make: type[Profile], settings: dict[str, int], field: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        make(**settings)
    assert caught.value.field == field
