"""Checks of `sgd_step`."""

import torch

from lessons.checking import Learner, check, expect


@check("Every weight moves against its gradient.", why="Descent goes downhill.")
def downhill(learner: Learner) -> None:
    """One step with a random gradient."""
    weights, gradient = torch.randn(3, 4), torch.randn(3, 4)
    got = learner.call("sgd_step", weights, gradient, lr=0.1)
    uphill = expect.Known(
        weights + 0.1 * gradient, "This goes uphill: the gradient points up.", tag="gradient-sign"
    )
    whole = expect.Known(weights - gradient, "The rate is left out.", tag="ignores-the-rate")
    expect.close(got, weights - 0.1 * gradient, known=(uphill, whole))


@check("The rate decides how far.", why="A fixed rate would fit one problem only.")
def rate(learner: Learner) -> None:
    """The same step with another rate."""
    weights, gradient = torch.randn(5), torch.randn(5)
    got = learner.call("sgd_step", weights, gradient, lr=0.02)
    expect.close(got, weights - 0.02 * gradient)
