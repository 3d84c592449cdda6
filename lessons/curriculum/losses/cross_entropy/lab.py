"""Four ways to end a classifier of digits: with scores, probabilities or their logarithms."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, metrics, optim, probes
from engine.data import Examples

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

EPOCHS = 10
STEPS_AN_EPOCH = 34


def classifier(ending: str, optimizer: str, lr: float) -> Experiment:
    """Learn to read 8 x 8 images of digits; networks differ in their last layer and their loss."""
    last_layer, loss = ENDINGS[ending]
    return Experiment(
        data=data.digits(),
        model=lambda: reader(last_layer),
        loss=loss,
        optimizer=optim.Adam(lr=lr) if optimizer == "Adam" else optim.SGD(lr=lr),
        batch_size=32,
        epochs=EPOCHS,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(
            probes.LossCurve(
                COSTS[ending],
                lambda model, examples: of_the_truth(ending, model, examples),
                limits=(0.002, 1.0),
                axes=("probability of the right digit", "loss"),
            ),
            probes.ConfidenceHistogram(),
        ),
    )


def reader(last_layer: nn.Module | None) -> nn.Sequential:
    """64 grey values → 32 hidden units → 10 scores → the last layer, if any: (B, 64) → (B, 10)."""
    layers: list[nn.Module] = [nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)]
    return nn.Sequential(*layers, *([last_layer] if last_layer else []))


ENDINGS: dict[str, tuple[nn.Module | None, Callable[[Tensor, Tensor], Tensor]]] = {
    "scores, cross_entropy": (None, F.cross_entropy),
    "softmax, cross_entropy": (nn.Softmax(dim=1), F.cross_entropy),
    "softmax, nll_loss": (nn.Softmax(dim=1), F.nll_loss),
    "log_softmax, nll_loss": (nn.LogSoftmax(dim=1), F.nll_loss),
}
"""The last layer of the network, if it has one after its scores, and the loss."""


def of_the_truth(ending: str, model: nn.Module, examples: Examples) -> Tensor:
    """The probability that the network gives to the right digit: (N,)."""
    outputs: Tensor = model(examples.inputs)
    if ending == "scores, cross_entropy":
        outputs = outputs.softmax(dim=1)
    elif ending == "log_softmax, nll_loss":
        outputs = outputs.exp()
    return outputs.gather(1, examples.targets[:, None])[:, 0]


def minus_logarithm(p: Tensor) -> Tensor:
    """−ln p: what cross-entropy makes of the probability of the truth."""
    return -p.log()


def softmax_again(p: Tensor) -> Tensor:
    """The same after one more softmax, where the nine other digits share 1 − p equally."""
    other = (1 - p) / 9
    return -(p.exp() / (p.exp() + 9 * other.exp())).log()


COSTS: dict[str, Callable[[Tensor], Tensor]] = {
    "scores, cross_entropy": minus_logarithm,
    "softmax, cross_entropy": softmax_again,
    "softmax, nll_loss": lambda p: -p,
    "log_softmax, nll_loss": minus_logarithm,
}
"""What each ending makes of a probability p of the truth, as the view draws it."""


def which_read(runs: Runs) -> str:
    """The networks that read more than eight in ten validation images, joined by "_"."""
    return "_".join(run.scenario for run in runs if share_read(run) > 0.8) or "none"


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly after the last epoch."""
    return run.curve("accuracy").last


def where_it_rests(runs: Runs) -> str:
    """The training loss over the last epoch, as the nearest of four levels."""
    levels = {"zero": 0.05, "half": 0.7, "high": 1.5, "chance": 2.3}
    loss = last_epoch(runs["pushed"])
    return min(levels, key=lambda name: abs(levels[name] - loss))


def last_epoch(run: FinishedRun) -> float:
    """Mean loss of the batches in the last epoch."""
    return float(run.loss[-STEPS_AN_EPOCH:].mean())
