"""Whether a model that says 80 % is right 80 % of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import at_least
from engine.metrics.base import answers, is_binary, truth

if TYPE_CHECKING:
    from torch import Tensor

    from engine.metrics.base import Score


def calibration_error(bins: int = 15) -> Score:
    """Expected calibration error, 0 … 1: mean gap between confidence and accuracy.

    ECE = Σ_b n_b/n · |accuracy of bin b − mean confidence of bin b|, with the predictions sorted
    into equally wide bins ((b − 1)/B, b/B] by their confidence, the probability of the class they
    chose. The metric takes scores before the softmax, (n, classes, …), or logits (n,) or (n, 1).

    Source: Guo et al., "On Calibration of Modern Neural Networks", 2017, equation 3.
    """
    at_least("bins", bins, 1)

    def score(scores: Tensor, targets: Tensor) -> float:
        right = answers(scores) == truth(scores, targets)
        return confidence_gap(_confidence(scores).reshape(-1), right.reshape(-1), bins)

    return score


def confidence_gap(confidence: Tensor, right: Tensor, bins: int) -> float:
    """The same of confidences (n,), 0 … 1, and whether each answer is right, (n,), bool."""
    confidence = confidence.double()
    bin_of = (confidence * bins).ceil().long().clamp(1, bins) - 1
    # Σ n_b/n · |mean right − mean confidence| = 1/n Σ |Σ right − Σ confidence|
    gap = confidence.new_zeros(bins).index_add(0, bin_of, right.double() - confidence)
    return (gap.abs().sum() / len(confidence)).item()


def _confidence(scores: Tensor) -> Tensor:
    """Probability of the chosen class, float64."""
    if is_binary(scores):
        return scores.double().abs().sigmoid()
    return scores.double().softmax(dim=1).amax(dim=1)
