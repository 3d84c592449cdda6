"""The models, as far as they can be known without torch: what each takes, and what may be set.

A test holds this table against the catalogue of `engine.nn`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.playground.field import Known

Task = Literal["classes", "values", "places", "translation", "boxes", "descent"]
"""What the data ask: a class, values, a token at every place, another sequence, boxes, a way
down."""
Form = Literal["line", "plane", "features", "image", "tokens", "scene", "none"]
"""What one input is: one number, two, more of them, an image, tokens, an image with boxes."""
Learning = Literal["supervised", "places", "translation", "boxes", "imitation", "adversarial"]
"""What one step computes."""

NUMBERS: tuple[Form, ...] = ("line", "plane", "features", "image")
RECURRENT = (("kind", "lstm"), ("width", 32), ("hidden", 64), ("layers", 1))
ATTENDING: tuple[tuple[str, object], ...] = (
    ("width", 64),
    ("heads", 4),
    ("layers", 2),
    ("feed_forward", 128),
    ("dropout", 0.0),
    ("activation", "relu"),
    ("norm_first", False),
    ("scaled", True),
    ("positions", "sinusoidal"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model, and the data it is made for."""

    known: Known
    forms: tuple[Form, ...]
    """Inputs it can take."""
    tasks: tuple[Task, ...]
    """Data it can learn from."""
    learning: Learning = "supervised"
    needs: str = ""
    """Its inputs in words, for an objection."""
    side: int = 0
    """Pixels that images are enlarged to for it; 0: it takes any."""
    colours: int = 0
    """Channels that it insists on; 0: it takes any."""
    quartered: bool = False
    """Whether 4 has to divide the sides of its images."""
    attends: bool = False
    looks: bool = False
    """Whether its first layer has kernels to be seen."""

    @property
    def name(self) -> str:
        """Name in the catalogue."""
        return self.known.name


def _dense(name: str, about: str, *settings: tuple[str, object], task: Task) -> Model:
    tasks: tuple[Task, ...] = ("classes", "values") if name in ("mlp", "deep_plain") else (task,)
    return Model(
        known=Known(name=name, about=about, settings=settings),
        forms=NUMBERS,
        tasks=tasks,
        needs="numbers or images",
    )


def _seeing(
    name: str, about: str, *settings: tuple[str, object], side: int = 0, colours: int = 0
) -> Model:
    return Model(
        known=Known(name=name, about=about, settings=settings),
        forms=("image",),
        tasks=("classes",),
        needs="images",
        side=side,
        colours=colours,
        looks=True,
    )


def _reading(name: str, about: str, *settings: tuple[str, object], attends: bool = False) -> Model:
    return Model(
        known=Known(name=name, about=about, settings=settings),
        forms=("tokens",),
        tasks=("classes",),
        needs="sequences with a class",
        attends=attends,
    )


_MLP = (
    ("hidden", (16,)),
    ("activation", "relu"),
    ("norm", None),
    ("groups", 4),
    ("dropout", 0.0),
    ("residual", False),
    ("survival", 1.0),
)
_VGG = (
    ("stages", ((16, 16), (32, 32), (64,))),
    ("hidden", ()),
    ("normalised", False),
    ("dropout", 0.0),
)
_RESNET = (("stages", ((16, 2), (32, 2), (64, 2))), ("shortcuts", True), ("last_survival", 1.0))
_DENSENET = (("blocks", (4, 4)), ("growth", 12), ("width", 16), ("compression", 0.5))
_GPT = (
    ("width", 64),
    ("heads", 4),
    ("layers", 2),
    ("feed_forward", 256),
    ("dropout", 0.0),
    ("activation", "gelu"),
    ("norm_first", True),
    ("scaled", True),
    ("positions", "learned"),
    ("embedding_std", 0.02),
    ("scale_embedding", False),
    ("fused", True),
    ("tied", True),
    ("causal", True),
)


def _making(
    name: str,
    about: str,
    *settings: tuple[str, object],
    forms: tuple[Form, ...],
    learning: Learning,
    needs: str,
) -> Model:
    return Model(
        known=Known(name=name, about=about, settings=settings),
        forms=forms,
        tasks=("classes", "values"),
        learning=learning,
        needs=needs,
        quartered="image" in name or "conv" in name,
    )


MODELS: tuple[Model, ...] = (
    _dense("linear_regression", "a plane through points", task="values"),
    _dense("logistic_regression", "planes between classes", task="classes"),
    _dense("mlp", "linear layers with a bend between them", *_MLP, task="classes"),
    _dense(
        "deep_plain",
        "many ReLU layers and nothing that keeps signals in scale",
        ("depth", 10),
        ("width", 64),
        ("gain", 1.0),
        task="classes",
    ),
    _seeing(
        "lenet",
        "two convolutions look, three linear layers decide",
        ("activation", "relu"),
        ("pooling", "max"),
    ),
    _seeing("vgg", "3 × 3 convolutions, stacked deep", *_VGG),
    _seeing(
        "vgg16",
        "VGG16 in full: 138 million parameters",
        ("normalised", False),
        side=224,
        colours=3,
    ),
    _seeing("resnet", "blocks of two convolutions with a shortcut past each", *_RESNET),
    _seeing("resnet18", "ResNet-18 in full: 11.7 million parameters", side=32, colours=3),
    _seeing("densenet", "every layer sees what all before it have found", *_DENSENET),
    Model(
        known=Known(
            name="detector",
            about="where things are in an image, and what they are",
            settings=(("width", 16), ("halvings", 3)),
        ),
        forms=("scene",),
        tasks=("boxes",),
        learning="boxes",
        needs="images with boxes",
    ),
    _making(
        "autoencoder",
        "linear layers through a narrow code and back",
        ("hidden", (32,)),
        ("code", 2),
        ("activation", "relu"),
        forms=("plane", "features", "image"),
        learning="imitation",
        needs="several numbers or images",
    ),
    _making(
        "conv_autoencoder",
        "images through a narrow code and back",
        ("width", 8),
        ("code", 2),
        forms=("image",),
        learning="imitation",
        needs="images",
    ),
    _making(
        "point_gan",
        "forger and judge of points",
        ("noise", 2),
        ("hidden", (64, 64)),
        forms=("plane", "features"),
        learning="adversarial",
        needs="points",
    ),
    _making(
        "image_gan",
        "forger and judge of images",
        ("noise", 16),
        ("width", 16),
        forms=("image",),
        learning="adversarial",
        needs="images",
    ),
    _reading(
        "bag_of_words",
        "the mean of the words' vectors, classified",
        ("width", 32),
        ("masked", True),
    ),
    _reading(
        "recurrent_classifier",
        "an RNN, LSTM or GRU that names the class of a sequence",
        *RECURRENT,
        ("bidirectional", False),
        ("packed", True),
        ("dropout", 0.0),
        ("recurrent_init", "default"),
        ("from_scratch", False),
    ),
    _reading(
        "bilstm_classifier",
        "an LSTM that reads a text in both directions",
        *RECURRENT[1:],
        ("packed", True),
        ("dropout", 0.0),
    ),
    Model(
        known=Known(
            name="recurrent_tagger",
            about="a recurrent net that says something at every place, such as the next token",
            settings=(
                *RECURRENT,
                ("bidirectional", False),
                ("recurrent_init", "default"),
                ("from_scratch", False),
            ),
        ),
        forms=("tokens",),
        tasks=("places",),
        learning="places",
        needs="sequences with a token for every place",
    ),
    Model(
        known=Known(
            name="seq2seq",
            about="encoder and decoder, with or without attention",
            settings=(("kind", "gru"), ("width", 32), ("hidden", 64), ("attention", "none")),
        ),
        forms=("tokens",),
        tasks=("translation",),
        learning="translation",
        needs="sequences to be turned into others",
    ),
    _reading(
        "transformer_classifier",
        "a Transformer encoder that names the class of a sequence",
        *ATTENDING,
        ("embedding_std", None),
        ("scale_embedding", True),
        ("fused", True),
        ("pooling", "mean"),
        ("masked", True),
        attends=True,
    ),
    Model(
        known=Known(
            name="transformer",
            about="encoder and decoder: from a sequence to another one",
            settings=(*ATTENDING, ("fused", True)),
        ),
        forms=("tokens",),
        tasks=("translation",),
        learning="translation",
        needs="sequences to be turned into others",
        attends=True,
    ),
    Model(
        known=Known(
            name="tiny_gpt",
            about="a causal Transformer that predicts the next token",
            settings=_GPT,
        ),
        forms=("tokens",),
        tasks=("places",),
        learning="places",
        needs="sequences with a token for every place",
        attends=True,
    ),
)
BY_NAME = {model.name: model for model in MODELS}
DERIVED = (
    "inputs",
    "outputs",
    "classes",
    "image",
    "channels",
    "dimensions",
    "vocabulary",
    "source_vocabulary",
    "target_vocabulary",
    "output_length",
    "length",
    "context",
    "start",
)
"""Settings of models that follow from the data."""
