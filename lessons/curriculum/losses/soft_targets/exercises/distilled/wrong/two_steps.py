"""exp-never-overflows: "First q, then its logarithm." A q of 0 has none."""

from torch import Tensor
from torch.nn import functional as F


def distilled(
    student: Tensor, teacher: Tensor, temperature: float
) -> Tensor:
    p = F.softmax(teacher.detach() / temperature, dim=1)
    q = F.softmax(student / temperature, dim=1)
    return F.kl_div(q.log(), p, reduction="batchmean") * temperature**2
