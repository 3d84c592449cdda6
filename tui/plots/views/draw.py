"""Draws the view that is asked for, or says what will be there."""

from __future__ import annotations

from collections.abc import Callable

from textual.strip import Strip

from tui.plots.canvas import Canvas, write_centred
from tui.plots.palette import style
from tui.plots.view_spec import ViewSpec, view_title
from tui.plots.views.activations import draw_activations
from tui.plots.views.attention import draw_attention
from tui.plots.views.boundary import draw_boundary
from tui.plots.views.class_scores import draw_class_scores
from tui.plots.views.cloud import draw_cloud
from tui.plots.views.confusion import draw_confusion
from tui.plots.views.detections import draw_detections
from tui.plots.views.embedded import draw_embedded
from tui.plots.views.estimated import draw_estimated
from tui.plots.views.fit_curve import draw_fit_curve
from tui.plots.views.graph import draw_graph
from tui.plots.views.histograms import draw_histograms
from tui.plots.views.label_stripes import draw_label_stripes
from tui.plots.views.layer_norms import draw_layer_norms
from tui.plots.views.layers import draw_layers
from tui.plots.views.loss_curve import draw_loss_curve
from tui.plots.views.loss_plane import draw_loss_plane
from tui.plots.views.matrix import draw_matrix
from tui.plots.views.mistakes import draw_mistakes
from tui.plots.views.noise import draw_noise
from tui.plots.views.panels import blank
from tui.plots.views.pictures import draw_pictures
from tui.plots.views.predicted import draw_predicted
from tui.plots.views.profile import draw_profile
from tui.plots.views.reliability import draw_reliability
from tui.plots.views.roc import draw_roc
from tui.plots.views.shapes import draw_shapes
from tui.plots.views.surface import draw_surface
from tui.plots.views.tangent import draw_tangent
from tui.plots.views.texts import draw_texts

Drawer = Callable[[ViewSpec], Canvas | None]
"""A canvas of the size of the view; None while there is nothing to draw."""


def either(*drawers: Drawer) -> Drawer:
    """The first of several pictures for which something was seen: a probe may see many kinds."""

    def draw(spec: ViewSpec) -> Canvas | None:
        return next((drawn for one in drawers if (drawn := one(spec)) is not None), None)

    return draw


DRAWERS: dict[str, Drawer] = {
    "surface": draw_surface,
    "boundary": draw_boundary,
    "confusion": draw_confusion,
    "mistakes": draw_mistakes,
    "images": draw_pictures,
    "labels": draw_label_stripes,
    "augmented": draw_pictures,
    "kernels": draw_pictures,
    "samples": either(draw_pictures, draw_texts, draw_cloud),
    "predictions": either(draw_predicted, draw_estimated),
    "fit_curve": draw_fit_curve,
    "loss_curve": draw_loss_curve,
    "tangent": draw_tangent,
    "graph": draw_graph,
    "per_class": draw_class_scores,
    "roc": draw_roc,
    "confidence": draw_reliability,
    "boxes": draw_detections,
    "layers": draw_layers,
    "shapes": draw_shapes,
    "layer_norms": draw_layer_norms,
    "activations": draw_activations,
    "weights": draw_histograms,
    "attention": draw_attention,
    "embeddings": draw_embedded,
    "matrix": draw_matrix,
    "loss_surface": draw_loss_plane,
    "profile": draw_profile,
    "gradient_noise": draw_noise,
}
EMPTY = {
    "surface": "The surface appears when the run starts.",
    "boundary": "The boundary appears when the run starts.",
    "confusion": "The confusion matrix appears with the first evaluation.",
    "mistakes": "The worst mistakes appear with the first evaluation.",
    "images": "The images appear when the run starts.",
    "labels": "The labels of the batches appear with the first steps.",
    "augmented": "The augmented images appear when the run starts.",
    "kernels": "The kernels appear when the run starts.",
    "samples": "The samples appear when the run starts.",
    "predictions": "The predictions appear when the run starts.",
    "fit_curve": "The fitted curve and its points appear when the run starts.",
    "loss_curve": "The curve of the loss appears when the run starts.",
    "tangent": "The curve and its tangent appear when the run starts.",
    "graph": "The computation graph appears when the run starts.",
    "per_class": "Precision, recall and F1 of each class appear when the run starts.",
    "roc": "The ROC curve appears when the run starts.",
    "confidence": "The calibration curve appears when the run starts.",
    "boxes": "The images with their boxes appear when the run starts.",
    "layers": "The gradient norm of each layer appears with the first step.",
    "shapes": "The shapes of what each layer puts out appear when the run starts.",
    "layer_norms": "How far a step moves each layer appears soon after the run starts.",
    "activations": "What comes out of each layer appears when the run starts.",
    "weights": "The histograms of weights and gradients appear when the run starts.",
    "attention": "Where each position looks appears when the run starts.",
    "embeddings": "The embedded points appear when the run starts.",
    "matrix": "The matrix appears when the run starts.",
    "loss_surface": "The loss around the weights appears when the run starts.",
    "profile": "What a step costs appears when the run starts.",
    "gradient_noise": "How noisy the gradients are appears when the run starts.",
}


def draw_view(spec: ViewSpec) -> list[Strip]:
    """Draw a view as exactly `spec.height` strips of `spec.width` cells."""
    drawer = DRAWERS.get(spec.name)
    canvas = drawer(spec) if drawer else None
    if canvas is None:
        words = EMPTY.get(spec.name, f"There is no picture for “{view_title(spec.name)}” yet.")
        if spec.over and spec.runs:
            words = f"These runs have nothing for “{view_title(spec.name)}”."
        muted = style(spec.look, spec.look.colours.muted)
        canvas = blank(spec)
        write_centred(canvas, words, (0, 0, spec.width, spec.height), muted)
    return canvas.strips()
