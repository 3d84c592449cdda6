"""The fast lane: optimiser state plus one call of torch's fused kernel a step."""

from engine.optim.fast.adagrad import FastAdagrad
from engine.optim.fast.adam import FastAdam, FastAdamW
from engine.optim.fast.fused import FusedStepper
from engine.optim.fast.sgd import FastSGD

__all__ = ["FastAdagrad", "FastAdam", "FastAdamW", "FastSGD", "FusedStepper"]
