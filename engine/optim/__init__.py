"""Optimisers. `SGD(...)` and its like describe one; `from_scratch` shows how they work."""

from engine.optim import from_scratch
from engine.optim.base import NamedRule, Rule, Stepper
from engine.optim.catalog import named
from engine.optim.groups import Group, Groups
from engine.optim.layerwise import LayerWise
from engine.optim.matching import NO_DECAY
from engine.optim.rules import (
    ASGD,
    SGD,
    Adadelta,
    Adafactor,
    Adagrad,
    Adam,
    Adamax,
    AdamW,
    GradientDescent,
    Muon,
    NAdam,
    RAdam,
    RMSprop,
    Rprop,
)

__all__ = [
    "ASGD",
    "NO_DECAY",
    "SGD",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "GradientDescent",
    "Group",
    "Groups",
    "LayerWise",
    "Muon",
    "NAdam",
    "NamedRule",
    "RAdam",
    "RMSprop",
    "Rprop",
    "Rule",
    "Stepper",
    "from_scratch",
    "named",
]
