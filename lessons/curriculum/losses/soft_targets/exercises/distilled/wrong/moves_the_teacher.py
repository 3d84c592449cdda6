"""The teacher is in the graph: its scores would be pulled towards the student."""

from torch import Tensor
from torch.nn import functional as F


def distilled(
    student: Tensor, teacher: Tensor, temperature: float
) -> Tensor:
    p = F.softmax(teacher / temperature, dim=1)
    ln_q = F.log_softmax(student / temperature, dim=1)
    return F.kl_div(ln_q, p, reduction="batchmean") * temperature**2
