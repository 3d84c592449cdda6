"""Metrics by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.catalog import Catalog, Entry
from engine.metrics.boxes import mean_iou
from engine.metrics.calibration import calibration_error
from engine.metrics.classification import accuracy, balanced_accuracy, binary_accuracy, top_k
from engine.metrics.language import bits_per_character, perplexity
from engine.metrics.precision_recall import f1, precision, recall
from engine.metrics.regression import mean_absolute_error, r2
from engine.metrics.roc import auc

if TYPE_CHECKING:
    from engine.metrics.base import Score


def _of(score: Score) -> Callable[[], Score]:
    """Makes a metric that needs no settings."""
    return lambda: score


metrics: Catalog[Score] = Catalog(
    "metric",
    Entry("accuracy", _of(accuracy), "share of right answers"),
    Entry("binary_accuracy", _of(binary_accuracy), "share of right answers to yes or no"),
    Entry("top_k", top_k, "share with the right class among the k highest scores"),
    Entry("balanced_accuracy", _of(balanced_accuracy), "mean recall: rare classes count as much"),
    Entry("precision", precision, "share of the predictions of a class that are right"),
    Entry("recall", recall, "share of the examples of a class that are found"),
    Entry("f1", f1, "harmonic mean of precision and recall"),
    Entry("auc", _of(auc), "how often a positive is scored above a negative"),
    Entry("calibration_error", calibration_error, "gap between confidence and accuracy"),
    Entry("mae", _of(mean_absolute_error), "mean distance from the target"),
    Entry("r2", _of(r2), "share of the variance that is explained"),
    Entry("perplexity", _of(perplexity), "between how many tokens the model hesitates"),
    Entry("bits_per_character", _of(bits_per_character), "bits a character in the best code"),
    Entry("mean_iou", _of(mean_iou), "how well predicted boxes cover their targets"),
)
