"""Two features of very different scale, of which the small one matters."""

from __future__ import annotations

from engine.data.base import Dataset
from engine.data.building import LEAST, drawn
from engine.data.splits import generator
from engine.errors import at_least


def two_scales(*, n: int = 1000, scale: float = 1000.0, seed: int = 0) -> Dataset:
    """Inputs (n, 2) float32 of standard deviation 1 and `scale`; targets (n,) int64.

    The class is the sign of the small feature; the large one is noise. Divided by one standard
    deviation for everything they keep their ratio, and descent follows the noise; each divided by
    its own, the task is easy (`standardised(data, over="all")` and `over="feature"`). Split in
    60 %, 20 %, 20 %. Raises ConfigurationError for fewer than 10 examples or a scale that is not
    positive.
    """
    at_least("two_scales.n", n, LEAST)
    at_least("two_scales.scale", scale, 0, inclusive=False)
    import torch

    inputs = torch.randn(n, 2, generator=generator(seed))
    targets = (inputs[:, 0] > 0).long()
    inputs[:, 1] *= scale
    names = ("small", "large")
    return drawn("two scales", inputs, targets, classes=("negative", "positive"), features=names)
