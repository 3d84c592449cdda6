"""Models and the parts they are made of. A model is loaded when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# These carry the name of their module: imported later, the module would take the name over.
from engine.nn.mlp import mlp
from engine.nn.summary import Row, Summary, summary

if TYPE_CHECKING:
    from engine.nn.activations import activation
    from engine.nn.catalog import models
    from engine.nn.generative.autoencoder import (
        Autoencoder,
        autoencoder,
        conv_autoencoder,
        reconstruction_loss,
    )
    from engine.nn.generative.gan import GAN, gan_loss, image_gan, point_gan
    from engine.nn.init.apply import drawn, initialised
    from engine.nn.init.catalog import initialisations
    from engine.nn.init.default import torch_default
    from engine.nn.init.he import he_normal
    from engine.nn.landscape import LandscapeModel
    from engine.nn.plain import deep_plain
    from engine.nn.regression import linear_regression, logistic_regression
    from engine.nn.residual import Residual
    from engine.nn.shapes import ShapeError, explain_shapes, naming_layers
    from engine.nn.vision.densenet import DenseBlock, densenet
    from engine.nn.vision.detection.decode import Detections, decode
    from engine.nn.vision.detection.loss import detection_loss
    from engine.nn.vision.detection.network import Detector
    from engine.nn.vision.images import AsImages
    from engine.nn.vision.lenet import lenet
    from engine.nn.vision.resnet import BasicBlock, resnet, resnet18
    from engine.nn.vision.vgg import vgg, vgg16
    from engine.nn.weightless import without_weights

__all__ = [
    "GAN",
    "AsImages",
    "Autoencoder",
    "BasicBlock",
    "DenseBlock",
    "Detections",
    "Detector",
    "LandscapeModel",
    "Residual",
    "Row",
    "ShapeError",
    "Summary",
    "activation",
    "autoencoder",
    "conv_autoencoder",
    "decode",
    "deep_plain",
    "densenet",
    "detection_loss",
    "drawn",
    "explain_shapes",
    "gan_loss",
    "he_normal",
    "image_gan",
    "initialisations",
    "initialised",
    "lenet",
    "linear_regression",
    "logistic_regression",
    "mlp",
    "models",
    "naming_layers",
    "point_gan",
    "reconstruction_loss",
    "resnet",
    "resnet18",
    "summary",
    "torch_default",
    "vgg",
    "vgg16",
    "without_weights",
]

_HOMES = {
    "AsImages": "engine.nn.vision.images",
    "Autoencoder": "engine.nn.generative.autoencoder",
    "BasicBlock": "engine.nn.vision.resnet",
    "DenseBlock": "engine.nn.vision.densenet",
    "Detections": "engine.nn.vision.detection.decode",
    "Detector": "engine.nn.vision.detection.network",
    "GAN": "engine.nn.generative.gan",
    "LandscapeModel": "engine.nn.landscape",
    "Residual": "engine.nn.residual",
    "ShapeError": "engine.nn.shapes",
    "activation": "engine.nn.activations",
    "autoencoder": "engine.nn.generative.autoencoder",
    "conv_autoencoder": "engine.nn.generative.autoencoder",
    "decode": "engine.nn.vision.detection.decode",
    "deep_plain": "engine.nn.plain",
    "densenet": "engine.nn.vision.densenet",
    "detection_loss": "engine.nn.vision.detection.loss",
    "drawn": "engine.nn.init.apply",
    "explain_shapes": "engine.nn.shapes",
    "gan_loss": "engine.nn.generative.gan",
    "he_normal": "engine.nn.init.he",
    "image_gan": "engine.nn.generative.gan",
    "initialisations": "engine.nn.init.catalog",
    "initialised": "engine.nn.init.apply",
    "lenet": "engine.nn.vision.lenet",
    "linear_regression": "engine.nn.regression",
    "logistic_regression": "engine.nn.regression",
    "models": "engine.nn.catalog",
    "naming_layers": "engine.nn.shapes",
    "point_gan": "engine.nn.generative.gan",
    "reconstruction_loss": "engine.nn.generative.autoencoder",
    "resnet": "engine.nn.vision.resnet",
    "resnet18": "engine.nn.vision.resnet",
    "torch_default": "engine.nn.init.default",
    "vgg": "engine.nn.vision.vgg",
    "vgg16": "engine.nn.vision.vgg",
    "without_weights": "engine.nn.weightless",
}


def __getattr__(name: str) -> object:
    """Load a model when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
