"""A part that keeps its attention weights, but only while somebody asks for them."""

from __future__ import annotations

from torch import Tensor, nn


class Recording(nn.Module):
    """The base of every module that attends."""

    def __init__(self) -> None:
        """Keep nothing."""
        super().__init__()
        self.recording = False
        self.recorded: Tensor | None = None
        """Weights of the last call while recording, (n, heads, q, k), detached."""

    def record(self, weights: Tensor) -> None:
        """Keep these weights, (n, heads, q, k), if somebody asked for them."""
        if self.recording:
            self.recorded = weights.detach()
