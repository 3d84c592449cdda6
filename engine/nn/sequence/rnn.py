"""The plain recurrent net: the new memory is a squashed mix of token and old memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor

from engine.errors import one_of
from engine.nn.sequence.recurrent import Cell, Unrolled

Nonlinearity = Literal["tanh", "relu"]

_BENDS: dict[str, Callable[[Tensor], Tensor]] = {"tanh": torch.tanh, "relu": torch.relu}


class RNNCell(Cell):
    """One step of Elman's net:

        h' = tanh(W_ih x + b_ih + W_hh h + b_hh)

    The gradient of a late h' with respect to an early h is a product of as many W_hh as there are
    steps between: it vanishes or explodes. Sources: Elman, "Finding Structure in Time", 1990;
    documentation of `torch.nn.RNNCell`.
    """

    def __init__(
        self, input_size: int, hidden_size: int, nonlinearity: Nonlinearity = "tanh"
    ) -> None:
        """`nonlinearity`: tanh or relu."""
        super().__init__(input_size, hidden_size, gates=1)
        one_of("nonlinearity", nonlinearity, _BENDS)
        self.bend = _BENDS[nonlinearity]

    def forward(self, x: Tensor, h: Tensor | None = None) -> Tensor:
        """x (n, input), h (n, hidden) or None for zeros → h' (n, hidden)."""
        if h is None:
            h = self.zeros(x)
        return self.bend(x @ self.weight_ih.T + self.bias_ih + h @ self.weight_hh.T + self.bias_hh)


class RNN(Unrolled):
    """`torch.nn.RNN` with `batch_first=True`, from scratch: see `Unrolled`."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: Nonlinearity = "tanh",
    ) -> None:
        """`nonlinearity`: tanh or relu."""

        def cell(inputs: int, hidden: int) -> RNNCell:
            return RNNCell(inputs, hidden, nonlinearity)

        super().__init__(cell, input_size, hidden_size, num_layers)
