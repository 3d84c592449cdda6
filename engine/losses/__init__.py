"""Losses, written to be read; each that PyTorch has gives what PyTorch's gives.

A loss is made with its settings and called with a prediction and a target, as PyTorch's classes
are: `Experiment(loss=losses.Focal(gamma=2))`. Shapes that would be broadcast without a word, and
labels outside the classes, are errors that say what to do.
"""

from engine.losses.base import Loss, Reduction
from engine.losses.bce import BCEWithLogits
from engine.losses.contrastive import Contrastive
from engine.losses.cross_entropy import CrossEntropy
from engine.losses.distillation import Distillation, SoftTargets
from engine.losses.focal import BinaryFocal, Focal
from engine.losses.huber import Huber
from engine.losses.kl import KL
from engine.losses.log_softmax import log_softmax
from engine.losses.mae import MAE
from engine.losses.mse import MSE
from engine.losses.rmse import RMSE
from engine.losses.smooth_l1 import SmoothL1
from engine.losses.triplet import Triplet

__all__ = [
    "KL",
    "MAE",
    "MSE",
    "RMSE",
    "BCEWithLogits",
    "BinaryFocal",
    "Contrastive",
    "CrossEntropy",
    "Distillation",
    "Focal",
    "Huber",
    "Loss",
    "Reduction",
    "SmoothL1",
    "SoftTargets",
    "Triplet",
    "log_softmax",
]
