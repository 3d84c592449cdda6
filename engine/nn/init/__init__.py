"""How the weights of a model are set before training.

Functions whose name ends in `_` fill one tensor in place, as those of `torch.nn.init` do, and
`initialised` and `drawn` bring them to the layers of a model.
"""

from engine.nn.init.apply import Fill, drawn, initialised
from engine.nn.init.constant import constant_, identity_, zeros_
from engine.nn.init.default import torch_default
from engine.nn.init.draws import normal_, uniform_
from engine.nn.init.fans import fans, gain
from engine.nn.init.he import he_normal, he_normal_, he_uniform_
from engine.nn.init.orthogonal import orthogonal_
from engine.nn.init.sparse import sparse_
from engine.nn.init.xavier import xavier_normal_, xavier_uniform_

__all__ = [
    "Fill",
    "constant_",
    "drawn",
    "fans",
    "gain",
    "he_normal",
    "he_normal_",
    "he_uniform_",
    "identity_",
    "initialised",
    "normal_",
    "orthogonal_",
    "sparse_",
    "torch_default",
    "uniform_",
    "xavier_normal_",
    "xavier_uniform_",
    "zeros_",
]
