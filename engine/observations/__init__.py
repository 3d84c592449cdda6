"""What probes see: small frozen pictures of a model, ready to be drawn."""

from engine.observations.answers import (
    ClassScores,
    Confidence,
    Confusion,
    Estimated,
    FittedCurve,
    Mistakes,
    Predicted,
    RocCurve,
)
from engine.observations.array import LARGEST, Array
from engine.observations.graphs import ComputationGraph, FunctionCurve
from engine.observations.layers import (
    Attention,
    Embedded,
    Histograms,
    LayerActivity,
    LayerNorms,
    LayerShapes,
    Matrix,
)
from engine.observations.made import Detections, LabelStripes, Pictures, PointCloud, Texts
from engine.observations.planes import Boundary, LossPlane, PathPoints, Surface
from engine.observations.steps import NoiseScale, StepProfile

__all__ = [
    "LARGEST",
    "Array",
    "Attention",
    "Boundary",
    "ClassScores",
    "ComputationGraph",
    "Confidence",
    "Confusion",
    "Detections",
    "Embedded",
    "Estimated",
    "FittedCurve",
    "FunctionCurve",
    "Histograms",
    "LabelStripes",
    "LayerActivity",
    "LayerNorms",
    "LayerShapes",
    "LossPlane",
    "Matrix",
    "Mistakes",
    "NoiseScale",
    "Observation",
    "PathPoints",
    "Pictures",
    "PointCloud",
    "Predicted",
    "RocCurve",
    "StepProfile",
    "Surface",
    "Texts",
]

Observation = (
    Surface
    | PathPoints
    | Boundary
    | Confusion
    | Mistakes
    | LossPlane
    | Predicted
    | Estimated
    | FittedCurve
    | ClassScores
    | RocCurve
    | Confidence
    | LayerNorms
    | LayerActivity
    | LayerShapes
    | Histograms
    | Attention
    | Embedded
    | Matrix
    | Pictures
    | Texts
    | PointCloud
    | Detections
    | LabelStripes
    | StepProfile
    | NoiseScale
    | FunctionCurve
    | ComputationGraph
)
