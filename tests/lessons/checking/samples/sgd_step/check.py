"""Checks of `sgd_step`."""

import torch

from lessons.checking import Learner, check, expect


@check("The weights keep their shape.", why="A step moves weights, it makes no new ones.")
def shape(learner: Learner) -> None:
    got = learner.call("sgd_step", torch.randn(3, 4), torch.randn(3, 4), lr=0.1)
    expect.shape(got, (3, 4))


@check("Every weight moves against its gradient.", why="Descent goes downhill.")
def downhill(learner: Learner) -> None:
    weights, gradient = torch.randn(3, 4), torch.randn(3, 4)
    got = learner.call("sgd_step", weights, gradient, lr=0.1)
    uphill = expect.Known(
        weights + 0.1 * gradient, "This goes uphill: look at the sign.", tag="sign-of-descent"
    )
    expect.close(got, weights - 0.1 * gradient, known=(uphill,))


@check("Ten steps are ten single steps.", why="Nothing is kept between two steps.")
def repeated(learner: Learner) -> None:
    start = torch.randn(5)
    expect.close(learner.stage("ten_steps", start, 0.1), start * 0.8**10)
