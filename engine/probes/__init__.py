"""What else can be watched while a model trains.

Importing this loads no torch; asking for one of the probes does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from engine.probes.base import Observer, Probe, Scene

if TYPE_CHECKING:
    from engine.probes.activations import Activations
    from engine.probes.attention import AttentionMaps
    from engine.probes.boundary import DecisionBoundary
    from engine.probes.boxes import Boxes
    from engine.probes.confidence import ConfidenceHistogram
    from engine.probes.confusion import ConfusionMatrix
    from engine.probes.embeddings import Embeddings
    from engine.probes.fit_curve import FitCurve
    from engine.probes.images import Augmented, ImageGrid
    from engine.probes.kernels import Kernels
    from engine.probes.layer_norms import LayerGradients
    from engine.probes.loss_surface import LossSurface
    from engine.probes.matrix import MatrixMap
    from engine.probes.mistakes import WorstMistakes
    from engine.probes.noise import GradientNoise
    from engine.probes.path import Path
    from engine.probes.per_class import PerClass
    from engine.probes.predicted import Predictions
    from engine.probes.profile import Profile
    from engine.probes.roc import Roc
    from engine.probes.samples import Samples
    from engine.probes.weight_histograms import WeightHistograms
    from engine.probes.weight_path import WeightPath

__all__ = [
    "Activations",
    "AttentionMaps",
    "Augmented",
    "Boxes",
    "ConfidenceHistogram",
    "ConfusionMatrix",
    "DecisionBoundary",
    "Embeddings",
    "FitCurve",
    "GradientNoise",
    "ImageGrid",
    "Kernels",
    "LayerGradients",
    "LossSurface",
    "MatrixMap",
    "Observer",
    "Path",
    "PerClass",
    "Predictions",
    "Probe",
    "Profile",
    "Roc",
    "Samples",
    "Scene",
    "WeightHistograms",
    "WeightPath",
    "WorstMistakes",
]

_HOMES = {
    "Activations": "engine.probes.activations",
    "AttentionMaps": "engine.probes.attention",
    "Augmented": "engine.probes.images",
    "Boxes": "engine.probes.boxes",
    "ConfidenceHistogram": "engine.probes.confidence",
    "ConfusionMatrix": "engine.probes.confusion",
    "DecisionBoundary": "engine.probes.boundary",
    "Embeddings": "engine.probes.embeddings",
    "FitCurve": "engine.probes.fit_curve",
    "GradientNoise": "engine.probes.noise",
    "ImageGrid": "engine.probes.images",
    "Kernels": "engine.probes.kernels",
    "LayerGradients": "engine.probes.layer_norms",
    "LossSurface": "engine.probes.loss_surface",
    "MatrixMap": "engine.probes.matrix",
    "Path": "engine.probes.path",
    "PerClass": "engine.probes.per_class",
    "Predictions": "engine.probes.predicted",
    "Profile": "engine.probes.profile",
    "Roc": "engine.probes.roc",
    "Samples": "engine.probes.samples",
    "WeightHistograms": "engine.probes.weight_histograms",
    "WeightPath": "engine.probes.weight_path",
    "WorstMistakes": "engine.probes.mistakes",
}


def __getattr__(name: str) -> object:
    """Load a probe when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
