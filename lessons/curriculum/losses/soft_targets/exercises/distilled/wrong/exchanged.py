"""divergence-has-no-direction: "A distance is the same both ways." This one is not."""

from torch import Tensor
from torch.nn import functional as F


def distilled(
    student: Tensor, teacher: Tensor, temperature: float
) -> Tensor:
    q = F.softmax(student / temperature, dim=1)
    ln_p = F.log_softmax(teacher.detach() / temperature, dim=1)
    return F.kl_div(ln_p, q, reduction="batchmean") * temperature**2
