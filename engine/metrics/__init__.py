"""Numbers that people read, measured beside the loss.

Each is a function (predictions, targets) → float, ready for `Experiment.metrics`; those with
settings are made first: `("top 3", metrics.top_k(3))`. Importing this loads no torch.
"""

from engine.metrics.boxes import iou, mean_iou
from engine.metrics.calibration import calibration_error
from engine.metrics.classification import accuracy, balanced_accuracy, binary_accuracy, top_k
from engine.metrics.counts import Counts, count
from engine.metrics.language import bits_per_character, perplexity
from engine.metrics.precision_recall import ClassScores, f1, per_class, precision, recall
from engine.metrics.regression import mean_absolute_error, r2
from engine.metrics.roc import RocCurve, auc, roc_curve

__all__ = [
    "ClassScores",
    "Counts",
    "RocCurve",
    "accuracy",
    "auc",
    "balanced_accuracy",
    "binary_accuracy",
    "bits_per_character",
    "calibration_error",
    "count",
    "f1",
    "iou",
    "mean_absolute_error",
    "mean_iou",
    "per_class",
    "perplexity",
    "precision",
    "r2",
    "recall",
    "roc_curve",
    "top_k",
]
