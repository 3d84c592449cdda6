"""Numbers that people read."""

from __future__ import annotations

import torch

from engine import metrics


def test_accuracy_is_the_share_of_right_answers() -> None:
    scores = torch.tensor([[2.0, 1.0], [0.0, 3.0], [5.0, 4.0], [1.0, 0.0]])
    assert metrics.accuracy(scores, torch.tensor([0, 1, 1, 0])) == 0.75
