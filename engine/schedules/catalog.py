"""Schedules by name."""

from __future__ import annotations

from engine.catalog import Catalog, Entry
from engine.schedules.base import Schedule
from engine.schedules.constant import Constant
from engine.schedules.cosine import Cosine
from engine.schedules.cyclic import Cyclic
from engine.schedules.exponential import Exponential
from engine.schedules.inverse_sqrt import InverseSqrt
from engine.schedules.linear import Linear
from engine.schedules.multi_step import MultiStep
from engine.schedules.one_cycle import OneCycle
from engine.schedules.plateau import ReduceOnPlateau
from engine.schedules.polynomial import Polynomial
from engine.schedules.restarts import CosineRestarts
from engine.schedules.shaped import Shaped
from engine.schedules.step import StepDecay
from engine.schedules.torch_schedule import torch_schedule
from engine.schedules.warmup import Warmup, warmup_cosine
from engine.schedules.wsd import WarmupStableDecay

schedules: Catalog[Schedule] = Catalog(
    "schedule",
    Entry("constant", Constant, "the rate stays what it is"),
    Entry("step", StepDecay, "a drop every few epochs"),
    Entry("multi_step", MultiStep, "drops at chosen epochs"),
    Entry("exponential", Exponential, "the same share is lost every epoch"),
    Entry("polynomial", Polynomial, "down to nothing along a power of what is left"),
    Entry("linear", Linear, "a straight line from one factor to another"),
    Entry("cosine", Cosine, "slow at both ends, fastest in the middle"),
    Entry("cosine_restarts", CosineRestarts, "cosines that start again at the full rate"),
    Entry("plateau", ReduceOnPlateau, "a drop when a measurement stops getting better"),
    Entry("warmup", Warmup, "a linear rise, then the full rate"),
    Entry("warmup_cosine", warmup_cosine, "a linear rise, then a cosine"),
    Entry("inverse_sqrt", InverseSqrt, "the Transformer's: a linear rise, then 1/√step"),
    Entry("one_cycle", OneCycle, "up to a high rate, then far below where it began"),
    Entry("wsd", WarmupStableDecay, "warm-up, the full rate, a short descent at the end"),
    Entry("shaped", Shaped, "warm-up, plateau, any descent, and all of that again"),
    Entry("cyclic", Cyclic, "up and down between two rates"),
    Entry("torch", torch_schedule, "any scheduler of PyTorch, by the name of its class"),
)
"""What a playground can choose from. `Warmup.then`, `Sequence` and `Chained` combine them."""
