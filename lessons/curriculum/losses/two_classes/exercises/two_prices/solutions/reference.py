"""softplus(−z) is −ln σ(z), and softplus(z) is −ln (1 − σ(z))."""

from torch import Tensor
from torch.nn.functional import softplus


def priced(
    logits: Tensor,
    targets: Tensor,
    miss: float,
    alarm: float,
) -> Tensor:
    missed = targets * softplus(-logits)
    alarmed = (1 - targets) * softplus(logits)
    return (miss * missed + alarm * alarmed).mean()
