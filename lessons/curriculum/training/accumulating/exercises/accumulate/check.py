"""Checks of `one_epoch`."""

import random
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from lessons.checking import Learner, check, expect

LR = 0.1
Batches = list[tuple[Tensor, Tensor]]
Window = Sequence[tuple[Tensor, Tensor]]


def task(sizes: Sequence[int]) -> tuple[Tensor, Batches]:
    """First weights, and batches of these sizes."""
    features, classes = random.randint(4, 6), random.randint(3, 5)
    batches = [(2 * torch.randn(size, features), torch.randint(classes, (size,))) for size in sizes]
    return torch.randn(classes, features), batches


def moved(weight: Tensor, window: Window, shares: Sequence[float]) -> Tensor:
    """One step along the sum of the batches' mean gradients, each with its share."""
    leaf = weight.clone().requires_grad_()
    losses = [
        share * cross_entropy(images @ leaf.T, classes)
        for share, (images, classes) in zip(shares, window, strict=True)
    ]
    (slope,) = torch.autograd.grad(torch.stack(losses).sum(), leaf)
    return weight - LR * slope


def walked(weight: Tensor, windows: Sequence[Window], shares: str) -> Tensor:
    """An epoch of such steps.

    Shares: by images, by the number of batches, all 1, all images, by the images of the whole
    epoch, or a mean divided by its images once more.
    """
    total = sum(len(images) for window in windows for images, _ in window)
    for window in windows:
        sizes = [len(images) for images, _ in window]
        by = {
            "images": [size / sum(sizes) for size in sizes],
            "batches": [1 / len(windows[0])] * len(window),
            "one": [1.0] * len(window),
            "sum": [float(size) for size in sizes],
            "epoch": [size / total for size in sizes],
            "twice": [1 / size for size in sizes],
        }
        weight = moved(weight, window, by[shares])
    return weight


def walked_in_shares(weight: Tensor, windows: Sequence[Window], share: float) -> Tensor:
    """An epoch in which every batch has the same share."""
    for window in windows:
        weight = moved(weight, window, [share] * len(window))
    return weight


def piled_up(weight: Tensor, windows: Sequence[Window]) -> Tensor:
    """An epoch in which no window forgets the gradient of those before."""
    total = torch.zeros_like(weight)
    for window in windows:
        sizes = [len(images) for images, _ in window]
        total += moved(weight, window, [size / sum(sizes) for size in sizes]) - weight
        weight = weight + total
    return weight


def in_windows(batches: Batches, parts: int) -> list[Batches]:
    """Batches that make one update each time."""
    return [batches[first : first + parts] for first in range(0, len(batches), parts)]


def compared(learner: Learner, weight: Tensor, batches: Batches, parts: int) -> None:
    """Hold the learner's epoch against one of large batches."""
    windows = in_windows(batches, parts)
    full = [window for window in windows if len(window) == parts]
    last = [window[-1:] for window in windows]
    alike = len({len(images) for images, _ in batches}) == 1
    known = (
        expect.Known(
            walked(weight, windows, "one"),
            "The means of the batches are added up, and nobody divides: the step is too long.",
            tag="sum-for-mean",
        ),
        expect.Known(
            walked(weight, windows, "batches"),
            "The last window has fewer batches, and is divided by the number of a full one."
            if alike
            else "Every batch counts the same, however many images it has.",
            tag="mean-of-batch-means",
        ),
        expect.Known(
            walked(weight, windows, "sum"),
            "The sum over all images is never divided by their number: the step is too long.",
            tag="sum-for-mean",
        ),
        expect.Known(
            walked(weight, windows, "epoch"),
            "It is divided by all images of the epoch. A step has seen those of its window only.",
        ),
        expect.Known(
            walked(weight, windows, "twice"),
            "Each loss is a mean over its batch already, and is divided by its images once more.",
        ),
        *(
            expect.Known(
                moved_by_last,
                "Only the last batch of each window has a say. The gradients of the others are "
                "forgotten before the step.",
            )
            for moved_by_last in (
                walked(weight, last, "one"),
                walked_in_shares(weight, last, 1 / parts),
            )
        ),
        expect.Known(
            walked(weight, [[batch] for batch in batches], "images"),
            "Every batch makes a step of its own.",
            tag="accumulation-is-small-batches",
        ),
        expect.Known(
            walked(weight, full, "images"),
            "The batches after the last full window make no step. They are lost.",
            tag="tail-takes-care-of-itself",
        ),
        expect.Known(
            piled_up(weight, windows),
            "Each window still carries the gradients of those before it: nothing forgets them "
            "after the step.",
            tag="gradients-replace",
        ),
        expect.Known(
            walked(weight, full, "one"),
            "The gradients are added up and not divided, and the batches after the last full "
            "window make no step.",
            tag="sum-for-mean",
        ),
    )
    found = learner.stage("after_epoch", weight, batches, parts, LR)
    expect.close(found, walked(weight, windows, "images"), rtol=1e-3, atol=1e-5, known=known)


@check(
    "Parts of the same size make the step of one large batch.",
    why="That is the promise: the mean over all images, whatever memory holds.",
)
def equal_parts(learner: Learner) -> None:
    parts = random.randint(2, 4)
    weight, batches = task([random.randint(5, 9)] * parts)
    compared(learner, weight, batches, parts)


@check("A batch counts as much as it has images.", why="The mean is over images, not batches.")
def unequal_parts(learner: Learner) -> None:
    weight, batches = task([random.randint(10, 12), random.randint(2, 4), random.randint(5, 7)])
    compared(learner, weight, batches, 3)


@check(
    "The last batches of an epoch are used, too.",
    why="Else some images are never learnt from, or their gradients leak into the next epoch.",
)
def tail(learner: Learner) -> None:
    weight, batches = task([8, 8, 8, 8, 8])
    compared(learner, weight, batches, 3)
