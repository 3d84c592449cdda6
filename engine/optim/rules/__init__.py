"""Optimisers as rules: hyperparameters by name, executed by the quickest exact means."""

from engine.optim.rules.adadelta import Adadelta
from engine.optim.rules.adafactor import Adafactor
from engine.optim.rules.adagrad import Adagrad
from engine.optim.rules.adam import Adam, AdamW
from engine.optim.rules.adamax import Adamax
from engine.optim.rules.asgd import ASGD
from engine.optim.rules.base import Source, TorchRule
from engine.optim.rules.gradient_descent import GradientDescent
from engine.optim.rules.muon import Muon
from engine.optim.rules.nadam import NAdam
from engine.optim.rules.radam import RAdam
from engine.optim.rules.rmsprop import RMSprop
from engine.optim.rules.rprop import Rprop
from engine.optim.rules.sgd import SGD

__all__ = [
    "ASGD",
    "SGD",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "GradientDescent",
    "Muon",
    "NAdam",
    "RAdam",
    "RMSprop",
    "Rprop",
    "Source",
    "TorchRule",
]
