"""Checks of `Network`."""

import random

import torch

from lessons.checking import Learner, LearnerError, check, expect


@check(
    "It owns two weights and two biases.",
    why="The optimiser gets what `parameters()` lists, and nothing else.",
)
def owns(learner: Learner) -> None:
    inputs, hidden, outputs = random.sample(range(3, 12), 3)
    try:
        made = learner.stage("made", inputs, hidden, outputs)
    except LearnerError as error:
        if "before Module.__init__()" in str(error):
            expect.fail(
                "A layer is assigned before the module has its list of layers. "
                "`super().__init__()` makes it, and comes first.",
                tag="list-comes-by-itself",
            )
        raise
    expect.true(
        made is not None,
        "`Network` is a class like any other, and has no list of its layers. It has to inherit "
        "from `nn.Module`.",
        tag="list-comes-by-itself",
    )
    weights = inputs * hidden + hidden * outputs
    expect.equal(
        made["count"],
        weights + hidden + outputs,
        known=(
            expect.Known(
                weights, "The weights are there. The units have no biases.", tag="forgets-biases"
            ),
            expect.Known(
                0,
                "No parameter is listed. A layer is put on the list when it is itself assigned to "
                "`self`, as in `self.hidden = nn.Linear(…)`.",
            ),
            expect.Known(
                weights + inputs + hidden,
                "The sizes have changed places: in `nn.Linear(n, m)` n go in and m come out.",
            ),
        ),
        message=f"In `Network({inputs}, {hidden}, {outputs})`, `parameters()` lists another number "
        "of weights and biases than two layers of these sizes have.",
    )


@check(
    "The scores are those of two layers with a ReLU between them.",
    why="The ReLU is what makes two layers more than one, and a loss wants raw scores.",
)
def computes(learner: Learner) -> None:
    x = torch.randn(6, 5)
    first, second = (torch.randn(7, 5), torch.randn(7)), (torch.randn(4, 7), torch.randn(4))
    straight = x @ first[0].T + first[1]
    hidden = straight.relu()
    scores = hidden @ second[0].T + second[1]
    expect.close(
        learner.stage("answered", x, first, second),
        scores,
        atol=1e-4,
        known=(
            expect.Known(
                straight @ second[0].T + second[1],
                "Both layers are there, the ReLU between them is not. Two linear layers one after "
                "the other are no more than one.",
                tag="linear-layers-add-up",
            ),
            expect.Known(
                scores.relu(),
                "The scores have gone through a ReLU as well. Scores may be negative: leave them.",
                tag="relu-after-every-layer",
            ),
            expect.Known(
                scores.softmax(dim=1),
                "These are probabilities. `cross_entropy` does the softmax itself; give it scores.",
                tag="softmax-twice",
            ),
        ),
    )
