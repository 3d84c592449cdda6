"""What a student pays for other answers than its teacher has."""

from torch import Tensor


def distilled(
    student: Tensor,
    teacher: Tensor,
    temperature: float,
) -> Tensor:
    """Scores of both, (N, K) → one number; only the student is pulled."""
    raise NotImplementedError
