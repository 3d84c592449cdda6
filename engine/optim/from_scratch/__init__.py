"""Optimisers as the papers write them, to be read; each gives what `torch.optim` gives."""

from engine.optim.from_scratch.adadelta import Adadelta
from engine.optim.from_scratch.adafactor import Adafactor
from engine.optim.from_scratch.adagrad import Adagrad
from engine.optim.from_scratch.adam import Adam
from engine.optim.from_scratch.adamax import Adamax
from engine.optim.from_scratch.adamw import AdamW
from engine.optim.from_scratch.amsgrad import AMSGrad, AMSGradW
from engine.optim.from_scratch.asgd import ASGD
from engine.optim.from_scratch.gradient_descent import GradientDescent
from engine.optim.from_scratch.muon import Muon
from engine.optim.from_scratch.nadam import NAdam
from engine.optim.from_scratch.optimizer import Optimizer
from engine.optim.from_scratch.radam import RAdam
from engine.optim.from_scratch.rmsprop import RMSprop
from engine.optim.from_scratch.rprop import Rprop
from engine.optim.from_scratch.rule import FromScratch, FromScratchStepper
from engine.optim.from_scratch.sgd import SGD

# Last: these functions have the names of modules imported above.
from engine.optim.from_scratch.shortcuts import adamw, sgd

__all__ = [
    "ASGD",
    "SGD",
    "AMSGrad",
    "AMSGradW",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "FromScratch",
    "FromScratchStepper",
    "GradientDescent",
    "Muon",
    "NAdam",
    "Optimizer",
    "RAdam",
    "RMSprop",
    "Rprop",
    "adamw",
    "sgd",
]
