"""The residual connection: a branch learns what to add to its input."""

from __future__ import annotations

from torch import Tensor, nn

from engine.regularise.stochastic_depth import StochasticDepth


class Residual(nn.Module):
    """y = x + F(x): with F = 0 it is the identity, and gradients pass by F undiminished.

    `shortcut` stands in for x where the branch changes the shape, as W x in the paper. With a
    `survival` below 1 the branch is left out at random in training: see `StochasticDepth`. Source:
    He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2016, equations 1, 2.
    """

    def __init__(
        self, branch: nn.Module, shortcut: nn.Module | None = None, *, survival: float = 1.0
    ) -> None:
        """Raises ConfigurationError for a survival outside 0 … 1."""
        super().__init__()
        self.branch = branch
        self.shortcut = nn.Identity() if shortcut is None else shortcut
        self.depth = nn.Identity() if survival == 1 else StochasticDepth(survival)

    def forward(self, x: Tensor) -> Tensor:
        """What goes into the branch → what comes out of it."""
        added: Tensor = self.shortcut(x) + self.depth(self.branch(x))
        return added
