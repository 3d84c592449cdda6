"""Learning-rate schedules: a factor on the base rate as a function of the step.

Each is the formula and nothing else, in plain Python, so that the planned curve can be
drawn without training and without torch. `Warmup`, `Sequence` and `Chained` put others together;
`TorchSchedule` and `TorchPlateau` take PyTorch's own in their place.
"""

from engine.schedules.base import CyclesMomentum, Horizon, Mark, Reaction, Reactive, Schedule
from engine.schedules.chained import Chained
from engine.schedules.constant import Constant
from engine.schedules.cosine import Cosine
from engine.schedules.cyclic import Cyclic
from engine.schedules.exponential import Exponential
from engine.schedules.inverse_sqrt import InverseSqrt
from engine.schedules.linear import Linear
from engine.schedules.multi_step import MultiStep
from engine.schedules.one_cycle import OneCycle
from engine.schedules.parts import momentum_of, reaction_of
from engine.schedules.plateau import ReduceOnPlateau
from engine.schedules.polynomial import Polynomial
from engine.schedules.preview import preview, preview_momentum
from engine.schedules.restarts import CosineRestarts
from engine.schedules.sequence import Sequence
from engine.schedules.shaped import Shaped
from engine.schedules.step import StepDecay
from engine.schedules.torch_plateau import TorchPlateau
from engine.schedules.torch_schedule import TorchSchedule, torch_schedule
from engine.schedules.units import Per
from engine.schedules.warmup import Warmup, warmup_cosine
from engine.schedules.wsd import WarmupStableDecay

__all__ = [
    "Chained",
    "Constant",
    "Cosine",
    "CosineRestarts",
    "CyclesMomentum",
    "Cyclic",
    "Exponential",
    "Horizon",
    "InverseSqrt",
    "Linear",
    "Mark",
    "MultiStep",
    "OneCycle",
    "Per",
    "Polynomial",
    "Reaction",
    "Reactive",
    "ReduceOnPlateau",
    "Schedule",
    "Sequence",
    "Shaped",
    "StepDecay",
    "TorchPlateau",
    "TorchSchedule",
    "Warmup",
    "WarmupStableDecay",
    "momentum_of",
    "preview",
    "preview_momentum",
    "reaction_of",
    "torch_schedule",
    "warmup_cosine",
]
