"""What a model answers, and how right it is."""

from __future__ import annotations

from dataclasses import dataclass

from engine.observations.array import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How often each class was taken for each other one."""

    classes: tuple[str, ...]
    counts: Array
    """(true class, predicted class)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """Images that the model reads wrongly, the most confident mistake first."""

    images: Array
    """(n, height, width), 0 … 1."""
    truth: tuple[str, ...]
    predicted: tuple[str, ...]
    confidence: tuple[float, ...]
    """Probability the model gave to its wrong answer."""
    wrong: int
    """Mistakes in all."""
    total: int
    """Images looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """What a classifier says about some examples."""

    classes: tuple[str, ...]
    truth: tuple[int, ...]
    """Class number of each example."""
    probabilities: Array
    """(n, classes)"""
    images: Array | None
    """(n, channels, height, width), where the inputs are images."""
    texts: tuple[str, ...]
    """The inputs as text, where they are token numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """What a regression says, against what is true."""

    truth: Array
    """(n,)"""
    predicted: Array
    """(n,)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedCurve:
    """A function of one number as the model has learned it."""

    x: Array
    """(m,), increasing."""
    y: Array
    """(m,): what the model says there."""
    points: Array
    """(n, 2): x and y of some training examples."""
    axes: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScores:
    """How well each class is found; nan where a number is 0 / 0."""

    classes: tuple[str, ...]
    precision: Array
    """(classes,): of those called so, the share that are."""
    recall: Array
    """(classes,): of those that are, the share called so."""
    f1: Array
    """(classes,): harmonic mean of the two."""
    support: Array
    """(classes,): examples that are of the class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RocCurve:
    """True against false positives, for every threshold."""

    positive: str
    """The class that is looked for."""
    points: Array
    """(n, 2): false positive rate and true positive rate, from (0, 0) to (1, 1)."""
    auc: float
    """Area under the curve: how often a positive is ranked above a negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """How sure a classifier is, and how often it is right when it is that sure."""

    right: Array
    """(bins,): right answers by the probability given to them, bins of equal width from 0 to 1."""
    wrong: Array
    """(bins,): wrong answers by the probability given to them."""
    calibration_error: float
    """Mean distance between confidence and share of right answers, weighted by bin."""
