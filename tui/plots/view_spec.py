"""What a view shows, as frozen data. Making one loads neither numpy nor plotext."""

from __future__ import annotations

from dataclasses import dataclass

from tui.plots.palette import DEFAULT_LOOK, Look
from tui.plots.seen import Kind, RunSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewSpec:
    """Everything a view is drawn from."""

    name: str
    """Name of the probe, one of `TITLES`."""
    runs: tuple[RunSeen, ...]
    """In the order in which they were started; the newest is drawn over the others."""
    width: int
    """Cells."""
    height: int
    """Rows."""
    look: Look = DEFAULT_LOOK
    over: bool = False
    """Whether all the runs have ended: what they have not shown by now, they do not measure."""
    moment: int | None = None
    """Step whose state is shown; None: the newest."""

    def seen(self, run: RunSeen, kind: type[Kind]) -> Kind | None:
        """What this view's probe saw in a run at the moment that is shown."""
        return run.look(self.name, kind, self.moment)

    def all_seen(self, kind: type[Kind]) -> dict[RunSeen, Kind]:
        """The same for every run that has something of that kind."""
        return {run: seen for run in self.runs if (seen := self.seen(run, kind)) is not None}


TITLES = {
    "surface": "surface and path",
    "boundary": "decision boundary",
    "confusion": "confusion matrix",
    "mistakes": "worst mistakes",
    "images": "images",
    "labels": "labels of the batches",
    "augmented": "augmented images",
    "kernels": "kernels",
    "samples": "samples",
    "predictions": "predictions",
    "fit_curve": "fitted curve",
    "loss_curve": "what an answer costs",
    "tangent": "curve and tangent",
    "graph": "computation graph",
    "per_class": "scores of each class",
    "roc": "ROC curve",
    "confidence": "calibration curve",
    "boxes": "boxes",
    "layers": "layer gradients",
    "shapes": "shapes through the layers",
    "layer_norms": "layer norms and updates",
    "activations": "activations",
    "weights": "weight histograms",
    "attention": "attention",
    "embeddings": "embeddings",
    "matrix": "matrix",
    "loss_surface": "loss around the weights",
    "profile": "step profile",
    "gradient_noise": "gradient noise",
}


def view_title(name: str) -> str:
    """What a learner reads above a view; the name itself for one that is not known."""
    return TITLES.get(name, name)
