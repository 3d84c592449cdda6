"""Attention as it first was: a recurrent decoder looks back at what the encoder read."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.nn.attention.scaled_dot_product import attention


class AdditiveAttention(nn.Module):
    """A small network says how well a state of the decoder fits a state of the encoder.

        e_j = vᵀ tanh(W s + U h_j)      α = softmax(e)      c = Σ_j α_j h_j

    s is the decoder's state, h_j the encoder's at place j, c the context that is handed over.
    Source: Bahdanau, Cho and Bengio, "Neural Machine Translation by Jointly Learning to Align and
    Translate", 2015, section 3.1 and appendix A.1.2.
    """

    def __init__(self, width: int) -> None:
        """`width` of both kinds of states, and of the network."""
        super().__init__()
        self.W = nn.Linear(width, width, bias=False)
        self.U = nn.Linear(width, width, bias=False)
        self.v = nn.Linear(width, 1, bias=False)

    def forward(self, s: Tensor, h: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """(n, width), (n, k, width), mask (n, k) true at real tokens → c (n, width), α (n, k)."""
        e = self.v(torch.tanh(self.W(s)[:, None, :] + self.U(h))).squeeze(-1)  # (n, k)
        alpha = e.masked_fill(~mask, -torch.inf).softmax(dim=-1).masked_fill(~mask, 0.0)
        return (alpha[:, None, :] @ h).squeeze(1), alpha


class DotAttention(nn.Module):
    """The dot product says how well two states fit; nothing is learned here.

        e_j = s · h_j      α = softmax(e)      c = Σ_j α_j h_j

    Source: Luong, Pham and Manning, "Effective Approaches to Attention-based Neural Machine
    Translation", 2015, section 3.1, `dot`. There is no division by √d.
    """

    def forward(self, s: Tensor, h: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """(n, width), (n, k, width), mask (n, k) true at real tokens → c (n, width), α (n, k)."""
        c, alpha = attention(s[:, None, :], h, h, mask=mask[:, None, :], scaled=False)
        return c.squeeze(1), alpha.squeeze(1)
