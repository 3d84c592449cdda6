"""Pure noise: nothing to learn, a lot to remember."""

from __future__ import annotations

from engine.data.base import Dataset
from engine.data.building import LEAST, drawn
from engine.data.splits import generator
from engine.errors import at_least


def random_noise(*, n: int = 1000, features: int = 20, classes: int = 10, seed: int = 0) -> Dataset:
    """Gaussian inputs (n, features) float32 and targets (n,) int64 that know nothing of them.

    Every class is as likely as every other for every example: a large model can learn the
    training set by heart, and is right on 1 of `classes` fresh examples all the same. Split in
    60 %, 20 %, 20 %. Raises ConfigurationError for fewer than 10 examples, no feature or fewer
    than 2 classes.

    Source: C. Zhang, S. Bengio, M. Hardt, B. Recht and O. Vinyals, "Understanding deep learning
    requires rethinking generalization", ICLR 2017.
    """
    at_least("random_noise.n", n, LEAST)
    at_least("random_noise.features", features, 1)
    at_least("random_noise.classes", classes, 2)
    import torch

    random = generator(seed)
    inputs = torch.randn(n, features, generator=random)
    targets = torch.randint(classes, (n,), generator=random)
    names = tuple(str(number) for number in range(classes))
    return drawn("random noise", inputs, targets, classes=names)
