"""Models by name."""

from __future__ import annotations

from torch import nn

from engine.catalog import Catalog, Entry
from engine.nn.attention.catalog import attention_models
from engine.nn.generative.autoencoder import autoencoder, conv_autoencoder
from engine.nn.generative.gan import image_gan, point_gan
from engine.nn.mlp import mlp
from engine.nn.plain import deep_plain
from engine.nn.regression import linear_regression, logistic_regression
from engine.nn.sequence.catalog import sequence_models
from engine.nn.vision.densenet import densenet
from engine.nn.vision.detection.network import Detector
from engine.nn.vision.lenet import lenet
from engine.nn.vision.resnet import resnet, resnet18
from engine.nn.vision.vgg import vgg, vgg16


def _mlp(
    inputs: int = 2,
    hidden: tuple[int, ...] = (16,),
    outputs: int = 2,
    *,
    activation: str = "relu",
    norm: str | None = None,
    groups: int = 4,
    dropout: float = 0.0,
    residual: bool = False,
    survival: float = 1.0,
) -> nn.Sequential:
    return mlp(
        inputs,
        *hidden,
        outputs,
        activation=activation,
        norm=norm,
        groups=groups,
        dropout=dropout,
        residual=residual,
        survival=survival,
    )


def _deep_plain(
    depth: int = 10, width: int = 64, gain: float = 1.0, inputs: int = 64, outputs: int = 10
) -> nn.Sequential:
    return deep_plain(depth=depth, width=width, gain=gain, inputs=inputs, outputs=outputs)


models: Catalog[nn.Module] = Catalog(
    "model",
    Entry("linear_regression", linear_regression, "a plane through points"),
    Entry("logistic_regression", logistic_regression, "planes between classes"),
    Entry("mlp", _mlp, "linear layers with a bend between them"),
    Entry("deep_plain", _deep_plain, "many ReLU layers and nothing that keeps signals in scale"),
    Entry("lenet", lenet, "two convolutions look, three linear layers decide"),
    Entry("vgg", vgg, "3 × 3 convolutions, stacked deep"),
    Entry("vgg16", vgg16, "VGG16 in full: 138 million parameters"),
    Entry("resnet", resnet, "blocks of two convolutions with a shortcut past each"),
    Entry("resnet18", resnet18, "ResNet-18 in full: 11.7 million parameters"),
    Entry("densenet", densenet, "every layer sees what all before it have found"),
    Entry("detector", Detector, "where things are in an image, and what they are"),
    Entry("autoencoder", autoencoder, "linear layers through a narrow code and back"),
    Entry("conv_autoencoder", conv_autoencoder, "images through a narrow code and back"),
    Entry("point_gan", point_gan, "forger and judge of points"),
    Entry("image_gan", image_gan, "forger and judge of images"),
    *sequence_models,
    *attention_models,
)
"""Those for sequences ask for the size of their vocabulary; all others have defaults."""
