"""Learning-rate schedules: a factor on the base rate as a function of the step.

Each is the formula and nothing else, in plain Python, so that the planned curve can be
drawn without training and without torch.
"""

from engine.schedules.base import Horizon, Mark, Schedule
from engine.schedules.constant import Constant
from engine.schedules.cosine import Cosine
from engine.schedules.one_cycle import OneCycle
from engine.schedules.step import StepDecay
from engine.schedules.warmup import Warmup

__all__ = ["Constant", "Cosine", "Horizon", "Mark", "OneCycle", "Schedule", "StepDecay", "Warmup"]
