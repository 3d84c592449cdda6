"""Models and the parts they are made of."""

from engine.nn.init import deep_plain, he_normal
from engine.nn.landscape import LandscapeModel
from engine.nn.mlp import mlp

__all__ = ["LandscapeModel", "deep_plain", "he_normal", "mlp"]
