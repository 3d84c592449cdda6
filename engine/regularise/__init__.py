"""What keeps a model from learning its examples by heart, beside what optimiser and data do."""

from engine.regularise.dropconnect import DropConnect, moment_matched
from engine.regularise.freezing import freeze, unfreeze
from engine.regularise.penalties import l1_penalty, l2_penalty
from engine.regularise.stochastic_depth import StochasticDepth, linear_decay

__all__ = [
    "DropConnect",
    "StochasticDepth",
    "freeze",
    "l1_penalty",
    "l2_penalty",
    "linear_decay",
    "moment_matched",
    "unfreeze",
]
