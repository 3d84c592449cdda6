"""A point of a run: everything that the steps after it depend on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine import nested
from engine.atomic import whole
from engine.batches import Position
from engine.errors import EngineError
from engine.seeding import RandomState

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """Weights, optimiser, position in the data, tricks and all random states, as copies.

    The parts are state dicts in the sense of torch: tensors, numbers, strings, lists and dicts,
    which `torch.load(weights_only=True)` can read.
    """

    position: Position
    model: dict[str, Tensor]
    stepper: dict[str, Any]
    live: dict[str, Any]
    """Hyperparameters as they were at the start, and as they are now; what the schedule hears."""
    tricks: dict[str, Any]
    """Loss scaler, averaged weights, best weights, reaction of the schedule, gradients that were
    not cleared; those there are."""
    noise: RandomState
    augmentation: Tensor

    @property
    def step(self) -> int:
        """Steps made."""
        return self.position.step

    def without_optimizer(self) -> Snapshot:
        """The same point with an optimiser that remembers nothing: what resuming from weights
        alone amounts to."""
        return replace(self, stepper={})

    def nbytes(self) -> int:
        """Memory it takes."""
        return sum(tensor.nbytes for tensor in nested.tensors(_plain(self)))

    def save(self, path: Path) -> None:
        """Write it in one piece or not at all. Raises OSError where the disk refuses."""
        buffer = BytesIO()
        torch.save(_plain(self), buffer)
        with whole(path) as file:
            file.write(buffer.getbuffer())

    @classmethod
    def load(cls, path: Path, device: torch.device | str = "cpu") -> Snapshot:
        """Read it, running none of the file's code. Raises EngineError for a damaged file.

        Generator states stay on the CPU, where torch keeps them.
        """

        def moved(tensor: Tensor) -> Tensor:
            return tensor.to(device)

        try:
            plain = torch.load(path, map_location="cpu", weights_only=True)
            if plain["version"] != VERSION:
                raise ValueError(f"it has version {plain['version']}, not {VERSION}")
            return cls(
                position=Position(**plain["position"]),
                model=nested.mapped(plain["model"], moved),
                stepper=nested.mapped(plain["stepper"], moved),
                live=plain["live"],
                tricks=nested.mapped(plain["tricks"], moved),
                noise=RandomState(plain["noise"], plain["accelerator_noise"]),
                augmentation=plain["augmentation"],
            )
        except Exception as error:  # torch raises many kinds for a file that is not one of its own
            raise EngineError(
                f"Snapshot {path.name} cannot be read",
                f"It is missing or damaged: {error}.",
                "Use another snapshot, or run again from the beginning.",
            ) from error


def _plain(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "version": VERSION,
        "position": snapshot.position._asdict(),
        "model": snapshot.model,
        "stepper": snapshot.stepper,
        "live": snapshot.live,
        "tricks": snapshot.tricks,
        "noise": snapshot.noise.cpu,
        "accelerator_noise": snapshot.noise.accelerator,
        "augmentation": snapshot.augmentation,
    }
