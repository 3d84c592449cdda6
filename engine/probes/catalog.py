"""The probes by name, and which of them suit a task. Importing this loads torch."""

from __future__ import annotations

from engine.catalog import Catalog, Entry
from engine.probes.activations import Activations
from engine.probes.attention import AttentionMaps
from engine.probes.base import Probe, Scene
from engine.probes.batch_labels import BatchLabels
from engine.probes.boundary import DecisionBoundary
from engine.probes.boxes import Boxes
from engine.probes.confidence import ConfidenceHistogram
from engine.probes.confusion import ConfusionMatrix
from engine.probes.embeddings import Embeddings
from engine.probes.fit_curve import FitCurve
from engine.probes.images import ImageGrid
from engine.probes.kernels import Kernels
from engine.probes.layer_norms import LayerGradients
from engine.probes.loss_surface import LossSurface
from engine.probes.mistakes import WorstMistakes
from engine.probes.noise import GradientNoise
from engine.probes.path import Path
from engine.probes.per_class import PerClass
from engine.probes.predicted import Predictions
from engine.probes.profile import Profile
from engine.probes.roc import Roc
from engine.probes.shapes import Shapes
from engine.probes.weight_histograms import WeightHistograms
from engine.probes.weight_path import WeightPath

probes: Catalog[Probe] = Catalog(
    "probe",
    Entry("path", Path, "the path of a descent over its landscape"),
    Entry("weight_path", WeightPath, "the path of two weights over the exact loss"),
    Entry("boundary", DecisionBoundary, "what a classifier says everywhere in the plane"),
    Entry("fit_curve", FitCurve, "the function learned, with the points it was learned from"),
    Entry("predictions", Predictions, "examples with truth and prediction"),
    Entry("boxes", Boxes, "images with the boxes that are there and those that are found"),
    Entry("mistakes", WorstMistakes, "images read wrongly, the most confident mistake first"),
    Entry("confusion", ConfusionMatrix, "which classes are taken for which"),
    Entry("per_class", PerClass, "precision, recall and F1 of each class"),
    Entry("roc", Roc, "true against false positives for every threshold"),
    Entry("confidence", ConfidenceHistogram, "how sure the answers are, right and wrong ones"),
    Entry("layer_norms", LayerGradients, "weight norm and update ratio of each layer"),
    Entry("activations", Activations, "outputs of each layer: size, zeros, dead units"),
    Entry("shapes", Shapes, "the shape of what each layer makes of one example, its weights"),
    Entry("weights", WeightHistograms, "histograms of weights and gradients"),
    Entry("loss_surface", LossSurface, "the loss over a plane through the present weights"),
    Entry("gradient_noise", GradientNoise, "how far mini-batch gradients scatter"),
    Entry("attention", AttentionMaps, "where each position looks"),
    Entry("embeddings", Embeddings, "vectors of many dimensions laid out in two"),
    Entry("kernels", Kernels, "the weights of a first layer as images"),
    Entry("labels", BatchLabels, "the labels of the last batches, sample by sample"),
    Entry("images", ImageGrid, "examples of the training split"),
    Entry("profile", Profile, "time and memory of one step"),
)
"""All probes that need no function to be given."""


def fitting(scene: Scene) -> tuple[str, ...]:
    """Names of the catalogued probes, with default settings, that have something to see here."""
    return tuple(entry.name for entry in probes if _fits(entry.make(), scene))


def _fits(probe: Probe, scene: Scene) -> bool:
    try:
        probe.start().begin(scene)
    except ValueError:
        return False
    return True
