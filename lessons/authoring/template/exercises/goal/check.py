"""Checks of `fit`: what comes out counts, not how."""

import torch

from lessons.checking import Learner, check, expect


@check("The loss is below 0.01 after 50 steps on three data sets.", why="One may be luck.")
def reaches_goal(learner: Learner) -> None:
    """Three sets of data, each with its own truth."""
    for _ in range(3):
        inputs, truth = torch.randn(64, 4), torch.randn(4)
        weights = learner.call("fit", inputs, inputs @ truth, steps=50)
        loss = float(((inputs @ (weights - truth)) ** 2).mean())
        expect.true(loss < 0.01, f"The loss is {loss:.3g}, and should be below 0.01.")
