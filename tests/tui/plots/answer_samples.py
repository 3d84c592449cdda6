"""What probes see of a model's answers and of what it makes, for the tests of their views."""

from __future__ import annotations

import numpy as np

from engine.observations import (
    Array,
    ClassScores,
    Confidence,
    Detections,
    Estimated,
    FittedCurve,
    Observation,
    PointCloud,
    Predicted,
    RocCurve,
    Texts,
)
from tui.plots.palette import Look, identity
from tui.plots.seen import RunSeen
from tui.plots.view_spec import ViewSpec
from tui.plots.views.draw import draw_view

SIZES = [(1, 1), (7, 3), (13, 6), (20, 4), (40, 10), (36, 14), (78, 18), (120, 40)]


def run(*seen: Observation, view: str, look: Look | None = None, index: int = 0) -> RunSeen:
    """A run that has seen these, one every hundred steps."""
    made = RunSeen(("plain", "heavy ball", "Nesterov")[index], identity(index, look or Look()))
    for step, one in enumerate(seen):
        made.add(one, view, 100 * step)
    return made


def words(seen: Observation, view: str, width: int = 78, height: int = 18) -> str:
    """The drawing of what one run saw."""
    spec = ViewSpec(name=view, runs=(run(seen, view=view),), width=width, height=height)
    return "\n".join(strip.text.rstrip() for strip in draw_view(spec))


def predicted(count: int = 6, classes: int = 4, *, images: bool = True) -> Predicted:
    """Every third answer is wrong: the class after the true one gets more."""
    truth = tuple(index % classes for index in range(count))
    shares = np.full((count, classes), 0.1 / classes)
    for index, number in enumerate(truth):
        shares[index, number] += 0.5 if index % 3 == 1 else 0.9
        if index % 3 == 1:
            shares[index, (number + 1) % classes] += 0.6
    shares /= shares.sum(axis=1, keepdims=True)
    bars = np.zeros((count, 1, 8, 8))
    for index in range(count):
        bars[index, 0, :, index % 6 : index % 6 + 3] = 1.0
    return Predicted(
        classes=("cat", "dog", "horse", "automobile")[:classes]
        + tuple(f"class {number}" for number in range(4, classes)),
        truth=truth,
        probabilities=Array.of(shares),
        images=Array.of(bars) if images else None,
        texts=() if images else tuple(f"sentence {n} of a review, not short" for n in range(count)),
    )


def estimated(count: int = 60, shift: float = 0.0) -> Estimated:
    """Answers that swing around the truth."""
    truth = np.linspace(-2, 3, count)
    said = truth + 0.4 * np.sin(7 * truth) + shift
    return Estimated(truth=Array.of(truth), predicted=Array.of(said))


def curve(bend: float = 1.0) -> FittedCurve:
    """A sine, with points of another one."""
    x, known = np.linspace(-3, 3, 100), np.linspace(-2.7, 2.7, 25)
    points = np.column_stack([known, np.sin(known)])
    return FittedCurve(
        x=Array.of(x), y=Array.of(bend * np.sin(x)), points=Array.of(points), axes=("angle", "y")
    )


def scores(count: int = 4) -> ClassScores:
    """Class after class is found less well; the last one never is."""
    precision = np.linspace(1, 0.4, count)
    recall = np.linspace(0.9, 0.3, count)
    f1 = 2 * precision * recall / (precision + recall)
    precision[-1] = f1[-1] = np.nan
    return ClassScores(
        classes=tuple(f"kind {number}" for number in range(count)),
        precision=Array.of(precision),
        recall=Array.of(recall),
        f1=Array.of(f1),
        support=Array.of(np.arange(count) + 20),
    )


def roc(power: float = 0.3) -> RocCurve:
    """A smooth curve above the diagonal."""
    false = np.linspace(0, 1, 50)
    points = np.column_stack([false, false**power])
    return RocCurve(positive="ill", points=Array.of(points), auc=1 / (1 + power))


def confidence(shift: float = 0.2) -> Confidence:
    """As often right as sure, less a shift."""
    sure = (np.arange(20) + 0.5) / 20
    answers = np.where(sure > 0.3, np.round(50 * sure), 0)
    right = np.round(answers * np.clip(sure - shift, 0, 1))
    return Confidence(
        right=Array.of(right), wrong=Array.of(answers - right), calibration_error=abs(shift)
    )


def cloud(shift: float = 0.0) -> PointCloud:
    """Drawn points inside a ring of real ones."""
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ring = np.column_stack([np.cos(angle), np.sin(angle)])
    return PointCloud(drawn=Array.of(0.5 * ring[::2] + shift), real=Array.of(ring))


def detections() -> Detections:
    """One box found, one missed, one imagined; and an image in which there is nothing."""
    y, x = np.mgrid[0:16, 0:16] / 15
    images = np.stack([[(x + y) / 2], [np.zeros((16, 16))]])
    true = ([[0, 0.3, 0.3, 0.4, 0.4], [1, 0.75, 0.7, 0.3, 0.4]], np.zeros((0, 5)))
    found = ([[0, 0.32, 0.3, 0.4, 0.4, 0.93], [0, 0.75, 0.7, 0.3, 0.4, 0.6]], np.zeros((0, 6)))
    return Detections(
        images=Array.of(images),
        true=tuple(Array.of(boxes) for boxes in true),
        found=tuple(Array.of(boxes) for boxes in found),
        classes=("circle", "square"),
    )


def written(*texts: str) -> Texts:
    return Texts(texts=texts)


SEEN: dict[str, tuple[str, tuple[Observation, ...]]] = {
    "predictions": ("predictions", (predicted(),)),
    "sentences": ("predictions", (predicted(images=False),)),
    "values": ("predictions", (estimated(),)),
    "fit_curve": ("fit_curve", (curve(),)),
    "loss_curve": ("loss_curve", (curve(),)),
    "per_class": ("per_class", (scores(),)),
    "roc": ("roc", (roc(),)),
    "confidence": ("confidence", (confidence(),)),
    "texts": (
        "samples",
        (
            written("xq zw the of", "zzzz"),
            written("the cat sat on a mat", "a dog"),
            written("the cat sat on the mat and slept", "a dog barks\nloudly"),
        ),
    ),
    "cloud": ("samples", (cloud(),)),
    "boxes": ("boxes", (detections(),)),
}
"""Name of a drawing: its view, and what was seen, oldest first."""
