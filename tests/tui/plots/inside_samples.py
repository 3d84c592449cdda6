"""What the probes inside a model see, made of formulas, for the tests of the views that draw it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.layer_history import LayerHistory
from engine.observations import (
    Array,
    Attention,
    Embedded,
    Histograms,
    LayerActivity,
    LayerNorms,
    LossPlane,
    Matrix,
    NoiseScale,
    Observation,
    StepProfile,
)
from tui.plots.palette import Look, identity
from tui.plots.seen import RunSeen

LAYERS = ("conv1.weight", "conv1.bias", "blocks.0.attention.output.weight", "head.weight")
BINS = 20


def names(count: int) -> tuple[str, ...]:
    """So many layers."""
    return LAYERS if count == len(LAYERS) else tuple(f"layer{n}.weight" for n in range(count))


def norms(step: int, layers: int = 4) -> LayerNorms:
    """Each layer ten times smaller than the one above it, falling with the steps."""
    size = 10.0 ** -np.arange(layers) / (1 + step / 50)
    return LayerNorms(
        names=names(layers),
        weight_norm=Array.of(5 + size),
        update_ratio=Array.of(size / 1000) if step else None,
        gradient_norm=Array.of(size),
    )


def counted(layers: int, step: int) -> tuple[Array, Array]:
    """Bells that grow narrower; every second one off the middle."""
    x = np.linspace(-1, 1, BINS)
    bells = [
        np.round(100 * np.exp(-(((x - 0.4 * (n % 2)) * (2 + step / 50)) ** 2)))
        for n in range(layers)
    ]
    ranges = np.array([[-1.0, 1.0]] * layers)
    return Array.of(ranges), Array.of(np.array(bells).reshape(layers, BINS))


def histograms(step: int, layers: int = 4) -> Histograms:
    ranges, counts = counted(layers, step)
    return Histograms(
        names=names(layers),
        ranges=ranges,
        counts=counts,
        gradient_ranges=ranges,
        gradient_counts=counts,
    )


def activity(step: int, layers: int = 4) -> LayerActivity:
    ranges, counts = counted(layers, step)
    one = np.ones(layers)
    return LayerActivity(
        names=tuple(f"{n}" for n in range(layers)),
        kinds=tuple(("Conv2d", "ReLU", "Linear", "Tanh")[n % 4] for n in range(layers)),
        mean=Array.of(0.25 * one),
        std=Array.of(10.0 ** -np.arange(layers)),
        zeros=Array.of(0.5 * one),
        dead=Array.of(3 * one),
        units=Array.of(64 * one),
        saturated=Array.of([0.75 if n % 4 == 3 else np.nan for n in range(layers)]),
        ranges=ranges,
        counts=counts,
        examples=128,
    )


def attention(heads: int = 2, positions: int = 4, layers: int = 1) -> Attention:
    """Every position looks at itself, and a little at the first one."""
    looks = 0.8 * np.eye(positions)
    looks[:, 0] += 0.2
    words = ("the", "cat", "sat", "here", "and", "there")
    return Attention(
        layers=tuple(f"blocks.{n}.attention" for n in range(layers)),
        maps=tuple(Array.of(np.stack([looks] * heads)) for _ in range(layers)),
        tokens=tuple(words[n % len(words)] for n in range(positions)),
        label="calm",
    )


def embedded(classes: bool = True) -> Embedded:
    """Two clouds, or three words."""
    if not classes:
        return Embedded(
            points=Array.of([[0, 0], [1, 1], [-1, 0.5]]),
            labels=("king", "queen", "apple"),
            truth=(),
            explained=(0.62, 0.21),
            method="pca",
        )
    around = np.linspace(-0.3, 0.3, 8)
    points = np.concatenate(
        [np.column_stack([around - 1, around]), np.column_stack([around + 1, -around])]
    )
    truth = (0,) * 8 + (1,) * 8
    return Embedded(
        points=Array.of(points),
        labels=tuple(("cat", "dog")[one] for one in truth),
        truth=truth,
        explained=(0.62, 0.21),
        method="pca",
    )


def matrix(rows: int = 3, columns: int = 4, signed: bool = True) -> Matrix:
    """Rising from the first number to the last."""
    values = np.linspace(-1 if signed else 0, 1, rows * columns).reshape(rows, columns)
    return Matrix(title="head.weight", values=Array.of(values), rows=rows, columns=columns)


def loss_plane() -> LossPlane:
    """A bowl, with the way down."""
    x, y = np.meshgrid(np.linspace(-1, 1, 11), np.linspace(-1, 1, 11))
    along = np.linspace(-0.8, 0, 9)
    return LossPlane(
        x=(-1.0, 1.0),
        y=(-1.0, 1.0),
        heights=Array.of(0.1 + x**2 + 4 * y**2),
        path=Array.of(np.column_stack([along, along**2])),
        here=(0.0, 0.0),
        axes=("direction 1", "direction 2"),
        explained=(0.7, 0.2),
    )


def profile() -> StepProfile:
    return StepProfile(
        data=1e-4,
        forward=1e-3,
        backward=2.4e-3,
        optimizer=5e-4,
        samples=64,
        parameters=48_800,
        gradients=48_800,
        optimizer_state=97_600,
        activations=1_390_000,
    )


def noise(step: int) -> NoiseScale:
    return NoiseScale(
        batch_size=32, batches=8, signal=1 / (1 + step), noise=40.0, scale=40.0 * (1 + step)
    )


def looks(index: int = 0) -> list[tuple[int, str, Observation]]:
    """Step, view and observation of everything that a run shows."""
    made: list[tuple[int, str, Observation]] = []
    for step in (0, 50, 200):
        made += [
            (step, "layer_norms", norms(step)),
            (step, "weights", histograms(step)),
            (step, "activations", activity(step)),
            (step, "gradient_noise", noise(step + 10 * index)),
        ]
    made += [
        (200, "attention", attention()),
        (200, "embeddings", embedded()),
        (200, "matrix", matrix()),
        (200, "loss_surface", loss_plane()),
        (200, "profile", replace(profile(), forward=1e-3 * (1 + index))),
    ]
    return made


def history(steps: int = 200, layers: int = 4) -> LayerHistory:
    """Norms that fall from layer to layer and from step to step."""
    made = LayerHistory()
    step = np.arange(1, steps + 1)
    sizes = 10.0 ** -np.arange(layers) / (1 + step[:, None] / 50)
    made.append(step, sizes.astype(np.float32))
    return made


def run(look: Look, index: int = 0) -> RunSeen:
    """A run of which every picture can be drawn."""
    seen = RunSeen(("plain", "heavy ball", "Nesterov")[index], identity(index, look))
    for step, view, what in looks(index):
        seen.add(what, view, step)
    seen.record(LAYERS, history())
    return seen
