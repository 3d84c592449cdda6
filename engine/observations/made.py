"""What a model makes, and other things to look at: images, texts, points, boxes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.observations.array import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Images side by side."""

    images: Array
    """(n, channels, height, width), 1 or 3 channels."""
    captions: tuple[str, ...]
    """One for each image, or none at all."""
    low: float
    """Value drawn black."""
    high: float
    """Value drawn white."""
    columns: int
    """Images that belong in one row; 0 for as many as fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What a model has written."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointCloud:
    """Points that a model has drawn, beside those it learns from."""

    drawn: Array
    """(n, 2)"""
    real: Array
    """(m, 2); (0, 2) where there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detections:
    """Images with the boxes that are there and those that are found.

    Corners and sizes are shares of the image's width and height.
    """

    images: Array
    """(n, channels, height, width), 0 … 1."""
    true: tuple[Array, ...]
    """For each image (k, 5): class, centre x, centre y, width, height."""
    found: tuple[Array, ...]
    """For each image (k, 6): the same and the score, the surest first."""
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelStripes:
    """The labels of the batches that a run learned from last."""

    classes: tuple[str, ...]
    labels: Array
    """(batches, samples): class numbers, the newest batch last; -1 where a batch has ended."""
    sizes: tuple[int, ...]
    """Samples of each batch, those that were left out above included."""
