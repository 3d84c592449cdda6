"""What else can be watched while a model trains.

Importing this loads no torch; asking for one of the probes does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.lazy import lazy
from engine.probes.base import Observer, Probe, Scene

if TYPE_CHECKING:
    from engine.probes.activations import Activations
    from engine.probes.attention import AttentionMaps
    from engine.probes.batch_labels import BatchLabels
    from engine.probes.boundary import DecisionBoundary
    from engine.probes.boxes import Boxes
    from engine.probes.confidence import ConfidenceHistogram
    from engine.probes.confusion import ConfusionMatrix
    from engine.probes.embeddings import Embeddings
    from engine.probes.fit_curve import FitCurve
    from engine.probes.graph import Graph
    from engine.probes.images import Augmented, ImageGrid
    from engine.probes.kernels import Kernels
    from engine.probes.layer_norms import LayerGradients
    from engine.probes.loss_curve import LossCurve
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
    from engine.probes.shapes import Shapes
    from engine.probes.tangent import Tangent
    from engine.probes.weight_histograms import WeightHistograms
    from engine.probes.weight_path import WeightPath

__all__ = [
    "Activations",
    "AttentionMaps",
    "Augmented",
    "BatchLabels",
    "Boxes",
    "ConfidenceHistogram",
    "ConfusionMatrix",
    "DecisionBoundary",
    "Embeddings",
    "FitCurve",
    "GradientNoise",
    "Graph",
    "ImageGrid",
    "Kernels",
    "LayerGradients",
    "LossCurve",
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
    "Shapes",
    "Tangent",
    "WeightHistograms",
    "WeightPath",
    "WorstMistakes",
]

_HOMES = {
    "Activations": "activations",
    "AttentionMaps": "attention",
    "Augmented": "images",
    "BatchLabels": "batch_labels",
    "Boxes": "boxes",
    "ConfidenceHistogram": "confidence",
    "ConfusionMatrix": "confusion",
    "DecisionBoundary": "boundary",
    "Embeddings": "embeddings",
    "FitCurve": "fit_curve",
    "GradientNoise": "noise",
    "Graph": "graph",
    "ImageGrid": "images",
    "Kernels": "kernels",
    "LayerGradients": "layer_norms",
    "LossCurve": "loss_curve",
    "LossSurface": "loss_surface",
    "MatrixMap": "matrix",
    "Path": "path",
    "PerClass": "per_class",
    "Predictions": "predicted",
    "Profile": "profile",
    "Roc": "roc",
    "Samples": "samples",
    "Shapes": "shapes",
    "Tangent": "tangent",
    "WeightHistograms": "weight_histograms",
    "WeightPath": "weight_path",
    "WorstMistakes": "mistakes",
}

__getattr__ = lazy(__name__, _HOMES)
