"""What is done around the plain step: low precision, averaged weights, keeping the best."""

from engine.tricks.averaging import EMA
from engine.tricks.best import KeepBest
from engine.tricks.precision import PRECISIONS, Precision

__all__ = ["EMA", "PRECISIONS", "KeepBest", "Precision"]
