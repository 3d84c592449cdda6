"""Cross-entropy with soft targets, less the entropy of the teacher."""

from torch import Tensor
from torch.nn import functional as F


def distilled(
    student: Tensor,
    teacher: Tensor,
    temperature: float,
) -> Tensor:
    soft = teacher.detach() / temperature
    p = soft.softmax(dim=1)
    own = F.cross_entropy(soft, p)
    crossed = F.cross_entropy(student / temperature, p)
    return temperature**2 * (crossed - own)
