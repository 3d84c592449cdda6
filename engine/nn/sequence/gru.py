"""The GRU: one memory, two gates."""

from __future__ import annotations

from torch import Tensor

from engine.nn.sequence.recurrent import Cell, Unrolled


class GRUCell(Cell):
    """One step, with σ the logistic function and ⊙ the product element by element:

        r = σ(W_ir x + b_ir + W_hr h + b_hr)              reset gate: what the candidate sees of h
        z = σ(W_iz x + b_iz + W_hz h + b_hz)              update gate: what is kept
        n = tanh(W_in x + b_in + r ⊙ (W_hn h + b_hn))     the candidate
        h' = (1 − z) ⊙ n + z ⊙ h

    As in `torch.nn.GRUCell`, r is applied after the multiplication with W_hn; the paper applies it
    to h before. Sources: Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder",
    2014, section 2.3; documentation of `torch.nn.GRUCell`.
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        """The rows of the weights are those of r, z, n."""
        super().__init__(input_size, hidden_size, gates=3)

    def forward(self, x: Tensor, h: Tensor | None = None) -> Tensor:
        """x (n, input), h (n, hidden) or None for zeros → h' (n, hidden)."""
        if h is None:
            h = self.zeros(x)
        r_x, z_x, n_x = (x @ self.weight_ih.T + self.bias_ih).chunk(3, dim=1)
        r_h, z_h, n_h = (h @ self.weight_hh.T + self.bias_hh).chunk(3, dim=1)
        r = (r_x + r_h).sigmoid()
        z = (z_x + z_h).sigmoid()
        n = (n_x + r * n_h).tanh()
        return (1 - z) * n + z * h


class GRU(Unrolled):
    """`torch.nn.GRU` with `batch_first=True`, from scratch: see `Unrolled`."""

    def __init__(self, input_size: int, hidden_size: int, num_layers: int = 1) -> None:
        """The state is h, (layers, n, hidden)."""
        super().__init__(GRUCell, input_size, hidden_size, num_layers)
