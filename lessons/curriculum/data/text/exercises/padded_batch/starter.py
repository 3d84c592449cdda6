"""A batch of sentences that are not equally long."""

from torch import Tensor
from torch.nn.utils.rnn import pad_sequence  # pad_sequence(rows, batch_first=…)


def padded_batch(samples: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor, Tensor]:
    """Make one batch of B samples, each a pair (tokens (length,), label ()), all int64.

    The samples keep their order. Gives back the tokens (B, longest of these samples), with 0
    behind the shorter ones; the lengths (B,), which are the numbers of real tokens; and the labels
    (B,). All of them int64.
    """
    raise NotImplementedError
