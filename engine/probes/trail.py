"""Remembers where two parameters have been, one point a step."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.observations import Array, PathPoints


class Trail:
    """Follows a tensor of two numbers that the optimiser updates in place."""

    def __init__(self, weights: Tensor) -> None:
        """Begin with the point where the weights are now. `weights` holds two numbers."""
        self._weights = weights.detach().flatten()
        # numpy reads host memory in a tenth of the time that a torch operation takes.
        self._host = self._weights.numpy() if self._weights.device.type == "cpu" else None
        self._on_host: list[list[float]] = []
        self._on_device: list[Tensor] = []
        self.note()

    def note(self) -> None:
        """Add the point where the weights are now, without waiting for a device."""
        if self._host is not None:
            self._on_host.append(self._host.tolist())
        else:
            self._on_device.append(self._weights.clone())

    def take(self) -> PathPoints | None:
        """The points since the last call, or None; points that are not finite are left out."""
        if self._host is None and self._on_device:
            self._on_host = torch.stack(self._on_device).tolist()
            self._on_device = []
        noted = torch.tensor(self._on_host).reshape(-1, 2)
        self._on_host = []
        points = noted[noted.isfinite().all(dim=1)]
        return PathPoints(points=Array.of(points)) if len(points) else None
