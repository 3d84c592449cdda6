"""No tensor is made at all: x is padded with a one at the end of each row."""

from torch import Tensor, nn
from torch.nn.functional import pad


class WithOnes(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.score = nn.Linear(inputs + 1, outputs, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.score(pad(x, (0, 1), value=1.0))
