"""The data sets, as far as they can be known without making them: what they ask of a model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from engine.playground.field import Known
from engine.playground.models import Form, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """A data set, or a landscape to descend."""

    known: Known
    form: Form
    task: Task
    words: str
    """What its examples are, for an objection: `points of the plane`."""
    classes: int = 0
    """How many, by default; 0 where there are none."""
    counts: str = ""
    """The setting that says how many classes there are, if one does."""
    side: int = 0
    """Pixels of a side, where they are images."""
    best: str = "mlp"
    """The model that is proposed for it."""
    steps: int = 500
    rate: float = 0.01
    """A learning rate that is right for that model and AdamW; on a landscape, for descent."""
    download: bool = False
    """Whether it has to be fetched first, with an extra."""

    @property
    def name(self) -> str:
        """Name in the catalogue."""
        return self.known.name


POINTS, TABLE, CURVE = "points of the plane", "rows of measurements", "points on a curve"
SETTINGS_LEFT_OUT = ("features", "flat", "folder")
"""Settings of data that the playground sees to itself."""

_FORMS: dict[str, tuple[Form, Task, str]] = {
    **dict.fromkeys(
        ("moons", "circles", "spirals", "blobs", "xor", "imbalanced_classes", "two_scales"),
        ("plane", "classes", POINTS),
    ),
    "gaussian_ring": ("plane", "classes", POINTS),
    **dict.fromkeys(("iris", "wine", "breast_cancer"), ("features", "classes", TABLE)),
    "random_noise": ("features", "classes", TABLE),
    "diabetes": ("features", "values", TABLE),
    **dict.fromkeys(("line", "polynomial", "sine"), ("line", "values", CURVE)),
    **dict.fromkeys(
        ("digits", "mnist", "fashion_mnist", "cifar10"), ("image", "classes", "images")
    ),
    "scenes": ("scene", "boxes", "images with boxes"),
    **dict.fromkeys(
        ("reviews", "sentiment", "parity", "marker", "recall", "which_first"),
        ("tokens", "classes", "sequences with a class"),
    ),
    **dict.fromkeys(
        ("python_reference", "delayed_copy", "echo"),
        ("tokens", "places", "sequences with a token for every place"),
    ),
    **dict.fromkeys(
        ("reversal", "dates", "addition"),
        ("tokens", "translation", "sequences to be turned into others"),
    ),
}
_CLASSES = {
    "iris": 3,
    "wine": 3,
    "blobs": 3,
    "gaussian_ring": 8,
    "marker": 8,
    "recall": 3,
    **dict.fromkeys(("digits", "mnist", "fashion_mnist", "cifar10", "random_noise"), 10),
    "scenes": 10,
}
_COUNTS = {
    "spirals": "arms",
    "blobs": "classes",
    "random_noise": "classes",
    "gaussian_ring": "modes",
    "marker": "symbols",
    "recall": "symbols",
}
_SIDES = {"digits": 8, "mnist": 28, "fashion_mnist": 28, "cifar10": 32}
_BEST = {
    "gaussian_ring": "point_gan",
    "line": "linear_regression",
    "scenes": "detector",
    "reviews": "bag_of_words",
    "python_reference": "tiny_gpt",
}
_BY_TASK = {
    "places": "recurrent_tagger",
    "translation": "seq2seq",
    "boxes": "detector",
    "descent": "",
}
_RATES = {"point_gan": 0.001, "tiny_gpt": 0.003, "detector": 0.003, "lenet": 0.003}

LANDSCAPES: tuple[tuple[str, str, tuple[tuple[str, object], ...], float], ...] = (
    ("bowl", "a landscape: a bowl, steeper one way than the other", (("condition", 20.0),), 0.5),
    ("rosenbrock", "a landscape: a curved valley, easy to reach, slow to follow", (), 0.001),
    ("beale", "a landscape: a flat plain between steep walls", (), 0.001),
)
"""Losses of two parameters: name, what it is, settings, a rate that descends."""


@cache
def all_data() -> tuple[Data, ...]:
    """Every data set of the catalogue, and the landscapes."""
    from engine.data.catalog import datasets

    found = []
    for entry in datasets:
        form, task, words = _FORMS[entry.name]
        best = _BEST.get(entry.name) or _BY_TASK.get(task) or _reading(form)
        found.append(
            Data(
                known=Known(
                    name=entry.name,
                    about=entry.about,
                    settings=tuple(
                        (setting.name, setting.default)
                        for setting in entry.settings
                        if setting.name not in SETTINGS_LEFT_OUT
                    ),
                ),
                form=form,
                task=task,
                words=words,
                classes=_CLASSES.get(entry.name, 2) if task in ("classes", "boxes") else 0,
                counts=_COUNTS.get(entry.name, ""),
                side=_SIDES.get(entry.name, 0),
                best=best,
                steps=300 if form in ("tokens", "scene") else 500,
                rate=_RATES.get(best, 0.01),
                download=entry.name in ("mnist", "fashion_mnist", "cifar10"),
            )
        )
    return (*found, *_landscapes())


def _reading(form: Form) -> str:
    return "recurrent_classifier" if form == "tokens" else "mlp"


def _landscapes() -> tuple[Data, ...]:
    return tuple(
        Data(
            known=Known(name=name, about=about, settings=settings),
            form="none",
            task="descent",
            words="a landscape",
            best="",
            steps=300,
            rate=rate,
        )
        for name, about, settings, rate in LANDSCAPES
    )


@cache
def data_named(name: str) -> Data | None:
    """The data set of that name; None where there is none."""
    return next((data for data in all_data() if data.name == name), None)
