"""Random numbers: one seed, a stream of its own for every purpose.

Batch order is a pure function of (seed, epoch). Initialisation and the noise of training
(dropout) each have a stream. The caller's global random state is neither used nor changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor


def derive(seed: int, *purpose: str | int) -> int:
    """A 63-bit seed for one purpose; different purposes are independent of each other."""
    text = repr((seed, *purpose)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little") >> 1


def order(seed: int, epoch: int, samples: int) -> Tensor:
    """The order in which an epoch meets its samples: a permutation, (samples,), int64."""
    generator = torch.Generator().manual_seed(derive(seed, "order", epoch))
    return torch.randperm(samples, generator=generator)


@dataclass(frozen=True, slots=True)
class RandomState:
    """The state of torch's global generators that a run may draw from."""

    cpu: Tensor
    accelerator: Tensor | None
    """That of the device's own generator, where it is not the CPU."""

    @classmethod
    def now(cls, device: torch.device) -> RandomState:
        """What the generators of the CPU and of this device are about to draw."""
        accelerator = None
        if device.type == "cuda":
            accelerator = torch.cuda.get_rng_state(device)
        elif device.type == "mps":
            accelerator = torch.mps.get_rng_state()
        return cls(torch.get_rng_state(), accelerator)

    def restore(self, device: torch.device) -> None:
        """Put the generators back; that of another kind of device is left as it is here."""
        torch.set_rng_state(self.cpu)
        now = RandomState.now(device).accelerator if self.accelerator is not None else None
        if self.accelerator is None or now is None or now.shape != self.accelerator.shape:
            return
        if device.type == "cuda":
            torch.cuda.set_rng_state(self.accelerator, device)
        else:
            torch.mps.set_rng_state(self.accelerator)


@contextmanager
def preserved(device: torch.device) -> Iterator[None]:
    """Whatever is drawn inside leaves no trace outside."""
    before = RandomState.now(device)
    try:
        yield
    finally:
        before.restore(device)


@contextmanager
def seeded(seed: int, device: torch.device) -> Iterator[None]:
    """Draw from a stream of one's own inside; leave no trace outside."""
    with preserved(device):
        # Not `torch.manual_seed`, which reaches the generators of every other device as well.
        torch.default_generator.manual_seed(seed)
        if device.type == "cuda":
            with torch.cuda.device(device):
                torch.cuda.manual_seed(seed)
        elif device.type == "mps":
            torch.mps.manual_seed(seed)
        yield
