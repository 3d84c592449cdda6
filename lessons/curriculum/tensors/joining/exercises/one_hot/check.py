"""Checks of `one_hot`."""

import random

import torch
from torch.nn import functional

from lessons.checking import Learner, check, expect


def slips(labels: torch.Tensor, classes: int) -> tuple[expect.Known, ...]:
    """Wrong rows that are known, and what leads to them."""
    right = functional.one_hot(labels, classes).float()
    return (
        expect.Known(
            right.T,
            "Samples and classes have changed places: this is (classes, N). Which of the two was "
            "the column?",
            tag="flat-is-a-column",
        ),
        expect.Known(
            functional.one_hot(labels, classes + 1).float(),
            "One column too many: classes are counted from 0, so the last is classes − 1.",
            tag="counts-from-one",
        ),
        expect.Known(
            functional.one_hot(labels).float(),
            "There are only as many columns as the highest label asks for. A class that nobody has "
            "here needs its column too: there are to be `classes` of them.",
        ),
        expect.Known(
            torch.zeros(len(labels), classes).index_fill(1, labels, 1.0),
            "Every row got the labels of all the others as well: a colon for the rows is not read "
            "in step with `labels`. Name the rows.",
            tag="colon-is-row-numbers",
        ),
        expect.Known(
            (torch.isin(torch.arange(len(labels)), labels).float().unsqueeze(1)).expand_as(right),
            "Whole rows are 1: with one index the labels were taken for numbers of rows. They "
            "name the column, and each row has its own.",
        ),
        expect.Known(
            (labels.unsqueeze(1) == torch.arange(1, classes + 1)).float(),
            "The columns are counted from 1 here, and labels from 0.",
            tag="counts-from-one",
        ),
    )


@check(
    "As many labels as classes: every label meets every class.",
    why="Where N equals the number of classes, a mistake with the axes raises no error.",
)
def square(learner: Learner) -> None:
    classes = random.randint(4, 7)
    labels = torch.randint(classes - 1, (classes,))
    labels[:2] = torch.tensor([0, 2])
    paired = expect.Known(
        (labels == torch.arange(classes)).float(),
        "Label number i met class number i only. Each label has to meet all classes.",
        tag="flat-is-a-column",
    )
    got = learner.call("one_hot", labels, classes)
    expect.kind(got, torch.Tensor)
    expect.close(
        got.float(),
        functional.one_hot(labels, classes).float(),
        known=(*slips(labels, classes), paired),
    )


@check(
    "Every row has its 1 in the column of the label, as float32.",
    why="A row is what the network should say: all the weight on one class.",
)
def rows(learner: Learner) -> None:
    classes = random.randint(4, 7)
    labels = torch.randint(classes, (random.randint(8, 12),))
    got = learner.call("one_hot", labels, classes)
    expect.dtype(got, "float32", message="The rows are to be float32: convert them at the end.")
    expect.close(got, functional.one_hot(labels, classes).float(), known=slips(labels, classes))


@check(
    "A class that nobody has keeps its column.",
    why="A batch rarely holds every class, and its width must not depend on that.",
)
def absent(learner: Learner) -> None:
    labels = torch.zeros(random.randint(2, 5), dtype=torch.int64)
    expect.shape(learner.call("one_hot", labels, 6), (len(labels), 6))
