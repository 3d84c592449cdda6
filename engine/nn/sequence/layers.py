"""Recurrent layers by name, PyTorch's or our own, with a choice of recurrent weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

import torch
from torch import nn

from engine.errors import ConfigurationError, one_of
from engine.nn.sequence.gru import GRU
from engine.nn.sequence.lstm import LSTM
from engine.nn.sequence.rnn import RNN

Kind = Literal["rnn", "rnn_relu", "lstm", "gru"]
"""A plain recurrent net bends by tanh; `rnn_relu` by ReLU, which lets signals grow."""
RecurrentInit = Literal["default", "orthogonal", "normal", "identity"]

_TORCH: dict[str, Callable[..., nn.RNN | nn.LSTM | nn.GRU]] = {
    "rnn": nn.RNN,
    "rnn_relu": partial(nn.RNN, nonlinearity="relu"),
    "lstm": nn.LSTM,
    "gru": nn.GRU,
}
_OWN: dict[str, Callable[..., RNN | LSTM | GRU]] = {
    "rnn": RNN,
    "rnn_relu": partial(RNN, nonlinearity="relu"),
    "lstm": LSTM,
    "gru": GRU,
}
_INITS = ("default", "orthogonal", "normal", "identity")


def recurrent(
    kind: Kind,
    inputs: int,
    hidden: int,
    *,
    layers: int = 1,
    bidirectional: bool = False,
    recurrent_init: RecurrentInit = "default",
    from_scratch: bool = False,
) -> nn.Module:
    """An RNN, LSTM or GRU from (n, length, inputs) to (n, length, hidden), and its last state.

    Twice `hidden` where `bidirectional`, which our own layers are not. Raises ConfigurationError.
    """
    one_of("kind", kind, _TORCH)
    if from_scratch and bidirectional:
        remedy = "Take PyTorch's layer, or leave bidirectional out."
        raise ConfigurationError("from_scratch", from_scratch, remedy, "Ours read one way only.")
    layer: nn.Module
    if from_scratch:
        layer = _OWN[kind](inputs, hidden, layers)
    else:
        layer = _TORCH[kind](inputs, hidden, layers, batch_first=True, bidirectional=bidirectional)
    init_recurrent(layer, recurrent_init)
    return layer


def init_recurrent(module: nn.Module, how: RecurrentInit, *, gain: float = 1.0) -> None:
    """Draw the recurrent matrices (hidden, hidden) of every layer and gate anew.

    - `default`: leave what PyTorch drew, uniform in ±1/√hidden. Its eigenvalues reach to about
      0.58: a memory shrinks with every step;
    - `orthogonal`: QᵀQ = 1, all singular values are 1 and lengths are kept (Saxe, McClelland and
      Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
      networks", 2014);
    - `normal`: standard deviation 1/√hidden: eigenvalues reach to about 1, singular values to
      about 2;
    - `identity`: each unit remembers itself (Le, Jaitly and Hinton, "A Simple Way to Initialize
      Recurrent Networks of Rectified Linear Units", 2015).

    All but the default are multiplied by `gain`.
    """
    one_of("recurrent_init", how, _INITS)
    if how == "default":
        return
    for name, weight in module.named_parameters():
        if "weight_hh" not in name:
            continue
        hidden = weight.shape[1]
        with torch.no_grad():
            for gate in weight.split(hidden):  # (hidden, hidden), a view
                if how == "orthogonal":
                    nn.init.orthogonal_(gate, gain)
                elif how == "normal":
                    gate.normal_(0.0, gain * hidden**-0.5)
                else:
                    gate.copy_(gain * torch.eye(hidden))
