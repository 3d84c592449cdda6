"""Looking at a model apart from its training: nothing that is drawn or switched inside remains."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor, nn

from engine import seeding
from engine.eval_mode import evaluating
from engine.probes.base import Scene


@contextmanager
def apart(device: torch.device, seed: int | None = None) -> Iterator[None]:
    """All random states as before outside: torch's, Python's and NumPy's.

    With a `seed` whatever is drawn inside is the same at every visit.
    """
    pythons, numpys = random.getstate(), np.random.get_state()
    try:
        if seed is None:
            with seeding.preserved(device):
                yield
        else:
            random.seed(seed)
            np.random.seed(seed % 2**32)
            with seeding.seeded(seed, device):
                yield
    finally:
        random.setstate(pythons)
        np.random.set_state(numpys)


@contextmanager
def asking(model: nn.Module, device: torch.device, seed: int | None = None) -> Iterator[None]:
    """The same in eval mode and without gradients; every module's mode is put back."""
    with apart(device, seed), evaluating(model, device):
        yield


def outputs(scene: Scene, inputs: Tensor, chunk: int = 2048) -> Tensor:
    """What the model answers in eval mode: (n, …), on the CPU, float32, `chunk` at a time."""
    with asking(scene.model, scene.device):
        return torch.cat(
            [scene.model(part.to(scene.device)).float().cpu() for part in inputs.split(chunk)]
        )
