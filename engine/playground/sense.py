"""What goes with what: the reasons why a choice beside others makes no sense."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping

from engine.playground.choices import Objection
from engine.playground.data import Data
from engine.playground.losses import BINARY, REGRESSION
from engine.playground.models import MODELS, Model
from engine.request import Value
from engine.written import listed

MIXING = ("mixup", "cutmix")
"""Augmentations that blend targets as well."""
BLENDED = ("cross_entropy", "smoothed_cross_entropy")
"""Losses that take blended targets."""
IMAGES_ONLY = (
    "shift",
    "random_crop",
    "horizontal_flip",
    "vertical_flip",
    "rotate",
    "brightness",
    "contrast",
    "cutout",
    "cutmix",
    "normalise",
)


def data_sense(data: Data) -> Objection | None:
    """Whether it is here."""
    if data.download and importlib.util.find_spec("torchvision") is None:
        return Objection(
            field="data",
            why=f"{data.name} is fetched by torchvision, which is not installed.",
            instead="Take digits, or install the extra that the README names.",
        )
    return None


def length_sense(values: Mapping[str, Value], setting: str, value: Value) -> Objection | None:
    """The longest sequence is no shorter than the shortest."""
    shortest = values.get("data.shortest")
    if setting != "longest" or shortest is None or int(value) >= int(shortest):
        return None
    return Objection(
        field="data.longest",
        why=f"The shortest sequence has {shortest} already.",
        instead=f"Take at least {shortest}, or a smaller data.shortest.",
    )


def rule_sense(values: Mapping[str, Value], setting: str, value: Value) -> Objection | None:
    """Nesterov looks ahead along a momentum that there has to be."""
    still = not values.get("optimizer.momentum", 1) or values.get("optimizer.dampening", 0)
    if setting != "nesterov" or value is not True or not still:
        return None
    return Objection(
        field="optimizer.nesterov",
        why="Nesterov's look ahead needs a momentum above 0, and no dampening.",
        instead="Take optimizer.momentum 0.9.",
    )


def fits(data: Data, model: Model) -> bool:
    """Whether this model can learn from these data."""
    return data.form in model.forms and data.task in model.tasks


def model_sense(data: Data, model: Model) -> Objection | None:
    """Why this model cannot learn from these data."""
    if not fits(data, model):
        if data.form in model.forms:
            why = f"{model.name} {_answers(model)}, and {data.name} asks for {_asks(data)}."
        else:
            why = f"{model.name} takes {model.needs}, and {data.name} has {data.words}."
        return Objection(field="model", why=why, instead=f"Take {_instead(data)}.")
    if model.quartered and data.side % 4:
        return Objection(
            field="model",
            why=f"{model.name} halves images twice, and {data.side} pixels are not 4 times some.",
            instead="Take autoencoder.",
        )
    if model.name == "vgg16":
        return Objection(
            field="model",
            why="Half a gigabyte of weights: a step takes seconds without an accelerator.",
            instead="vgg is the same idea in small.",
            stops=False,
        )
    return None


def _answers(model: Model) -> str:
    if "places" in model.tasks:
        return "says a token at every place"
    if "translation" in model.tasks:
        return "writes another sequence"
    if "boxes" in model.tasks:
        return "finds boxes"
    return "gives values" if model.tasks == ("values",) else "names classes"


def _asks(data: Data) -> str:
    return {
        "classes": "a class",
        "values": "a value",
        "places": "a token at every place",
        "translation": "another sequence",
        "boxes": "boxes",
        "descent": "no model",
    }[data.task]


def _instead(data: Data) -> str:
    fitting = [model.name for model in MODELS if fits(data, model)]
    return " or ".join(dict.fromkeys([data.best, *fitting][:3]))


def setting_sense(
    data: Data, model: Model, values: Mapping[str, Value], setting: str, value: Value
) -> Objection | None:
    """Why a model cannot be built like this, where that can be told from the numbers."""
    name = f"model.{setting}"
    if setting == "survival" and value != 1 and not values.get("model.residual"):
        return Objection(
            field=name,
            why="Only blocks with a shortcut can be left out.",
            instead="Set model.residual, or 1.",
        )
    if setting == "heads" and int(values.get("model.width", value)) % int(value):
        return Objection(
            field=name,
            why=f"{values['model.width']} numbers cannot be divided among {value} heads.",
            instead="Take a number of heads that divides the width.",
        )
    if setting == "groups" and values.get("model.norm") == "group":
        odd = [one for one in listed(values["model.hidden"]) if int(str(one)) % int(value)]
        if odd:
            return Objection(
                field=name,
                why=f"{odd[0]} units cannot be divided into {value} groups.",
                instead="Take a number that divides every hidden layer.",
            )
    if setting == "from_scratch" and value is True and values.get("model.packed"):
        return Objection(
            field=name,
            why="Our own recurrent layers do not skip padding.",
            instead="Set model.packed off.",
        )
    if setting == "stages" and model.name == "vgg":
        stages = len(listed(value))
        if 2**stages > data.side:
            return Objection(
                field=name,
                why=f"Halved {stages} times, {data.side} pixels leave nothing.",
                instead="Take fewer stages.",
            )
    return None


def loss_sense(data: Data, classes: int, loss: str) -> Objection | None:
    """Why these data cannot be learnt with this loss."""
    if data.task == "values" and loss not in REGRESSION:
        return Objection(
            field="loss",
            why=f"{loss} judges classes, and {data.name} asks for a value.",
            instead="Take mse or huber.",
        )
    if loss in BINARY and classes != 2:
        return Objection(
            field="loss",
            why=f"{loss} tells yes from no, and {data.name} has {classes} classes.",
            instead="Take cross_entropy.",
        )
    return None


def augment_sense(data: Data, model: Model, loss: str, name: str) -> Objection | None:
    """Why these examples cannot be changed like this."""
    why = instead = ""
    if data.form == "tokens":
        why, instead = f"{name} changes numbers, and tokens are names.", "Leave it out."
    elif (
        data.task == "boxes"
        and name in IMAGES_ONLY + MIXING
        and name
        not in (
            "brightness",
            "contrast",
            "normalise",
        )
    ):
        why, instead = f"{name} moves what the boxes stand around.", "Take brightness or noise."
    elif name in IMAGES_ONLY and data.form not in ("image", "scene"):
        why = f"{name} changes images, and {data.name} has {data.words}."
        instead = "Take noise."
    elif name in IMAGES_ONLY and model.name == "autoencoder":
        why, instead = "autoencoder reads images as rows of numbers.", "Take conv_autoencoder."
    elif name in MIXING and model.learning != "supervised":
        why, instead = f"{name} blends labels, and {model.name} looks at none.", "Take noise."
    elif name in MIXING and (data.task != "classes" or loss not in BLENDED):
        why, instead = f"{name} blends labels, which {loss} does not take.", "Take cross_entropy."
    return Objection(field="augment", why=why, instead=instead) if why else None
