"""What a detector is punished for: missed and imagined things, misplaced boxes, wrong names."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

from engine.nn.vision.detection.targets import on_grid

BOX_WEIGHT = 5.0
"""λ_coord of the paper: a misplaced box weighs more."""
EMPTY_WEIGHT = 0.5
"""λ_noobj of the paper: most cells are empty, and would drown the others."""


def detection_loss(answers: Tensor, targets: Tensor) -> Tensor:
    """The loss of `Detector`: (n, rows, columns, 5 + classes) and (n, max_boxes, 5) → a scalar.

    With o = 1 in cells that hold a centre, p the probability there of something being there, and
    b̂, b the box said and the right one, the sum over all cells, divided by n, is

        o · (−log p) + λ_noobj (1 − o) · (−log(1 − p))
        + o · λ_coord [(ĉx − cx)² + (ĉy − cy)² + (√ŵ − √w)² + (√ĥ − √h)²]
        + o · cross-entropy of the class

    Roots make a pixel count for more on a small box. As in Redmon, Divvala, Girshick and Farhadi,
    "You Only Look Once", 2016, equation 3, but for the cross-entropies, which the paper has as
    squares. Raises ConfigurationError for targets of another shape.
    """
    n, rows, columns, _ = answers.shape
    right = on_grid(targets, rows, columns)
    there, empty = answers[right.present], answers[~right.present]
    box, right_box = there[:, 1:5], right.boxes[right.present]

    found = F.softplus(-there[:, 0]).sum()  # −log σ(logit)
    imagined = F.softplus(empty[:, 0]).sum()  # −log(1 − σ(logit))
    centre = (box[:, :2] - right_box[:, :2]).square().sum()
    size = (box[:, 2:].sqrt() - right_box[:, 2:].sqrt()).square().sum()
    name = F.cross_entropy(there[:, 5:], right.classes[right.present], reduction="sum")
    return (found + EMPTY_WEIGHT * imagined + BOX_WEIGHT * (centre + size) + name) / n
