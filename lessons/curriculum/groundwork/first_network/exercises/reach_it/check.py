"""Checks of chosen hyperparameters: the network is trained with them here."""

import random
from typing import Any

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from engine import data
from lessons.checking import Learner, check, expect

GOAL = 0.98
MOST_STEPS = 250


@check(
    "It chooses hidden units, a learning rate and steps.",
    why="These three are chosen by hand; the 82 parameters are not.",
)
def three_choices(learner: Learner) -> None:
    _chosen(learner)


@check(
    "With three starts the network is right on 98 of 100 new points on average.",
    why="One start may be luck. These points are none that it has learned from.",
)
def reaches_it(learner: Learner) -> None:
    hidden, lr, steps = _chosen(learner)
    shares = [_share(seed, hidden, lr, steps) for seed in random.sample(range(10**6), 3)]
    mean = sum(shares) / 3
    if mean < GOAL:
        _advise(", ".join(f"{100 * share:.0f}" for share in shares), hidden, lr)


def _chosen(learner: Learner) -> tuple[int, float, int]:
    chosen: Any = learner.call("choose")
    names = ["hidden", "lr", "steps"]
    expect.kind(chosen, dict)
    expect.true(sorted(chosen) == names, "Give hidden, lr and steps, and nothing else.")
    for name in names:
        expect.kind(chosen[name], int, float, message=f"{name} has to be a number.")
    for name in ("hidden", "steps"):
        expect.true(float(chosen[name]).is_integer(), f"{name} has to be a whole number.")
    hidden, lr, steps = int(chosen["hidden"]), float(chosen["lr"]), int(chosen["steps"])
    expect.true(1 <= hidden <= 256, "Between 1 and 256 hidden units, please.")
    expect.true(lr > 0, "The learning rate has to be above 0: steps of no length lead nowhere.")
    expect.true(1 <= steps <= MOST_STEPS, f"{steps} steps: you have from 1 to {MOST_STEPS}.")
    return hidden, lr, steps


def _share(seed: int, hidden: int, lr: float, steps: int) -> float:
    """Share of new points that a network is right about after training with these choices."""
    torch.manual_seed(seed)
    moons = data.moons(noise=0.1)
    model = nn.Sequential(nn.Linear(2, hidden), nn.ReLU(), nn.Linear(hidden, 2))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = cross_entropy(model(moons.train.inputs), moons.train.targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    answers = model(moons.validation.inputs).argmax(dim=1)
    return float((answers == moons.validation.targets).float().mean())


def _advise(figures: str, hidden: int, lr: float) -> None:
    said = f"Right on {figures} of 100."
    if lr > 3:
        expect.fail(
            f"{said} With so large a rate the steps jump over the place they aim at.",
            tag="larger-rate-learns-faster",
        )
    if lr < 0.3:
        expect.fail(
            f"{said} It goes the right way in steps so short that it does not arrive in time.",
            tag="smaller-rate-is-better",
        )
    if hidden < 10:
        expect.fail(
            f"{said} Each hidden unit can put one bend into the border. These are too few to "
            "count on.",
        )
    expect.fail(f"{said} Rate and units will do. More steps, or somewhat longer ones?")
