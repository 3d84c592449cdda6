"""The lab of the screen benchmark: the smallest of the engine's workloads, trained for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.request import RunRequest
from lessons.schema import Knob, Lab, Scenario

if TYPE_CHECKING:
    from engine import Experiment

FIRST_WORDS = "Here the long text begins"
STEPS = 2_000_000
LAB = Lab(
    recipe="tests.benchmarks.screen_lab:classifier",
    knobs=(
        Knob(name="lr", kind="log", default=0.05, min=1e-4, max=1.0, live=True),
        Knob(name="momentum", kind="float", default=0.9, min=0.0, max=0.99, live=True),
    ),
    scenarios=(Scenario(name="long", label="a long run"),),
)


def request() -> RunRequest:
    """The run that the lab makes."""
    return RunRequest(recipe=LAB.recipe, parameters=LAB.parameters(LAB.scenarios[0]), device="cpu")


def classifier(lr: float, momentum: float) -> Experiment:
    """A 2-16-2 network on two moons, batch 32: a step takes a fraction of a millisecond."""
    from torch.nn.functional import cross_entropy

    from engine import Experiment, data, optim
    from engine.nn import mlp

    return Experiment(
        data=data.moons(n=2000, noise=0.2),
        model=lambda: mlp(2, 16, 2),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr, momentum=momentum),
        batch_size=32,
        steps=STEPS,
        evaluate_every=10_000,
    )
