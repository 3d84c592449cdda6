"""The lab of the screen benchmark: the smallest of the engine's workloads, trained for very long."""

from __future__ import annotations

from torch.nn.functional import cross_entropy

from engine import Experiment, data, optim
from engine.nn import mlp

STEPS = 100_000_000


def classifier(lr: float, momentum: float) -> Experiment:
    """A 2-16-2 network on two moons, batch 32: a step takes a fraction of a millisecond."""
    return Experiment(
        data=data.moons(n=2000, noise=0.2),
        model=lambda: mlp(2, 16, 2),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr, momentum=momentum),
        batch_size=32,
        steps=STEPS,
        evaluate_every=10_000,
    )
