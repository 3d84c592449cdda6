"""Gradient checkpointing: less memory for the forward pass, which is then made twice."""

from __future__ import annotations

from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint


class Checkpointed(nn.Module):
    """`body`, whose intermediate results are not kept but computed again in the backward pass.

    Kept is what goes in. A body of several layers saves memory at the price of a second forward
    pass; around a single linear layer nothing is saved, since its input is all it keeps anyway.

    `reentrant` takes PyTorch's older form, its default until one says otherwise. It gives no
    gradient to anything inside where no input of the body requires one, as in the first layers of
    a model: they are silently frozen, but for a warning. Source: Chen, Xu, Zhang and Guestrin,
    "Training Deep Nets with Sublinear Memory Cost", 2016; `torch.utils.checkpoint`.
    """

    def __init__(self, body: nn.Module, *, reentrant: bool = False) -> None:
        """Dropout inside draws the same numbers both times."""
        super().__init__()
        self.body, self.reentrant = body, reentrant

    def forward(self, x: Tensor) -> Tensor:
        """As the body."""
        result: Tensor = checkpoint(self.body, x, use_reentrant=self.reentrant)
        return result
