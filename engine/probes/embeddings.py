"""Vectors of many dimensions, laid out in the plane."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import torch
from torch import Tensor, nn

from engine.errors import at_least, one_of
from engine.observations import LARGEST, Array, Embedded
from engine.probes.apart import apart, asking
from engine.probes.base import Scene, Still, unfit
from engine.probes.predictions import true_classes
from engine.probes.sample import validation

Method = Literal["pca", "tsne"]
MOST = LARGEST // 64
"""Points shown at most."""


@dataclass(frozen=True, slots=True)
class Embeddings:
    """The rows of an embedding, or what comes out of a layer for some validation examples.

    PCA keeps the two directions of greatest variance. t-SNE (van der Maaten and Hinton 2008)
    keeps neighbours together instead and takes seconds: distances between its groups mean nothing.
    """

    layer: str = ""
    """Path of the module, as in `named_modules`; empty: the first embedding, or else the layer
    before the last one."""
    count: int = 300
    """Points: the first tokens, or examples from all over the split."""
    method: Method = "pca"
    name: str = field(default="embeddings", init=False)

    def __post_init__(self) -> None:
        one_of("Embeddings.method", self.method, ("pca", "tsne"))
        at_least("Embeddings.count", self.count, 3)

    def start(self) -> EmbeddingsObserver:
        """Make the observer of one run."""
        return EmbeddingsObserver(self)


class EmbeddingsObserver(Still):
    """Lays out the same points at every look."""

    def __init__(self, probe: Embeddings) -> None:
        self._probe = probe
        self._count = min(probe.count, MOST)
        self._axes: Tensor | None = None

    def begin(self, scene: Scene) -> None:
        """Find the layer. Raises ConfigurationError for a name that is none, or without data."""
        modules = {name: module for name, module in scene.model.named_modules() if name}
        if self._probe.layer:
            one_of("Embeddings.layer", self._probe.layer, modules)
            self._module = modules[self._probe.layer]
        else:
            self._module = _default(modules)
        tokens = scene.data.tokens if scene.data is not None else ()
        if isinstance(self._module, nn.Embedding):
            rows = min(self._count, self._module.num_embeddings)
            self._truth: tuple[int, ...] = ()
            self._labels = tuple(tokens[n] if n < len(tokens) else str(n) for n in range(rows))
            return
        self._examples = validation(scene, "Embeddings", self._count)
        assert scene.data is not None
        self._truth, self._labels = (), ()
        if scene.data.classes and self._examples.targets.numel() == len(self._examples):
            self._truth = tuple(true_classes(self._examples).tolist())
            self._labels = tuple(scene.data.classes[number] for number in self._truth)

    def look(self, scene: Scene) -> Embedded | None:
        """The layout now; None once the vectors are not made of numbers."""
        vectors = self._vectors(scene)
        if vectors is None or not vectors.isfinite().all():
            return None
        explained = (math.nan, math.nan)
        if self._probe.method == "pca":
            points, self._axes, explained = pca(vectors, self._axes)
        else:
            points = _tsne(vectors, scene.device)
        return Embedded(
            points=Array.of(points),
            labels=self._labels,
            truth=self._truth,
            explained=explained,
            method=self._probe.method,
        )

    def _vectors(self, scene: Scene) -> Tensor | None:
        """(n, dimensions), float64, on the CPU; None where the layer was not called."""
        if isinstance(self._module, nn.Embedding):
            return self._module.weight.detach()[: len(self._labels)].cpu().double()
        heard: list[Tensor] = []

        def listen(_: nn.Module, __: object, output: object) -> None:
            first = output[0] if isinstance(output, tuple) else output
            if isinstance(first, Tensor):
                heard.append(first.detach().cpu().double())

        handle = self._module.register_forward_hook(listen)
        try:
            with asking(scene.model, scene.device):
                scene.model(self._examples.inputs.to(scene.device))
        finally:
            handle.remove()
        return _one_vector_each(heard[0]) if heard else None


def _default(modules: dict[str, nn.Module]) -> nn.Module:
    """The first embedding, or else the layer before the last one."""
    for module in modules.values():
        if isinstance(module, nn.Embedding):
            return module
    childless = [module for module in modules.values() if not any(module.children())]
    if len(childless) < 2:
        raise unfit("Embeddings", "a model with a hidden layer", "Name the layer to look at.")
    return childless[-2]


def _one_vector_each(output: Tensor) -> Tensor:
    """Means over positions: of images (n, c, h, w), or of sequences (n, length, features)."""
    if output.ndim == 4:
        return output.mean(dim=(2, 3))
    return output.mean(dim=1) if output.ndim == 3 else output.reshape(len(output), -1)


def pca(
    vectors: Tensor, previous: Tensor | None = None
) -> tuple[Tensor, Tensor, tuple[float, float]]:
    """Principal components of (n, d): points (n, 2), axes (2, d), shares of the variance.

    With X the vectors less their mean, X = U Σ Vᵀ: the points are the first two columns of U Σ, the
    shares σ² over the sum of all σ². The sign of an axis is arbitrary: it is chosen so that it
    points where the `previous` one pointed, and pictures do not flip. With a single dimension
    the second coordinate is 0.
    """
    centred = vectors - vectors.mean(dim=0)
    _, sigma, axes = torch.linalg.svd(centred, full_matrices=False)
    first = torch.zeros(2, vectors.shape[1], dtype=vectors.dtype)
    first[: len(axes)] = axes[:2]
    if previous is not None and previous.shape == first.shape:
        first = first * torch.where((first * previous).sum(dim=1, keepdim=True) < 0, -1, 1)
    variance = torch.zeros(2, dtype=vectors.dtype)
    variance[: len(sigma)] = sigma[:2].square()
    shares = (variance / sigma.square().sum()).tolist()
    return centred @ first.T, first, (shares[0], shares[1])


def _tsne(vectors: Tensor, device: torch.device) -> Tensor:
    """scikit-learn's t-SNE, started from PCA where that gives two axes."""
    from sklearn.manifold import TSNE

    start = "pca" if vectors.shape[1] >= 2 else "random"
    perplexity = min(30.0, (len(vectors) - 1) / 3)
    with apart(device):
        laid = TSNE(2, perplexity=perplexity, init=start, random_state=0)
        return torch.as_tensor(laid.fit_transform(vectors.numpy()))
