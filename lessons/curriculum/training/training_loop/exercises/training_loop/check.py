"""Checks of `train`."""

import random
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from lessons.checking import Learner, check, expect

LR = 0.1
Batches = list[tuple[Tensor, Tensor]]
Loss = Callable[[Tensor, Tensor], Tensor]


def task() -> tuple[Tensor, Batches, tuple[Tensor, Tensor]]:
    """First weights, three batches of unequal size, and other images."""
    features, classes = random.randint(4, 7), random.randint(3, 5)
    sizes = (random.randint(5, 8), random.randint(9, 12), random.randint(2, 4))
    batches = [_images(size, features, classes) for size in sizes]
    return torch.randn(classes, features), batches, _images(40, features, classes)


def walked(weight: Tensor, batches: Batches, epochs: int, loss: Loss, forget: bool) -> Tensor:
    """The weights after plain SGD; where it does not forget, gradients add up."""
    leaf = weight.clone().requires_grad_()
    for _ in range(epochs):
        for images, classes in batches:
            if forget:
                leaf.grad = None
            loss(images @ leaf.T, classes).backward()
            assert leaf.grad is not None
            with torch.no_grad():
                leaf -= LR * leaf.grad
    return leaf.detach()


def right(weight: Tensor, batches: Batches, epochs: int) -> Tensor:
    """The weights after a training as it should be."""
    return walked(weight, batches, epochs, cross_entropy, forget=True)


@check(
    "One batch moves the weights one step against its gradient.",
    why="Score, measure, forget, find the way, step: that is all that training is.",
)
def one_batch(learner: Learner) -> None:
    weight, batches, others = task()
    after = _trained(learner, weight, batches[:1], others, epochs=1)
    expect.close(
        after["weight"],
        right(weight, batches[:1], 1),
        known=(
            expect.Known(
                weight,
                "The weights have not moved. Either no step is made, or there is no gradient when "
                "it is made: not found yet, or forgotten again.",
                tag="no-gradient-at-step",
            ),
            expect.Known(
                walked(weight, batches[:1], 1, _of_probabilities, forget=True),
                "`cross_entropy` takes the raw scores and does the softmax itself. Here softmax "
                "comes twice.",
                tag="softmax-twice",
            ),
            expect.Known(
                walked(weight, batches[:1], 1, _summed, forget=True),
                "The loss is summed over the images. The mean makes the step equally long for "
                "every size of batch.",
                tag="sum-for-mean",
            ),
        ),
    )


@check(
    "Each batch makes a step of its own, with its own gradient.",
    why="`backward()` adds to what is in `.grad`; what is not forgotten pulls at all later steps.",
)
def every_batch(learner: Learner) -> None:
    weight, batches, others = task()
    after = _trained(learner, weight, batches, others, epochs=1)
    expect.close(
        after["weight"],
        right(weight, batches, 1),
        known=(
            expect.Known(
                walked(weight, batches, 1, cross_entropy, forget=False),
                "The gradients add up: the second step still carries that of the first batch, and "
                "so on. Nothing forgets them.",
                tag="gradients-replace",
            ),
            expect.Known(
                right(weight, batches[-1:], 1),
                "Only the last batch has made a step. The step belongs into the loop over the "
                "batches: indent it.",
                tag="step-outside-loop",
            ),
            expect.Known(right(weight, batches[:1], 1), "Only the first batch has made a step."),
            expect.Known(
                right(weight, batches[:-1], 1),
                "The last, smaller batch is left out. It makes a step like any other.",
                tag="drops-the-last-batch",
            ),
        ),
        rtol=1e-3,
    )


@check(
    "Every epoch takes all batches again.",
    why="An epoch is one pass; networks need many of them.",
)
def every_epoch(learner: Learner) -> None:
    weight, batches, others = task()
    after = _trained(learner, weight, batches, others, epochs=3)
    expect.close(
        after["weight"],
        right(weight, batches, 3),
        rtol=1e-3,
        atol=1e-5,
        known=(
            expect.Known(
                right(weight, batches, 1), "There was one epoch, and three are asked for."
            ),
        ),
    )


@check(
    "While it learns the model is in training mode, in every epoch.",
    why="Dropout and batch norm work otherwise in the two modes. `eval()` lasts until `train()`.",
)
def training_mode(learner: Learner) -> None:
    weight, batches, others = task()
    calls = _trained(learner, weight, batches, others, epochs=2, drop=0.5)["calls"]
    learning = [training for other, _, training, graph in calls if graph and not other]
    half = len(learning) // 2
    expect.true(half >= 3, "In two epochs three batches should be scored twice each.")
    expect.true(
        not all(learning[:half]) or all(learning[half:]),
        "The first epoch is in training mode, the second is not: `eval()` at the end of the first "
        "is still in force. `train()` has to be called in every epoch.",
        tag="train-mode-once",
    )
    expect.true(
        all(learning),
        "A batch is learnt from while the model is not in training mode: `eval()` has come before "
        "it, and no `train()` since.",
    )


@check(
    "After each epoch the other images are scored, in evaluation mode and without a graph.",
    why="Only looking: no dropout that blurs the answer, no memory spent on gradients.",
)
def evaluation(learner: Learner) -> None:
    weight, batches, others = task()
    calls = _trained(learner, weight, batches, others, epochs=2, drop=0.5)["calls"]
    looking = [(training, graph) for other, _, training, graph in calls if other]
    seen = sum(count for other, count, _, _ in calls if other)
    expect.true(seen, "The images in `others` are never scored. No step learns from those.")
    expect.true(seen >= 80, "In two epochs the 40 other images should be scored twice.")
    expect.true(
        not any(training for training, _ in looking),
        "They are scored in training mode: dropout puts out half of what the model sees.",
        tag="measures-in-training-mode",
    )
    expect.true(
        not any(graph for _, graph in looking),
        "A graph is recorded that nobody goes back through. Look under `torch.no_grad()`.",
        tag="measures-with-graph",
    )


@check(
    "It gives back the share of right answers after each epoch.",
    why="That is the curve that is watched: images that no step has learnt from.",
)
def shares(learner: Learner) -> None:
    weight, batches, (images, classes) = task()
    after = _trained(learner, weight, batches, (images, classes), epochs=3)
    ends = [right(weight, batches, epoch) for epoch in (1, 2, 3)]
    scores = [images @ end.T for end in ends]
    found = [(each.argmax(dim=1) == classes).float().mean().item() for each in scores]
    losses = [cross_entropy(each, classes).item() for each in scores]
    one_place = [(each.argmax() == classes).float().mean().item() for each in scores]
    expect.close(
        after["shares"],
        found,
        atol=1e-4,
        known=(
            expect.Known(losses, "These are losses. Asked for is how many answers are right."),
            expect.Known(
                one_place,
                "`argmax()` looks for one place in the whole table. Each image has an answer of "
                "its own, the place of the highest score in its row: `argmax(dim=1)`.",
            ),
            expect.Known([40 * share for share in found], "That counts them. A share is 0 to 1."),
            expect.Known([100 * share for share in found], "That is per cent. A share is 0 to 1."),
            expect.Known(found[-1], "Only the last epoch is given back: collect one for each."),
            expect.Known(found[-1:], "Only the last epoch is given back: collect one for each."),
        ),
    )


def _trained(
    learner: Learner,
    weight: Tensor,
    batches: Batches,
    others: tuple[Tensor, Tensor],
    *,
    epochs: int,
    drop: float = 0.0,
) -> Any:
    return learner.stage("trained", weight, batches, others, epochs=epochs, lr=LR, drop=drop)


def _images(count: int, features: int, classes: int) -> tuple[Tensor, Tensor]:
    return 2 * torch.randn(count, features), torch.randint(classes, (count,))


def _of_probabilities(scores: Tensor, classes: Tensor) -> Tensor:
    return cross_entropy(scores.softmax(dim=1), classes)


def _summed(scores: Tensor, classes: Tensor) -> Tensor:
    return cross_entropy(scores, classes, reduction="sum")
