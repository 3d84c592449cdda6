"""Scenes with handwritten digits in them: what is where?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.base import Dataset, Examples
from engine.data.digits import digits
from engine.errors import ConfigurationError, at_least, share

if TYPE_CHECKING:
    import torch
    from torch import Tensor

ABSENT = -1
"""Class of a row of the targets that stands for no box; its other numbers are 0."""
TRIES = 50
"""Places that are drawn for a digit before the scene does without it."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a scene is drawn."""

    size: int
    """Height and width of a scene, in pixels."""
    most: int
    """Digits in a scene, at most."""
    smallest: int
    """Height of a digit, in pixels, at least …"""
    largest: int
    """… and at most."""
    noise: float
    overlap: float
    """Share of the smaller of two boxes that may lie in the other."""


def scenes(
    *,
    n: int = 500,
    size: int = 32,
    max_boxes: int = 3,
    smallest: int = 8,
    largest: int = 16,
    noise: float = 0.05,
    overlap: float = 0.1,
    seed: int = 0,
) -> Dataset:
    """`n` grey images with 1 … `max_boxes` digits each, for detection.

    Inputs (n, 1, size, size) float32, 0 … 1. Targets (n, max_boxes, 5) float32, one row for each
    box: class, cx, cy, w, h; the centre, width and height are shares of the image from 0 to 1, and
    the box touches the ink on all four sides. A row without a box has class −1 and zeros, and
    comes after those with one. Digits are `smallest` to `largest` pixels high, as wide as their
    proportions say; of two boxes at most a share `overlap` of the smaller one lies in the other.
    `noise` is the standard deviation of what is added to every pixel.

    Split in 60 %, 20 %, 20 %; the digits of one split are those of the same split of `digits`, so
    that no handwriting is in two of them. Raises ConfigurationError for fewer than 10 scenes, a
    digit that is smaller than 8 pixels or larger than the scene, or an overlap outside 0 … 1.
    """
    at_least("scenes.n", n, 10)
    at_least("scenes.max_boxes", max_boxes, 1)
    at_least("scenes.smallest", smallest, 8)
    at_least("scenes.noise", noise, 0)
    share("scenes.overlap", overlap, one=True)
    if not smallest <= largest <= size:
        raise ConfigurationError(
            "scenes.largest", largest, f"Give a number from smallest, {smallest}, to size, {size}."
        )
    from engine.data.splits import TRAIN_SHARE, VALIDATION_SHARE, generator

    plan = _Plan(size, max_boxes, smallest, largest, noise, overlap)
    random = generator(seed)
    source = digits(seed=seed, flat=False)
    assert source.test is not None
    train, validation = round(n * TRAIN_SHARE), round(n * VALIDATION_SHARE)
    return Dataset(
        "scenes with digits",
        _drawn(train, plan, source.train, random),
        _drawn(validation, plan, source.validation, random),
        _drawn(n - train - validation, plan, source.test, random),
        classes=source.classes,
        image_shape=(size, size),
    )


def _drawn(count: int, plan: _Plan, source: Examples, random: torch.Generator) -> Examples:
    """`count` scenes with digits from `source`."""
    import torch

    pairs = [_scene(plan, source, random) for _ in range(count)]
    images = torch.stack([image for image, _ in pairs])
    targets = torch.stack([boxes for _, boxes in pairs])
    if plan.noise:
        images = images + plan.noise * torch.randn(images.shape, generator=random)
    return Examples(images.clamp(0, 1), targets)


def _scene(plan: _Plan, source: Examples, random: torch.Generator) -> tuple[Tensor, Tensor]:
    """One image (1, size, size) without noise, and its boxes (most, 5)."""
    import torch

    image = torch.zeros(1, plan.size, plan.size)
    boxes = torch.zeros(plan.most, 5)
    boxes[:, 0] = ABSENT
    placed: list[tuple[int, int, int, int]] = []
    for _ in range(1 + _below(plan.most, random)):
        which = _below(len(source), random)
        height = plan.smallest + _below(plan.largest - plan.smallest + 1, random)
        ink = _enlarged(source.inputs[which, 0], height, plan.size)
        spot = _free_spot(ink, placed, plan, random)
        if spot is None:
            continue
        left, top, right, bottom = spot
        # Where two digits touch, both stay visible.
        region = image[0, top:bottom, left:right]
        image[0, top:bottom, left:right] = torch.maximum(region, ink)
        x, y, w, h = (left + right) / 2, (top + bottom) / 2, right - left, bottom - top
        boxes[len(placed), 0] = source.targets[which]
        boxes[len(placed), 1:] = torch.tensor([x, y, w, h]) / plan.size
        placed.append(spot)
    return image, boxes


def _enlarged(digit: Tensor, height: int, widest: int) -> Tensor:
    """The ink of a digit (8, 8), without its empty margins, `height` pixels high."""
    import torch.nn.functional as F

    rows, columns = (digit.sum(dim).nonzero().flatten() for dim in (1, 0))
    ink = digit[int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]
    width = min(round(ink.shape[1] * height / ink.shape[0]), widest)
    return F.interpolate(
        ink[None, None], size=(height, width), mode="bilinear", align_corners=False
    )[0, 0]


def _free_spot(
    ink: Tensor, placed: list[tuple[int, int, int, int]], plan: _Plan, random: torch.Generator
) -> tuple[int, int, int, int] | None:
    """(left, top, right, bottom) in pixels where few others are; None where none was found."""
    height, width = ink.shape
    for _ in range(TRIES):
        left = _below(plan.size - width + 1, random)
        top = _below(plan.size - height + 1, random)
        spot = (left, top, left + width, top + height)
        if all(_overlap(spot, other) <= plan.overlap for other in placed):
            return spot
    return None


def _overlap(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> float:
    """Common area of two boxes (left, top, right, bottom), over that of the smaller one."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    common = max(width, 0) * max(height, 0)
    areas = [(right - left) * (bottom - top) for left, top, right, bottom in (a, b)]
    return common / min(areas)


def _below(limit: int, random: torch.Generator) -> int:
    """A whole number from 0 to `limit` − 1."""
    import torch

    return int(torch.randint(limit, (), generator=random))
