"""Two directions in the space of all weights, along which a loss is worth looking at."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

Plane = tuple[Tensor, Tensor]
"""Two directions, each of them all weights behind one another: (P,)."""


def flat(tensors: Sequence[Tensor]) -> Tensor:
    """All weights behind one another: (P,)."""
    return torch.cat([tensor.detach().flatten() for tensor in tensors])


def random_directions(weights: Sequence[Tensor], random: torch.Generator) -> Plane:
    """Two random, filter-normalised directions.

    dᵢⱼ ← dᵢⱼ / ‖dᵢⱼ‖ · ‖θᵢⱼ‖ for filter j of layer i (a row of a linear layer), so that a step of 1
    is as large as the weights themselves, whatever their scale. Biases and the parameters of
    normalisation, which have one dimension, stay where they are: their direction is 0.
    Source: Li, Xu, Taylor, Studer and Goldstein, "Visualizing the Loss Landscape of Neural
    Nets", 2018, section 4.
    """
    return _random_direction(weights, random), _random_direction(weights, random)


def _random_direction(weights: Sequence[Tensor], random: torch.Generator) -> Tensor:
    parts = []
    for theta in weights:
        d = torch.zeros(theta.shape)
        if theta.ndim >= 2:
            filters = theta.detach().cpu().float().flatten(1)  # (filters, weights of each)
            d = torch.randn(filters.shape, generator=random)
            d = d / d.norm(dim=1, keepdim=True) * filters.norm(dim=1, keepdim=True)
        parts.append(d.flatten())
    return torch.cat(parts)


def path_directions(displacements: Tensor) -> tuple[Plane, tuple[float, float]] | None:
    """The two orthogonal directions of length 1 in which a path is longest, and their shares.

    `displacements` (k, P): where the weights were, as seen from where they are now. The directions
    are its first two right singular vectors, the shares σ₁² and σ₂² over the sum of all σ². None
    for a path that has not turned yet. Source: Li et al. 2018, section 7. That most of a path lies
    in such a plane says little: even a random walk's does (Antognini and Sohl-Dickstein 2018).
    """
    if len(displacements) < 2:
        return None
    _, sigma, directions = torch.linalg.svd(displacements, full_matrices=False)
    if not sigma[1] > 1e-6 * sigma[0]:
        return None
    shares = sigma.square() / sigma.square().sum()
    return (directions[0], directions[1]), (shares[0].item(), shares[1].item())


def coordinates(displacements: Tensor, plane: Plane) -> Tensor:
    """Where points (k, P) lie when seen from straight above the plane: (k, 2).

    The directions need not be orthogonal: least squares.
    """
    basis = torch.stack(plane, dim=1)  # (P, 2)
    found: Tensor = torch.linalg.lstsq(basis.double(), displacements.double().T).solution
    return found.T


class Footprints:
    """Where the weights were at the looks of a run, thinned out as it goes on."""

    def __init__(self, most: int) -> None:
        """Keep at most `most` points."""
        self._most = most
        self._points: list[Tensor] = []
        self._every = 1
        self._seen = 0

    def note(self, weights: Tensor) -> None:
        """Add a point (P,), if it is its turn: once full, every second one is dropped."""
        if self._seen % self._every == 0:
            self._points.append(weights)
        self._seen += 1
        if len(self._points) > self._most:
            self._points = self._points[::2]
            self._every *= 2

    def seen_from(self, weights: Tensor) -> Tensor:
        """All points kept, oldest first, and the present one: (k, P), relative to the latter."""
        return torch.stack([*self._points, weights]) - weights


def footprints_for(parameters: int, memory: int = 64 * 1024 * 1024, most: int = 100) -> int:
    """How many points of that many weights fit into `memory` bytes; 4 at least."""
    return max(4, min(most, math.floor(memory / (4 * parameters))))
