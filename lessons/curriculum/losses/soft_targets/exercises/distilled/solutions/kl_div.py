"""PyTorch has the divergence: logarithms of the student first, and a sum divided by N."""

from torch import Tensor
from torch.nn import functional as F


def distilled(
    student: Tensor,
    teacher: Tensor,
    temperature: float,
) -> Tensor:
    p = F.softmax(teacher.detach() / temperature, dim=1)
    ln_q = F.log_softmax(student / temperature, dim=1)
    return F.kl_div(ln_q, p, reduction="batchmean") * temperature**2
