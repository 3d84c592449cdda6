"""The LSTM: a memory that is kept unless a gate says otherwise."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.nn.sequence.recurrent import Cell, Unrolled


class LSTMCell(Cell):
    """One step, with σ the logistic function and ⊙ the product element by element:

        i = σ(W_ii x + b_ii + W_hi h + b_hi)         input gate: what is let in
        f = σ(W_if x + b_if + W_hf h + b_hf)         forget gate: what is kept
        g = tanh(W_ig x + b_ig + W_hg h + b_hg)      the candidate
        o = σ(W_io x + b_io + W_ho h + b_ho)         output gate: what is shown
        c' = f ⊙ c + i ⊙ g
        h' = o ⊙ tanh(c')

    From c to c' leads a sum: where f is near 1, gradients pass many steps unchanged. Sources:
    Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997; Gers, Schmidhuber and Cummins,
    "Learning to Forget", 2000, for the gate f; documentation of `torch.nn.LSTMCell`.
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        """The rows of the weights are those of i, f, g, o."""
        super().__init__(input_size, hidden_size, gates=4)

    def forward(
        self, x: Tensor, state: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, Tensor]:
        """x (n, input), state (h, c), (n, hidden) each, or None for zeros → (h', c')."""
        h, c = state if state is not None else (self.zeros(x), self.zeros(x))
        gates = x @ self.weight_ih.T + self.bias_ih + h @ self.weight_hh.T + self.bias_hh
        i, f, g, o = gates.chunk(4, dim=1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c + i * g
        h = o * torch.tanh(c)
        return h, c


class LSTM(Unrolled):
    """`torch.nn.LSTM` with `batch_first=True`, from scratch: see `Unrolled`."""

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1) -> None:
        """The state is the pair (h, c), (layers, n, hidden) each."""
        super().__init__(LSTMCell, input_size, hidden_size, num_layers)
