"""What an error costs: squared, absolute, Huber's and under a root; as a mean and as a sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from engine import Experiment, data, optim, probes
from engine.data import Dataset, Examples

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs


def fit(problem: str, loss: str, reduction: str, typos: int, lr: float) -> Experiment:
    """Fit a straight line, and let the loss decide what the errors cost."""
    if problem == "tickets":
        return ticket_price(loss, lr)
    return patients(loss, reduction, typos, lr)


def patients(loss: str, reduction: str, typos: int, lr: float) -> Experiment:
    """Predict how diabetes progresses from body mass. Every step sees all 265 patients."""
    return Experiment(
        data=mistyped(data.diabetes(features=("bmi",)), typos),
        model=flat_line,
        loss=chosen(loss, reduction),
        optimizer=optim.SGD(lr=lr),
        epochs=200,
        evaluate_every=50,
        metrics=(("off", mean_distance),),
        probes=(probes.FitCurve(), price_list(loss)),
    )


def price_list(loss: str) -> probes.LossCurve:
    """What each error costs, with the examples on it. Of a single error a root is |e|."""
    return probes.LossCurve(COSTS.get(loss, absolute), errors, limits=(-12.0, 4.0))


def squared(error: Tensor) -> Tensor:
    """e². The slope 2e grows with the error: (n,) → (n,)."""
    return error**2


def absolute(error: Tensor) -> Tensor:
    """|e|. The slope is 1 on one side and −1 on the other: (n,) → (n,)."""
    return error.abs()


def huber(error: Tensor) -> Tensor:
    """½e² up to 1, and |e| − ½ beyond: (n,) → (n,)."""
    size = error.abs()
    return torch.where(size <= 1, 0.5 * size**2, size - 0.5)


COSTS = {"squared": squared, "absolute": absolute, "huber": huber}
Loss = Callable[[Tensor, Tensor], Tensor]


def reduced(cost: Callable[[Tensor], Tensor], reduction: str) -> Loss:
    """One number out of all costs: their mean, or their sum."""

    def loss(prediction: Tensor, target: Tensor) -> Tensor:
        """(B, 1) and (B, 1) → a single number."""
        costs = cost(prediction - target)
        return costs.sum() if reduction == "sum" else costs.mean()

    return loss


def root(prediction: Tensor, target: Tensor) -> Tensor:
    """√(mean of e²): an error in the unit of the target."""
    return ((prediction - target) ** 2).mean().sqrt()


def safe_root(prediction: Tensor, target: Tensor) -> Tensor:
    """√(mean of e² + ε): the root is never taken of 0."""
    return ((prediction - target) ** 2).mean().add(1e-8).sqrt()


ROOTS = {"root": root, "safe root": safe_root}


def chosen(loss: str, reduction: str) -> Loss:
    """The loss of a whole batch. A root is always one of the mean."""
    return ROOTS[loss] if loss in ROOTS else reduced(COSTS[loss], reduction)


def flat_line() -> nn.Linear:
    """progression ≈ w · bmi + b, with w and b at 0 at the start."""
    line = nn.Linear(1, 1)
    nn.init.zeros_(line.weight)
    nn.init.zeros_(line.bias)
    return line


def mistyped(clean: Dataset, typos: int) -> Dataset:
    """Add 10 to the targets of some among the 66 heaviest patients, a quarter of all.

    Only the training split: the validation patients are typed right, and judge the line.
    """
    train = clean.train
    heaviest = train.inputs[:, 0].argsort(descending=True)[:66]
    order = torch.randperm(66, generator=torch.Generator().manual_seed(0))
    targets = train.targets.clone()
    targets[heaviest[order[:typos]]] += 10
    return replace(clean, train=Examples(train.inputs, targets))


def ticket_price(loss: str, lr: float) -> Experiment:
    """Find out what a bus ticket costs, from receipts for 1, 2 or 4 tickets at 3 each.

    One receipt a step, and no noise at all: price = w · tickets with w = 3 is exactly right.
    """
    tickets = torch.tensor([[1.0], [2.0], [4.0]]).repeat(20, 1)
    receipts = Examples(tickets, 3 * tickets)
    return Experiment(
        data=Dataset("tickets", receipts, receipts, features=("tickets",)),
        model=one_price,
        loss=chosen(loss, "mean"),
        optimizer=optim.SGD(lr=lr),
        batch_size=1,
        epochs=2,
        metrics=(("off", mean_distance),),
        probes=(probes.FitCurve(), price_list(loss)),
    )


def one_price() -> nn.Linear:
    """price = w · tickets, with w = 1 at the start."""
    price = nn.Linear(1, 1, bias=False)
    nn.init.ones_(price.weight)
    return price


def errors(model: nn.Module, examples: Examples) -> Tensor:
    """ŷ − y of every example, (N,): below 0 where the line is too low."""
    found: Tensor = (model(examples.inputs) - examples.targets).flatten()
    return found


def mean_distance(prediction: Tensor, target: Tensor) -> float:
    """How far the line is off on average, whatever it was trained with."""
    return (prediction - target).abs().mean().item()


def near_the_clean(runs: Runs) -> str:
    """Which lines are off by less than 1.1 times what the clean one is, joined by "_"."""
    limit = 1.1 * off(runs["clean"])
    lines = ("squared", "absolute", "huber")
    return "_".join(name for name in lines if off(runs[name]) < limit) or "none"


def off(run: FinishedRun) -> float:
    """How far the final line is off the validation patients on average."""
    return run.curve("off").last


def what_the_sum_does(runs: Runs) -> str:
    """How the sum fares beside the mean: lost, or earlier, later or equally early down."""
    mean, total = runs["clean"], runs["total"]
    if total.status == "diverged":
        return "lost"
    steps = {name: steps_down(run) for name, run in (("later", mean), ("sooner", total))}
    if steps["later"] == steps["sooner"]:
        return "same"
    return min(steps, key=lambda name: steps[name])


def steps_down(run: FinishedRun) -> float:
    """Steps until the loss is within a hundredth of its last value."""
    return run.first_step(lambda run: run.loss <= 1.01 * run.loss[-1])


def first_perfect(run: FinishedRun) -> float:
    """The first step whose batch was predicted without any error."""
    return run.first_step(lambda run: run.loss == 0)


def how_the_roots_end(runs: Runs) -> str:
    """Which of the two breaks off; otherwise which is nearer to the right price."""
    broken = [run.scenario for run in runs if run.status == "diverged"]
    if broken:
        return f"{broken[0]}_breaks" if len(broken) == 1 else "both_break"
    return "same" if abs(off(runs["root"]) - off(runs["plain"])) < 0.01 else "apart"
