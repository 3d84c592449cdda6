"""Losses of two parameters, which can be seen as a whole.

Importing this loads no torch.
"""

from engine.surfaces.base import Landscape
from engine.surfaces.beale import beale
from engine.surfaces.curve import curve
from engine.surfaces.picture import grid, least_squares, loss_plane, picture
from engine.surfaces.quadratic import best_lr, best_rate, quadratic
from engine.surfaces.rosenbrock import rosenbrock

__all__ = [
    "Landscape",
    "beale",
    "best_lr",
    "best_rate",
    "curve",
    "grid",
    "least_squares",
    "loss_plane",
    "picture",
    "quadratic",
    "rosenbrock",
]
