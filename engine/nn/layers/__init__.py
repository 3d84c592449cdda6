"""Layers written out, to be read; each computes what its twin in `torch.nn` computes.

Parameters and buffers carry the twin's names and shapes, so that `load_state_dict` takes what
`torch.nn` saved and the other way round. They are for reading, not for speed.
"""

from engine.nn.layers.activations import (
    ELU,
    GELU,
    LeakyReLU,
    PReLU,
    ReLU,
    Sigmoid,
    SiLU,
    Softmax,
    Tanh,
)
from engine.nn.layers.batch_norm import BatchNorm1d, BatchNorm2d
from engine.nn.layers.convolution import Conv2d
from engine.nn.layers.dropout import Dropout
from engine.nn.layers.embedding import Embedding
from engine.nn.layers.group_norm import GroupNorm
from engine.nn.layers.instance_norm import InstanceNorm2d
from engine.nn.layers.layer_norm import LayerNorm
from engine.nn.layers.linear import Linear
from engine.nn.layers.pooling import AvgPool2d, MaxPool2d
from engine.nn.layers.rms_norm import RMSNorm

__all__ = [
    "ELU",
    "GELU",
    "AvgPool2d",
    "BatchNorm1d",
    "BatchNorm2d",
    "Conv2d",
    "Dropout",
    "Embedding",
    "GroupNorm",
    "InstanceNorm2d",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "MaxPool2d",
    "PReLU",
    "RMSNorm",
    "ReLU",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "Tanh",
]
