"""What is looked at and measured: the probes and metrics that fit what was chosen."""

from __future__ import annotations

from engine.playground.data import Data
from engine.playground.losses import BINARY
from engine.playground.models import Model


def views(data: Data, model: Model | None, classes: int) -> tuple[str, ...]:
    """Names of the probes of a run, the most telling first."""
    if model is None:
        return ("path",)
    # A forger is called with noise, not with examples: its layers cannot be listened to.
    always = ("layer_norms",) if model.learning == "adversarial" else ("layer_norms", "activations")
    return tuple(dict.fromkeys((*_telling(data, model, classes), *always)))


def _telling(data: Data, model: Model, classes: int) -> list[str]:
    if model.learning == "adversarial":
        return ["samples"] if data.form in ("plane", "image") else []
    if model.learning == "imitation":
        return ["samples", "embeddings"] if data.form == "image" else ["samples"]
    if model.learning == "boxes":
        return ["boxes"]
    attention = ["attention"] if model.attends else []
    if model.learning in ("places", "translation"):
        return [*attention, "samples"]
    if data.task == "values":
        return ["fit_curve"] if data.form == "line" else ["predictions"]
    seen = [*attention]
    if data.form == "plane" and classes == 2:
        seen.append("boundary")
    seen.append("confusion")
    if data.form == "image":
        seen.append("mistakes")
    if model.looks:
        seen.append("kernels")
    return [*seen, "per_class", "confidence"]


def more_views(data: Data, model: Model | None, classes: int) -> tuple[str, ...]:
    """Probes that are worth adding, each for a cost of its own."""
    if model is None:
        return ()
    more = ["weights", "gradient_noise", "profile", "shapes"]
    if model.learning == "supervised":
        more += ["loss_surface", "embeddings", "predictions"]
    if data.form == "image":
        more.append("images")
    if data.task == "classes":
        more.append("labels")
    if data.task == "classes" and classes == 2 and model.learning == "supervised":
        more.append("roc")
    return tuple(more)


def metric_names(data: Data, model: Model | None, loss: str, classes: int) -> tuple[str, ...]:
    """Metrics that can be measured, the usual one first."""
    if model is None or model.learning in ("imitation", "adversarial", "boxes"):
        return ()
    if model.learning == "translation":
        return ("token_accuracy", "sequence_accuracy")
    if model.learning == "places":
        return ("token_accuracy", "perplexity", "bits_per_character")
    if data.task == "values":
        return ("r2", "mae")
    if loss in BINARY:
        return ("binary_accuracy", "auc")
    of_classes = ("accuracy", "balanced_accuracy", "precision", "recall", "f1")
    return (*of_classes, *(("top_k",) if classes > 2 else ()), "calibration_error")


NAMES = {"path": "surface"}
"""What draws a probe, where that has another name."""
