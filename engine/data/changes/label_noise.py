"""Wrong labels, on purpose."""

from __future__ import annotations

from collections.abc import Sequence

from engine.data.base import Dataset, Examples
from engine.data.changes.each_split import changed, labels_of
from engine.data.splits import generator
from engine.errors import ConfigurationError, share


def with_label_noise(
    data: Dataset, amount: float, *, seed: int = 0, splits: Sequence[str] = ("train",)
) -> Dataset:
    """A share `amount` of the labels is wrong: round(amount · n) examples get another class.

    Which examples is drawn evenly over all; the wrong class evenly among the others, so that
    every changed label is wrong (drawing among all classes would hit the right one now and then).
    Validation and test stay clean unless named in `splits`. Raises ConfigurationError for a share
    outside 0 … 1 or fewer than 2 classes.
    """
    share("with_label_noise.amount", amount, one=True)
    labels_of(data, "with_label_noise")
    classes = _count(data, "with_label_noise")
    import torch

    random = generator(seed)

    def change(examples: Examples) -> Examples:
        n = len(examples)
        wrong = torch.randperm(n, generator=random)[: round(amount * n)]
        step = torch.randint(1, classes, (len(wrong),), generator=random)
        targets = examples.targets.clone()
        targets[wrong] = (targets[wrong] + step) % classes
        return Examples(examples.inputs, targets)

    return changed(data, change, splits)


def with_shuffled_labels(
    data: Dataset, *, seed: int = 0, splits: Sequence[str] = ("train",)
) -> Dataset:
    """Every example gets the label of an example at random: the counts of the classes stay.

    What is learnt from them is learnt by heart: validation cannot get better than guessing, a
    loss of ln K where K classes are equally frequent.

    Source: C. Zhang, S. Bengio, M. Hardt, B. Recht and O. Vinyals, "Understanding deep learning
    requires rethinking generalization", ICLR 2017.
    """
    import torch

    random = generator(seed)

    def change(examples: Examples) -> Examples:
        order = torch.randperm(len(examples), generator=random)
        return Examples(examples.inputs, examples.targets[order])

    return changed(data, change, splits)


def _count(data: Dataset, who: str) -> int:
    """Number of classes. Raises ConfigurationError where a label cannot be wrong."""
    if len(data.classes) < 2:
        raise ConfigurationError(
            f"{who}.data", data.name, "Give a data set that names at least 2 classes."
        )
    return len(data.classes)
