"""Data to learn from: real and generated, split, and the same for the same seed.

Importing this loads no torch; calling one of the functions does.
"""

from engine.data.base import Batch, Dataset, Examples
from engine.data.diabetes import diabetes
from engine.data.digits import digits
from engine.data.moons import moons

__all__ = ["Batch", "Dataset", "Examples", "diabetes", "digits", "moons"]
