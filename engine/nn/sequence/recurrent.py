"""A recurrent net is one cell, applied to every token in turn: the loop that all three share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import torch
from torch import Tensor, nn

from engine.errors import at_least

State = Tensor | tuple[Tensor, Tensor]
"""What a cell remembers: h, or (h, c) for the LSTM."""


class Cell(nn.Module):
    """Weights of a cell with some number of gates, drawn as PyTorch draws them.

    `weight_ih` (gates · hidden, input) and `weight_hh` (gates · hidden, hidden) hold one block of
    rows for each gate, in PyTorch's order, and everything starts uniform in ±1/√hidden: the
    `state_dict` of PyTorch's cell can be loaded.
    """

    def __init__(self, input_size: int, hidden_size: int, gates: int) -> None:
        """`input_size` and `hidden_size` as PyTorch calls them."""
        super().__init__()
        at_least("input_size", input_size, 1)
        at_least("hidden_size", hidden_size, 1)
        self.hidden_size = hidden_size
        rows, bound = gates * hidden_size, hidden_size**-0.5
        self.weight_ih = nn.Parameter(torch.empty(rows, input_size).uniform_(-bound, bound))
        self.weight_hh = nn.Parameter(torch.empty(rows, hidden_size).uniform_(-bound, bound))
        self.bias_ih = nn.Parameter(torch.empty(rows).uniform_(-bound, bound))
        self.bias_hh = nn.Parameter(torch.empty(rows).uniform_(-bound, bound))

    def zeros(self, x: Tensor) -> Tensor:
        """The state before the first token, (n, hidden)."""
        return x.new_zeros(len(x), self.hidden_size)


class Unrolled(nn.Module):
    """Layers of cells: each reads, token by token, what the layer below has said.

    Takes (n, length, input) to the outputs of the last layer (n, length, hidden) and the last
    state of every layer, (layers, n, hidden) or a pair of those. As PyTorch's with
    `batch_first=True`, whose `state_dict` can be loaded.
    """

    def __init__(
        self, cell: Callable[[int, int], Cell], input_size: int, hidden_size: int, num_layers: int
    ) -> None:
        """`cell` makes one from an input and a hidden size."""
        super().__init__()
        at_least("num_layers", num_layers, 1)
        sizes = [input_size] + [hidden_size] * (num_layers - 1)
        self.cells = nn.ModuleList(cell(size, hidden_size) for size in sizes)
        self.register_load_state_dict_pre_hook(_into_cells)  # type: ignore[no-untyped-call]

    def forward(self, inputs: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """`state`: where every layer starts, shaped as the one returned; None: zeros."""
        outputs, ends = inputs, []
        for layer, cell in enumerate(self.cells):
            now = None if state is None else _of_layer(state, layer)
            said = []
            for x in outputs.unbind(dim=1):  # (n, features), one token after the other
                now = cell(x, now)
                said.append(now[0] if isinstance(now, tuple) else now)
            outputs = torch.stack(said, dim=1)
            ends.append(cast("State", now))
        return outputs, _stacked(ends)


def _of_layer(state: State, layer: int) -> State:
    if isinstance(state, tuple):
        return state[0][layer], state[1][layer]
    return state[layer]


def _stacked(states: Sequence[State]) -> State:
    if isinstance(states[0], tuple):
        return torch.stack([state[0] for state in states]), torch.stack([s[1] for s in states])
    return torch.stack(cast("list[Tensor]", states))


def _into_cells(module: nn.Module, state: dict[str, Any], prefix: str, *_: object) -> None:
    """Rename `weight_ih_l0` of PyTorch's layers to `cells.0.weight_ih`."""
    for layer in range(len(cast("Unrolled", module).cells)):
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            theirs = state.pop(f"{prefix}{name}_l{layer}", None)
            if theirs is not None:
                state[f"{prefix}cells.{layer}.{name}"] = theirs
