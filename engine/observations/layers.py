"""What is seen inside a model, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass

from engine.observations.array import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerNorms:
    """How large each parameter tensor is, and how far one step moved it."""

    names: tuple[str, ...]
    """In the order of `RunStarted.layers`."""
    weight_norm: Array
    """(n,): ‖θ‖."""
    update_ratio: Array | None
    """(n,): ‖Δθ‖ / ‖θ‖ of one step, nan where θ was 0; None before the first measured step."""
    gradient_norm: Array | None
    """(n,): ‖g‖ on a fixed sample of the training data; None where the loss is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerActivity:
    """What comes out of each layer for some examples of the validation split."""

    names: tuple[str, ...]
    """Paths of the modules, in the order in which they are called."""
    kinds: tuple[str, ...]
    """Classes of the modules, such as `ReLU`."""
    mean: Array
    """(n,)"""
    std: Array
    """(n,): over all examples, units and positions."""
    zeros: Array
    """(n,): share of outputs that are exactly 0."""
    dead: Array
    """(n,): units that are 0 for every example and at every position."""
    units: Array
    """(n,): units of the layer: its features, or its channels."""
    saturated: Array
    """(n,): share of a tanh's or sigmoid's outputs whose slope is below a tenth of the steepest;
    nan for other layers."""
    ranges: Array
    """(n, 2): left edge of the first bin, right edge of the last one."""
    counts: Array
    """(n, bins): outputs in each bin."""
    examples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerShapes:
    """What one example becomes in each layer, and the weights that it meets there."""

    names: tuple[str, ...]
    """Paths of the modules, in the order in which they are called; the first is the input."""
    kinds: tuple[str, ...]
    """Classes of the modules, such as `Conv2d`; empty for the input."""
    shapes: tuple[tuple[int, ...], ...]
    """Of the outputs, without the dimension of the batch."""
    parameters: tuple[int, ...]
    """Numbers that each layer itself owns, where it is called first."""
    norms: Array
    """(n,): ‖θ‖ of those; nan where there are none."""
    moved: Array
    """(n,): ‖θ − θ₀‖, how far they are from where they began."""
    unlisted: int
    """Parameters that the model has beside these, in layers that were not called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Histograms:
    """How the numbers in each parameter tensor are spread."""

    names: tuple[str, ...]
    ranges: Array
    """(n, 2): left edge of the first bin, right edge of the last one."""
    counts: Array
    """(n, bins): weights in each bin."""
    gradient_ranges: Array | None
    """(n, 2), for a fixed sample of the training data; None where the loss is not known."""
    gradient_counts: Array | None
    """(n, bins)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Where each position of one example looks."""

    layers: tuple[str, ...]
    """Paths of the modules that attend."""
    maps: tuple[Array, ...]
    """One for each layer: (heads, queries, keys); rows sum to 1, or less where they are cut."""
    tokens: tuple[str, ...]
    """The positions of the example, where they have names."""
    label: str
    """What the example is, where that has a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """Vectors of many dimensions, laid out in two."""

    points: Array
    """(n, 2)"""
    labels: tuple[str, ...]
    """What each point is: a token or a class."""
    truth: tuple[int, ...]
    """Class number of each point; empty where points have names of their own."""
    explained: tuple[float, float]
    """Share of the variance along each axis; nan where axes mean nothing (t-SNE)."""
    method: str
    """`pca` or `tsne`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Numbers in rows and columns, to be drawn as a heat map."""

    title: str
    values: Array
    """(rows, columns); row 0 is the top one."""
    rows: int
    """Rows of the whole matrix; those beyond the values are left out."""
    columns: int
    """Columns of the whole matrix."""
